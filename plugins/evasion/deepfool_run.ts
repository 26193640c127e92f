/** DeepFool's walk: step by step over the nearest boundary, as if the classifier were linear. */
import { gatherRows, readClasses, type Classifier, type ImageLoss } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { readingsOf, readOften } from './readings.ts';
import { cleanSlope, findSlope, type HealthWatch } from './slopes.ts';

export interface Walk {
  readonly norm: 2 | 'inf';
  readonly iterations: number;
  readonly overshoot: number;
  /** Classes whose boundary is looked for, the true one among them: those read first at the start. */
  readonly candidates: number;
  /** Whether points are kept in [0, 1]. */
  readonly clip: boolean;
  readonly eot: number;
}

export interface Walked {
  /** [n, height, width, channels]: where each walk ended. */
  readonly images: tf.Tensor4D;
  readonly queries: Int32Array;
  readonly gradients: Int32Array;
}

/** Added to each step, as the authors' own code does. */
const SLACK = 1e-4;

/** The logit of a class less that of the true one: `choice` is one-hot of the class. */
const against =
  (choice: tf.Tensor2D): ImageLoss =>
  (logits, truth) =>
    tf.sum(tf.mul(logits, tf.sub(choice, truth)), 1) as tf.Tensor1D;

/** Rows that still walk. */
interface Walking {
  readonly places: Int32Array;
  readonly x: tf.Tensor4D;
  readonly truth: tf.Tensor2D;
  /** The whole change so far, without overshoot and clip. */
  readonly change: tf.Tensor4D;
  /** Other classes [n, candidates − 1]. */
  readonly rivals: tf.Tensor2D;
}

/**
 * Walks from `x` until each row is read as another class than `labels`, in every one of several readings where the
 * classifier draws lots, or for `iterations` steps.
 *
 * @param labels the class that is fled from
 */
export async function walkRows(
  classifier: Classifier,
  x: tf.Tensor4D,
  labels: Int32Array,
  walk: Walk,
  watch: HealthWatch | null,
  tick: () => Promise<void>,
): Promise<Walked> {
  const count = labels.length;
  const size = x.size / count;
  const pixels = new Float32Array(x.size);
  // Which classes are the rivals is asked once.
  const queries = new Int32Array(count).fill(1);
  const gradients = new Int32Array(count);
  let walking = begin(classifier, x, labels, walk);
  for (let i = 0; ; i++) {
    const point = tf.tidy(() => pointOf(walking, walk));
    const stands = await findStanding(classifier, point, labels, walking.places);
    walking.places.forEach((place) => (queries[place]! += readingsOf(classifier)));
    const values = await point.data();
    walking.places.forEach((place, row) =>
      pixels.set(values.subarray(row * size, (row + 1) * size), place * size),
    );
    point.dispose();
    const keep = Int32Array.from(walking.places.keys()).filter((row) => stands[row]);
    if (keep.length === 0 || i === walk.iterations) break;
    walking = keepRows(walking, keep);
    walking = await step(classifier, walking, walk, i === 0 ? watch : null);
    walking.places.forEach((place) => (gradients[place]! += walking.rivals.shape[1] * walk.eot));
    await tick();
  }
  closeWalking(walking);
  return { images: tf.tensor4d(pixels, x.shape), queries, gradients };
}

function begin(classifier: Classifier, x: tf.Tensor4D, labels: Int32Array, { candidates }: Walk): Walking {
  const { classes } = classifier;
  const others = Math.min(candidates, classes) - 1;
  return tf.tidy(() => {
    const truth = tf.oneHot(tf.tensor1d(labels, 'int32'), classes, 1, 0, 'float32') as tf.Tensor2D;
    const logits = tf.sub(classifier.logits(x), tf.mul(truth, 1e9)) as tf.Tensor2D;
    return {
      places: Int32Array.from(labels.keys()),
      x: tf.clone(x),
      truth,
      change: tf.zerosLike(x),
      rivals: tf.topk(logits, others, true).indices as tf.Tensor2D,
    };
  });
}

function pointOf({ x, change }: Pick<Walking, 'x' | 'change'>, { overshoot, clip }: Walk): tf.Tensor4D {
  const point = tf.add(x, tf.mul(change, 1 + overshoot)) as tf.Tensor4D;
  return clip ? (tf.clipByValue(point, 0, 1) as tf.Tensor4D) : point;
}

/** Whether some reading of each row still says its label. */
async function findStanding(
  classifier: Classifier,
  point: tf.Tensor4D,
  labels: Int32Array,
  places: Int32Array,
): Promise<boolean[]> {
  const readings = readOften(classifier, point);
  const read = await Promise.all(readings.map(readClasses));
  tf.dispose(readings);
  return Array.from(places, (place, row) => read.some((classes) => classes[row] === labels[place]));
}

/** One step over the boundary that is nearest, were the classifier linear. */
async function step(
  classifier: Classifier,
  from: Walking,
  walk: Walk,
  watch: HealthWatch | null,
): Promise<Walking> {
  const { change, first } = tf.tidy(() => {
    const [count, rivals] = from.rivals.shape;
    const each = tf.tensor1d(
      Array.from({ length: count * rivals }, (_, i) => Math.floor(i / rivals)),
      'int32',
    );
    const point = pointOf(from, walk);
    const flat = tf.reshape(from.rivals, [-1]) as tf.Tensor1D;
    const choice = tf.oneHot(tf.cast(flat, 'int32'), classifier.classes, 1, 0, 'float32') as tf.Tensor2D;
    const x = tf.gather(point, each);
    const truth = tf.gather(from.truth, each);
    const { gradient, losses } = findSlope(classifier, x, truth, against(choice), walk.eot);
    const shape: [number, number, number] = [count, rivals, gradient.size / (count * rivals)];
    const slopes = tf.reshape(cleanSlope(gradient), shape) as tf.Tensor3D;
    const gaps = tf.abs(tf.reshape(losses, [count, rivals])) as tf.Tensor2D;
    const moved = tf.reshape(crossNearest(slopes, gaps, walk.norm), point.shape) as tf.Tensor4D;
    const firsts = tf.tensor1d(
      Array.from({ length: count }, (_, i) => i * rivals),
      'int32',
    );
    return { change: tf.add<tf.Tensor4D>(from.change, moved), first: tf.gather(gradient, firsts) };
  });
  await watch?.add(first);
  tf.dispose([from.change, first]);
  return { ...from, change };
}

/** The step over the nearest of the boundaries with these slopes [n, rivals, pixels] and gaps [n, rivals]. */
function crossNearest(slopes: tf.Tensor3D, gaps: tf.Tensor2D, norm: Walk['norm']): tf.Tensor2D {
  const [, rivals] = gaps.shape;
  // The distance in L∞ is the gap over the slope's L1 norm, its dual.
  const lengths = norm === 2 ? tf.sqrt(tf.sum(tf.square(slopes), 2)) : tf.sum(tf.abs(slopes), 2);
  const distances = tf.div(gaps, tf.maximum(lengths, 1e-12)) as tf.Tensor2D;
  // One-hot of one class is refused; a single rival is the nearest.
  const nearest =
    rivals === 1
      ? tf.onesLike(distances)
      : tf.oneHot(tf.argMin(distances, 1) as tf.Tensor1D, rivals, 1, 0, 'float32');
  const chosen = (values: tf.Tensor2D): tf.Tensor2D => tf.sum(tf.mul(values, nearest), 1, true);
  const slope = tf.sum(tf.mul(slopes, tf.expandDims(nearest, 2)), 1) as tf.Tensor2D;
  const far = tf.add(chosen(distances), SLACK);
  if (norm === 'inf') return tf.mul(signOf(slope), far);
  return tf.mul(tf.div(slope, tf.maximum(chosen(lengths as tf.Tensor2D), 1e-12)), far);
}

/** Not `tf.sign`, which on wasm says 0 of all below 1e-7. */
function signOf(slope: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(tf.cast(tf.greater(slope, 0), 'float32'), tf.cast(tf.less(slope, 0), 'float32'));
}

function keepRows(from: Walking, keep: Int32Array): Walking {
  if (keep.length === from.places.length) return from;
  const kept = {
    places: Int32Array.from(keep, (row) => from.places[row]!),
    x: gatherRows(from.x, keep),
    truth: gatherRows(from.truth, keep),
    change: gatherRows(from.change, keep),
    rivals: gatherRows(from.rivals, keep),
  };
  closeWalking(from);
  return kept;
}

function closeWalking({ x, truth, change, rivals }: Walking): void {
  tf.dispose([x, truth, change, rivals]);
}
