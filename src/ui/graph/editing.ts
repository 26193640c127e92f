/** What the drawing of a graph can be asked to change; without it the drawing is only looked at. */
export interface GraphEditing {
  /** Opens the list of tasks; the new step comes behind this one. */
  add(after: string | null): void;
  remove(steps: readonly string[]): void;
  duplicate(steps: readonly string[]): void;
  /** The steps as text, for the clipboard. */
  copy(steps: readonly string[]): string;
  /** Steps as text, from the clipboard; they come behind this one. */
  paste(text: string, after: string | null): void;
  /** Begins to write another name. */
  rename(step: string): void;
  /** Joins two steps: which output goes into which input is asked where there is a choice. */
  connect(from: string, to: string): void;
  /** Opens the ways to mend what is wrong with it. */
  mend(step: string): void;
}
