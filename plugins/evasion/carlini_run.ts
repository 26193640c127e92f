/** Carlini and Wagner's search: Adam on pixels that cannot leave [0, 1], for a constant that is searched by halving. */
import { marginLoss, type Classifier, type ImageLoss } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { perRow } from './directions.ts';
import type { Ending, Rows } from './rows.ts';
import { asksAnew, cleanSlope, findSlope, readAt, type HealthWatch } from './slopes.ts';

export interface Search {
  readonly iterations: number;
  readonly searches: number;
  readonly rate: number;
  readonly constant: number;
  readonly confidence: number;
  readonly abortEarly: boolean;
  readonly eot: number;
  /** Whether `rows.truth` is a class to reach instead of one to leave. */
  readonly targeted: boolean;
}

/** Keeps the image's own pixels off the ends of tanh, where it has no slope. */
const INSIDE = 0.999999;
/** Above it a constant that failed is multiplied by ten. */
const UNBOUNDED = 1e10;
/** Of Adam: the authors' framework's own. */
const [BETA1, BETA2, TINY] = [0.9, 0.999, 1e-8];

/** Rows with each image as tanh gives it back: measured from there, as in the authors' code, a pixel that the classifier does not see has no slope at all, and stays. */
interface BentRows extends Rows {
  readonly still: tf.Tensor4D;
}

/** The nearest change found so far of each row. */
interface Best {
  readonly images: tf.Tensor4D;
  /** Squared L2 lengths [n, 1, 1, 1], infinite (1e20) where nothing was found. */
  readonly lengths: tf.Tensor4D;
}

/** Adam's state, and where it stands before tanh. */
interface Climber {
  readonly w: tf.Tensor4D;
  readonly first: tf.Tensor4D;
  readonly second: tf.Tensor4D;
}

const NONE = 1e20;

/** Looks for the least change in L2 of each row; a row for which none is found stays as it is. */
export async function searchRows(
  classifier: Classifier,
  rows: Rows,
  search: Search,
  watch: HealthWatch | null,
  tick: () => Promise<void>,
): Promise<Ending> {
  const { count } = rows;
  const bent = { ...rows, still: tf.tidy(() => unbend(bend(rows.x))) };
  let best = findSettled(classifier, rows, search);
  let constants = new Float64Array(count).fill(search.constant);
  const low = new Float64Array(count);
  const high = new Float64Array(count).fill(UNBOUNDED);
  let looks = 0;
  for (let number = 0; number < search.searches; number++) {
    const round = await optimise(
      classifier,
      bent,
      constants,
      best,
      search,
      number === 0 ? watch : null,
      tick,
    );
    looks += round.looks;
    best = round.best;
    constants = constants.map((constant, i) => {
      if (round.found[i]) high[i] = Math.min(high[i]!, constant);
      else low[i] = Math.max(low[i]!, constant);
      return high[i]! < UNBOUNDED ? (low[i]! + high[i]!) / 2 : constant * 10;
    });
  }
  tf.dispose([best.lengths, bent.still]);
  const spread = (value: number): Int32Array => new Int32Array(count).fill(value);
  return {
    images: best.images,
    queries: spread(1 + (asksAnew(classifier) ? looks : 0)),
    gradients: spread(looks * search.eot),
  };
}

/** Rows that need no change have the shortest already. */
function findSettled(classifier: Classifier, { x, truth, count }: Rows, search: Search): Best {
  return tf.tidy(() => {
    const margins = marginOf(search)(classifier.logits(x), truth);
    const needs = tf.logicalNot(isFooled(margins, search));
    const lengths: tf.Tensor4D = tf.mul(tf.reshape(tf.cast(needs, 'float32'), [count, 1, 1, 1]), NONE);
    return { images: tf.clone(x), lengths };
  });
}

/** By how much the row is read as it shall be. */
function marginOf({ targeted }: Search): ImageLoss {
  return targeted ? (logits, goal) => tf.neg(marginLoss(logits, goal)) : marginLoss;
}

function isFooled(margins: tf.Tensor, { confidence }: Search): tf.Tensor {
  return tf.logicalAnd(tf.greater(margins, 0), tf.greaterEqual(margins, confidence));
}

interface Optimised {
  readonly best: Best;
  /** Whether a change was found with these constants. */
  readonly found: Uint8Array;
  readonly looks: number;
}

async function optimise(
  classifier: Classifier,
  rows: BentRows,
  constants: Float64Array,
  before: Best,
  search: Search,
  watch: HealthWatch | null,
  tick: () => Promise<void>,
): Promise<Optimised> {
  const weights = perRow(constants);
  let climber = begin(rows.x);
  let best = before;
  let found: tf.Tensor4D = tf.zeros(weights.shape);
  let lastCost = Infinity;
  const checkEvery = Math.max(1, Math.floor(search.iterations / 10));
  let looks = 0;
  for (let i = 0; i < search.iterations; i++) {
    const stepped = step(classifier, rows, climber, weights, best, found, search, i + 1);
    looks++;
    if (i === 0) await watch?.add(stepped.gradient);
    tf.dispose([
      climber.w,
      climber.first,
      climber.second,
      best.images,
      best.lengths,
      found,
      stepped.gradient,
    ]);
    climber = { w: stepped.w, first: stepped.first, second: stepped.second };
    best = { images: stepped.images, lengths: stepped.lengths };
    found = stepped.found;
    await tick();
    const [cost] = search.abortEarly && i % checkEvery === 0 ? await stepped.cost.data() : [-Infinity];
    stepped.cost.dispose();
    if (cost! > lastCost * 0.9999) break;
    if (Number.isFinite(cost)) lastCost = cost!;
  }
  const values = Uint8Array.from(await found.data());
  tf.dispose([weights, climber.w, climber.first, climber.second, found]);
  return { best, found: values, looks };
}

/** Pixels from 0 to 1 to any number, and back. */
const bend = (x: tf.Tensor4D): tf.Tensor4D => tf.atanh(tf.mul(tf.sub(tf.mul(x, 2), 1), INSIDE));
const unbend = (w: tf.Tensor4D): tf.Tensor4D => tf.mul(tf.add(tf.tanh(w), 1), 0.5);

function begin(x: tf.Tensor4D): Climber {
  return tf.tidy(() => {
    const w = bend(x);
    return { w, first: tf.zerosLike(w), second: tf.zerosLike(w) };
  });
}

/** Reads where the climber stands, keeps what is better, and takes one step of Adam down ‖d‖² + c·max(0, κ − margin). */
function step(
  classifier: Classifier,
  { still, truth }: BentRows,
  { w, first, second }: Climber,
  weights: tf.Tensor4D,
  best: Best,
  found: tf.Tensor4D,
  search: Search,
  number: number,
) {
  return tf.tidy(() => {
    const point = unbend(w);
    const margin = marginOf(search);
    const hinge: ImageLoss = (logits, goal) => tf.relu(tf.sub(search.confidence, margin(logits, goal)));
    const climbed = findSlope(classifier, point, truth, hinge, search.eot);
    const change = tf.sub(point, still);
    const length = tf.sum(tf.square(change), [1, 2, 3], true) as tf.Tensor4D;
    const margins = tf.reshape(margin(readAt(classifier, point, climbed), truth), length.shape);
    const fools = isFooled(margins, search);
    const nearer = tf.logicalAnd(fools, tf.less(length, best.lengths));
    const costs = tf.add(tf.sum(length), tf.sum(tf.mul(weights, tf.reshape(climbed.losses, weights.shape))));
    const outer = tf.add(tf.mul(change, 2), tf.mul(cleanSlope(climbed.gradient), weights));
    // The slope of `unbend`, (1 − tanh²)/2.
    const slope = tf.mul(outer, tf.mul(tf.mul(point, tf.sub(1, point)), 2));
    const mean = tf.add(tf.mul(first, BETA1), tf.mul(slope, 1 - BETA1)) as tf.Tensor4D;
    const spread = tf.add(tf.mul(second, BETA2), tf.mul(tf.square(slope), 1 - BETA2)) as tf.Tensor4D;
    const rate = (search.rate * Math.sqrt(1 - BETA2 ** number)) / (1 - BETA1 ** number);
    return {
      w: tf.sub(w, tf.mul(tf.div(mean, tf.add(tf.sqrt(spread), TINY)), rate)) as tf.Tensor4D,
      first: mean,
      second: spread,
      images: tf.where(nearer, point, best.images) as tf.Tensor4D,
      lengths: tf.where(nearer, length, best.lengths) as tf.Tensor4D,
      found: tf.maximum(found, tf.cast(fools, 'float32')) as tf.Tensor4D,
      cost: costs,
      gradient: climbed.gradient,
    };
  });
}
