/** Families: one record for all jobs of a sweep, made with them in one transaction. */
import { NO_COUNTS, type FamilyRecord } from '#core/family/record.ts';
import { lastOfPlaces } from '#core/family/table.ts';
import type { Member } from '#core/family/sweep.ts';
import type { JobEvent } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import { LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { countFamily } from './family-counts.ts';
import { rowsOfFamily } from './family-jobs.ts';
import { newId } from './ids.ts';
import { foldRow } from './job-row.ts';
import { addJobs, recordOf, type JobDraft, type JobListOptions } from './jobs.ts';
import { attempt, notFound } from './refusal.ts';
import type { JobRow, Tables } from './tables.ts';

type Given = Pick<
  FamilyRecord,
  | 'experiment'
  | 'entrypoint'
  | 'queue'
  | 'names'
  | 'values'
  | 'artifactValues'
  | 'backend'
  | 'timeout'
  | 'sweep'
  | 'varied'
  | 'stop'
>;

/** A family before it has an id and a number. */
export type FamilyDraft = Given &
  Partial<Pick<FamilyRecord, 'name' | 'description' | 'group' | 'owner' | 'tags'>>;

export interface MadeFamily {
  readonly family: FamilyRecord;
  /** In the order of their places. */
  readonly jobs: readonly JobRecord[];
}

export class Families {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /** Keeps the family and queues its jobs, all or nothing. */
  create(draft: FamilyDraft, members: readonly Member[]): Promise<MadeFamily> {
    return this.#write(async () => {
      const { families, settings } = this.#db;
      const number = (((await settings.get('family-number'))?.value as number | undefined) ?? 0) + 1;
      await settings.put({ key: 'family-number', value: number });
      const family: FamilyRecord = {
        name: '',
        description: '',
        group: PUBLIC_GROUP,
        owner: LOCAL_USER,
        tags: [],
        ...draft,
        id: newId(),
        number,
        created: Date.now(),
        size: members.length,
        stopped: null,
        counts: { ...NO_COUNTS, queued: members.length },
        deleted: null,
      };
      await families.add(family);
      const jobs = await addJobs(
        this.#db,
        members.map((member) => draftOf(family, member)),
      );
      return { family, jobs };
    });
  }

  async get(id: string): Promise<FamilyRecord | null> {
    return (await this.#db.families.get(id)) ?? null;
  }

  /** Not deleted, highest number first. */
  async list({ limit = 1000, before = Infinity, experiment, entrypoint }: JobListOptions = {}): Promise<
    FamilyRecord[]
  > {
    const rows = this.#db.families.where('number').below(before).reverse();
    return rows
      .filter(
        (row) =>
          row.deleted === null &&
          (experiment === undefined || row.experiment.resource === experiment) &&
          (entrypoint === undefined || row.entrypoint.resource === entrypoint),
      )
      .limit(limit)
      .toArray();
  }

  /** By place, then by number: the last of a place is the one that counts. Deleted ones too. */
  async jobsOf(id: string): Promise<JobRecord[]> {
    return (await rowsOfFamily(this.#db, id)).map(recordOf);
  }

  /** What people say of it; a field that is not given stays. */
  describe(id: string, said: Partial<Pick<FamilyRecord, 'name' | 'description'>>): Promise<void> {
    return this.#change(id, (family) => ({ ...family, ...said }));
  }

  /** No further job of it starts. One that was stopped already keeps its first reason; one that was overruled too, unless a person asks. */
  stop(id: string, reason: string, { asked = false } = {}): Promise<void> {
    return this.#change(id, (family) => {
      const stands = family.stopped && (!family.stopped.overruled || !asked);
      return stands ? family : { ...family, stopped: { time: Date.now(), reason, overruled: false } };
    });
  }

  /** Ends those of these jobs that are still queued, all in one transaction, since one for each would take minutes for hundreds. */
  leaveOut(id: string, ids: readonly string[], reason: string): Promise<void> {
    const { families, jobs, events } = this.#db;
    const time = Date.now();
    return attempt(() =>
      this.#db.transaction('rw', [families, jobs, events], async () => {
        const rows = (await jobs.bulkGet([...ids])).filter((row) => row?.status === 'queued') as JobRow[];
        const said: JobEvent[] = [{ kind: 'status', time, status: 'cancelled', reason }];
        const ended = rows.map((row) => ({
          ...foldRow(row, said),
          counts: { ...row.counts, events: row.counts.events + 1 },
        }));
        await events.bulkAdd(ended.map((row) => ({ job: row.id, seq: row.counts.events, items: said })));
        await jobs.bulkPut(ended);
        await countFamily(this.#db, id);
      }),
    );
  }

  /** Queues these places of the sweep once more, but for those that wait or run already; what stopped it stops it no longer. */
  again(id: string, members: readonly Member[]): Promise<MadeFamily> {
    return this.#write(async () => {
      const before = await this.#read(id);
      const family = before.stopped ? { ...before, stopped: { ...before.stopped, overruled: true } } : before;
      await this.#db.families.put(family);
      const open = new Set(
        lastOfPlaces(await this.jobsOf(id))
          .filter(({ status }) => !hasEnded(status))
          .map((job) => job.family!.place),
      );
      const jobs = await addJobs(
        this.#db,
        members.filter(({ place }) => !open.has(place)).map((member) => draftOf(family, member)),
      );
      await countFamily(this.#db, id);
      return { family: await this.#read(id), jobs };
    });
  }

  async #read(id: string): Promise<FamilyRecord> {
    const row = await this.#db.families.get(id);
    if (!row) throw notFound('family', id);
    return row;
  }

  #change(id: string, work: (family: FamilyRecord) => FamilyRecord): Promise<void> {
    return this.#write(async () => void (await this.#db.families.put(work(await this.#read(id)))));
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    const { families, jobs, settings } = this.#db;
    return attempt(() => this.#db.transaction('rw', [families, jobs, settings], work));
  }
}

/** Tags and words stay with the family. */
function draftOf(family: FamilyRecord, { place, values, seed }: Member): JobDraft {
  const { experiment, entrypoint, queue, names, artifactValues, backend, timeout, group, owner } = family;
  return {
    experiment,
    entrypoint,
    queue,
    names,
    values: { ...family.values, ...values },
    artifactValues,
    backend,
    seed,
    timeout,
    group,
    owner,
    family: { id: family.id, place },
  };
}
