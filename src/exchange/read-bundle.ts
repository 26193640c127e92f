/** The bytes of a bundle into records and blobs, each checked against its hash and its shape before anyone believes it. */
import type { BundledBlob, BundledContent, BundleRecords } from '#core/bundle/records.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { hashBytes, hashPieces } from '#core/hash/content-hash.ts';
import { parseCanonical } from '#core/hash/parse-canonical.ts';
import type { Issue } from '#core/issues.ts';
import { importIssue, type ImportFault } from '#core/resources/import-issues.ts';
import { ArchiveFault, ArchiveMeter, type ArchiveLimits } from './archive-meter.ts';
import { packData, unpackData } from './bundle-data.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_MIGRATIONS,
  MANIFEST,
  manifestShape,
  partsOf,
  type BundleEntry,
  type BundleManifest,
  type Folder,
  type RawRecords,
} from './bundle-format.ts';
import { checkBundle } from './check-bundle.ts';
import { anyContent } from './content-shapes.ts';
import { joined, readZipEntry } from './inflate.ts';
import { decodeText, shown } from './intake.ts';
import type { Shape } from './json-shape.ts';
import { family } from './family-shape.ts';
import { artifact, bundledJob, bundledResource, group, tag, user } from './record-shapes.ts';
import { packedBytes, readZipDirectory, type ZipEntry } from './zip-directory.ts';

export interface ReadBundle {
  /** Null where there is a fault, and then the one issue says it. */
  readonly bundle: {
    readonly records: BundleRecords;
    readonly blobs: readonly BundledBlob[];
    readonly alidade: string;
  } | null;
  readonly issues: readonly Issue[];
}

/** What a bundle may hold at most; records are text, and blobs are never in memory all at once. */
const LIMITS: ArchiveLimits = { packed: 2 ** 32, entries: 0xffff, unpacked: 2 ** 33, ratio: 200, depth: 1 };
const MOST_RECORD = 256 << 20;
const MOST_RECORDS = 1 << 30;

/** Whether an archive is a bundle, as far as its directory tells. */
export async function isBundle(archive: Blob): Promise<boolean> {
  try {
    const entries = await readZipDirectory(archive, new ArchiveMeter('', archive.size, LIMITS));
    const inside = entries.filter(({ path }) => path !== MANIFEST);
    return inside.length < entries.length && inside.every(({ path }) => partsOf(path) !== null);
  } catch (error) {
    if (error instanceof ArchiveFault) return false;
    throw error;
  }
}

/** `name` is what issues call it. */
export async function readBundle(archive: Blob, name: string): Promise<ReadBundle> {
  try {
    return { bundle: await new Reader(archive, shown(name)).read(), issues: [] };
  } catch (error) {
    if (error instanceof ArchiveFault) return { bundle: null, issues: [importIssue(error.fault)] };
    throw error;
  }
}

class Reader {
  readonly #archive: Blob;
  readonly #name: string;
  readonly #meter: ArchiveMeter;

  constructor(archive: Blob, name: string) {
    this.#archive = archive;
    this.#name = name;
    this.#meter = new ArchiveMeter(name, archive.size, LIMITS);
  }

  async read(): Promise<NonNullable<ReadBundle['bundle']>> {
    const places = new Map(
      (await readZipDirectory(this.#archive, this.#meter)).map((entry) => [entry.path, entry]),
    );
    const manifest = await this.#readManifest(places.get(MANIFEST));
    if (manifest.entries.length !== places.size - 1 || !isSorted(manifest.entries))
      this.#broken('its manifest does not list its files');
    const raw = new Map<string, unknown>();
    const blobs: BundledBlob[] = [];
    let total = 0;
    for (const entry of manifest.entries) {
      const place = places.get(entry.path);
      const parts = partsOf(entry.path);
      if (!place || place.size !== entry.bytes)
        this.#broken(`“${shown(entry.path)}” is missing or has another size`);
      if (!parts) this.#refuse(entry.path, 'a bundle has no such file');
      if (parts.folder === 'blobs') {
        blobs.push(await this.#readBlob(entry, place, parts.name));
        continue;
      }
      total += entry.bytes;
      if (entry.bytes > MOST_RECORD || total > MOST_RECORDS) this.#refuse(entry.path, 'it is too large');
      raw.set(entry.path, await this.#readRecord(entry, place, parts.folder, parts.name));
    }
    const records = this.#shape(migrate(raw, manifest.format));
    const fault = checkBundle(records, new Map(blobs.map(({ hash, blob }) => [hash, blob.size])));
    if (fault) this.#refuse(fault.path, fault.fault);
    return { records, blobs, alidade: manifest.alidade };
  }

  async #readManifest(place: ZipEntry | undefined): Promise<BundleManifest> {
    if (!place) return this.#broken(`it has no ${MANIFEST}`);
    if (place.size > MOST_RECORD) return this.#refuse(MANIFEST, 'it is too large');
    const text = decodeText(await joined(readZipEntry(this.#archive, place, this.#meter)));
    const value: unknown = text === null ? null : parseCanonical(text)?.value;
    const format = formatOf(value);
    if (format !== null && format > BUNDLE_FORMAT)
      throw new ArchiveFault({
        code: 'bundle-newer',
        words: { bundle: this.#name, format, known: BUNDLE_FORMAT },
      });
    const fault = manifestShape(value, '');
    if (fault || !format) return this.#refuse(MANIFEST, fault ?? 'its format is not known');
    return value as BundleManifest;
  }

  async #readRecord(entry: BundleEntry, place: ZipEntry, folder: Folder, name: string): Promise<unknown> {
    const bytes = await joined(readZipEntry(this.#archive, place, this.#meter));
    if (hashBytes(bytes) !== entry.sha256)
      this.#refuse(entry.path, 'its SHA-256 is not that of the manifest');
    if (folder === 'contents' && entry.sha256 !== name)
      this.#refuse(entry.path, 'its name is not its SHA-256');
    const text = decodeText(bytes);
    const parsed = text === null ? null : parseCanonical(text);
    if (!parsed) return this.#refuse(entry.path, 'it is not canonical JSON');
    if (folder === 'contents') return parsed.value;
    try {
      const value = unpackData(parsed.value);
      if (canonicalJson(packData(value)) === text) return value;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    return this.#refuse(entry.path, 'it is not written as a record is');
  }

  /** A piece of the archive itself where that is possible, so that nothing is copied. */
  async #readBlob(entry: BundleEntry, place: ZipEntry, name: string): Promise<BundledBlob> {
    const sums = hashPieces();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of readZipEntry(this.#archive, place, this.#meter)) {
      sums.add(piece);
      if (place.method !== 0) pieces.push(piece);
    }
    if (sums.end() !== name || entry.sha256 !== name) this.#refuse(entry.path, 'its name is not its SHA-256');
    const blob = place.method === 0 ? await packedBytes(this.#archive, place, this.#meter) : new Blob(pieces);
    return { hash: name, blob };
  }

  #shape(raw: RawRecords): BundleRecords {
    const take = <T>(folder: Folder, shape: Shape<T>, idOf: (value: T) => string): T[] =>
      [...raw].flatMap(([path, value]) => {
        const parts = partsOf(path);
        if (parts?.folder !== folder) return [];
        const fault = shape(value, '');
        if (fault) this.#refuse(path, fault);
        if (idOf(value as T) !== parts.name) this.#refuse(path, 'its name is not its id');
        return [value as T];
      });
    return {
      resources: take('resources', bundledResource, ({ resource }) => resource.id),
      contents: this.#contents(raw),
      jobs: take('jobs', bundledJob, ({ job }) => job.id),
      families: take('families', family, ({ id }) => id),
      artifacts: take('artifacts', artifact, ({ id }) => id),
      tags: take('tags', tag, ({ id }) => id),
      users: take('users', user, ({ id }) => id),
      groups: take('groups', group, ({ id }) => id),
    };
  }

  /** Its name is its hash, which was checked as it was read. */
  #contents(raw: RawRecords): BundledContent[] {
    return [...raw].flatMap(([path, content]) => {
      const parts = partsOf(path);
      if (parts?.folder !== 'contents') return [];
      const fault = anyContent(content, '');
      if (fault) this.#refuse(path, fault);
      return [{ hash: parts.name, content: content as BundledContent['content'] }];
    });
  }

  #refuse(path: string, fault: string): never {
    throw new ArchiveFault({
      code: 'bundle-record',
      words: { bundle: this.#name, path: shown(path), fault },
    });
  }

  #broken(fault: string): never {
    throw new ArchiveFault({
      code: 'bundle-broken',
      words: { bundle: this.#name, fault },
    } satisfies ImportFault);
  }
}

function formatOf(manifest: unknown): number | null {
  const format =
    typeof manifest === 'object' && manifest !== null ? (manifest as { format?: unknown }).format : null;
  return Number.isSafeInteger(format) && (format as number) >= 1 ? (format as number) : null;
}

function migrate(raw: RawRecords, format: number): RawRecords {
  return BUNDLE_MIGRATIONS.slice(format - 1).reduce((records, upgrade) => upgrade(records), raw);
}

/** By path, each once. */
function isSorted(entries: readonly BundleEntry[]): boolean {
  return entries.every(({ path }, i) => i === 0 || entries[i - 1]!.path < path);
}
