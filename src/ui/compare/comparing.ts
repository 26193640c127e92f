/** What the page of a comparison needs of jobs that may still run, and of what they ran. */
import type { Picture } from '#core/graph/plan-types.ts';
import type { ComparedJob } from '#core/job/compare/compare.ts';
import type { JobRecord } from '#core/job/record.ts';
import type { Pin } from '#core/resources/content.ts';
import type { NameOf } from '#core/resources/place.ts';
import type { Versioned } from '#core/resources/snapshot.ts';

/** A side is null where it is not on this device. */
export interface RanPair {
  readonly entrypoint: readonly [Versioned<'entrypoint'> | null, Versioned<'entrypoint'> | null];
  readonly pictures: { readonly before: Picture; readonly after: Picture } | null;
}

export interface ComparingFace {
  /** Undefined until it is read, null where there is none. */
  job(id: string): ComparedJob | null | undefined;
  /** The last jobs, newest first, to choose from. */
  readonly recent: readonly JobRecord[];
  /** The records of these, as far as they are here, in this order. */
  records(ids: readonly string[]): Promise<readonly JobRecord[]>;
  readonly nameOf: NameOf;
  read(artifact: string, path: string): Promise<Uint8Array>;
  ran(before: Pin, after: Pin): Promise<RanPair>;
  code<K extends 'plugin' | 'type'>(kind: K, pin: Pin): Promise<Versioned<K> | null>;
}

/** What the parts of the page share: the jobs in their order, which of them is the base, and which are hidden in charts. */
export interface Shared {
  readonly jobs: readonly JobRecord[];
  /** What tells each from the others, such as `epochs 3`; may be empty. */
  readonly labels: readonly string[];
  /** The place of the job that the others are held against. */
  readonly base: number;
  /** Ids of those that charts leave out. */
  readonly hidden: ReadonlySet<string>;
  /** Begins the names of files that are saved. */
  readonly fileName: string;
}
