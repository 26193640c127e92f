/** Saved views: what a list was asked, kept under a name. */

export interface SavedView {
  /** Unique among the views of its list, whatever its case. */
  readonly name: string;
  /** What stands in the address: search, order and columns. */
  readonly query: Readonly<Record<string, string>>;
}
