/** Writes the import that a completion needs into a text. */
import type { NeededImport } from './completion.ts';

/** Text to be put in at an offset. */
export interface Insertion {
  readonly at: number;
  readonly insert: string;
}

/**
 * Where and what to write so that `label` means what the completion says: into the braces of an import of the same module
 * if there is one, else as a line after the last import, or after the comment that opens the file.
 */
export function importEdit(text: string, label: string, { from, name }: NeededImport): Insertion {
  const escaped = from.replaceAll(/[^\w/@-]/g, '\\$&');
  const same = new RegExp(`^import\\s*\\{([^{}]*?),?\\s*\\}\\s*from\\s*['"]${escaped}['"]`, 'm').exec(text);
  if (same && name !== '*') {
    const names = same[1] ?? '';
    const at = same.index + same[0].indexOf('{') + 1 + names.trimEnd().length;
    return { at, insert: names.trim() === '' ? ` ${name} ` : `, ${name}` };
  }
  const words = name === '*' ? `* as ${label}` : `{ ${name} }`;
  const at = endOfImports(text);
  const line = `import ${words} from '${from}';\n`;
  return { at, insert: at > 0 && text[at - 1] !== '\n' ? `\n${line}` : line };
}

/** The offset of the line after the last import, or after the comment that the file begins with. */
export function endOfImports(text: string): number {
  let end = /^\s*\/\*[^]*?\*\/[ \t]*\n?/.exec(text)?.[0].length ?? 0;
  for (const found of text.matchAll(/^import\b[^;'"]*['"][^'"\n]*['"];?[ \t]*\n?/gm))
    end = found.index + found[0].length;
  return end;
}
