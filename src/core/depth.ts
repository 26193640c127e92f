/** How deep data is nested: asked of what comes from outside before anything walks it by recursion. */

/** Whether lists and mappings stand more than `limit` deep in each other. Level by level, since depth is what may be hostile. */
export function isDeeper(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
