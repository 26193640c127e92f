/** Which parameter types a task or a structure names, so that all of them can be pinned. */
import type { Json, PluginFile, TaskOutput } from '#core/resources/content.ts';

const BUILT_IN: ReadonlySet<string> = new Set(['any', 'string', 'integer', 'number', 'boolean', 'null']);

/** Whether every group has a type of this name, which nobody can change. */
export function isBuiltInType(name: string): boolean {
  return BUILT_IN.has(name);
}

/** The user-made types that the tasks of these files name, in the order of their first mention. */
export function typesOfTasks(files: readonly PluginFile[]): readonly string[] {
  const tasks = files.flatMap((file) => [
    ...file.functions,
    ...file.artifacts.map((task) => ({ inputs: [], ...task })),
  ]);
  return typesOfOutputs(tasks.flatMap((task) => [...task.inputs, ...task.outputs]));
}

/** The user-made types that these name, in the order of their first mention. */
export function typesOfOutputs(outputs: readonly Pick<TaskOutput, 'type'>[]): readonly string[] {
  return [...new Set(outputs.map(({ type }) => type))].filter((name) => !isBuiltInType(name));
}

/** The user-made types that a structure names, nested ones included. What is no structure names none. */
export function typesOfStructure(structure: Json): readonly string[] {
  return [...new Set(namesIn(structure))].filter((name) => !isBuiltInType(name));
}

function namesIn(structure: Json): readonly string[] {
  if (typeof structure === 'string') return [structure];
  if (typeof structure !== 'object' || structure === null) return [];
  return Object.values(structure).flatMap(namesIn);
}
