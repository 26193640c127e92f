/** Runs an attack over all pairs of ε and image as rows of one list, many at once, and closes each ε's round. */
import {
  batchRanges,
  createPause,
  gatherRows,
  judgeRound,
  progress,
  signal,
  sliceRows,
  type AttackRound,
  type Classifier,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import type { Subjects } from './subjects.ts';

/** Some rows: an image each, with the radius that its change keeps to. */
export interface Rows {
  readonly count: number;
  /** [count, height, width, channels]. */
  readonly x: tf.Tensor4D;
  /** One-hot [count, classes]. */
  readonly truth: tf.Tensor2D;
  readonly labels: Int32Array;
  /** Which image of the data set each is. */
  readonly places: Int32Array;
  /** The ε of each row; infinite where nothing bounds it. */
  readonly radii: Float64Array;
}

/** What came of some rows. */
export interface Ending {
  readonly images: tf.Tensor4D;
  /** Of each row. */
  readonly queries: Int32Array;
  readonly gradients: Int32Array;
}

export type Tick = () => Promise<void>;

/**
 * Rows worked on at once: a GPU wants many, a CPU's caches few. What comes of a row is its own affair, but for a defence
 * that draws lots for a whole batch: there batches are alike everywhere.
 */
function rowsAtOnce({ defence }: Classifier): number {
  return tf.getBackend() === 'webgpu' && !defence?.stochastic ? 512 : 64;
}

/** The rows at these places; `closeRows` lets go of them. */
export function pickRows(rows: Omit<Rows, 'count'>, places: Int32Array): Rows {
  return {
    count: places.length,
    x: gatherRows(rows.x, places),
    truth: gatherRows(rows.truth, places),
    labels: Int32Array.from(places, (place) => rows.labels[place]!),
    places: Int32Array.from(places, (place) => rows.places[place]!),
    radii: Float64Array.from(places, (place) => rows.radii[place]!),
  };
}

export function closeRows({ x, truth }: Pick<Rows, 'x' | 'truth'>): void {
  tf.dispose([x, truth]);
}

/** Where rows ended that do not end together, and what each of them cost. */
export class Ledger {
  readonly queries: Int32Array;
  readonly gradients: Int32Array;
  readonly #shape: tf.Tensor4D['shape'];
  readonly #pixels: Float32Array;

  constructor({ count, x }: Pick<Rows, 'count' | 'x'>) {
    this.queries = new Int32Array(count);
    this.gradients = new Int32Array(count);
    this.#shape = x.shape;
    this.#pixels = new Float32Array(x.size);
  }

  /** Adds to the cost of the rows at these places. */
  count(places: Int32Array, queries: number, gradients: number): void {
    places.forEach((place) => {
      this.queries[place]! += queries;
      this.gradients[place]! += gradients;
    });
  }

  /** Writes down where these rows stand; those that go on are written over later. */
  async note(places: Int32Array, images: tf.Tensor4D): Promise<void> {
    const size = this.#pixels.length / this.queries.length;
    const values = await images.data();
    places.forEach((place, i) => this.#pixels.set(values.subarray(i * size, (i + 1) * size), place * size));
  }

  close(): Ending {
    const { queries, gradients } = this;
    return { images: tf.tensor4d(this.#pixels, this.#shape), queries, gradients };
  }
}

/**
 * Attacks every image at every ε (null: unbounded) and gives what came of each row, ε by ε and image by image. `body` is
 * handed some rows at a time in that order, and calls its tick `steps` times or less.
 */
export async function attackEndings(
  subjects: Subjects,
  epsilons: readonly (number | null)[],
  steps: number,
  body: (rows: Rows, tick: Tick) => Promise<Ending>,
): Promise<Ending> {
  const ranges = batchRanges(subjects.size * epsilons.length, rowsAtOnce(subjects.classifier));
  const tell = createTeller(ranges.length * steps);
  const endings: Ending[] = [];
  for (const [part, [start, end]] of ranges.entries()) {
    const rows = rowsFrom(subjects, epsilons, start, end);
    let done = 0;
    endings.push(await body(rows, () => tell(part * steps + ++done)));
    closeRows(rows);
  }
  return joinEndings(endings);
}

/** As `attackEndings`, with a round closed for each ε. */
export async function attackRounds(
  subjects: Subjects,
  epsilons: readonly number[],
  steps: number,
  body: (rows: Rows, tick: Tick) => Promise<Ending>,
): Promise<AttackRound[]> {
  const { size } = subjects;
  const whole = await attackEndings(subjects, epsilons, steps, body);
  const rounds: AttackRound[] = [];
  for (const [k, epsilon] of epsilons.entries()) {
    const [start, end] = [k * size, (k + 1) * size];
    const ending = {
      images: sliceRows(whole.images, start, end),
      queries: whole.queries.slice(start, end),
      gradients: whole.gradients.slice(start, end),
    };
    rounds.push(await closeRound(subjects, epsilon, ending));
  }
  whole.images.dispose();
  return rounds;
}

/** A round of what was made; it takes hold of the images. */
export function closeRound(
  { model, images: before, labels, clean }: Subjects,
  epsilon: number | null,
  { images, queries, gradients: gradientEvaluations }: Ending,
  target: number | null = null,
): Promise<AttackRound> {
  const facts = { epsilon, before, labels, clean, target, queries, gradientEvaluations };
  return judgeRound(model, images, facts);
}

function rowsFrom(
  { images, truth, labels, size }: Subjects,
  epsilons: readonly (number | null)[],
  start: number,
  end: number,
): Rows {
  const at = Array.from({ length: end - start }, (_, i) => start + i);
  const places = Int32Array.from(at, (row) => row % size);
  const rows = {
    count: places.length,
    places,
    x: gatherRows(images, places),
    truth: gatherRows(truth, places),
    labels: Int32Array.from(places, (place) => labels[place]!),
  };
  return { ...rows, radii: Float64Array.from(at, (row) => epsilons[Math.floor(row / size)] ?? Infinity) };
}

export function joinEndings(endings: readonly Ending[]): Ending {
  const images = tf.concat(
    endings.map((ending) => ending.images),
    0,
  );
  tf.dispose(endings.map((ending) => ending.images));
  const join = (of: (ending: Ending) => Int32Array): Int32Array =>
    Int32Array.from(endings.flatMap((ending) => [...of(ending)]));
  return { images, queries: join(({ queries }) => queries), gradients: join(({ gradients }) => gradients) };
}

export function createTeller(total: number): (done: number) => Promise<void> {
  const pause = createPause();
  return async (done) => {
    signal().throwIfAborted();
    progress(done, total, 'steps');
    await pause();
  };
}
