/** What the contents of each noun are made of: which fields they have, what a person calls them, and by what the members of a list are known. */
import type {
  ArtifactParameter,
  ArtifactTask,
  ContentOf,
  EntrypointParameter,
  FunctionTask,
  ModelVersion,
  Pin,
  PluginFile,
  ResourceKind,
  TaskInput,
  TaskOutput,
} from './content.ts';

/** Compared and taken as a whole. */
export interface ValueShape {
  readonly is: 'value';
}

/** Compared and merged line by line. */
export interface TextShape {
  readonly is: 'text';
  readonly language: TextLanguage;
}

/** `source`: the name of the file says which. */
export type TextLanguage = 'yaml' | 'source' | 'prose';

export interface PinShape {
  readonly is: 'pin';
}

/** A type's structure or a part of it; what it is made of is read from the value itself. `of` names the form that it stands in. */
export interface StructureShape {
  readonly is: 'structure';
  readonly of: string | null;
}

export interface Field {
  readonly key: string;
  /** A null label leaves the step out of the path: the name of the member says enough. */
  readonly label: string | null;
  readonly shape: Shape;
  /** A list that is absent where it has no member. */
  readonly optional?: boolean;
}

export interface RecordShape {
  readonly is: 'record';
  readonly fields: readonly Field[];
  /** The value is an array, its indexes are the keys. */
  readonly array?: boolean;
}

/** A list of things that are known by one of their fields. Their order counts, since the hash covers it. */
export interface ListShape {
  readonly is: 'list';
  readonly key: string;
  readonly member: RecordShape | PinShape;
  /** `name`: by a name that may change. `number`: by a number that never does. `pin`: by the resource that it fixes. */
  readonly by: 'name' | 'number' | 'pin';
}

export type Shape = ValueShape | TextShape | PinShape | StructureShape | RecordShape | ListShape;

export const VALUE: ValueShape = { is: 'value' };
const PROSE: TextShape = { is: 'text', language: 'prose' };
const YAML: TextShape = { is: 'text', language: 'yaml' };
const SOURCE: TextShape = { is: 'text', language: 'source' };
const PINS: ListShape = { is: 'list', key: 'resource' satisfies keyof Pin, member: { is: 'pin' }, by: 'pin' };

/** A record with all fields of a noun: one that is forgotten here does not compile. */
function record<T>(fields: {
  readonly [K in keyof T]-?: readonly [label: string | null, shape: Shape, also?: 'optional'];
}): RecordShape {
  const entries = Object.entries<readonly [string | null, Shape, 'optional'?]>(fields);
  return {
    is: 'record',
    fields: entries.map(([key, [label, shape, also]]) => ({ key, label, shape, optional: !!also })),
  };
}

function named(member: RecordShape, key = 'name'): ListShape {
  return { is: 'list', key, member, by: 'name' };
}

const OUTPUTS = named(record<TaskOutput>({ name: ['name', VALUE], type: ['type', VALUE] }));
const INPUTS = named(
  record<TaskInput>({ name: ['name', VALUE], type: ['type', VALUE], required: ['required', VALUE] }),
);
const FUNCTION = record<FunctionTask>({
  name: ['name', VALUE],
  inputs: ['inputs', INPUTS],
  outputs: ['outputs', OUTPUTS],
});
const ARTIFACT = record<ArtifactTask>({ name: ['name', VALUE], outputs: ['outputs', OUTPUTS] });
const FILE = record<PluginFile>({
  filename: ['filename', VALUE],
  description: ['description', PROSE],
  contents: ['source', SOURCE],
  functions: ['tasks', named(FUNCTION)],
  artifacts: ['artifact tasks', named(ARTIFACT)],
});
const PARAMETER = record<EntrypointParameter>({
  name: ['name', VALUE],
  type: ['type', VALUE],
  defaultValue: ['default value', VALUE],
});
const ARTIFACT_PARAMETER = record<ArtifactParameter>({
  name: ['name', VALUE],
  outputs: ['outputs', OUTPUTS],
});
const VERSION = record<ModelVersion>({
  number: ['number', VALUE],
  description: ['description', PROSE],
  artifact: ['artifact', VALUE],
  hash: ['hash', VALUE],
});

/** The anatomy of each noun, its fields in the order in which they are told. */
export const ANATOMY: { readonly [K in ResourceKind]: RecordShape } = {
  plugin: record<ContentOf['plugin']>({
    name: ['Name', VALUE],
    description: ['Description', PROSE],
    files: [null, named(FILE, 'filename')],
    types: ['Types', PINS],
  }),
  type: record<ContentOf['type']>({
    name: ['Name', VALUE],
    description: ['Description', PROSE],
    structure: ['Structure', { is: 'structure', of: null }],
  }),
  entrypoint: record<ContentOf['entrypoint']>({
    name: ['Name', VALUE],
    description: ['Description', PROSE],
    taskGraph: ['Task graph', YAML],
    artifactGraph: ['Artifact graph', YAML],
    parameters: ['Parameters', named(PARAMETER)],
    artifactParameters: ['Artifact parameters', named(ARTIFACT_PARAMETER)],
    plugins: ['Plugins', PINS],
    artifactPlugins: ['Artifact plugins', PINS],
    queues: ['Queues', PINS],
    types: ['Types', PINS, 'optional'],
  }),
  experiment: record<ContentOf['experiment']>({
    name: ['Name', VALUE],
    description: ['Description', PROSE],
    entrypoints: ['Entrypoints', PINS],
  }),
  queue: record<ContentOf['queue']>({
    name: ['Name', VALUE],
    description: ['Description', PROSE],
    backend: ['Backend', VALUE],
    concurrency: ['Concurrency', VALUE],
  }),
  model: record<ContentOf['model']>({
    name: ['Name', VALUE],
    description: ['Description', PROSE],
    versions: ['Versions', { is: 'list', key: 'number', member: VERSION, by: 'number' }],
  }),
};
