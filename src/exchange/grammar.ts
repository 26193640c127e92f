/** The grammar of a resource TOML: which tables have which keys, as the reference's schema has it; there are no others. */
import type { ParameterWord } from '#core/resources/content.ts';

export type Shape =
  | { readonly kind: 'text' | 'flag' | 'scalar' | 'structure' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'table'; readonly what: string; readonly keys: Readonly<Record<string, Key>> };

export interface Key {
  readonly shape: Shape;
  readonly required: boolean;
}

export interface ResourceDocument {
  readonly plugins?: readonly PluginTable[];
  readonly plugin_param_types?: readonly TypeTable[];
  readonly entrypoints?: readonly EntrypointTable[];
}

export interface OutputTable {
  readonly name: string;
  readonly type: string;
}

export interface InputTable extends OutputTable {
  readonly required?: boolean;
}

export interface TaskTable {
  readonly filename: string;
  readonly name: string;
  /** Absent in an artifact task. */
  readonly input_params?: readonly InputTable[];
  readonly output_params: readonly OutputTable[];
}

export interface PluginTable {
  readonly path: string;
  readonly description?: string;
  readonly tasks?: { readonly functions?: readonly TaskTable[]; readonly artifacts?: readonly TaskTable[] };
}

export interface TypeTable {
  readonly name: string;
  readonly description?: string;
  /** Plain TOML values; whole numbers are bigint. */
  readonly structure?: unknown;
}

export interface ParameterTable {
  readonly name: string;
  readonly type: ParameterWord;
  readonly default_value?: string | boolean | number | bigint;
}

export interface EntrypointTable {
  readonly path: string;
  readonly name: string;
  readonly description?: string;
  readonly params?: readonly ParameterTable[];
  readonly artifact_params?: readonly {
    readonly name: string;
    readonly output_params: readonly OutputTable[];
  }[];
  readonly plugins?: readonly string[];
  readonly artifact_plugins?: readonly string[];
}

const text: Shape = { kind: 'text' };
const list = (of: Shape): Shape => ({ kind: 'list', of });
const must = (shape: Shape): Key => ({ shape, required: true });
const may = (shape: Shape): Key => ({ shape, required: false });
const table = (what: string, keys: Readonly<Record<string, Key>>): Shape => ({ kind: 'table', what, keys });

const output = table('an output', { name: must(text), type: must(text) });
const input = table('an input', { name: must(text), type: must(text), required: may({ kind: 'flag' }) });

const functionTask = table('a function task', {
  filename: must(text),
  name: must(text),
  input_params: must(list(input)),
  output_params: must(list(output)),
});

const artifactTask = table('an artifact task', {
  filename: must(text),
  name: must(text),
  output_params: must(list(output)),
});

const plugin = table('a plugin', {
  path: must(text),
  description: may(text),
  tasks: may(table('tasks', { functions: may(list(functionTask)), artifacts: may(list(artifactTask)) })),
});

const parameterType = table('a parameter type', {
  name: must(text),
  description: may(text),
  structure: may({ kind: 'structure' }),
});

const parameter = table('a parameter', {
  name: must(text),
  type: must(text),
  default_value: may({ kind: 'scalar' }),
});

const entrypoint = table('an entrypoint', {
  path: must(text),
  name: must(text),
  description: may(text),
  params: may(list(parameter)),
  artifact_params: may(
    list(table('an artifact parameter', { name: must(text), output_params: must(list(output)) })),
  ),
  plugins: may(list(text)),
  artifact_plugins: may(list(text)),
});

export const RESOURCE_GRAMMAR: Shape = table('a resource file', {
  plugins: may(list(plugin)),
  plugin_param_types: may(list(parameterType)),
  entrypoints: may(list(entrypoint)),
});
