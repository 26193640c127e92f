/** What differs between the tasks that a file registers and those that its text holds, each difference to be taken by itself. */
import type { ArtifactTask, FunctionTask, PluginFile, TaskInput } from '#core/resources/content.ts';
import { Agreements } from './agreement.ts';
import type { AnalysedArtifact, AnalysedFunction, AnalysedInput, Analysis, KnownTypes } from './analysis.ts';
import { compareOutputs, type OutputsChange } from './compare-outputs.ts';

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

/** Compares each task of a file, registered ones first; `known` are the types that exist. */
export function compareTasks(
  file: Pick<PluginFile, 'functions' | 'artifacts'>,
  analysis: Analysis,
  known: KnownTypes,
): readonly TaskComparison[] {
  const agreements = new Agreements(known, analysis.missingTypes);
  const { functions, artifacts } = analysis;
  return [
    ...compareKind('function', file.functions, functions, analysis, (task, found) => [
      ...compareInputs(task.inputs, found.inputs, agreements),
      ...compareOutputs(task.outputs, found.outputs, agreements),
    ]),
    ...compareKind('artifact', file.artifacts, artifacts, analysis, (task, found) =>
      compareOutputs(task.outputs, found.outputs, agreements),
    ),
  ];
}

/** The differences as proposals, those alone that are needed: new tasks that are offered, and what does not work as it is. */
export function proposalsOf(comparisons: readonly TaskComparison[]): readonly Proposal[] {
  return comparisons
    .filter(({ offered }) => offered)
    .flatMap(({ kind, name, changes }) =>
      changes
        .filter((change) => !('works' in change && change.works))
        .map((change) => ({ kind, task: name, change })),
    );
}

function compareKind<
  Task extends FunctionTask | ArtifactTask,
  Found extends AnalysedFunction | AnalysedArtifact,
>(
  kind: TaskKind,
  registered: readonly Task[],
  analysed: readonly Found[],
  { readable, unclear }: Analysis,
  compare: (task: Task, found: Found) => readonly Change[],
): readonly TaskComparison[] {
  const byName = new Map(analysed.map((found) => [found.name, found]));
  const names = new Set(registered.map(({ name }) => name));
  const old = registered.map((task): TaskComparison => {
    const found = byName.get(task.name) ?? null;
    const about = { kind, name: task.name, analysed: found, offered: true };
    if (!readable || (!found && unclear.includes(task.name)))
      return { ...about, standing: 'unclear', changes: [] };
    if (!found) return { ...about, standing: 'gone', changes: [{ what: 'task-removed' }] };
    const changes = compare(task, found);
    const works = changes.every((change) => 'works' in change && change.works);
    return { ...about, standing: works ? 'same' : 'changed', changes };
  });
  const fresh = analysed.filter(({ name }) => !names.has(name));
  const added = fresh.map((found): TaskComparison => {
    const changes: Change[] = [{ what: 'task-added', task: registrationOf(found) }];
    return { kind, name: found.name, standing: 'new', changes, analysed: found, offered: found.offered };
  });
  return [...old, ...added];
}

/** An analysed task as it is registered, without what only analysis knows. */
export function registrationOf(found: AnalysedFunction | AnalysedArtifact): FunctionTask | ArtifactTask {
  const outputs = found.outputs.map(({ name, type }) => ({ name, type }));
  if (!('inputs' in found)) return { name: found.name, outputs };
  return { name: found.name, inputs: found.inputs.map(plainInput), outputs };
}

function plainInput({ name, type, required }: TaskInput): TaskInput {
  return { name, type, required };
}

function compareInputs(
  registered: readonly TaskInput[],
  analysed: readonly AnalysedInput[],
  agreements: Agreements,
): readonly Change[] {
  const [before, after] = [registered, analysed].map((inputs) => new Set(inputs.map(({ name }) => name)));
  const from = registered.map(({ name }) => name).filter((name) => after?.has(name));
  const to = analysed.map(({ name }) => name).filter((name) => before?.has(name));
  const removed = registered.filter(({ name }) => !after?.has(name));
  return [
    ...removed.map(({ name }): Change => ({ what: 'input-removed', input: name })),
    ...(from.join() === to.join() ? [] : [{ what: 'input-order', from, to } as const]),
    ...analysed.flatMap((input, index): readonly Change[] => {
      const old = registered.find(({ name }) => name === input.name);
      if (!old) return [{ what: 'input-added', index, input: plainInput(input) }];
      return compareInput(old, input, agreements);
    }),
  ];
}

function compareInput(old: TaskInput, input: AnalysedInput, agreements: Agreements): readonly Change[] {
  const changes: Change[] = [];
  const agreement = agreements.ofInput(old.type, input);
  if (agreement !== 'same')
    changes.push({
      what: 'input-type',
      input: old.name,
      from: old.type,
      to: input.type,
      works: agreement === 'works',
    });
  if (old.required !== input.required)
    changes.push({ what: 'input-required', input: old.name, from: old.required, to: input.required });
  return changes;
}
