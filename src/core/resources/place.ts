/** Where in a content something stands: as keys for the program, as words for a person. */
import type { Member } from './align.ts';
import type { ListShape } from './anatomy.ts';

/** How a pinned resource is called; unknown ones are told by their id. */
export type NameOf = (resource: string) => string | null | undefined;

/** What is told of a place. */
export interface Told {
  /** Unique in one comparison or merge. */
  readonly id: string;
  /** What a person reads, such as `Parameters`, `epsilon`, `default value`. */
  readonly path: readonly string[];
}

export interface Place {
  readonly keys: readonly string[];
  readonly path: readonly string[];
}

export const ROOT: Place = { keys: [], path: [] };

/** One step further down; without a label the path stays as it is. */
export function placeIn({ keys, path }: Place, key: string, label: string | null): Place {
  return { keys: [...keys, key], path: label === null ? path : [...path, label] };
}

/** How a member is called in a path. */
export function labelOf({ by }: ListShape, { name }: Member, nameOf: NameOf): string {
  if (by === 'number') return `version ${name}`;
  return by === 'pin' ? nameOf(name) || name : name;
}

/** The id of a place, or of one aspect of it. */
export function idOf({ keys }: Place, ...aspect: readonly string[]): string {
  return JSON.stringify([...keys, ...aspect]);
}

/** A path as one text: `Parameters › epsilon › default value`. */
export function sayPath(path: readonly string[]): string {
  return path.join(' › ');
}
