/** A task that is tried on literal arguments: what it is given, and what it gives. */
import type { PlanStep } from '#core/graph/plan-types.ts';
import type { ArtifactTask, FunctionTask, PluginFile, TaskInput } from '#core/resources/content.ts';

/** A registered task, and the file that registers it. */
export type TriedTask =
  | { readonly kind: 'function'; readonly task: FunctionTask; readonly file: string }
  | { readonly kind: 'artifact'; readonly task: ArtifactTask; readonly file: string };

/** Every registered task of these files. */
export function triedTasks(files: readonly PluginFile[]): readonly TriedTask[] {
  return files.flatMap(({ filename: file, functions, artifacts }): readonly TriedTask[] => [
    ...functions.map((task) => ({ kind: 'function', task, file }) as const),
    ...artifacts.map((task) => ({ kind: 'artifact', task, file }) as const),
  ]);
}

/** What has to be written out: an artifact task takes the one value that it turns into files. */
export function trialInputs(tried: TriedTask): readonly TaskInput[] {
  if (tried.kind === 'function') return tried.task.inputs;
  const [only, ...more] = tried.task.outputs;
  return [{ name: 'value', type: only && more.length === 0 ? only.type : 'any', required: true }];
}

/** How the return value of a function task becomes its outputs. */
export function outputsOf({ outputs }: FunctionTask): PlanStep['outputs'] {
  return outputs.length === 0 ? 'none' : outputs.length === 1 ? 'whole' : 'tuple';
}
