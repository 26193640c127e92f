/** What differs between the tasks that a plugin file registers and those that its text holds. Plain data. */
import type { ArtifactTask, FunctionTask, TaskInput, TaskOutput } from '#core/resources/content.ts';
import type { AnalysedArtifact, AnalysedFunction } from './analysis.ts';

/** All outputs together, since they are one value: `to` keeps the registered names where the text gives none. */
export interface OutputsChange {
  readonly what: 'outputs';
  readonly from: readonly TaskOutput[];
  readonly to: readonly TaskOutput[];
  readonly works: boolean;
}

export type TaskKind = 'function' | 'artifact';

/** One difference. `works`: what is registered goes with the text as it is, so that the difference may be meant. */
export type Change =
  | { readonly what: 'task-added'; readonly task: FunctionTask | ArtifactTask }
  | { readonly what: 'task-removed' }
  | { readonly what: 'input-added'; readonly index: number; readonly input: TaskInput }
  | { readonly what: 'input-removed'; readonly input: string }
  | { readonly what: 'input-order'; readonly from: readonly string[]; readonly to: readonly string[] }
  | {
      readonly what: 'input-type';
      readonly input: string;
      readonly from: string;
      readonly to: string;
      readonly works: boolean;
    }
  | { readonly what: 'input-required'; readonly input: string; readonly from: boolean; readonly to: boolean }
  | OutputsChange;

/** A change of one task, which `applyProposal` makes. */
export interface Proposal {
  readonly kind: TaskKind;
  readonly task: string;
  readonly change: Change;
}

/** `unclear`: the text does not tell, so nothing is proposed; `same` may have changes that work as they are. */
export type Standing = 'same' | 'new' | 'gone' | 'changed' | 'unclear';

export interface TaskComparison {
  readonly kind: TaskKind;
  readonly name: string;
  readonly standing: Standing;
  readonly changes: readonly Change[];
  /** What the text holds, or null. */
  readonly analysed: AnalysedFunction | AnalysedArtifact | null;
  /** Whether it is likely to be meant: a new task that others use as a part is not. */
  readonly offered: boolean;
}
