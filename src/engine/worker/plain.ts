/** Outputs as data that can cross to the page: tensors become their shape and numbers, all else must be plain already. */
import type { Tensor } from '@tensorflow/tfjs';
import type { PlainRecord } from '#engine/protocol.ts';
import type { Outputs } from '#core/graph/run.ts';
import type { Tf } from './libraries.ts';

/** The values of `step.output` names, or of a step's only output by the step's name. */
export async function toPlain(
  tf: Tf | null,
  wanted: readonly string[],
  outputs: ReadonlyMap<string, Outputs>,
): Promise<PlainRecord> {
  const plain: Record<string, unknown> = {};
  for (const name of wanted) plain[name] = await plainValue(tf, find(name, outputs), name, 0);
  return plain;
}

function find(name: string, outputs: ReadonlyMap<string, Outputs>): unknown {
  const dot = name.indexOf('.');
  const step = outputs.get(dot < 0 ? name : name.slice(0, dot));
  const output = dot < 0 ? [...(step?.keys() ?? [])][0] : name.slice(dot + 1);
  if (step && output !== undefined && step.has(output)) return step.get(output);
  throw new Error(`There is no output "${name}".`);
}

async function plainValue(tf: Tf | null, value: unknown, name: string, depth: number): Promise<unknown> {
  if (depth > 8) throw new TypeError(`The output "${name}" is nested too deep to be shown.`);
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`The output "${name}" is not data.`);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (tf && value instanceof tf.Tensor) return plainTensor(value);
  if (Array.isArray(value)) return Promise.all(value.map((item) => plainValue(tf, item, name, depth + 1)));
  const plain: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) plain[key] = await plainValue(tf, part, name, depth + 1);
  return plain;
}

async function plainTensor(tensor: Tensor) {
  return { shape: tensor.shape.slice(), dtype: tensor.dtype, data: (await tensor.data()).slice() };
}
