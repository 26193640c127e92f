/** A small look at each output of a step, for its node on the page. A preview that fails is left out: it is never the step's fault. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { Preview } from '#core/job/events.ts';
import { BOUNDS } from '#engine/protocol.ts';
import type { Outputs } from '#core/graph/run.ts';
import type { Tf } from './libraries.ts';
import { cut, nameOf, showValue } from './show-value.ts';
import type { Speaker } from './speaker.ts';
import { writeValue } from './write-value.ts';

const MOST_IMAGES = 16;

export async function showOutputs(
  step: string,
  outputs: Outputs,
  tf: Tf | null,
  speaker: Speaker,
  written: boolean,
): Promise<void> {
  for (const [output, value] of outputs) {
    const preview = await (written ? writtenOf : previewOf)(value, tf).catch(() => null);
    if (preview) speaker.say({ kind: 'preview', step, output, preview });
  }
}

/** Pictures as pictures, all else at length. */
async function writtenOf(value: unknown, tf: Tf | null): Promise<Preview> {
  const small = await previewOf(value, tf).catch(() => null);
  if (small?.kind === 'images') return small;
  return { kind: 'written', text: await writeValue(value, tf, BOUNDS.writtenCharacters) };
}

async function previewOf(value: unknown, tf: Tf | null): Promise<Preview | null> {
  if (typeof value === 'number') return { kind: 'number', value };
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return { kind: 'text', text: showValue(value, BOUNDS.previewCharacters) };
  if (tf && value instanceof tf.Tensor) return previewTensor(tf, value);
  const { images, columns, rows, shape, data } = value as Record<string, unknown>;
  const pictures = tf ? picturesIn(tf, images) : [];
  if (tf && pictures.length > 0) return previewImages(tf, pictures);
  const kept = previewArray(value);
  if (kept) return kept;
  if (Array.isArray(columns) && Array.isArray(rows)) {
    return {
      kind: 'table',
      columns: columns.slice(0, 32).map((c) => String(c).slice(0, 80)),
      rows: rows.length,
    };
  }
  if (Array.isArray(shape) && ArrayBuffer.isView(data))
    return { kind: 'tensor', shape: shape.map(Number), dtype: nameOf(data) };
  return { kind: 'text', text: cut(showValue(value, BOUNDS.previewCharacters), BOUNDS.previewCharacters) };
}

async function previewTensor(tf: Tf, tensor: Tensor): Promise<Preview> {
  const shape = tensor.shape;
  if (isImages(tensor)) return previewImages(tf, [tensor]);
  if (tensor.rank === 0 && tensor.dtype !== 'string')
    return { kind: 'number', value: Number((await tensor.data())[0]) };
  return { kind: 'tensor', shape: shape.slice(), dtype: tensor.dtype };
}

function isImages(tensor: Tensor): tensor is Tensor4D {
  const { shape, dtype } = tensor;
  const [n = 0, h = 0, w = 0, c = 0] = shape;
  return shape.length === 4 && dtype !== 'string' && n > 0 && isPicture(h, w, c);
}

function isPicture(height: number, width: number, channels: number): boolean {
  return height > 3 && width > 3 && height < 513 && width < 513 && (channels === 1 || channels === 3);
}

/** The tensor of images of a data set, or one for each strength of an attack. */
function picturesIn(tf: Tf, images: unknown): Tensor4D[] {
  const all: unknown[] = Array.isArray(images) ? images : [images];
  const found = all.filter((one): one is Tensor4D => one instanceof tf.Tensor && isImages(one));
  const [h, w, c] = found[0]?.shape.slice(1) ?? [];
  return found
    .filter(({ shape }) => shape[1] === h && shape[2] === w && shape[3] === c)
    .slice(0, MOST_IMAGES);
}

/** Pictures in plain memory: an array of them, or the last one that a record holds (what an attack made stands after what it was given). */
function previewArray(value: object): Preview | null {
  // A list or a row of numbers may be long, and holds none.
  const parts = Array.isArray(value) || ArrayBuffer.isView(value) ? [] : Object.values(value);
  const pictures = [value, ...parts].findLast(isPictureArray);
  if (!pictures) return null;
  const [n, h, w, c] = pictures.shape;
  const count = Math.min(n, roomFor(h * w * c));
  return {
    kind: 'images',
    shape: [count, h, w, c],
    data: toBytes(pictures.data.subarray(0, count * h * w * c)),
  };
}

interface PictureArray {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float32Array;
}

function isPictureArray(value: unknown): value is PictureArray {
  const { shape, data } = (value ?? {}) as { shape?: unknown; data?: unknown };
  if (!Array.isArray(shape) || shape.length !== 4 || !(data instanceof Float32Array)) return false;
  const [n, h, w, c] = shape.map(Number) as [number, number, number, number];
  return n > 0 && isPicture(h, w, c) && data.length === n * h * w * c;
}

/** How many images of so many numbers a preview holds. */
function roomFor(size: number): number {
  return Math.min(MOST_IMAGES, Math.max(1, Math.floor(BOUNDS.previewBytes / size)));
}

/** As many of the first images of each as fit the bounds, as bytes. */
async function previewImages(tf: Tf, sources: readonly Tensor4D[]): Promise<Preview> {
  const [, h = 0, w = 0, c = 0] = sources[0]?.shape ?? [];
  const room = roomFor(h * w * c);
  const shown = sources.slice(0, room);
  const each = Math.floor(room / shown.length);
  const strip = tf.tidy(() =>
    tf.concat(
      shown.map((source) => tf.slice(source, [0, 0, 0, 0], [Math.min(each, source.shape[0]), h, w, c])),
    ),
  );
  const numbers = await strip.data();
  strip.dispose();
  return { kind: 'images', shape: [strip.shape[0], h, w, c], data: toBytes(numbers) };
}

/** Numbers up to about 1 are taken as 0 to 1, larger ones as 0 to 255; where some are negative, the lowest is black and the highest white. */
function toBytes(numbers: ArrayLike<number>): Uint8Array {
  let low = 0;
  let high = 0;
  for (let i = 0; i < numbers.length; i++) {
    const v = numbers[i] as number;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  const scale = low < 0 ? 255 / (high - low) : high > 2 ? 1 : 255;
  const bytes = new Uint8ClampedArray(numbers.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = ((numbers[i] as number) - low) * scale;
  return new Uint8Array(bytes.buffer);
}
