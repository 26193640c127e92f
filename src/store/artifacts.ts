/** Artifacts: a record for each, and their bytes as Blobs by hash, so that equal bytes are kept once. */
import Dexie from 'dexie';
import { LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { hashFiles } from '#core/job/artifact-hash.ts';
import type { ArtifactHandler, ArtifactRecord } from '#core/job/record.ts';
import { hashBlob } from './blobs.ts';
import { newId } from './ids.ts';
import { attempt, notFound, Refusal } from './refusal.ts';
import type { BlobRow, Tables } from './tables.ts';

/** An artifact before it is kept. */
export interface ArtifactDraft {
  readonly job: string;
  readonly name: string;
  readonly handler: ArtifactHandler;
  readonly folder: boolean;
  readonly files: readonly { readonly path: string; readonly bytes: Blob }[];
}

export class Artifacts {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /**
   * Hashes the files, then keeps record and bytes in one transaction. Refuses what has not the hash that it should `expect`; `once` answers
   * with the record that is there already, where there is one of the same job, name, task and bytes.
   */
  async save(
    draft: ArtifactDraft,
    { expect, once = false }: { readonly expect?: string; readonly once?: boolean } = {},
  ): Promise<ArtifactRecord> {
    const blobs: BlobRow[] = [];
    for (const { bytes } of draft.files) blobs.push({ hash: await hashBlob(bytes), blob: bytes });
    const record = describe(draft, blobs);
    if (expect !== undefined && expect !== record.hash) throw corrupt(draft.name);
    return attempt(() =>
      this.#db.transaction('rw', [this.#db.artifacts, this.#db.blobs], async () => {
        const same = once ? (await this.listOfJob(record.job)).find((other) => isSame(other, record)) : null;
        if (same) return same;
        await this.#keepBlobs(blobs);
        await this.#db.artifacts.add(record);
        return record;
      }),
    );
  }

  async get(id: string): Promise<ArtifactRecord | null> {
    return (await this.#db.artifacts.get(id)) ?? null;
  }

  /** Of one job, by name. */
  listOfJob(job: string): Promise<ArtifactRecord[]> {
    return this.#db.artifacts.where('[job+name]').between([job], [job, Dexie.maxKey]).toArray();
  }

  /** Newest first. */
  list({ limit = 1000, before }: { limit?: number; before?: { created: number; id: string } } = {}): Promise<
    ArtifactRecord[]
  > {
    const end = before ? [before.created, before.id] : [Dexie.maxKey];
    const range = this.#db.artifacts.where('[created+id]').between([Dexie.minKey], end, true, false);
    const there = range.reverse().filter((row) => row.deleted === null);
    return there.limit(limit).toArray();
  }

  /** What people say of it; its bytes never change. */
  async describe(id: string, description: string): Promise<void> {
    const changed = await attempt(() => this.#db.artifacts.update(id, { description }));
    if (changed === 0) throw notFound('artifact', id);
  }

  /** The bytes with this hash. */
  async readBlob(hash: string): Promise<Blob | null> {
    return (await this.#db.blobs.get(hash))?.blob ?? null;
  }

  /** One file of an artifact, or null where it has none of this path. */
  async readFile(record: ArtifactRecord, path: string): Promise<Blob | null> {
    const file = record.files.find((other) => other.path === path);
    return file ? this.readBlob(file.hash) : null;
  }

  async #keepBlobs(blobs: readonly BlobRow[]): Promise<void> {
    const unique = [...new Map(blobs.map((row) => [row.hash, row])).values()];
    const known = await this.#db.blobs
      .where('hash')
      .anyOf(unique.map((row) => row.hash))
      .primaryKeys();
    await this.#db.blobs.bulkAdd(unique.filter((row) => !known.includes(row.hash)));
  }
}

function describe(draft: ArtifactDraft, blobs: readonly BlobRow[]): ArtifactRecord {
  const { job, name, handler, folder } = draft;
  const files = draft.files.map(({ path, bytes }, i) => ({ path, bytes: bytes.size, hash: blobs[i]!.hash }));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    id: newId(),
    job,
    name,
    handler,
    folder,
    files,
    hash: hashFiles(folder, files),
    bytes,
    created: Date.now(),
    description: '',
    group: PUBLIC_GROUP,
    owner: LOCAL_USER,
    deleted: null,
    tags: [],
  };
}

function isSame(one: ArtifactRecord, other: ArtifactRecord): boolean {
  const key = ({ name, hash, folder, handler }: ArtifactRecord) =>
    [name, hash, folder, handler.plugin, handler.pin.hash, handler.task].join('\n');
  return key(one) === key(other);
}

function corrupt(name: string): Refusal {
  return new Refusal(
    'corrupt',
    `The bytes of the artifact “${name}” are not those that its record names.`,
    'Save it again from the job that made it.',
  );
}
