/** The images under attack as plain numbers: candidates are made here and not on the device, so that they are the same on every backend. */
import {
  checkUnitRange,
  classify,
  judgeRound,
  readLabels,
  sizeOf,
  sliceRows,
  type AttackRound,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

export type ImageShape = readonly [height: number, width: number, channels: number];

/** The first images of a data set. */
export interface Subjects {
  readonly count: number;
  readonly shape: ImageShape;
  /** Values of one image. */
  readonly size: number;
  /** One array an image, 0 to 1. */
  readonly images: readonly Float32Array[];
  readonly labels: Int32Array;
  /** What the model reads in the images as they are. */
  readonly clean: Int32Array;
}

/** The first `count` images, 1 or more, and what the model reads in them unchanged. */
export async function takeSubjects(model: Readable, dataset: Dataset, count: number): Promise<Subjects> {
  checkUnitRange(dataset);
  checkWhole('count', count);
  const taken = Math.min(count, sizeOf(dataset));
  const first = sliceRows(dataset.images, 0, taken);
  const { predictions: clean } = await classify(model, first);
  const pixels = await first.data<'float32'>();
  first.dispose();
  const shape = dataset.images.shape.slice(1) as [number, number, number];
  const size = shape.reduce((product, length) => product * length, 1);
  const images = Array.from({ length: taken }, (_, i) =>
    Float32Array.from(pixels.subarray(i * size, (i + 1) * size)),
  );
  const labels = (await readLabels(dataset)).subarray(0, taken);
  return { count: taken, shape, size, images, labels, clean };
}

/** The places of the images that are read right: what is misread unchanged needs no attack. */
export function readRight({ clean, labels }: Pick<Subjects, 'clean' | 'labels'>): number[] {
  return [...clean.keys()].filter((i) => clean[i] === labels[i]);
}

/** Closes a round over images that were made of the subjects, one an image. */
export async function closeRound(
  model: Readable,
  subjects: Subjects,
  images: readonly Float32Array[],
  { epsilon, queries }: Pick<AttackRound, 'epsilon' | 'queries'>,
): Promise<AttackRound> {
  const before = toTensor(subjects.images, subjects.shape);
  const { labels, clean } = subjects;
  const facts = { epsilon, before, labels, clean, queries, gradientEvaluations: 0 };
  const round = await judgeRound(model, toTensor(images, subjects.shape), facts);
  before.dispose();
  return round;
}

function toTensor(images: readonly Float32Array[], shape: ImageShape): tf.Tensor4D {
  const size = shape[0] * shape[1] * shape[2];
  const pixels = new Float32Array(images.length * size);
  images.forEach((image, i) => pixels.set(image, i * size));
  return tf.tensor4d(pixels, [images.length, ...shape]);
}

/** Numbers of pixels in rising order, each once. Throws where one is no whole number from 1 to the pixels of an image. */
export function checkPixels(pixels: readonly number[], { size, shape }: Subjects): number[] {
  if (pixels.length === 0) throw new RangeError('At least one number of pixels is needed.');
  for (const number of pixels) {
    checkWhole('Each number of pixels', number);
    if (number > size / shape[2]) {
      throw new RangeError(`An image has ${size / shape[2]} pixels, so ${number} cannot change.`);
    }
  }
  return [...new Set(pixels)].toSorted((a, b) => a - b);
}

/** Throws where a number of things is no whole number of 1 or more. */
export function checkWhole(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${name} is a whole number, 1 or more, not ${value}.`);
}
