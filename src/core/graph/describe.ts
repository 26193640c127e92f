/** The experiment description of an entrypoint: its graphs, with the tasks, parameters and types that they may use. */
import type { Issue } from '#core/issues.ts';
import type { EntrypointParameter, ParameterWord, TaskOutput } from '#core/resources/content.ts';
import { BUILTIN_TYPES, type OpenType } from '#core/types/type.ts';
import { coerceToNode } from './coerce.ts';
import { list, map, mapOf, scalar, text, type Node } from './node.ts';
import type { EntrypointSource, KnownTask } from './plan-types.ts';
import { nodeOf } from './value.ts';

/** The type that a parameter's word declares; lists and mappings take theirs from the default. */
const DECLARED_TYPES: Readonly<Partial<Record<ParameterWord, string>>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'integer',
  float: 'number',
};

export interface Described {
  readonly root: Node;
  /** Defaults that their word cannot read. */
  readonly issues: readonly Issue[];
  readonly openParameters: ReadonlyMap<string, OpenType>;
}

/** Puts the parsed graphs, which may be null where their text is empty, among the sections of a description. */
export function describeEntrypoint(
  source: EntrypointSource,
  taskGraph: Node,
  artifactGraph: Node,
): Described {
  const issues: Issue[] = [];
  const root = mapOf([
    [
      'types',
      mapOf(
        source.types
          .filter(({ name }) => !BUILTIN_TYPES.has(name))
          .map(({ name, structure }) => [name, nodeOf(structure)]),
      ),
    ],
    [
      'parameters',
      mapOf(source.parameters.map((parameter) => [parameter.name, describeParameter(parameter, issues)])),
    ],
    ['tasks', mapOf(source.functions.map((task) => [task.name, describeTask(task)]))],
    ['graph', taskGraph],
    [
      'artifact_inputs',
      mapOf(source.artifactParameters.map(({ name, outputs }) => [name, describeOutputs(outputs)])),
    ],
    [
      'artifact_outputs',
      artifactGraph.kind === 'scalar' && artifactGraph.type === 'null' ? map([]) : artifactGraph,
    ],
  ]);
  return { root, issues, openParameters: findOpenParameters(source.parameters) };
}

/** A default that cannot be read is reported, and left out so that the rest can be checked. */
function describeParameter({ name, type, defaultValue }: EntrypointParameter, issues: Issue[]): Node {
  const entries: [string, Node][] = [];
  const declared = DECLARED_TYPES[type];
  if (declared) entries.push(['type', text(declared)]);
  if (defaultValue !== null) {
    const coerced = coerceToNode(type, defaultValue);
    if ('node' in coerced) entries.push(['default', coerced.node]);
    else issues.push({ ...coerced.fault, path: [name] });
  }
  return mapOf(entries.length > 0 ? entries : [['type', text('any')]]);
}

/** A list or mapping without a default is known by its form alone, until a job gives it. */
function findOpenParameters(parameters: readonly EntrypointParameter[]): ReadonlyMap<string, OpenType> {
  const open = parameters.flatMap(({ name, type, defaultValue }): [string, OpenType][] =>
    defaultValue === null && (type === 'list' || type === 'mapping')
      ? [[name, { kind: 'open', name: null, form: type }]]
      : [],
  );
  return new Map(open);
}

function describeTask({ name, plugin, file, inputs, outputs }: KnownTask): Node {
  const entries: [string, Node][] = [
    ['plugin', text([plugin, ...file.replace(/\.[^./]*$/, '').split('/'), name].join('.'))],
    [
      'inputs',
      list(
        inputs.map((input) =>
          mapOf([
            ['name', text(input.name)],
            ['type', text(input.type)],
            ['required', scalar('boolean', input.required)],
          ]),
        ),
      ),
    ],
  ];
  if (outputs.length > 0) entries.push(['outputs', describeOutputs(outputs)]);
  return mapOf(entries);
}

/** One output is a mapping, the whole value; several are a list, a tuple of values. */
function describeOutputs(outputs: readonly TaskOutput[]): Node {
  const pairs = outputs.map(({ name, type }) => mapOf([[name, text(type)]]));
  return pairs.length === 1 ? pairs[0]! : list(pairs);
}
