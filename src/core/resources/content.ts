/** The immutable content of each noun: what a snapshot points to and what its hash covers. Tags, owners and deletion are not content. */

/** A fixed version of another resource, named by content so that it can be checked. */
export interface Pin {
  readonly resource: string;
  readonly number: number;
  /** SHA-256 of the canonical JSON of the content, lower-case hexadecimal. */
  readonly hash: string;
}

export type ResourceKind = 'plugin' | 'type' | 'entrypoint' | 'experiment' | 'queue' | 'model';

export interface TaskInput {
  readonly name: string;
  /** The name of a plugin parameter type. */
  readonly type: string;
  readonly required: boolean;
}

export interface TaskOutput {
  readonly name: string;
  readonly type: string;
}

/** An exported function of a plugin file; one output is the whole return value, several are a tuple. */
export interface FunctionTask {
  readonly name: string;
  readonly inputs: readonly TaskInput[];
  readonly outputs: readonly TaskOutput[];
}

/** An exported object with serialize and deserialize; its outputs type what deserialize returns. */
export interface ArtifactTask {
  readonly name: string;
  readonly outputs: readonly TaskOutput[];
}

export interface PluginFile {
  /** Path inside the plugin, such as `tasks.ts` or `nets/small.ts`. */
  readonly filename: string;
  readonly contents: string;
  readonly description: string;
  readonly functions: readonly FunctionTask[];
  readonly artifacts: readonly ArtifactTask[];
}

export interface PluginContent {
  readonly name: string;
  readonly description: string;
  readonly files: readonly PluginFile[];
  /** The user-made parameter types that its tasks name, as they were when it was saved. */
  readonly types: readonly Pin[];
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface TypeContent {
  readonly name: string;
  readonly description: string;
  /** `null` for an opaque simple type, else a definition as in section "Type definition" of the graph language. */
  readonly structure: Json;
}

export type ParameterWord = 'string' | 'float' | 'integer' | 'boolean' | 'list' | 'mapping';

export interface EntrypointParameter {
  readonly name: string;
  readonly type: ParameterWord;
  /** Text as typed, coerced by `type`; null means that a job must give a value. */
  readonly defaultValue: string | null;
}

export interface ArtifactParameter {
  readonly name: string;
  readonly outputs: readonly TaskOutput[];
}

export interface EntrypointContent {
  readonly name: string;
  readonly description: string;
  readonly taskGraph: string;
  readonly artifactGraph: string;
  readonly parameters: readonly EntrypointParameter[];
  readonly artifactParameters: readonly ArtifactParameter[];
  readonly plugins: readonly Pin[];
  readonly artifactPlugins: readonly Pin[];
  readonly queues: readonly Pin[];
  /** The user-made parameter types that its artifact parameters name; absent where they name none. */
  readonly types?: readonly Pin[];
}

export interface ExperimentContent {
  readonly name: string;
  readonly description: string;
  readonly entrypoints: readonly Pin[];
}

export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

export interface QueueContent {
  readonly name: string;
  readonly description: string;
  /** The worker environment that its jobs ask for. */
  readonly backend: BackendChoice;
  /** How many of its jobs may run at once, 1 or more. */
  readonly concurrency: number;
}

export interface ModelVersion {
  /** Counts from 1 within its model; a number is never given twice. */
  readonly number: number;
  readonly description: string;
  /** Id of the artifact that holds the model. */
  readonly artifact: string;
  /** The artifact's own hash, so that it can be checked. */
  readonly hash: string;
}

/** A named line of artifacts that hold a model. */
export interface ModelContent {
  readonly name: string;
  readonly description: string;
  readonly versions: readonly ModelVersion[];
}

export interface ContentOf {
  plugin: PluginContent;
  type: TypeContent;
  entrypoint: EntrypointContent;
  experiment: ExperimentContent;
  queue: QueueContent;
  model: ModelContent;
}
