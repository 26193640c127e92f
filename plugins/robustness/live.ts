/** One digit at a time, for the home page: cut so that moving ε asks for nothing but two readings. */
import {
  checkUnitRange,
  inputGradient,
  openClassifier,
  readLabels,
  shift,
  sliceRows,
  steepest,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { randomSigns } from './noise.ts';

/** [1, height, width, channels]. */
type Digit = tf.Tensor4D;

/**
 * A digit of the test set, or one that was drawn.
 *
 * @param dataset images [n, height, width, channels] from 0 to 1
 * @param index which of them, from 0; beyond the last it begins again
 * @param pixels a drawn digit, row by row, 0 to 1; empty: the test digit
 * @returns the digit as a tensor and as pixels, and its label: null for a drawn one
 * @throws where a drawn digit has another number of pixels
 */
export async function choose_digit(
  dataset: Dataset,
  index = 0,
  pixels: Iterable<number> = [],
): Promise<[digit: Digit, pixels: Float32Array, label: number | null]> {
  checkUnitRange(dataset);
  const drawn = Float32Array.from(pixels);
  const [count, ...shape] = dataset.images.shape;
  if (drawn.length > 0) {
    const size = shape[0]! * shape[1]! * shape[2]!;
    if (drawn.length !== size) throw new RangeError(`A drawn digit has ${size} pixels, not ${drawn.length}.`);
    return [
      tf.tidy(() => tf.clipByValue(tf.tensor4d(drawn, [1, shape[0]!, shape[1]!, shape[2]!]), 0, 1)),
      drawn,
      null,
    ];
  }
  const place = ((Math.trunc(index) % count) + count) % count;
  const digit = sliceRows(dataset.images, place, place + 1);
  return [digit, Float32Array.from(await digit.data()), (await readLabels(dataset))[place]!];
}

/**
 * What the model reads in a digit.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param digit one image [1, height, width, channels]
 * @returns the probability of each class, and the class with the greatest
 */
export async function read_digit(
  model: Readable,
  digit: Digit,
): Promise<[probabilities: number[], prediction: number]> {
  const [probabilities] = await readAll(model, digit);
  return [probabilities!, greatest(probabilities!)];
}

/**
 * The direction of the fast gradient sign method (Goodfellow, Shlens, Szegedy 2015, arXiv:1412.6572), which depends on the
 * digit alone and serves every ε.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param digit one image [1, height, width, channels]
 * @param label its true class; null: the model's own reading
 * @returns −1, 0 or 1 for each pixel
 */
export async function attack_direction(
  model: Readable,
  digit: Digit,
  label: number | null = null,
): Promise<Digit> {
  const [probabilities] = await readAll(model, digit);
  const truth = probabilities!.map((_, k) => Number(k === (label ?? greatest(probabilities!))));
  return tf.tidy(() =>
    steepest(inputGradient(openClassifier(model), digit, tf.tensor2d([truth])).gradient, 'inf'),
  );
}

/**
 * The direction of random noise of the same size: +1 or −1 for each pixel, as chance has it.
 *
 * @param digit one image [1, height, width, channels]
 * @param index which digit it is, so that each has its own noise
 */
export function noise_direction(digit: Digit, index = 0): Digit {
  return tf.tensor4d(randomSigns(digit.size, `noise ${index}`), digit.shape);
}

/**
 * The digit moved by ε along both directions, and what the model reads then.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param digit one image [1, height, width, channels]
 * @param attack the attack's direction
 * @param noise the noise's direction
 * @param eps how far each pixel moves, 0 to 1; 0.1 is ours
 * @returns pixels and probabilities: attacked, then with noise
 * @throws where eps is no share of black to white
 */
export async function shift_digit(
  model: Readable,
  digit: Digit,
  attack: Digit,
  noise: Digit,
  eps = 0.1,
): Promise<
  [
    adversarial: Float32Array,
    adversarial_probabilities: number[],
    noise: Float32Array,
    noise_probabilities: number[],
  ]
> {
  if (!(eps >= 0 && eps <= 1)) throw new RangeError(`eps is from 0 to 1, not ${eps}.`);
  const both = tf.tidy(() => tf.concat([shift(digit, attack, eps), shift(digit, noise, eps)], 0) as Digit);
  const pixels = (await both.data()) as Float32Array;
  const [attacked, noisy] = await readAll(model, both);
  both.dispose();
  return [pixels.slice(0, digit.size), attacked!, pixels.slice(digit.size), noisy!];
}

async function readAll(model: Readable, images: Digit): Promise<number[][]> {
  const shares = tf.tidy(() => tf.softmax(openClassifier(model).logits(images)));
  const rows = (await shares.array()) as number[][];
  shares.dispose();
  return rows;
}

function greatest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
