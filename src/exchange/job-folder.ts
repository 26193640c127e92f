/**
 * What a job leaves as files: each artifact as one entry at the top of a folder, named as in the artifact graph, and `job.json` beside them.
 * Pure data, the same for the page and the terminal; what is read here was written by anyone, so nothing of it is believed unchecked.
 */
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { faultOf, shown } from './intake.ts';

export const JOB_INDEX = 'job.json';

/** One artifact in `job.json`. */
export interface JobEntry {
  /** The file or folder beside it. */
  readonly entry: string;
  readonly folder: boolean;
  /** Types of what its task reads from it, with commas between. */
  readonly type: string;
  readonly handler: { readonly plugin: string; readonly task: string; readonly hash: string };
  readonly sha256: string;
  readonly bytes: number;
  /** Paths inside the folder, or the one file's own name, which need not be that of the entry. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

export interface JobIndex {
  readonly format: 1;
  readonly job: string;
  readonly entrypoint: string;
  /** By the artifact's name. */
  readonly artifacts: Readonly<Record<string, JobEntry>>;
}

/** Types of what an artifact's task reads from it. */
export function typeOf(artifact: Pick<ArtifactRecord, 'handler'>): string {
  return artifact.handler.outputs.map((output) => output.type).join(', ');
}

/** What `job.json` says of a job's artifacts; no two share an entry. */
export function indexJob(
  job: Pick<JobRecord, 'id' | 'names'>,
  artifacts: readonly ArtifactRecord[],
): JobIndex {
  const taken = new Set<string>([JOB_INDEX]);
  const entries = artifacts.map((artifact) => {
    let entry = entryOf(artifact);
    while (taken.has(entry.toLowerCase())) entry = `_${entry}`;
    taken.add(entry.toLowerCase()); // some file systems hold both spellings for one
    return [artifact.name, describe(artifact, entry)] as const;
  });
  return {
    format: 1,
    job: job.id,
    entrypoint: job.names.entrypoint,
    artifacts: Object.fromEntries(entries),
  };
}

export function formatIndex(index: JobIndex): string {
  return `${JSON.stringify(index, null, 2)}\n`;
}

function describe(artifact: ArtifactRecord, entry: string): JobEntry {
  const { handler, folder, hash, bytes, files } = artifact;
  return {
    entry,
    folder,
    type: typeOf(artifact),
    handler: { plugin: handler.plugin, task: handler.task, hash: handler.pin.hash },
    sha256: hash,
    bytes,
    files: files.map((file) => ({ path: file.path, bytes: file.bytes, sha256: file.hash })),
  };
}

/** The artifact's own name, its file's extension after it; what a folder cannot hold is written as in an address. */
function entryOf({ name, folder, files }: ArtifactRecord): string {
  const extension = folder ? '' : (/[^/](\.[^/.]+)$/.exec(files[0]?.path ?? '')?.[1] ?? '');
  const entry = (name.endsWith(extension) ? name : name + extension).replaceAll(
    /[/\\:*?"<>|\p{Cc}]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return /^\.*$/.test(entry) ? `_${entry}` : entry;
}

/** Where each file of an entry lies in the folder, and what it is called in the artifact. */
export function placesOf({ entry, folder, files }: JobEntry): readonly { at: string; path: string }[] {
  return files.map(({ path }) => ({ at: folder ? `${entry}/${path}` : entry, path }));
}

/** The path of the one `job.json` nearest to the top, among the paths of a chosen folder. */
export function findIndex(paths: readonly string[]): { readonly path: string } | { readonly fault: string } {
  const depth = (path: string) => path.split('/').length;
  const found = paths.filter((path) => path === JOB_INDEX || path.endsWith(`/${JOB_INDEX}`));
  const top = Math.min(...found.map(depth));
  const [path, ...others] = found.filter((other) => depth(other) === top);
  if (path === undefined)
    return { fault: `There is no ${JOB_INDEX} among the files. Choose a folder that a run left behind.` };
  if (others.length === 0) return { path };
  const folders = [path, ...others].map((other) => shown(other.slice(0, -JOB_INDEX.length - 1)));
  return {
    fault: `There are ${folders.length} folders that hold a ${JOB_INDEX}: ${folders.slice(0, 5).join(', ')}. Choose one of them.`,
  };
}

/** Reads the text of a `job.json`; the fault says in a sentence what is wrong with it. */
export function parseIndex(text: string): { readonly index: JobIndex } | { readonly fault: string } {
  try {
    return { index: checkIndex(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof Malformed) return { fault: `${JOB_INDEX} cannot be used: ${error.message}` };
    return { fault: `${JOB_INDEX} cannot be read: it is not JSON.` };
  }
}

/** Thrown and caught in this file alone. */
class Malformed extends Error {}

const HASH = /^[0-9a-f]{64}$/;

function checkIndex(value: unknown): JobIndex {
  const index = tableOf(value, 'it');
  if (index['format'] !== 1)
    throw new Malformed(`its format is ${shown(String(index['format']))}, and only 1 is known here.`);
  const artifacts = Object.entries(tableOf(index['artifacts'], '“artifacts”')).map(
    ([name, entry]) => [name, checkEntry(entry, `the artifact “${shown(name)}”`)] as const,
  );
  return {
    format: 1,
    job: textOf(index['job'], '“job”'),
    entrypoint: textOf(index['entrypoint'], '“entrypoint”'),
    artifacts: Object.fromEntries(artifacts),
  };
}

function checkEntry(value: unknown, what: string): JobEntry {
  const entry = tableOf(value, what);
  const handler = tableOf(entry['handler'], `“handler” of ${what}`);
  const folder = entry['folder'];
  if (typeof folder !== 'boolean') throw new Malformed(`“folder” of ${what} is neither true nor false.`);
  const files = checkFiles(entry['files'], folder, what);
  return {
    entry: checkName(entry['entry'], what),
    folder,
    type: textOf(entry['type'], `“type” of ${what}`),
    handler: {
      plugin: textOf(handler['plugin'], `“handler.plugin” of ${what}`),
      task: textOf(handler['task'], `“handler.task” of ${what}`),
      hash: hashOf(handler['hash'], `“handler.hash” of ${what}`),
    },
    sha256: hashOf(entry['sha256'], `“sha256” of ${what}`),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files,
  };
}

function checkFiles(value: unknown, folder: boolean, what: string): JobEntry['files'] {
  if (!Array.isArray(value)) throw new Malformed(`“files” of ${what} is no list.`);
  if (!folder && value.length !== 1)
    throw new Malformed(`${what} is one file, yet lists ${value.length} of them.`);
  const seen = new Set<string>();
  return value.map((item: unknown) => {
    const file = tableOf(item, `a file of ${what}`);
    const path = textOf(file['path'], `a path of ${what}`);
    const fault = faultOf(path) ?? (seen.has(path) ? 'is listed twice' : null);
    if (fault) throw new Malformed(`the path “${shown(path)}” of ${what} ${fault}.`);
    seen.add(path);
    return { path, bytes: sizeOf(file['bytes'], what), sha256: hashOf(file['sha256'], `a hash of ${what}`) };
  });
}

/** An entry stands at the top: one part of a path, and no way up. */
function checkName(value: unknown, what: string): string {
  const name = textOf(value, `“entry” of ${what}`);
  const fault = faultOf(name) ?? (name.includes('/') || name === '.' ? 'is no name at the top' : null);
  if (fault) throw new Malformed(`the entry “${shown(name)}” of ${what} ${fault}.`);
  return name;
}

function tableOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(`${what} is no mapping.`);
  return value as Record<string, unknown>;
}

function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Malformed(`${what} is no text.`);
  return value;
}

function hashOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || !HASH.test(value)) throw new Malformed(`${what} is no SHA-256.`);
  return value;
}

function sizeOf(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new Malformed(`a size of ${what} is no whole number of bytes.`);
  return value as number;
}
