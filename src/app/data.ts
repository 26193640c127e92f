/** The bundled data sets: fetched when a job first names one, checked against their hash, handed on as bytes. */
import { base } from '$app/paths';
import { hashBytes } from '#core/hash/content-hash.ts';

/** One entry of `data/index.json`. */
export interface DataEntry {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

let index: Promise<readonly DataEntry[]> | null = null;
const loaded = new Map<string, Promise<Blob>>();

async function fetchFile(file: string): Promise<Response> {
  const response = await fetch(`${base}/data/${file}`);
  if (!response.ok) throw new Error(`The data file ${file} could not be loaded (${response.status}).`);
  return response;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzip) return new Blob([bytes]);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).blob();
}

async function load(entry: DataEntry): Promise<Blob> {
  const bytes = new Uint8Array(await (await fetchFile(entry.file)).arrayBuffer());
  if (hashBytes(bytes) !== entry.sha256)
    throw new Error(`The data set ${entry.name} arrived damaged: its SHA-256 differs.`);
  return inflate(bytes);
}

/** What this build ships. */
export function listData(): Promise<readonly DataEntry[]> {
  index ??= fetchFile('index.json').then((response) => response.json());
  index.catch(() => (index = null));
  return index;
}

/** The addresses, under the base, of what was fetched so far. */
export async function listLoaded(): Promise<readonly string[]> {
  if (loaded.size === 0) return [];
  return (await listData()).filter(({ name }) => loaded.has(name)).map(({ file }) => `data/${file}`);
}

/** A data set by name, inflated; throws with a sentence if there is none or it cannot be had. */
export async function loadData(name: string): Promise<{ readonly entry: DataEntry; readonly bytes: Blob }> {
  const entry = (await listData()).find((e) => e.name === name);
  if (!entry) throw new Error(`There is no data set called ${name}.`);
  const bytes = loaded.get(name) ?? load(entry);
  loaded.set(name, bytes);
  bytes.catch(() => loaded.delete(name));
  return { entry, bytes: await bytes };
}
