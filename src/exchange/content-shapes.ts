/** The shapes of contents, one for each noun. */
import type {
  ArtifactParameter,
  ArtifactTask,
  ContentOf,
  EntrypointParameter,
  FunctionTask,
  Json,
  ModelVersion,
  Pin,
  PluginFile,
  ResourceKind,
  TaskInput,
  TaskOutput,
} from '#core/resources/content.ts';
import { faultOf } from './intake.ts';
import {
  also,
  anything,
  flag,
  hash,
  id,
  listOf,
  may,
  oneOf,
  orNull,
  table,
  text,
  whole,
  type Shape,
} from './json-shape.ts';

export const pin: Shape<Pin> = table<Pin>({ resource: id, number: whole, hash });
export const output: Shape<TaskOutput> = table<TaskOutput>({ name: text, type: text });
const outputs = listOf(output);
const input = table<TaskInput>({ name: text, type: text, required: flag });
const functionTask = table<FunctionTask>({ name: text, inputs: listOf(input), outputs });
const artifactTask = table<ArtifactTask>({ name: text, outputs });

/** A path below a folder, which leads nowhere else. */
export const innerPath = also(text, (path) => faultOf(path) === null, 'a path that stays inside');

const file = table<PluginFile>({
  filename: innerPath,
  contents: text,
  description: text,
  functions: listOf(functionTask),
  artifacts: listOf(artifactTask),
});

const parameter = table<EntrypointParameter>({
  name: text,
  type: oneOf('string', 'float', 'integer', 'boolean', 'list', 'mapping'),
  defaultValue: orNull(text),
});

const artifactParameter = table<ArtifactParameter>({ name: text, outputs });

const version = table<ModelVersion>({ number: whole, description: text, artifact: id, hash });

export const backendChoice = oneOf('auto', 'webgpu', 'wasm', 'cpu');

const named = { name: text, description: text } as const;

/** Canonical JSON says more than JSON does; contents are plain JSON. */
const json = anything as Shape<Json>;

export const CONTENT_SHAPES: { readonly [K in ResourceKind]: Shape<ContentOf[K]> } = {
  type: table<ContentOf['type']>({ ...named, structure: json }),
  plugin: table<ContentOf['plugin']>({ ...named, files: listOf(file), types: listOf(pin) }),
  entrypoint: table<ContentOf['entrypoint']>({
    ...named,
    taskGraph: text,
    artifactGraph: text,
    parameters: listOf(parameter),
    artifactParameters: listOf(artifactParameter),
    plugins: listOf(pin),
    artifactPlugins: listOf(pin),
    queues: listOf(pin),
    types: may(listOf(pin)),
  }),
  experiment: table<ContentOf['experiment']>({ ...named, entrypoints: listOf(pin) }),
  queue: table<ContentOf['queue']>({
    ...named,
    backend: backendChoice,
    concurrency: also(whole, (count) => count >= 1, 'a number from 1'),
  }),
  model: table<ContentOf['model']>({ ...named, versions: listOf(version) }),
};

export const resourceKind = oneOf('plugin', 'type', 'entrypoint', 'experiment', 'queue', 'model');

/** Of any noun: the fields of the nouns differ, so that no content fits two. */
export const anyContent: Shape<ContentOf[ResourceKind]> = (value, at) => {
  const fits = Object.values(CONTENT_SHAPES).some((shape: Shape<unknown>) => shape(value, at) === null);
  return fits ? null : `${at || 'it'} is the content of no noun`;
};
