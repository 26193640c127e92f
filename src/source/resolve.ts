/** What an import may name: two libraries, and files of the same plugin. */

export type Target =
  | { readonly kind: 'library'; readonly library: 'sdk' | 'tfjs' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'unknown-file' }
  | { readonly kind: 'refused' };

const ENDINGS = ['', '.ts', '.js', '.mts', '.mjs'];

/** Finds what `specifier` in `file` names among the plugin's files. */
export function resolveImport(specifier: string, file: string, files: ReadonlySet<string>): Target {
  if (specifier === 'alidade/sdk') return { kind: 'library', library: 'sdk' };
  // Every package of the numeric library is the same one engine.
  if (/^@tensorflow\/tfjs(-\w+)*$/.test(specifier)) return { kind: 'library', library: 'tfjs' };
  if (!/^\.\.?\//.test(specifier)) return { kind: 'refused' };
  const path = join(file, specifier);
  if (path === null) return { kind: 'refused' };
  const found = [...ENDINGS.map((ending) => path + ending), path.replace(/\.(m?)js$/, '.$1ts')].find((p) =>
    files.has(p),
  );
  return found === undefined ? { kind: 'unknown-file' } : { kind: 'file', file: found };
}

/** The path that a relative one means; null where it leads out of the plugin. */
function join(file: string, specifier: string): string | null {
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
