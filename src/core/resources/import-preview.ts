/** What an import would do, told before it does it: for each resource and under each rule. */
import type { Issue } from '#core/issues.ts';
import type { ContentChange } from './content-changes.ts';
import type { ConflictRule, ImportKey } from './import-plan.ts';

/** `replace`: a new resource takes the name, and the one that had it goes to the bin. */
export type ImportDeed = 'new' | 'same' | 'update' | 'replace' | 'refuse';

export interface ImportFate {
  readonly does: ImportDeed;
  /** What differs from what has the name now; empty unless it is an update or a replacement. */
  readonly changes: readonly ContentChange[];
  /** Why it is refused, or what should be known. */
  readonly issues: readonly Issue[];
}

export interface ImportItem extends ImportKey {
  /** Others of the same import that it names. */
  readonly needs: readonly ImportKey[];
  /** Whether what has the name now came with the app. */
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
