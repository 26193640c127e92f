/** Artifacts at both ends of a plan: files become values before the first step, values become files after the last. */
import type { PlanArtifact } from '#core/graph/plan-types.ts';
import { bindArtifact, resolveExpression, type Outputs, type Scope } from '#core/graph/run.ts';
import type { ArtifactParameter } from '#core/resources/content.ts';
import type { ArtifactTask, Serialized } from '#sdk';
import type { ArtifactInput } from '#engine/contract.ts';
import type { SerializedArtifact } from '#engine/protocol.ts';
import { StepFault } from './fault.ts';
import type { LoadedModules } from './modules.ts';
import type { Surroundings } from './surroundings.ts';

/** The outputs of an artifact parameter, by the very snapshot of the plugin that its handler pins. */
export async function readArtifact(
  parameter: ArtifactParameter,
  input: ArtifactInput,
  modules: LoadedModules,
  around: Surroundings,
): Promise<Outputs> {
  const { plugin, pin, task, args } = input.handler;
  try {
    const handler = artifactTask(await modules.search(plugin, pin.hash, task), plugin, task);
    const files = new Map<string, Uint8Array>();
    for (const { path, bytes } of input.files) files.set(path, new Uint8Array(await bytes.arrayBuffer()));
    const value = await around.within(null, parameter.name, () => handler.deserialize(files, { args }));
    const bound = bindArtifact(parameter, value);
    if ('fault' in bound) throw new TypeError(bound.fault.message);
    if (bound.warning) around.speaker.log(null, 'alidade', 'WARNING', bound.warning);
    return bound.outputs;
  } catch (error) {
    throw new StepFault(null, task, error);
  }
}

/** The files of an artifact output. */
export async function writeArtifact(
  artifact: PlanArtifact,
  scope: Scope,
  modules: LoadedModules,
  around: Surroundings,
): Promise<SerializedArtifact> {
  const { name, args, task } = artifact;
  try {
    const found = await modules.find(task.plugin, null, task.file, task.name);
    const handler = artifactTask(found, task.plugin, task.name);
    const contents = resolveExpression(artifact.contents, scope);
    if ('fault' in contents) throw new Error(contents.fault.message);
    const call = { name, args };
    const serialized = await around.within(null, name, () => handler.serialize(contents.value, call));
    return { name, ...nameFiles(name, serialized) };
  } catch (error) {
    throw new StepFault(null, task.name, error);
  }
}

function artifactTask(found: unknown, plugin: string, name: string): ArtifactTask {
  const { serialize, deserialize } = (found ?? {}) as Partial<ArtifactTask>;
  if (typeof serialize === 'function' && typeof deserialize === 'function') return found as ArtifactTask;
  throw new TypeError(
    `The plugin ${plugin} exports no artifact task "${name}" with serialize and deserialize.`,
  );
}

/** A text is `<name>.txt`, bytes are `<name>.bin`, one file of the artifact's own name is itself, all else is a folder. */
export function nameFiles(name: string, serialized: Serialized): Omit<SerializedArtifact, 'name'> {
  if (typeof serialized === 'string') return one(`${name}.txt`, new TextEncoder().encode(serialized));
  if (serialized instanceof Uint8Array) return one(`${name}.bin`, serialized);
  if (!(serialized instanceof Map))
    throw new TypeError(`serialize of "${name}" must return a text, bytes or a Map of files.`);
  const files = [...serialized].map(([path, bytes]) => ({
    path: checkPath(path),
    bytes: ownBuffer(bytes, path),
  }));
  const [only] = files;
  const alone =
    files.length === 1 && only && !only.path.includes('/') && only.path.replace(/\.[^.]*$/, '') === name;
  return { folder: !alone, files };
}

function one(path: string, bytes: Uint8Array): Omit<SerializedArtifact, 'name'> {
  return { folder: false, files: [{ path, bytes: ownBuffer(bytes, path) }] };
}

/** Paths inside an artifact stay inside it, on every system. */
function checkPath(path: unknown): string {
  const parts = typeof path === 'string' ? path.split('/') : [];
  const sound =
    parts.length > 0 && parts.every((part) => /^[^\\:\0]+$/.test(part) && part !== '.' && part !== '..');
  if (!sound) throw new TypeError(`"${String(path)}" cannot be a path inside an artifact.`);
  return parts.join('/');
}

/** Exactly these bytes, in a buffer that nothing else shares. */
function ownBuffer(bytes: unknown, path: string): ArrayBuffer {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`The contents of "${path}" must be a Uint8Array.`);
  return bytes.slice().buffer;
}
