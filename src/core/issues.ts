/** An author's mistake as data: every code, its sentence and its remedy. Issues are collected and shown, never thrown. */

/** Where a fault lies in the reference's terms; SOURCE is plugin code, IMPORT a resource file. */
export type IssueType = 'SYNTAX' | 'SCHEMA' | 'SEMANTIC' | 'TYPE' | 'SOURCE' | 'IMPORT';

export type Severity = 'ERROR' | 'WARNING';

/** A place in a text: `offset` counts UTF-16 units from 0, `line` and `column` count from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Issue {
  /** Stable and kebab-case, such as `unknown-task`. */
  readonly code: string;
  readonly type: IssueType;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly remedy: string;
  /** Keys and indexes from the root of the document to the fault. */
  readonly path: readonly (string | number)[];
  /** Absent where the document has no text of its own. */
  readonly range?: Range;
  /** The document or file: `task graph`, `artifact graph`, `parameters`, or a plugin's file name. */
  readonly document?: string;
}
