/** Puts a bundle into the store, all or nothing; what is here already, by id or by hash, is not written again. */
import type { Table } from 'dexie';
import type { BundledBlob, BundledJob, BundledResource, BundleRecords } from '#core/bundle/records.ts';
import { needsInBundle } from '#core/bundle/pick.ts';
import { textOfRef, type RecordTable } from '#core/bundle/needs.ts';
import type { ImportReport } from '#core/client.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { Issue } from '#core/issues.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import { CONFLICT_RULES, type ImportItem, type ImportPreview } from '#core/resources/import-preview.ts';
import { ALIDADE_USER, LOCAL_USER } from '#core/resources/snapshot.ts';
import type { Tag } from '#core/resources/tag.ts';
import { judgeBundle, saysOf, type Verdict } from './bundle-judge.ts';
import { countFamilies } from './family-counts.ts';
import { append } from './ledger.ts';
import { appendMetrics } from './metrics.ts';
import { attempt } from './refusal.ts';
import type { JobRow, ResourceRow, Tables } from './tables.ts';

export interface BundleOptions {
  readonly conflicts?: ConflictRule;
  /** A backup of this very device: owners are believed. */
  readonly exact?: boolean;
  /** Of a preview: what moved on since then refuses the import. */
  readonly basis?: string;
}

/** What an import of the bundle would do under each rule. */
export function previewBundle(
  db: Tables,
  records: BundleRecords,
  { exact = false }: Pick<BundleOptions, 'exact'> = {},
): Promise<ImportPreview> {
  return attempt(() =>
    db.transaction('r', db.tables, async () => {
      const judged = await judgeAll(db, records, exact);
      const needs = needsInBundle(records);
      const items = judged.get('fail')!.map(({ ref, noun, name, builtIn }, i): ImportItem => {
        const key = textOfRef(ref);
        const fate = (rule: ConflictRule) => {
          const { does, changes, issues } = judged.get(rule)![i]!;
          return { does, changes, issues };
        };
        const under = { fail: fate('fail'), update: fate('update'), overwrite: fate('overwrite') };
        return { key, noun, name, needs: (needs.get(key) ?? []).map(textOfRef), builtIn, under };
      });
      return { issues: [], items, basis: basisOf(judged) };
    }),
  );
}

/** Thrown inside the transaction, so that nothing of it stays. */
class Abandoned extends Error {}

/** `blobs` are those of the bundle, their hashes checked. */
export async function applyBundle(
  db: Tables,
  records: BundleRecords,
  blobs: readonly BundledBlob[],
  { conflicts = 'fail', exact = false, basis }: BundleOptions = {},
): Promise<ImportReport> {
  let issues: readonly Issue[] = [];
  let verdicts: readonly Verdict[] = [];
  try {
    await attempt(() =>
      db.transaction('rw', db.tables, async () => {
        verdicts = await judgeBundle(db, records, conflicts, exact);
        const moved = basis === undefined ? [] : movedOn(basis, await judgeAll(db, records, exact), verdicts);
        issues = [...moved, ...verdicts.flatMap((one) => one.issues)];
        if (issues.some((issue) => issue.severity === 'ERROR')) throw new Abandoned();
        await new Writing(db, verdicts, exact).write(records, blobs);
      }),
    );
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    return { issues, resources: { plugins: {}, types: {}, entrypoints: {} }, records: [] };
  }
  return reportOf(verdicts, issues);
}

async function judgeAll(db: Tables, records: BundleRecords, exact: boolean) {
  const judged = new Map<ConflictRule, readonly Verdict[]>();
  for (const rule of CONFLICT_RULES) judged.set(rule, await judgeBundle(db, records, rule, exact));
  return judged;
}

type Judged = Awaited<ReturnType<typeof judgeAll>>;

function basisOf(judged: Judged): string {
  return canonicalJson(saysOfAll(judged));
}

function saysOfAll(judged: Judged): Map<string, string> {
  const says = new Map<string, string>();
  for (const verdicts of judged.values())
    for (const [key, does] of saysOf(verdicts)) says.set(key, `${says.get(key) ?? ''} ${does}`);
  return says;
}

function movedOn(basis: string, judged: Judged, verdicts: readonly Verdict[]): Issue[] {
  const before = JSON.parse(basis) as Record<string, string>;
  const now = saysOfAll(judged);
  return verdicts
    .filter(({ ref }) => before[textOfRef(ref)] !== now.get(textOfRef(ref)))
    .map(({ noun, name }) => importIssue({ code: 'import-moved-on', words: { what: `The ${noun}`, name } }));
}

function reportOf(verdicts: readonly Verdict[], issues: readonly Issue[]): ImportReport {
  const ids = (kind: string) =>
    Object.fromEntries(verdicts.filter(({ noun }) => noun === kind).map(({ name, ref }) => [name, ref.id]));
  return {
    issues,
    resources: { plugins: ids('plugin'), types: ids('type'), entrypoints: ids('entrypoint') },
    records: verdicts.map(({ ref, noun, name, does }) => ({ noun, id: ref.id, name, does })),
  };
}

/** Items of a ledger in one row. */
const ROW = 500;

class Writing {
  readonly #db: Tables;
  readonly #verdicts: ReadonlyMap<string, Verdict>;
  readonly #exact: boolean;
  /** Tags of the bundle → tags that are here. */
  #tags: ReadonlyMap<string, string> = new Map();

  constructor(db: Tables, verdicts: readonly Verdict[], exact: boolean) {
    this.#db = db;
    this.#verdicts = new Map(verdicts.map((one) => [textOfRef(one.ref), one]));
    this.#exact = exact;
  }

  async write(records: BundleRecords, blobs: readonly BundledBlob[]): Promise<void> {
    const { contents, users, groups } = this.#db;
    await addMissing(contents, records.contents, ({ hash }) => hash);
    await addMissing(users, records.users, ({ id }) => id);
    await addMissing(groups, records.groups, ({ id }) => id);
    this.#tags = await this.#settleTags(records.tags);
    // What leaves its name goes first, since a name is held once.
    for (const { does, old } of this.#verdicts.values()) if (does === 'replace' && old) await this.#bin(old);
    for (const one of records.resources) await this.#writeResource(one);
    await this.#writeJobs(records.jobs);
    await this.#writeFamilies(records);
    const added = records.artifacts.filter(({ id }) => this.#deed('artifacts', id) === 'new');
    const named = new Set(added.flatMap(({ files }) => files.map(({ hash }) => hash)));
    await addMissing(
      this.#db.blobs,
      blobs.filter(({ hash }) => named.has(hash)),
      ({ hash }) => hash,
    );
    await this.#db.artifacts.bulkAdd(
      added.map((one): ArtifactRecord => ({ ...one, tags: this.#own(one.tags) })),
    );
    for (const { id } of records.artifacts)
      if (this.#deed('artifacts', id) === 'update') await this.#db.artifacts.update(id, { deleted: null });
  }

  #deed(table: RecordTable, id: string) {
    return this.#verdicts.get(textOfRef({ table, id }))?.does;
  }

  async #writeResource({ resource, snapshots }: BundledResource): Promise<void> {
    const { does, old } = this.#verdicts.get(textOfRef({ table: 'resources', id: resource.id }))!;
    if (does === 'same' || does === 'keep') return;
    if (does === 'update') return this.#continue(old!, { resource, snapshots });
    const owner = resource.owner === ALIDADE_USER && !this.#exact ? LOCAL_USER : resource.owner;
    const deleted = does === 'aside' ? Date.now() : resource.deleted;
    const row: ResourceRow = {
      ...resource,
      owner,
      deleted,
      tags: this.#own(resource.tags),
      ...(deleted === null && { live: 1 }),
    };
    await this.#db.snapshots.bulkAdd([...snapshots]);
    await this.#db.resources.add(row);
  }

  /** The line goes on, where the bundle's is longer; what was deleted here and is not there comes back. */
  async #continue(old: ResourceRow, { resource, snapshots }: BundledResource): Promise<void> {
    const further = snapshots.filter(({ number }) => number > old.latest.number);
    const { name, description, modified, latest } = resource;
    const row: ResourceRow = further.length > 0 ? { ...old, name, description, modified, latest } : old;
    await this.#db.snapshots.bulkAdd(further);
    await this.#db.resources.put(resource.deleted === null ? { ...row, deleted: null, live: 1 } : row);
  }

  async #bin({ live: _live, ...row }: ResourceRow): Promise<void> {
    await this.#db.resources.put({ ...row, deleted: Date.now() });
  }

  async #writeJobs(jobs: readonly BundledJob[]): Promise<void> {
    const bundled = new Map(jobs.map((one) => [one.job.id, one]));
    const records = jobs.map(({ job }) => job);
    await this.#writeNumbered('jobs', 'job-number', records, ({ id }, number) =>
      this.#writeJob(bundled.get(id)!, number),
    );
  }

  /** Their counts are of the jobs that are here; a family that was here already may have got some of the bundle's. */
  async #writeFamilies({ families, jobs }: BundleRecords): Promise<void> {
    await this.#writeNumbered('families', 'family-number', families, (family, number) =>
      this.#db.families.add({ ...family, number, tags: this.#own(family.tags) }),
    );
    await countFamilies(this.#db, [
      ...families.map(({ id }) => id),
      ...jobs.flatMap(({ job }) => (job.family ? [job.family.id] : [])),
    ]);
  }

  /** Each keeps its number where that is free, else it gets the next one; `counter` is the setting that holds the highest. */
  async #writeNumbered<T extends { readonly id: string; readonly number: number }>(
    table: 'jobs' | 'families',
    counter: string,
    records: readonly T[],
    add: (record: T, number: number) => PromiseLike<unknown>,
  ): Promise<void> {
    const { settings } = this.#db;
    const rows: Table<{ deleted: number | null }, string> = this.#db.table(table);
    let last = ((await settings.get(counter))?.value as number | undefined) ?? 0;
    for (const one of records.toSorted((a, b) => a.number - b.number)) {
      const deed = this.#deed(table, one.id);
      if (deed === 'update') await rows.update(one.id, { deleted: null });
      if (deed !== 'new') continue;
      const taken = (await rows.where('number').equals(one.number).count()) > 0;
      const number = taken ? last + 1 : one.number;
      last = Math.max(last, number);
      await add(one, number);
    }
    if (last > 0) await settings.put({ key: counter, value: last });
  }

  async #writeJob({ job, events, logs, metrics }: BundledJob, number: number): Promise<void> {
    await appendMetrics(this.#db, job.id, metrics);
    const counts = { events: 0, logs: 0 };
    for (let at = 0; at < events.length; at += ROW)
      counts.events = await append(this.#db.events, job.id, counts.events, events.slice(at, at + ROW));
    for (let at = 0; at < logs.length; at += ROW)
      counts.logs = await append(this.#db.logs, job.id, counts.logs, logs.slice(at, at + ROW));
    const row: JobRow = { ...job, number, tags: this.#own(job.tags), counts };
    await this.#db.jobs.add(row);
  }

  /** A tag of the same name is the same tag. */
  async #settleTags(tags: readonly Tag[]): Promise<ReadonlyMap<string, string>> {
    const own = new Map<string, string>();
    for (const tag of tags) {
      const key = tag.name.toLowerCase();
      const there = (await this.#db.tags.get(tag.id)) ?? (await this.#db.tags.get({ group: tag.group, key }));
      if (!there) await this.#db.tags.add({ ...tag, key });
      own.set(tag.id, there?.id ?? tag.id);
    }
    return own;
  }

  #own(tags: readonly string[]): string[] {
    return [...new Set(tags.map((id) => this.#tags.get(id) ?? id))];
  }
}

/** Adds those that are not there yet. */
async function addMissing<T>(
  table: {
    bulkGet(keys: string[]): PromiseLike<(T | undefined)[]>;
    bulkAdd(rows: T[]): PromiseLike<unknown>;
  },
  rows: readonly T[],
  keyOf: (row: T) => string,
): Promise<void> {
  const there = await table.bulkGet(rows.map(keyOf));
  await table.bulkAdd(rows.filter((_, i) => there[i] === undefined));
}
