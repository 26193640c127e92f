/** What an import would do, told before it does it: for each record and under each rule. */
import type { Issue } from '#core/issues.ts';
import type { ContentChange } from './compare.ts';
import type { ConflictRule } from './import-plan.ts';

/**
 * `update`: its line of snapshots goes on, or it comes back from the bin. `replace`: it takes the name, and what had it goes to the bin.
 * `keep`: what is here has another history and stays as it is; what pins the other finds it by its hash. `aside`: another has the name, so it
 * goes to the bin itself, where pins find it.
 */
export type ImportDeed = 'new' | 'same' | 'update' | 'replace' | 'keep' | 'aside' | 'refuse';

export interface ImportFate {
  readonly does: ImportDeed;
  /** What differs from what is there now. */
  readonly changes: readonly ContentChange[];
  /** Why it is refused, or what should be known. */
  readonly issues: readonly Issue[];
}

export interface ImportItem {
  /** Unique in its import; what a choice names. */
  readonly key: string;
  /** A kind of resource, `job` or `artifact`. */
  readonly noun: string;
  readonly name: string;
  /** Keys of others of the same import that it needs. */
  readonly needs: readonly string[];
  /** Whether what is there now came with the app. */
  readonly builtIn: boolean;
  readonly under: Readonly<Record<ConflictRule, ImportFate>>;
}

export interface ImportPreview {
  /** What is wrong with the files themselves; with an ERROR among them there are no items. */
  readonly issues: readonly Issue[];
  readonly items: readonly ImportItem[];
  /** What was there when the preview was made. An import that is given it refuses if anything of it moved on since. */
  readonly basis: string;
}

/** The rules, in the order in which they are offered. */
export const CONFLICT_RULES: readonly ConflictRule[] = ['fail', 'update', 'overwrite'];

/** The chosen keys with all that they need, directly or not. */
export function withNeeds(
  items: readonly Pick<ImportItem, 'key' | 'needs'>[],
  chosen: readonly string[],
): readonly string[] {
  const needs = new Map(items.map((item) => [item.key, item.needs]));
  const found = new Set(chosen);
  // A set that grows while it is walked hands out what was added.
  for (const key of found) for (const need of needs.get(key) ?? []) found.add(need);
  return [...found];
}
