/** Gathers what a bundle carries: the chosen records with all that they need, whole lines of snapshots, and the blobs that artifacts name. */
import Dexie from 'dexie';
import {
  needsOfArtifact,
  needsOfContent,
  needsOfFamily,
  needsOfJob,
  textOfRef,
  type Needs,
  type RecordRef,
} from '#core/bundle/needs.ts';
import type {
  BundledBlob,
  BundledContent,
  BundledJob,
  BundledResource,
  BundleRecords,
  StoryEvent,
} from '#core/bundle/records.ts';
import type { FamilyRecord } from '#core/family/record.ts';
import type { Issue } from '#core/issues.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import { importIssue, type ImportIssueCode } from '#core/resources/import-issues.ts';
import { rowsOfFamily } from './family-jobs.ts';
import { readAfter } from './ledger.ts';
import { readMetrics } from './metrics.ts';
import { recordOf } from './snapshots.ts';
import type { JobRow, Tables } from './tables.ts';

export interface GatheredBundle {
  readonly records: BundleRecords;
  readonly blobs: readonly BundledBlob[];
  /** WARNINGs of what is left out; an ERROR where a file of an artifact is not here. */
  readonly issues: readonly Issue[];
}

/** A chosen job brings all that it made, and a chosen family its jobs; one that is only needed, nothing but itself. */
export function gatherBundle(db: Tables, chosen: readonly RecordRef[]): Promise<GatheredBundle> {
  return db.transaction('r', db.tables, async () => new Gathering(db).gather(chosen));
}

class Gathering {
  readonly #db: Tables;
  readonly #issues: Issue[] = [];
  readonly #resources = new Map<string, BundledResource>();
  readonly #contents = new Map<string, BundledContent>();
  readonly #jobs = new Map<string, BundledJob>();
  readonly #families = new Map<string, FamilyRecord>();
  readonly #artifacts = new Map<string, ArtifactRecord>();

  constructor(db: Tables) {
    this.#db = db;
  }

  async gather(chosen: readonly RecordRef[]): Promise<GatheredBundle> {
    const wanted = new Map<string, RecordRef>();
    const want = (refs: readonly RecordRef[]) => refs.forEach((ref) => wanted.set(textOfRef(ref), ref));
    want(chosen);
    for (const { table, id } of chosen) if (table === 'families') want(await this.#jobsOf(id));
    for (const { table, id } of wanted.values()) if (table === 'jobs') want(await this.#madeBy(id));
    // A map that grows while it is walked hands out what was added.
    for (const ref of wanted.values()) want((await this.#take(ref)).refs);
    const blobs = await this.#blobs();
    return { records: await this.#records(), blobs, issues: this.#issues };
  }

  async #madeBy(job: string): Promise<RecordRef[]> {
    const range = this.#db.artifacts.where('[job+name]').between([job], [job, Dexie.maxKey]);
    const there = (await range.toArray()).filter((row) => row.deleted === null);
    return there.map(({ id }) => ({ table: 'artifacts', id }));
  }

  async #jobsOf(family: string): Promise<RecordRef[]> {
    const there = (await rowsOfFamily(this.#db, family)).filter((row) => row.deleted === null);
    return there.map(({ id }) => ({ table: 'jobs', id }));
  }

  #take({ table, id }: RecordRef): Promise<Needs> {
    if (table === 'resources') return this.#takeResource(id);
    if (table === 'families') return this.#takeFamily(id);
    return table === 'jobs' ? this.#takeJob(id) : this.#takeArtifact(id);
  }

  async #takeResource(id: string): Promise<Needs> {
    const row = await this.#db.resources.get(id);
    if (!row) return this.#miss('resource', id);
    const range = this.#db.snapshots.where('[resource+number]').between([id], [id, Dexie.maxKey]);
    const snapshots = await range.toArray();
    this.#resources.set(id, { resource: recordOf(row), snapshots });
    const all: Needs[] = [];
    for (const { content } of snapshots) all.push(await this.#takeContent(content));
    return { pins: [], refs: all.flatMap(({ refs }) => refs) };
  }

  /** The content and those that its pins name, wherever they are. */
  async #takeContent(hash: string): Promise<Needs> {
    const row = this.#contents.has(hash) ? null : await this.#db.contents.get(hash);
    if (!row) return NOTHING;
    this.#contents.set(hash, row);
    return this.#follow(needsOfContent(row.content));
  }

  async #follow(needs: Needs): Promise<Needs> {
    const refs = [...needs.refs];
    for (const { hash } of needs.pins) refs.push(...(await this.#takeContent(hash)).refs);
    return { pins: [], refs };
  }

  async #takeJob(id: string): Promise<Needs> {
    const row = await this.#db.jobs.get(id);
    if (!row) return this.#miss('job', id);
    if (!hasEnded(row.status)) {
      this.#say('bundle-job-runs', { number: String(row.number) });
      return NOTHING;
    }
    const { counts: _counts, ...job } = row satisfies JobRow;
    const events = (await readAfter(this.#db.events, id)).items as StoryEvent[];
    const logs = (await readAfter(this.#db.logs, id)).items;
    this.#jobs.set(id, { job, events, logs, metrics: await readMetrics(this.#db, id) });
    return this.#follow(needsOfJob(job));
  }

  async #takeFamily(id: string): Promise<Needs> {
    const row = await this.#db.families.get(id);
    if (!row) return this.#miss('family', id);
    this.#families.set(id, row);
    return this.#follow(needsOfFamily(row));
  }

  async #takeArtifact(id: string): Promise<Needs> {
    const row = await this.#db.artifacts.get(id);
    if (!row) return this.#miss('artifact', id);
    const job = row.job === '' ? null : await this.#db.jobs.get(row.job);
    if (job && !hasEnded(job.status)) {
      this.#say('bundle-job-runs', { number: String(job.number) });
      return NOTHING;
    }
    this.#artifacts.set(id, row);
    return this.#follow(needsOfArtifact(row));
  }

  #miss(noun: string, id: string): Needs {
    this.#say('bundle-missing', { noun, id });
    return NOTHING;
  }

  async #blobs(): Promise<BundledBlob[]> {
    const blobs = new Map<string, BundledBlob>();
    for (const { name, files } of this.#artifacts.values()) {
      for (const { hash } of files) {
        const row = blobs.get(hash) ?? (await this.#db.blobs.get(hash));
        if (row) blobs.set(hash, row);
        else this.#say('bundle-corrupt', { name });
      }
    }
    return [...blobs.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  }

  async #records(): Promise<BundleRecords> {
    const resources = inOrder(this.#resources.values(), ({ resource }) => resource.id);
    const jobs = inOrder(this.#jobs.values(), ({ job }) => job.id);
    const families = inOrder(this.#families.values(), ({ id }) => id);
    const artifacts = inOrder(this.#artifacts.values(), ({ id }) => id);
    const marked = [
      ...resources.map(({ resource }) => resource),
      ...jobs.map(({ job }) => job),
      ...families,
      ...artifacts,
    ];
    const tags = await this.#db.tags.bulkGet(
      [...new Set(marked.flatMap((record) => record.tags))].toSorted(),
    );
    const authors = resources.flatMap(({ snapshots }) => snapshots.map(({ author }) => author));
    const users = await this.#db.users.bulkGet(
      [...new Set([...marked.map(({ owner }) => owner), ...authors])].toSorted(),
    );
    const groups = await this.#db.groups.bulkGet(
      [...new Set(marked.map((record) => record.group))].toSorted(),
    );
    const known = new Set(tags.map((tag) => tag?.id));
    const marks = <T extends { readonly tags: readonly string[] }>(record: T): T => ({
      ...record,
      tags: record.tags.filter((id) => known.has(id)),
    });
    const there = <T>(rows: readonly (T | undefined)[]) => rows.filter((row) => row !== undefined);
    return {
      resources: resources.map((one) => ({ ...one, resource: marks(one.resource) })),
      contents: inOrder(this.#contents.values(), ({ hash }) => hash),
      jobs: jobs.map((one) => ({ ...one, job: marks(one.job) })),
      families: families.map(marks),
      artifacts: artifacts.map(marks),
      tags: there(tags).map(({ key: _key, ...tag }) => tag),
      users: there(users),
      groups: there(groups),
    };
  }

  #say(code: ImportIssueCode, words: Readonly<Record<string, string>>): void {
    const issue = importIssue({ code, words });
    if (this.#issues.every(({ message }) => message !== issue.message)) this.#issues.push(issue);
  }
}

const NOTHING: Needs = { refs: [], pins: [] };

function inOrder<T>(items: Iterable<T>, keyOf: (item: T) => string): T[] {
  return [...items].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
