/** What an editor of source is offered at a place of its text. Plain data. */
import type { Change } from '#core/graph/edit/change.ts';

/** Offsets are UTF-16 units of the text that was asked about. */
export interface SourceSuggestion {
  readonly label: string;
  /** What it is: `function`, `class`, `type`, `file` … */
  readonly kind: string;
  /** Its signature or type, or empty. */
  readonly detail: string;
  /** What it is, in a sentence, or empty. */
  readonly info: string;
  /** The word that it takes the place of, and what is written there. */
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** The import that it needs, to be put into the text as well. */
  readonly also: readonly Change[];
}
