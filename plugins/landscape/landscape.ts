/** The loss around one image, and the way that an attack takes through it. */
import {
  checkEpsilons,
  checkUnitRange,
  createPause,
  crossEntropy,
  inputGradient,
  log,
  openClassifier,
  progress,
  random,
  readClasses,
  readLabels,
  signal,
  sizeOf,
  sliceRows,
  steepest,
  type Classifier,
  type Dataset,
  type NdArray,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** A point of the attack's way: where it lies in the plane, and what is read there. */
export interface WayPoint {
  /** 0 is the image itself, 1 where the attack ended. */
  readonly along: number;
  readonly across: number;
  readonly loss: number;
  readonly prediction: number;
  /** How much of its length lies in the plane, 0 to 1; the plane is a slice, and the rest stands out of it. */
  readonly share: number;
}

export interface LossLandscape {
  readonly format: 1;
  readonly index: number;
  readonly label: number;
  readonly epsilon: number;
  readonly classes: readonly string[];
  /** Places of the columns and of the rows, rising. */
  readonly along: readonly number[];
  readonly across: readonly number[];
  /** Row by row: the cross entropy, and the class that is read. */
  readonly losses: readonly (readonly number[])[];
  readonly predictions: readonly (readonly number[])[];
  readonly way: readonly WayPoint[];
  /** The image, and where the attack ended: [2, height, width, channels], 0 to 1. */
  readonly images: NdArray<Float32Array>;
}

/** Grid points that are read at once. */
const BATCH = 256;

/**
 * The loss over a plane through one image (after Li, Xu, Taylor, Studer, Goldstein 2018, arXiv:1712.09913, who draw it over
 * weights): one axis leads to where projected gradient descent (Madry et al. 2018, arXiv:1706.06083) ended, the other to
 * the point of its way that stood farthest from that line. A smooth slope is an honest model; needles and plains around the
 * image are how a masked gradient looks.
 *
 * Threat model of the attack that is drawn: sees the weights and the true label, may change every pixel by at most ε, takes
 * `iterations` steps of 2.5·ε/iterations from the image itself. Points of the plane are not clipped to [0, 1].
 *
 * Defaults: epsilon, iterations and size are ours; the step is Madry's rule.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param index which image, from 0
 * @param epsilon the radius in L∞, more than 0 and at most 1
 * @param iterations steps, 1 or more
 * @param size points along each side, 5 to 101
 * @returns losses and readings over the plane, and the attack's way
 * @throws where there is no such image, or a number is out of its range
 */
export async function loss_landscape(
  model: Readable,
  dataset: Dataset,
  index = 0,
  epsilon = 0.1,
  iterations = 20,
  size = 41,
): Promise<LossLandscape> {
  checkUnitRange(dataset);
  checkEpsilons([epsilon]);
  checkWhole('index', index, 0, sizeOf(dataset) - 1);
  checkWhole('iterations', iterations, 1, 1000);
  checkWhole('size', size, 5, 101);
  const classifier = openClassifier(model);
  const label = (await readLabels(dataset))[index]!;
  const x = sliceRows(dataset.images, index, index + 1);
  const truth = sliceRows(dataset.labels, index, index + 1);
  const changes = await climb(classifier, x, truth, epsilon, iterations);
  const plane = findPlane(changes, epsilon);
  const along = places(-0.5, 1.5, size);
  const across = places(-1, 1, size);
  const read = createReader(classifier, x, label);
  const grid = across.flatMap((b) => along.map((a) => ({ a, b })));
  const points = await read(grid.map(({ a, b }) => combine(plane, a, b)));
  const steps = await read(changes);
  const images = await keepImages(x, changes.at(-1)!);
  tf.dispose([x, truth]);
  const rows = <T>(pick: (point: Point) => T): T[][] =>
    across.map((_, r) => points.slice(r * size, (r + 1) * size).map(pick));
  const way = changes.map((change, i) => ({ ...locate(plane, change), ...steps[i]! }));
  const inside = points.filter(({ prediction }) => prediction === label).length;
  log(`${((100 * inside) / points.length).toFixed(0)} % of the plane is read as ${label}`);
  return {
    format: 1,
    index,
    label,
    epsilon,
    classes: Array.from({ length: classifier.classes }, (_, k) => String(k)),
    along,
    across,
    losses: rows(({ loss }) => loss),
    predictions: rows(({ prediction }) => prediction),
    way,
    images,
  };
}

interface Point {
  readonly loss: number;
  readonly prediction: number;
}

/** Two directions that stand upright on each other, as changes of the image. */
interface Plane {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} is a whole number from ${least} to ${most}, not ${value}.`);
}

/** The change of the image after each step, the first of them none. */
async function climb(
  classifier: Classifier,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  epsilon: number,
  iterations: number,
): Promise<Float32Array[]> {
  const step = (2.5 * epsilon) / iterations;
  const changes = [new Float32Array(x.size)];
  const pause = createPause();
  let point = tf.clone(x);
  for (let i = 0; i < iterations; i++) {
    signal().throwIfAborted();
    const [next, change] = tf.tidy(() => {
      const { gradient } = inputGradient(classifier, point, truth);
      const further = tf.sub(tf.add(point, tf.mul(steepest(gradient, 'inf'), step)), x);
      const moved = tf.clipByValue(tf.add(x, tf.clipByValue(further, -epsilon, epsilon)), 0, 1);
      return [moved as tf.Tensor4D, tf.sub(moved, x)] as [tf.Tensor4D, tf.Tensor];
    });
    changes.push(Float32Array.from(await change.data()));
    tf.dispose([point, change]);
    point = next;
    await pause();
  }
  point.dispose();
  return changes;
}

/** Through the end of the way, and through its point that stands farthest from the straight line there. */
function findPlane(changes: readonly Float32Array[], epsilon: number): Plane {
  const end = changes.at(-1)!;
  const chance = random('across');
  const draw = (): Float32Array => chance.fillUniform(new Float32Array(end.length), -epsilon, epsilon);
  // A gradient of zeros leads nowhere: then both directions are chance.
  const first = dot(end, end) > 0 ? end : draw();
  const rests = changes.map((change) => without(change, first));
  const farthest = rests.reduce((best, rest) => (dot(rest, rest) > dot(best, best) ? rest : best));
  // A straight way spans no plane by itself.
  const straight = dot(farthest, farthest) < 1e-6 * dot(first, first);
  const second = straight ? without(draw(), first) : farthest;
  const scale = Math.sqrt(dot(first, first) / dot(second, second));
  return { first, second: second.map((value) => value * scale) };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** What of a change stands upright on a direction. */
function without(change: Float32Array, direction: Float32Array): Float32Array {
  const share = dot(change, direction) / dot(direction, direction);
  return change.map((value, i) => value - share * direction[i]!);
}

function combine({ first, second }: Plane, a: number, b: number): Float32Array {
  return first.map((value, i) => a * value + b * second[i]!);
}

function locate(
  { first, second }: Plane,
  change: Float32Array,
): { along: number; across: number; share: number } {
  const along = dot(change, first) / dot(first, first);
  const across = dot(change, second) / dot(second, second);
  const whole = dot(change, change);
  const inside = along * along * dot(first, first) + across * across * dot(second, second);
  return { along, across, share: whole > 0 ? Math.min(1, Math.sqrt(inside / whole)) : 1 };
}

function places(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Reads the image under many changes: the loss of its label, and the class that is read. */
function createReader(
  { logits }: Classifier,
  x: tf.Tensor4D,
  label: number,
): (changes: readonly Float32Array[]) => Promise<Point[]> {
  return async (changes) => {
    const points: Point[] = [];
    const pause = createPause();
    for (let start = 0; start < changes.length; start += BATCH) {
      signal().throwIfAborted();
      const part = changes.slice(start, start + BATCH);
      const [losses, scores] = tf.tidy(() => {
        const [, ...shape] = x.shape;
        const flat = new Float32Array(part.length * x.size);
        part.forEach((change, i) => flat.set(change, i * x.size));
        const moved = tf.add(tf.tensor4d(flat, [part.length, ...shape] as tf.Tensor4D['shape']), x);
        const scores = logits(moved as tf.Tensor4D);
        const truth = tf.oneHot(tf.fill([part.length], label, 'int32') as tf.Tensor1D, scores.shape[1]);
        return [crossEntropy(scores, tf.cast(truth, 'float32') as tf.Tensor2D), scores];
      }) as [tf.Tensor, tf.Tensor2D];
      const [loss, prediction] = await Promise.all([losses.data(), readClasses(scores)]);
      part.forEach((_, i) => points.push({ loss: loss[i]!, prediction: prediction[i]! }));
      tf.dispose([losses, scores]);
      progress(points.length, changes.length, 'points');
      await pause();
    }
    return points;
  };
}

async function keepImages(x: tf.Tensor4D, change: Float32Array): Promise<NdArray<Float32Array>> {
  const before = await x.data();
  const data = new Float32Array(2 * before.length);
  data.set(before);
  change.forEach((value, i) => (data[before.length + i] = before[i]! + value));
  return { shape: [2, ...x.shape.slice(1)], data };
}
