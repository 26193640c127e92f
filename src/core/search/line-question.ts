/** What a list asks of the lines of a noun, and what it is answered. */
import type { LineOrder } from './find-lines.ts';
import type { Line } from './line.ts';
import type { LineTest } from './line-search.ts';
import type { SearchFault } from './parse.ts';

/** Which lines stand in a list at all, before anything is searched. */
export interface LineFilter {
  /** Ids of what they belong to. */
  readonly experiment?: string | undefined;
  readonly entrypoint?: string | undefined;
  readonly queue?: string | undefined;
  readonly job?: string | undefined;
  readonly family?: string | undefined;
  /** Artifacts that give one of these types; several outputs are joined by `, `. */
  readonly types?: readonly string[] | undefined;
  /** With those in the bin. */
  readonly deleted?: boolean | undefined;
}

export interface LineQuestion {
  readonly filter: LineFilter;
  /** By the search language. */
  readonly search: string;
  /** Null for the noun's usual one. */
  readonly order: LineOrder | null;
}

/** How far the records are read that the lines are made from. */
export interface Reading {
  readonly read: number;
  readonly of: number;
}

export interface LineAnswer {
  /** How many the filter lets through. */
  readonly total: number;
  /** How many of these the search finds. */
  readonly found: number;
  readonly fault: SearchFault | null;
  /** Null once all are read; what is read so far is answered meanwhile. */
  readonly reading: Reading | null;
  /** Why the records cannot be read, in a sentence. */
  readonly trouble: string | null;
  /** The place of the first of `rows` among those found. */
  readonly from: number;
  /** The lines that were last looked at, in the order asked for, without their texts. */
  readonly rows: readonly Line[];
}

const ROLES = ['experiment', 'entrypoint', 'queue', 'job', 'family'] as const;

/** Whether a filter lets a line through. */
export function testFilter(filter: LineFilter): LineTest {
  const asked = ROLES.flatMap((role) => (filter[role] === undefined ? [] : [[role, filter[role]] as const]));
  const types = filter.types && new Set<unknown>(filter.types);
  return (line) =>
    (!line.deleted || filter.deleted === true) &&
    asked.every(([role, id]) => line.links[role] === id) &&
    (!types || types.has(line.cells.type));
}
