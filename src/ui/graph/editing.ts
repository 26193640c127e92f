/** What the drawing of a graph can be asked to change; without it the drawing is only looked at. */
export interface Port {
  readonly name: string;
  readonly type: string | null;
}

export interface GraphEditing {
  /** Opens the list of tasks; the new step comes behind this one. */
  add(after: string | null): void;
  remove(step: string): void;
  duplicate(step: string): void;
  /** Begins to write another name. */
  rename(step: string): void;
  /** Joins two steps: which output goes into which input is asked where there is a choice. */
  connect(from: string, to: string): void;
}
