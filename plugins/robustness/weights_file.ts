/** The file of a reference model: one line of JSON that says what it holds, then the weights, little-endian. */
import type * as tf from '@tensorflow/tfjs';
import { decodeHalf, encodeHalf } from './half.ts';

export interface WeightsHeader {
  readonly format: 1;
  /** The model, such as `fast-at`, and the network of `create_model` that its weights are for. */
  readonly name: string;
  readonly network: string;
  readonly type: 'float16' | 'float32';
  /** Of each array, in the order of the model's layers: kernel, then bias. */
  readonly shapes: readonly (readonly number[])[];
}

export interface WeightsFile extends WeightsHeader {
  readonly arrays: readonly Float32Array[];
}

const BYTES = { float16: 2, float32: 4 } as const;

/** A model's weights as a file; with float16 each is rounded to the nearest, and the model that ships is the rounded one. @internal */
export async function packModel(
  model: tf.LayersModel,
  { name, network, type }: Pick<WeightsHeader, 'name' | 'network' | 'type'>,
): Promise<Uint8Array> {
  const weights = model.getWeights();
  const shapes = weights.map(({ shape }) => shape);
  const header: WeightsHeader = { format: 1, name, network, type, shapes };
  const head = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const arrays = await Promise.all(weights.map((weight) => weight.data()));
  const values = arrays.flatMap((array) => [...array]);
  const bytes = new Uint8Array(head.length + values.length * BYTES[type]);
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  if (type === 'float16') values.forEach((value, i) => view.setUint16(2 * i, encodeHalf(value), true));
  else values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}

/** What such a file holds. Throws where it is none of format 1, or has more or fewer weights than it says. @internal */
export function readWeights(bytes: Uint8Array): WeightsFile {
  const newline = bytes.indexOf(10);
  const header = readHeader(bytes.subarray(0, Math.max(0, newline)));
  const width = BYTES[header.type];
  const sizes = header.shapes.map(sizeOfShape);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const given = (bytes.length - newline - 1) / width;
  if (given !== total)
    throw new Error(`The weights of ${header.name} are cut short: ${given} of ${total} are there.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + newline + 1);
  let at = 0;
  const next =
    width === 2 ? () => decodeHalf(view.getUint16(2 * at++, true)) : () => view.getFloat32(4 * at++, true);
  const arrays = sizes.map((length) => Float32Array.from({ length }, next));
  return { ...header, arrays };
}

function readHeader(line: Uint8Array): WeightsHeader {
  let header: Partial<WeightsHeader> = {};
  try {
    header = JSON.parse(new TextDecoder().decode(line)) as Partial<WeightsHeader>;
  } catch {
    // Said below, as for any other file that is none of weights.
  }
  const { format, type, shapes } = header;
  if (format !== 1 || !(type === 'float16' || type === 'float32') || !Array.isArray(shapes))
    throw new Error('This is no file of weights of format 1.');
  return header as WeightsHeader;
}

/** How many numbers an array of this shape has. @internal */
export const sizeOfShape = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);
