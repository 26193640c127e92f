/** What a look at a whole plugin tells its author: per file the tasks that could be registered, all that is wrong, and what runs here. */
import type { Issue } from '#core/issues.ts';
import type { ProposedType } from './analysis.ts';
import type { TaskComparison } from './comparison.ts';

/** Whether a task can run here, and from which file. */
export interface Runnable {
  /** The TypeScript or JavaScript file that exports the task with its registered inputs; null: it cannot run here. */
  readonly file: string | null;
  /** Why it cannot run; empty where it can. */
  readonly issues: readonly Issue[];
}

/** By `runKey`. */
export type Runs = ReadonlyMap<string, Runnable>;

/** The key of a task by the file that registers it. */
export function runKey(file: string, task: string): string {
  return `${file} ${task}`;
}

export interface FileStudy {
  readonly filename: string;
  /** Registered tasks first, then those that the text holds beside them. */
  readonly comparisons: readonly TaskComparison[];
  /** Each stands after those that it is made of. */
  readonly missingTypes: readonly ProposedType[];
}

export interface PluginStudy {
  readonly files: readonly FileStudy[];
  /** Of all files; each names its file as its document. */
  readonly issues: readonly Issue[];
  readonly runs: Runs;
}
