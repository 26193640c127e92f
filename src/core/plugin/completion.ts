/** What an editor of source is offered at a place of its text. Plain data. */

export interface SourceOption {
  /** What is written. */
  readonly label: string;
  /** What it is: `function`, `class`, `type`, `file` … */
  readonly kind: string;
  /** Its signature or type, or empty. */
  readonly detail: string;
  /** What it is, in a sentence, or empty. */
  readonly info: string;
  /** Smaller comes first, from 0. */
  readonly rank: number;
  /** The import that it needs, to be put into the text as well. */
  readonly insertion: { readonly at: number; readonly insert: string } | null;
}

/** `from` and `to` are the word that a choice replaces: offsets in UTF-16 units. */
export interface SourceOptions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly SourceOption[];
}
