/** The files of an import, before anything is believed of them: sizes bounded, paths plain, texts really texts. */
import type { ImportFile } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import { importIssue } from '#core/resources/import-issues.ts';

/** What an import may hold at most; plugins are source text, so this is plenty. */
export const LIMITS = { files: 2_000, fileBytes: 4 << 20, totalBytes: 64 << 20 } as const;

/** What a resource file, a plugin or a graph may be written in. */
const KINDS = /\.(toml|ya?ml|json|ts|js|py|txt)$/i;

/** Whether an import can have a use for the file; of a chosen folder everything else is left alone. A path that leads out is kept, to be refused. */
export function isResourceFile(path: string): boolean {
  const parts = path.split('/');
  return KINDS.test(path) && !parts.some((part) => isHidden(part));
}

/** Whether a file of this name is opened, not taken as it is. */
export function isArchive(path: string): boolean {
  return /\.(zip|tar|tgz|tar\.gz|alidade)$/i.test(path);
}

/** Folders and files that tools and systems put beside one's own. */
export function isHidden(part: string): boolean {
  const dotted = part.startsWith('.') && part !== '.' && part !== '..';
  return dotted || part === 'node_modules' || part === '__pycache__';
}

export interface Intake {
  /** Path (normalised) → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly issues: readonly Issue[];
}

export function takeIn(given: readonly ImportFile[]): Intake {
  const files = new Map<string, Uint8Array>();
  const issues = checkSizes(given.map(({ path, bytes }) => ({ path, size: bytes.byteLength })));
  if (issues.length > 0) return { files, issues };
  for (const { path, bytes } of given) {
    const fault = faultOf(path);
    const plain = plainPath(path);
    if (fault) issues.push(importIssue({ code: 'import-path', words: { path: shown(path), fault } }));
    else if (files.has(plain)) issues.push(importIssue({ code: 'import-same-path', words: { path: plain } }));
    else files.set(plain, bytes);
  }
  const alike = checkAlike([...files.keys()]);
  return {
    files,
    issues: [...issues, ...alike.map((words) => importIssue({ code: 'import-alike-path', words }))],
  };
}

/** Paths that many file systems hold for one: each with the earlier one that it is like. */
export function checkAlike(paths: readonly string[]): { readonly path: string; readonly other: string }[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const key = path.normalize('NFC').toUpperCase().toLowerCase();
    const other = seen.get(key);
    seen.set(key, path);
    return other === undefined ? [] : [{ path: shown(path), other: shown(other) }];
  });
}

/** UTF-8 with or without a byte order mark; null where it is not. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Without empty parts and dots. */
export function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** What is wrong with a path, or null. Paths of archives and uploads are attackers' text. */
export function faultOf(path: string): string | null {
  if (path === '') return 'is empty';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\u001f\u007f]/.test(path)) return 'holds a control character';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (path.split('/').includes('..')) return 'leads out of the folder';
  return path.length > 1_000 ? 'is too long' : null;
}

/** A hostile path may be long or unprintable. */
export function shown(path: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  const plain = path.replaceAll(/[\0-\u001f\u007f]/g, '\ufffd');
  return plain.length > 120 ? `${plain.slice(0, 120)}…` : plain;
}

/** Whether it is too much, told from the sizes alone, before a byte is read. */
export function checkSizes(given: readonly { readonly path: string; readonly size: number }[]): Issue[] {
  const tooLarge = (what: string, limit: string) =>
    importIssue({ code: 'import-too-large', words: { what, limit } });
  const total = given.reduce((sum, { size }) => sum + size, 0);
  if (given.length > LIMITS.files) return [tooLarge('The import', `${LIMITS.files} files`)];
  if (total > LIMITS.totalBytes) return [tooLarge('The import', `${LIMITS.totalBytes >> 20} MiB`)];
  return given
    .filter(({ size }) => size > LIMITS.fileBytes)
    .map(({ path }) => tooLarge(`“${shown(path)}”`, `${LIMITS.fileBytes >> 20} MiB`));
}
