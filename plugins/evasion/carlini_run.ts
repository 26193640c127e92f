/** Carlini and Wagner's search: Adam on pixels that cannot leave [0, 1], for a constant that is searched by halving. */
import { gatherRows, marginLoss, oneHot, type Classifier, type ImageLoss } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { perRow } from './directions.ts';
import { Ledger, type Ending, type Rows, type Tick } from './rows.ts';
import { asksAnew, cleanSlope, findSlope, readAt, type HealthWatch } from './slopes.ts';

export interface Search {
  readonly iterations: number;
  readonly searches: number;
  readonly rate: number;
  readonly constant: number;
  readonly confidence: number;
  readonly abortEarly: boolean;
  readonly eot: number;
  /** The class that each row is to reach; null: any but the true one. */
  readonly goals: ((rows: Rows) => Int32Array) | null;
}

/** Keeps the image's own pixels off the ends of tanh, where it has no slope. */
const INSIDE = 0.999999;
/** Above it a constant that failed is multiplied by ten. */
const UNBOUNDED = 1e10;
/** Of Adam: the authors' framework's own. */
const [BETA1, BETA2, TINY] = [0.9, 0.999, 1e-8];

/** The shortest window, in steps. */
const FEWEST = 10;
const NONE = 1e20;

/** Adam's state, and where it stands before tanh. */
interface Climber {
  readonly w: tf.Tensor4D;
  readonly first: tf.Tensor4D;
  readonly second: tf.Tensor4D;
}

/** The rows of one search that still climb, and the nearest change found so far of each. */
interface Climbing extends Climber {
  /** Their places among all rows. */
  readonly places: Int32Array;
  /**
   * Each image as tanh gives it back: measured from there, as in the authors' code, a pixel that the classifier does not see
   * has no slope at all, and stays.
   */
  readonly still: tf.Tensor4D;
  /** One-hot: the class to leave, or the one to reach. */
  readonly goal: tf.Tensor2D;
  /** c of each row [n, 1, 1, 1]. */
  readonly weights: tf.Tensor4D;
  readonly images: tf.Tensor4D;
  /** Squared L2 lengths [n, 1, 1, 1], infinite (1e20) where nothing was found. */
  readonly lengths: tf.Tensor4D;
  /**
   * 1 where a change was found in this window, [n, 1, 1, 1]. Adam's first steps are as long for a constant that is too small
   * as for any other and may fool, so that only the last window says whether a constant is large enough.
   */
  readonly found: tf.Tensor4D;
  /** The least cost that each row had in this window, [n, 1, 1, 1]: Adam swings, so that one reading says little. */
  readonly least: tf.Tensor4D;
}

/** What is known of every row from one search to the next. */
interface Book {
  readonly rows: Rows;
  readonly goal: tf.Tensor2D;
  /** The rows that need a change. */
  readonly open: Int32Array;
  readonly constants: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly lengths: Float32Array;
  readonly found: Uint8Array;
  readonly pixels: Float32Array;
  readonly ledger: Ledger;
}

/**
 * Looks for the least change in L2 of each row; a row for which none is found stays as it is, and so does one that needs
 * none: it is misread already, or read as the target, or of the target's class and not counted.
 */
export async function searchRows(
  classifier: Classifier,
  rows: Rows,
  search: Search,
  watch: HealthWatch | null,
  tick: Tick,
): Promise<Ending> {
  const book = await openBook(classifier, rows, search);
  for (let number = 0; number < search.searches && book.open.length > 0; number++) {
    await optimise(classifier, book, search, number === 0 ? watch : null, tick);
    for (const i of book.open) moveConstant(book, i);
  }
  book.goal.dispose();
  const { queries, gradients } = book.ledger;
  return { images: tf.tensor4d(book.pixels, rows.x.shape), queries, gradients };
}

async function openBook(classifier: Classifier, rows: Rows, search: Search): Promise<Book> {
  const { x, truth, labels, count } = rows;
  const goals = search.goals?.(rows);
  const goal = goals ? oneHot(goals, classifier.classes) : tf.clone(truth);
  const read = tf.tidy(() => marginOf(search)(classifier.logits(x), goal));
  const margins = await read.data();
  read.dispose();
  const all = Int32Array.from(labels.keys());
  const ledger = new Ledger(rows);
  ledger.count(all, 1, 0);
  return {
    rows,
    goal,
    open: all.filter((i) => !(margins[i]! > 0) && labels[i] !== goals?.[i]),
    constants: new Float64Array(count).fill(search.constant),
    low: new Float64Array(count),
    high: new Float64Array(count).fill(UNBOUNDED),
    lengths: new Float32Array(count).fill(NONE),
    found: new Uint8Array(count),
    pixels: Float32Array.from(await x.data()),
    ledger,
  };
}

/** By tens until a change is found, and then by halves. */
function moveConstant({ constants, low, high, found }: Book, i: number): void {
  const constant = constants[i]!;
  if (found[i]) high[i] = Math.min(high[i]!, constant);
  else low[i] = Math.max(low[i]!, constant);
  constants[i] = high[i]! < UNBOUNDED ? (low[i]! + high[i]!) / 2 : constant * 10;
}

/** By how much the row is read as it shall be. */
function marginOf({ goals }: Search): ImageLoss {
  return goals === null ? marginLoss : (logits, goal) => tf.neg(marginLoss(logits, goal));
}

function isFooled(margins: tf.Tensor, { confidence }: Search): tf.Tensor {
  return tf.logicalAnd(tf.greater(margins, 0), tf.greaterEqual(margins, confidence));
}

/** One search with the constants of the book; each row ends by itself, when its own cost falls no more. */
async function optimise(
  classifier: Classifier,
  book: Book,
  search: Search,
  watch: HealthWatch | null,
  tick: Tick,
): Promise<void> {
  let climbing: Climbing | null = begin(book);
  const lastCosts = new Float64Array(book.rows.count).fill(Infinity);
  const window = Math.max(FEWEST, Math.floor(search.iterations / 10));
  for (let i = 0; i < search.iterations && climbing !== null; i++) {
    const { places }: Climbing = climbing;
    const { gradient, next } = step(classifier, climbing, search, i + 1);
    book.ledger.count(places, asksAnew(classifier) ? 1 : 0, search.eot);
    if (i === 0) await watch?.add(gradient);
    closePoint(climbing);
    climbing = { ...climbing, ...next };
    if (i % window === 0 && i + 1 < search.iterations) {
      if (search.abortEarly && i > 0) climbing = await leaveWhatRests(book, climbing, lastCosts);
      if (climbing !== null) climbing = lookAnew(climbing);
    }
    gradient.dispose();
    await tick();
  }
  if (climbing !== null) {
    await note(book, climbing);
    closeClimbing(climbing);
  }
}

/** Pixels from 0 to 1 to any number, and back. */
const bend = (x: tf.Tensor4D): tf.Tensor4D => tf.atanh(tf.mul(tf.sub(tf.mul(x, 2), 1), INSIDE));
const unbend = (w: tf.Tensor4D): tf.Tensor4D => tf.mul(tf.add(tf.tanh(w), 1), 0.5);

function begin({ rows, goal, open, constants, lengths, pixels }: Book): Climbing {
  return tf.tidy(() => {
    const w = bend(gatherRows(rows.x, open));
    const weights = perRow(Float64Array.from(open, (i) => constants[i]!));
    return {
      places: open,
      still: unbend(w),
      goal: gatherRows(goal, open),
      weights,
      w,
      first: tf.zerosLike(w),
      second: tf.zerosLike(w),
      images: gatherRows(tf.tensor4d(pixels, rows.x.shape), open),
      lengths: perRow(Float32Array.from(open, (i) => lengths[i]!)),
      ...nothingSeen(weights),
    };
  });
}

/** Rows whose cost was no lower in this window than in the one before leave; null where none stays. */
async function leaveWhatRests(
  book: Book,
  climbing: Climbing,
  lastCosts: Float64Array,
): Promise<Climbing | null> {
  const least = await climbing.least.data();
  const stays = climbing.places.map((place, row) => Number(!(least[row]! > lastCosts[place]! * 0.9999)));
  climbing.places.forEach((place, row) => (lastCosts[place] = least[row]!));
  return stays.includes(0) ? leave(book, climbing, stays) : climbing;
}

/** The next window counts by itself. */
function lookAnew(climbing: Climbing): Climbing {
  tf.dispose([climbing.found, climbing.least]);
  return { ...climbing, ...nothingSeen(climbing.weights) };
}

function nothingSeen(weights: tf.Tensor4D): Pick<Climbing, 'found' | 'least'> {
  return { found: tf.zerosLike(weights), least: tf.fill(weights.shape, NONE) };
}

/** Writes down what was found; gives the rows that stay, or null where none does. */
async function leave(book: Book, climbing: Climbing, stays: Int32Array): Promise<Climbing | null> {
  await note(book, climbing);
  const keep = Int32Array.from(stays.keys()).filter((row) => stays[row] === 1);
  const kept =
    keep.length === 0
      ? null
      : {
          places: Int32Array.from(keep, (row) => climbing.places[row]!),
          still: gatherRows(climbing.still, keep),
          goal: gatherRows(climbing.goal, keep),
          weights: gatherRows(climbing.weights, keep),
          w: gatherRows(climbing.w, keep),
          first: gatherRows(climbing.first, keep),
          second: gatherRows(climbing.second, keep),
          images: gatherRows(climbing.images, keep),
          lengths: gatherRows(climbing.lengths, keep),
          found: gatherRows(climbing.found, keep),
          least: gatherRows(climbing.least, keep),
        };
  closeClimbing(climbing);
  return kept;
}

async function note(book: Book, { places, images, lengths, found }: Climbing): Promise<void> {
  const [pixels, far, yes] = await Promise.all([images.data(), lengths.data(), found.data()]);
  const size = pixels.length / places.length;
  places.forEach((place, row) => {
    book.pixels.set(pixels.subarray(row * size, (row + 1) * size), place * size);
    book.lengths[place] = far[row]!;
    book.found[place] = yes[row]!;
  });
}

function closePoint({ w, first, second, images, lengths, found, least }: Climbing): void {
  tf.dispose([w, first, second, images, lengths, found, least]);
}

function closeClimbing(climbing: Climbing): void {
  closePoint(climbing);
  tf.dispose([climbing.still, climbing.goal, climbing.weights]);
}

/** Reads where the climber stands, keeps what is better, and takes one step of Adam down ‖d‖² + c·max(0, κ − margin). */
function step(classifier: Classifier, from: Climbing, search: Search, number: number) {
  return tf.tidy(() => {
    const { still, goal, weights } = from;
    const point = unbend(from.w);
    const margin = marginOf(search);
    const hinge: ImageLoss = (logits, truth) => tf.relu(tf.sub(search.confidence, margin(logits, truth)));
    const climbed = findSlope(classifier, point, goal, hinge, search.eot);
    const change = tf.sub(point, still);
    const length = tf.sum(tf.square(change), [1, 2, 3], true) as tf.Tensor4D;
    const margins = tf.reshape(margin(readAt(classifier, point, climbed), goal), length.shape);
    const fools = isFooled(margins, search);
    const nearer = tf.logicalAnd(fools, tf.less(length, from.lengths));
    const costs = tf.add(length, tf.mul(weights, tf.reshape(climbed.losses, weights.shape)));
    const outer = tf.add(tf.mul(change, 2), tf.mul(cleanSlope(climbed.gradient), weights));
    // The slope of `unbend`, (1 − tanh²)/2.
    const slope = tf.mul(outer, tf.mul(tf.mul(point, tf.sub(1, point)), 2));
    const next = {
      ...descend(from, slope, search.rate, number),
      images: tf.where(nearer, point, from.images) as tf.Tensor4D,
      lengths: tf.where(nearer, length, from.lengths) as tf.Tensor4D,
      found: tf.maximum(from.found, tf.cast(fools, 'float32')) as tf.Tensor4D,
      least: tf.minimum(from.least, costs) as tf.Tensor4D,
    };
    return { gradient: climbed.gradient, next };
  });
}

/** One step of Adam. */
function descend({ w, first, second }: Climber, slope: tf.Tensor, size: number, number: number): Climber {
  const mean = tf.add(tf.mul(first, BETA1), tf.mul(slope, 1 - BETA1)) as tf.Tensor4D;
  const spread = tf.add(tf.mul(second, BETA2), tf.mul(tf.square(slope), 1 - BETA2)) as tf.Tensor4D;
  const rate = (size * Math.sqrt(1 - BETA2 ** number)) / (1 - BETA1 ** number);
  const moved = tf.sub(w, tf.mul(tf.div(mean, tf.add(tf.sqrt(spread), TINY)), rate)) as tf.Tensor4D;
  return { w: moved, first: mean, second: spread };
}
