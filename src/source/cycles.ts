/** Finds files that import each other in a circle: a module that is a blob can only name blobs that exist already. */

/** The first circle there is, each file importing the next, or null. `imports` gives the files that a file imports. */
export function findCycle(
  files: Iterable<string>,
  imports: (file: string) => readonly string[],
): string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): string[] | null => {
    if (done.has(file)) return null;
    if (path.includes(file)) return path.slice(path.indexOf(file));
    path.push(file);
    for (const next of imports(file)) {
      const cycle = walk(next);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(file);
    return null;
  };
  for (const file of files) {
    const cycle = walk(file);
    if (cycle) return cycle;
  }
  return null;
}
