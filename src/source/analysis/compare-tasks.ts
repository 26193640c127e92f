/** What differs between the tasks that a file registers and those that its text holds, each difference to be taken by itself. */
import type {
  AnalysedArtifact,
  AnalysedFunction,
  AnalysedInput,
  Analysis,
  KnownTypes,
} from '#core/plugin/analysis.ts';
import type { Change, TaskComparison, TaskKind } from '#core/plugin/comparison.ts';
import type { ArtifactTask, FunctionTask, PluginFile, TaskInput } from '#core/resources/content.ts';
import { Agreements } from './agreement.ts';
import { compareOutputs } from './compare-outputs.ts';

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
