/** Which parameter types a task or a structure names, so that all of them can be pinned. */
import type { Json, PluginFile } from '#core/resources/content.ts';

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
  const named = tasks.flatMap((task) => [...task.inputs, ...task.outputs].map((param) => param.type));
  return [...new Set(named)].filter((name) => !isBuiltInType(name));
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
