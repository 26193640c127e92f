/** How a task's value becomes files that outlive the job, and comes back. */

/** What an artifact task is told beside the value: the artifact's name, and `args` as the artifact graph gives them. */
export interface ArtifactCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Path inside the artifact → bytes. */
export type ArtifactFiles = ReadonlyMap<string, Uint8Array>;

/**
 * A text is kept as `<name>.txt`, bytes as `<name>.bin`; a map of one file `<name>.<extension>` as that file; any other
 * map as a folder `<name>`.
 */
export type Serialized = string | Uint8Array | ArtifactFiles;

/**
 * A plugin exports an object of this shape under the name of the registered artifact task. `deserialize` gives back what
 * the registered outputs promise: the value itself for one output, a tuple for several.
 *
 * @example
 * export const NumbersArtifactTask: ArtifactTask<number[]> = {
 *   serialize: (value, { name }) => new Map([[`${name}.json`, new TextEncoder().encode(JSON.stringify(value))]]),
 *   deserialize: (files) => JSON.parse(new TextDecoder().decode([...files.values()][0])),
 * };
 */
export interface ArtifactTask<Value = unknown> {
  serialize(value: Value, call: ArtifactCall): Serialized | Promise<Serialized>;
  deserialize(files: ArtifactFiles, call: Pick<ArtifactCall, 'args'>): Value | Promise<Value>;
  /** JSON Schema of each argument that the artifact graph may give, by name. */
  readonly args?: Readonly<Record<string, unknown>>;
}
