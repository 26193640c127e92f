/**
 * The folder that a run leaves behind: each artifact as one entry at the top, named as in the artifact graph, and `job.json`
 * beside them. A later run reads its artifacts from there. Names and paths come from plugins, so none may lead outside.
 */
import type { ArtifactImport, ImportFile } from '#core/client.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { typeOf } from './report.ts';
import { WrongWords } from './words.ts';

const INDEX = 'job.json';

/** One artifact in `job.json`. */
interface Entry {
  /** The file or folder beside it. */
  readonly entry: string;
  readonly folder: boolean;
  readonly type: string;
  readonly handler: { readonly plugin: string; readonly task: string; readonly hash: string };
  readonly sha256: string;
  readonly bytes: number;
  /** Where the bytes lie, under their SHA-256s' own names: paths inside the folder, or the one file's own name. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

interface Index {
  readonly format: 1;
  readonly job: string;
  readonly entrypoint: string;
  readonly artifacts: Readonly<Record<string, Entry>>;
}

/** Writes every artifact, then the index. `read` gives the bytes of one file of one artifact. */
export async function writeArtifacts(
  folder: string,
  job: JobRecord,
  artifacts: readonly ArtifactRecord[],
  read: (artifact: ArtifactRecord, path: string) => Promise<Uint8Array>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const entries: [string, Entry][] = [];
  for (const artifact of artifacts) {
    const entry = entryOf(artifact);
    rmSync(join(folder, entry), { recursive: true, force: true });
    for (const { path } of artifact.files) {
      const file = artifact.folder ? inside(join(folder, entry), path) : join(folder, entry);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await read(artifact, path));
    }
    entries.push([artifact.name, describe(artifact, entry)]);
  }
  const index: Index = {
    format: 1,
    job: job.id,
    entrypoint: job.names.entrypoint,
    artifacts: Object.fromEntries(entries),
  };
  writeFileSync(join(folder, INDEX), `${JSON.stringify(index, null, 2)}\n`);
}

function describe(artifact: ArtifactRecord, entry: string): Entry {
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
  const extension = folder ? '' : extname(files[0]?.path ?? '');
  const entry = (name.endsWith(extension) ? name : name + extension).replaceAll(
    /[/\\:*?"<>|\p{Cc}]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return entry === INDEX || /^\.*$/.test(entry) ? `_${entry}` : entry;
}

function inside(folder: string, path: string): string {
  const file = resolve(folder, path);
  if (!file.startsWith(resolve(folder) + sep))
    throw new Error(`An artifact names the file “${path}”, which would lie outside its folder.`);
  return file;
}

/** An entry that an earlier run wrote, with its files, as the page takes it in; throws WrongWords. */
export function readArtifact(path: string): ArtifactImport {
  const at = resolve(path);
  const { name, entry } = findEntry(at, path);
  const files = entry.folder
    ? readFolder(at)
    : [{ path: entry.files[0]?.path ?? entry.entry, bytes: new Uint8Array(readFileSync(at)) }];
  const { type, handler, sha256, folder } = entry;
  return { name, type, handler, sha256, folder, files };
}

function findEntry(at: string, path: string): { name: string; entry: Entry } {
  if (!statSync(at, { throwIfNoEntry: false }))
    throw new WrongWords(`There is no ${path}. --artifact takes what an earlier run left in its --out.`);
  const index = readIndex(join(dirname(at), INDEX), path);
  for (const [name, entry] of Object.entries(index.artifacts)) {
    if (entry.entry === basename(at)) return { name, entry };
  }
  const known = Object.values(index.artifacts).map((entry) => entry.entry);
  throw new WrongWords(
    `${INDEX} beside ${path} does not list it. It lists ${known.join(', ') || 'nothing'}.`,
  );
}

function readIndex(file: string, path: string): Index {
  try {
    const index = JSON.parse(readFileSync(file, 'utf8')) as Index;
    if (index.format === 1 && typeof index.artifacts === 'object') return index;
  } catch {
    // said below
  }
  throw new WrongWords(
    `There is no readable ${INDEX} beside ${path}. Name an entry of a folder that --out wrote.`,
  );
}

function readFolder(folder: string): ImportFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      path: relative(folder, file).replaceAll(sep, '/'),
      bytes: new Uint8Array(readFileSync(file)),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
