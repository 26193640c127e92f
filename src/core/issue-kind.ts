/** The words of a kind of issue, as the tables of the catalogue list them. */

/** Where a fault lies in the reference's terms; SOURCE is plugin code, IMPORT a resource file. */
export type IssueType = 'SYNTAX' | 'SCHEMA' | 'SEMANTIC' | 'TYPE' | 'SOURCE' | 'IMPORT';

export type Severity = 'ERROR' | 'WARNING';

/** `{slot}` is filled in where an issue of this kind is raised. */
export interface IssueKind {
  readonly type: IssueType;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** How to mend it, in one sentence or two. */
  readonly remedy: string;
}

/** A kind of issue that forbids to run. */
export function kind<const M extends string, const R extends string>(type: IssueType, message: M, remedy: R) {
  return { type, severity: 'ERROR', message, remedy } as const;
}

/** A kind of issue that a job can run with. */
export function warning<const M extends string, const R extends string>(
  type: IssueType,
  message: M,
  remedy: R,
) {
  return { type, severity: 'WARNING', message, remedy } as const;
}
