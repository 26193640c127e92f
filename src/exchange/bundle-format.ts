/**
 * The form of a bundle, `.alidade`: one ZIP, not compressed and of no date, so that its bytes follow from what it carries alone.
 * `manifest.json` lists every other file with size and SHA-256; records are canonical JSON in a folder for each table, named by id, contents
 * and blobs by hash. A content's file has the very hash that pins name.
 */
import { listOf, hash, oneOf, table, text, whole, type Shape } from './json-shape.ts';

export const MANIFEST = 'manifest.json';

/** A folder for each table; in this order they stand in the archive, since paths are sorted. */
export const FOLDERS = [
  'artifacts',
  'blobs',
  'contents',
  'families',
  'groups',
  'jobs',
  'resources',
  'tags',
  'users',
] as const;

export type Folder = (typeof FOLDERS)[number];

export interface BundleEntry {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BundleManifest {
  readonly kind: 'alidade-bundle';
  readonly format: number;
  /** The version of the app that wrote it. */
  readonly alidade: string;
  /** By path. */
  readonly entries: readonly BundleEntry[];
}

/** Raw records by path, as the files say them. */
export type RawRecords = ReadonlyMap<string, unknown>;

/**
 * From each format to the next, oldest first. A published one is never edited; what changes is a new entry, with a frozen bundle of the old
 * format in the tests. Contents are not touched: their hashes are pinned.
 */
export const BUNDLE_MIGRATIONS: readonly ((records: RawRecords) => RawRecords)[] = [
  // To 2: a job says its family; before there were any, it had none.
  (records) =>
    new Map(
      [...records].map(([path, record]) => [
        path,
        partsOf(path)?.folder === 'jobs' ? aloneJob(record) : record,
      ]),
    ),
];

/** Whatever is no such record is refused by its shape. */
function aloneJob(record: unknown): unknown {
  const bundled = record as { readonly job?: unknown } | null;
  if (typeof bundled?.job !== 'object' || bundled.job === null) return record;
  return { ...bundled, job: { ...bundled.job, family: null } };
}

export const BUNDLE_FORMAT = 1 + BUNDLE_MIGRATIONS.length;

export const manifestShape: Shape<BundleManifest> = table<BundleManifest>({
  kind: oneOf('alidade-bundle'),
  format: whole,
  alidade: text,
  entries: listOf(table<BundleEntry>({ path: text, bytes: whole, sha256: hash })),
});

/** The path of a record, content or blob. */
export function pathOf(folder: Folder, name: string): string {
  return folder === 'blobs' ? `${folder}/${name}` : `${folder}/${name}.json`;
}

/** What a path names, or null where it is none of a bundle. */
export function partsOf(path: string): { readonly folder: Folder; readonly name: string } | null {
  const match = /^([a-z]+)\/([0-9A-Za-z_-]{1,64})(\.json)?$/.exec(path);
  const folder = FOLDERS.find((other) => other === match?.[1]);
  if (!match || !folder || (folder === 'blobs') !== (match[3] === undefined)) return null;
  return { folder, name: match[2]! };
}
