/**
 * What would become of each record of a bundle, found out by reading alone. The rules: nothing that is here is ever overwritten; a line of
 * snapshots is only continued, and never that of a built-in; of two things with one name one goes to the bin, where pins still find it.
 */
import Dexie from 'dexie';
import { textOfRef, type RecordRef } from '#core/bundle/needs.ts';
import type { BundledResource, BundleRecords } from '#core/bundle/records.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { callFamily, type FamilyRecord } from '#core/family/record.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { importIssue, type ImportIssueCode } from '#core/resources/import-issues.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import type { ImportDeed, ImportFate } from '#core/resources/import-preview.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { ALIDADE_USER, type Snapshot } from '#core/resources/snapshot.ts';
import { withArticle } from '#core/text/article.ts';
import type { ResourceRow, Tables } from './tables.ts';

export interface Verdict extends ImportFate {
  readonly ref: RecordRef;
  readonly noun: string;
  readonly name: string;
  readonly builtIn: boolean;
  /** What has its id or its name now. */
  readonly old: ResourceRow | null;
}

/** Inside a transaction. `exact`: the bundle is a backup of this very device, so that owners are believed. */
export async function judgeBundle(
  db: Tables,
  records: BundleRecords,
  rule: ConflictRule,
  exact: boolean,
): Promise<readonly Verdict[]> {
  const judge = new Judge(db, rule, exact);
  const verdicts: Verdict[] = [];
  for (const one of records.resources) verdicts.push(await judge.resource(one));
  for (const { job } of records.jobs) verdicts.push(await judge.job(job));
  for (const one of records.families) verdicts.push(await judge.family(one));
  for (const one of records.artifacts) verdicts.push(await judge.artifact(one));
  return verdicts;
}

type Ruling = Pick<Verdict, 'does' | 'issues'> & { readonly old?: ResourceRow | null };

class Judge {
  readonly #db: Tables;
  readonly #rule: ConflictRule;
  readonly #exact: boolean;
  /** Names that earlier records of the bundle take. */
  readonly #taken = new Set<string>();

  constructor(db: Tables, rule: ConflictRule, exact: boolean) {
    this.#db = db;
    this.#rule = rule;
    this.#exact = exact;
  }

  async resource(one: BundledResource): Promise<Verdict> {
    const { id, kind, name } = one.resource;
    const own = (await this.#db.resources.get(id)) ?? null;
    const ruling = own ? await this.#known(one, own) : await this.#unknown(one);
    const old = own ?? ruling.old ?? null;
    return verdict({ table: 'resources', id }, kind, name, {
      ...ruling,
      old,
      builtIn: old?.owner === ALIDADE_USER,
    });
  }

  async job(job: JobRecord): Promise<Verdict> {
    const old = await this.#db.jobs.get(job.id);
    const name = `Job ${job.number}, ${job.names.entrypoint}`;
    return verdict(
      { table: 'jobs', id: job.id },
      'job',
      name,
      this.#record('job', name, job, old, essenceOfJob),
    );
  }

  async family(one: FamilyRecord): Promise<Verdict> {
    const old = await this.#db.families.get(one.id);
    const name = callFamily(one);
    const ruling = this.#record('family', name, one, old, essenceOfFamily);
    return verdict({ table: 'families', id: one.id }, 'family', name, ruling);
  }

  async artifact(one: ArtifactRecord): Promise<Verdict> {
    const old = await this.#db.artifacts.get(one.id);
    const ruling = this.#record('artifact', one.name, one, old, essenceOfArtifact);
    return verdict({ table: 'artifacts', id: one.id }, 'artifact', one.name, ruling);
  }

  /** Jobs, families and artifacts never change; what people say of them is not compared, and stays as it is here. */
  #record<T extends { readonly deleted: number | null }>(
    noun: string,
    name: string,
    given: T,
    old: T | undefined,
    essence: (record: T) => unknown,
  ): Ruling {
    if (!old) return { does: 'new', issues: [] };
    if (canonicalJson(essence(given)) !== canonicalJson(essence(old)))
      return refuse('bundle-id-taken', { noun, name });
    return this.#revives(given, old) ? { does: 'update', issues: [] } : SAME;
  }

  /** Its id is here. */
  async #known({ resource, snapshots }: BundledResource, old: ResourceRow): Promise<Ruling> {
    if (old.kind !== resource.kind)
      return refuse('bundle-id-taken', { noun: KINDS[resource.kind].noun, name: resource.name });
    const here = await this.#db.snapshots
      .where('[resource+number]')
      .between([old.id, Dexie.minKey], [old.id, Dexie.maxKey])
      .toArray();
    const shared = Math.min(here.length, snapshots.length);
    if (!snapshots.slice(0, shared).every((snapshot, i) => sameSnapshot(snapshot, here[i]!))) return KEEP;
    const longer = snapshots.length > here.length;
    if (longer && (this.#rule === 'fail' || (old.owner === ALIDADE_USER && !this.#exact))) return KEEP;
    const revives = this.#revives(resource, old);
    if (!longer && !revives) return SAME;
    const name = longer ? resource.name : old.name;
    if (old.live === undefined && !revives) return { does: 'update', issues: [] };
    return (await this.#holder({ ...old, name }))
      ? this.#refuseName(resource.kind, name)
      : { does: 'update', issues: [] };
  }

  /** Its id is not here. */
  async #unknown({ resource }: BundledResource): Promise<Ruling> {
    const { kind, name, owner, deleted } = resource;
    const holder = deleted === null ? await this.#holder(resource) : null;
    if (holder === 'bundle') return this.#refuseName(kind, name);
    const stranger = owner === ALIDADE_USER && !this.#exact;
    if (!holder) {
      const issues = stranger ? [importIssue({ code: 'bundle-owner', words: { name } })] : [];
      return { does: 'new', issues };
    }
    // Built-ins of the same name are the same to people, whichever id a device gave them.
    if (stranger && holder.owner === ALIDADE_USER) return { does: 'aside', issues: [], old: holder };
    if (this.#rule === 'fail') return this.#refuseName(kind, name);
    if (this.#rule === 'update') return { does: 'aside', issues: [], old: holder };
    const words = { noun: KINDS[kind].noun, name };
    const issues = holder.owner === ALIDADE_USER ? [importIssue({ code: 'import-built-in', words })] : [];
    return { does: 'replace', issues, old: holder };
  }

  /** Who else has the name: a row that is here, or an earlier record of the bundle. */
  async #holder({ id, kind, group, name }: Pick<ResourceRow, 'id' | 'kind' | 'group' | 'name'>) {
    const key = JSON.stringify([kind, group, name]);
    if (this.#taken.has(key)) return 'bundle' as const;
    this.#taken.add(key);
    const row = await this.#db.resources.get({ live: 1, kind, group, name });
    return row && row.id !== id ? row : null;
  }

  #revives(given: { readonly deleted: number | null }, old: { readonly deleted: number | null }): boolean {
    return this.#rule !== 'fail' && given.deleted === null && old.deleted !== null;
  }

  #refuseName(kind: ResourceRow['kind'], name: string): Ruling {
    const { noun } = KINDS[kind];
    return refuse('bundle-name-taken', { what: withArticle(noun), name });
  }
}

const SAME: Ruling = { does: 'same', issues: [] };
const KEEP: Ruling = { does: 'keep', issues: [] };

function refuse(code: ImportIssueCode, words: Readonly<Record<string, string>>): Ruling {
  return { does: 'refuse', issues: [importIssue({ code, words })] };
}

function verdict(
  ref: RecordRef,
  noun: string,
  name: string,
  { does, issues, old = null, builtIn = false }: Ruling & { readonly builtIn?: boolean },
): Verdict {
  return { ref, noun, name, does, issues, old, builtIn, changes: [] };
}

function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  return a.number === b.number && a.content === b.content;
}

function essenceOfJob(job: JobRecord): unknown {
  const {
    created,
    started,
    ended,
    status,
    seed,
    backend,
    timeout,
    experiment,
    entrypoint,
    queue,
    values,
    artifactValues,
  } = job;
  return {
    created,
    started,
    ended,
    status,
    seed,
    backend,
    timeout,
    experiment,
    entrypoint,
    queue,
    values,
    artifactValues,
  };
}

function essenceOfFamily(family: FamilyRecord): unknown {
  const { created, experiment, entrypoint, queue, values, artifactValues, backend, timeout, sweep } = family;
  return { created, experiment, entrypoint, queue, values, artifactValues, backend, timeout, sweep };
}

function essenceOfArtifact({
  job,
  name,
  folder,
  files,
  hash,
  bytes,
  created,
  handler,
}: ArtifactRecord): unknown {
  const { plugin, pin, task, outputs } = handler;
  return { job, name, folder, files, hash, bytes, created, plugin, pin, task, outputs };
}

/** What a preview was held to: how each record was judged under a rule. */
export function saysOf(verdicts: readonly Verdict[]): ReadonlyMap<string, ImportDeed> {
  return new Map(verdicts.map(({ ref, does }) => [textOfRef(ref), does]));
}
