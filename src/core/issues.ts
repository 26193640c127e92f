/** An author's mistake as data: every code, its sentence and its remedy. Issues are collected and shown, never thrown. */
import { FORM_ISSUES } from '#core/graph/issues-form.ts';
import { MEANING_ISSUES } from '#core/graph/issues-meaning.ts';
import { TEXT_ISSUES } from '#core/graph/issues-text.ts';
import type { IssueType, Severity } from '#core/issue-kind.ts';

export type { IssueKind, IssueType, Severity } from '#core/issue-kind.ts';

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

/** Where an issue points to: an issue without its kind and words. */
export type At = Pick<Issue, 'path' | 'range' | 'document'>;

/** Every code that a graph, its parameters, types and tasks can give rise to, with its sentence and its remedy. */
export const ISSUE_KINDS = { ...TEXT_ISSUES, ...FORM_ISSUES, ...MEANING_ISSUES } as const;

export type IssueCode = keyof typeof ISSUE_KINDS;

/** The names in braces of a sentence; `{default: …}` with anything but a name inside is plain text. */
type Slots<T extends string> = T extends `${string}{${infer Slot}}${infer Rest}`
  ? NameIn<Slot> | Slots<Rest>
  : never;
type NameIn<T extends string> = T extends `${string}${' ' | ':' | '…' | '['}${string}` ? never : T;

export type IssueSlots<C extends IssueCode> = Readonly<
  Record<
    Slots<(typeof ISSUE_KINDS)[C]['message']> | Slots<(typeof ISSUE_KINDS)[C]['remedy']>,
    string | number
  >
>;

/** An issue of the catalogue, its sentences filled in. */
export function issue<C extends IssueCode>(code: C, slots: IssueSlots<C>, at: At): Issue {
  const { type, severity, message, remedy } = ISSUE_KINDS[code];
  return { code, type, severity, message: fill(message, slots), remedy: fill(remedy, slots), ...at };
}

function fill(sentence: string, slots: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, slot: string) => String(slots[slot] ?? whole));
}

/** Whether any of the issues forbids to run. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((found) => found.severity === 'ERROR');
}
