/** Records and blobs into the bytes of a bundle. Blobs are read once, for their sums, and never all at once. */
import type { BundledBlob, BundleRecords } from '#core/bundle/records.ts';
import { crc32, layZip, ZIP_MOST } from '#core/files/zip.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { hashBytes, hashPieces } from '#core/hash/content-hash.ts';
import type { Issue } from '#core/issues.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import { packData } from './bundle-data.ts';
import { BUNDLE_FORMAT, MANIFEST, pathOf, type BundleManifest } from './bundle-format.ts';

export interface WrittenBundle {
  /** Null where an ERROR stands among the issues. */
  readonly bundle: Blob | null;
  readonly issues: readonly Issue[];
}

interface Part {
  readonly path: string;
  readonly size: number;
  readonly crc: number;
  readonly sha256: string;
  readonly body: Blob | Uint8Array<ArrayBuffer>;
}

/** Equal records and blobs give equal bytes. `app` is the version that writes. */
export async function writeBundle(
  records: BundleRecords,
  blobs: readonly BundledBlob[],
  app: string,
): Promise<WrittenBundle> {
  const parts: Part[] = recordsOf(records).map(([path, text]) => partOf(path, text));
  for (const { hash, blob } of blobs) {
    const part = await blobPart(hash, blob);
    if (part.sha256 !== hash) return refuse('bundle-corrupt', { name: nameOfBlob(records, hash) });
    parts.push(part);
  }
  const sorted = parts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = partOf(MANIFEST, canonicalJson(manifestOf(sorted, app)));
  const all = [...sorted, manifest].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const total = all.reduce((sum, { size, path }) => sum + size + 2 * path.length + 100, 0);
  if (all.length > ZIP_MOST.files)
    return refuse('bundle-too-large', { what: `more than ${ZIP_MOST.files} files` });
  if (total > ZIP_MOST.bytes) return refuse('bundle-too-large', { what: 'more than 4 GiB' });
  const { heads, tail } = layZip(all);
  return {
    bundle: new Blob([...all.flatMap(({ body }, i) => [heads[i]!, body]), tail], { type: BUNDLE_TYPE }),
    issues: [],
  };
}

export const BUNDLE_TYPE = 'application/vnd.alidade+zip';

function recordsOf({
  resources,
  contents,
  jobs,
  families,
  artifacts,
  tags,
  users,
  groups,
}: BundleRecords): [string, string][] {
  const record = (value: unknown) => canonicalJson(packData(value));
  return [
    ...contents.map(({ hash, content }): [string, string] => [
      pathOf('contents', hash),
      canonicalJson(content),
    ]),
    ...resources.map((one): [string, string] => [pathOf('resources', one.resource.id), record(one)]),
    ...jobs.map((one): [string, string] => [pathOf('jobs', one.job.id), record(one)]),
    ...families.map((one): [string, string] => [pathOf('families', one.id), record(one)]),
    ...artifacts.map((one): [string, string] => [pathOf('artifacts', one.id), record(one)]),
    ...tags.map((one): [string, string] => [pathOf('tags', one.id), record(one)]),
    ...users.map((one): [string, string] => [pathOf('users', one.id), record(one)]),
    ...groups.map((one): [string, string] => [pathOf('groups', one.id), record(one)]),
  ];
}

function manifestOf(parts: readonly Part[], app: string): BundleManifest {
  const entries = parts.map(({ path, size, sha256 }) => ({ path, bytes: size, sha256 }));
  return { kind: 'alidade-bundle', format: BUNDLE_FORMAT, alidade: app, entries };
}

function partOf(path: string, text: string): Part {
  const body = new TextEncoder().encode(text);
  return { path, size: body.length, crc: crc32(body), sha256: hashBytes(body), body };
}

const SLICE = 1 << 20;

async function blobPart(hash: string, blob: Blob): Promise<Part> {
  const sums = hashPieces();
  let crc = 0;
  for (let at = 0; at < blob.size; at += SLICE) {
    const piece = new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
    sums.add(piece);
    crc = crc32(piece, crc);
  }
  return { path: pathOf('blobs', hash), size: blob.size, crc, sha256: sums.end(), body: blob };
}

function nameOfBlob({ artifacts }: BundleRecords, hash: string): string {
  return artifacts.find(({ files }) => files.some((file) => file.hash === hash))?.name ?? hash;
}

function refuse(
  code: 'bundle-corrupt' | 'bundle-too-large',
  words: Readonly<Record<string, string>>,
): WrittenBundle {
  return { bundle: null, issues: [importIssue({ code, words })] };
}
