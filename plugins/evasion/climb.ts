/** Steps along the gradient, each put back within its radius: what BIM, PGD and MIM have in common. */
import { gatherRows, type Classifier, type ImageLoss, type Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { cleanSlope, asksAnew, findSlope, readAt, type HealthWatch } from './slopes.ts';
import { findDirection, perRow, putBack } from './directions.ts';
import type { Ending, Rows, Tick } from './rows.ts';

export interface Climb {
  readonly norm: Norm;
  readonly iterations: number;
  /** The length of a step, as a share of each row's radius. */
  readonly relativeStep: number;
  readonly loss: ImageLoss;
  /** The share of the last direction that the next one keeps (MIM); null: none is kept. */
  readonly momentum: number | null;
  readonly eot: number;
  /** Whether a row stops as soon as it is misread. */
  readonly earlyStop: boolean;
}

/** The rows that still move. */
interface Moving {
  readonly places: Int32Array;
  readonly x: tf.Tensor4D;
  readonly truth: tf.Tensor2D;
  readonly labels: Int32Array;
  readonly point: tf.Tensor4D;
  readonly velocity: tf.Tensor4D | undefined;
  readonly radii: Float64Array;
}

interface Stepped {
  readonly gradient: tf.Tensor4D;
  readonly logits: tf.Tensor2D;
  readonly point: tf.Tensor4D;
  readonly velocity: tf.Tensor4D | undefined;
}

/** Climbs from `start`, which it takes hold of; `watch` is shown the first gradients. */
export async function climbRows(
  classifier: Classifier,
  rows: Rows,
  start: tf.Tensor4D,
  climb: Climb,
  watch: HealthWatch | null,
  tick: Tick,
): Promise<Ending> {
  const left = new Leavers(rows);
  const { count, labels } = rows;
  const places = Int32Array.from({ length: count }, (_, i) => i);
  let moving: Moving = {
    places,
    x: tf.clone(rows.x),
    truth: tf.clone(rows.truth),
    labels,
    point: start,
    velocity: undefined,
    radii: rows.radii,
  };
  for (let i = 0; i < climb.iterations && moving.places.length > 0; i++) {
    const next = step(classifier, moving, climb);
    if (i === 0) await watch?.add(next.gradient);
    moving = climb.earlyStop ? await left.part(classifier, moving, next, climb.eot) : advance(moving, next);
    tf.dispose([next.gradient, next.logits]);
    left.count(moving.places, climb.eot);
    await tick();
  }
  return left.close(moving);
}

function step(
  classifier: Classifier,
  at: Moving,
  { norm, relativeStep, loss, momentum, eot }: Climb,
): Stepped {
  return tf.tidy(() => {
    const { gradient, logits } = findSlope(classifier, at.point, at.truth, loss, eot);
    const velocity = momentum === null ? undefined : gather(gradient, at.velocity, momentum);
    const direction = findDirection(velocity ?? gradient, at.point, norm);
    const lengths = perRow(at.radii.map((radius) => radius * relativeStep));
    const further = tf.add<tf.Tensor4D>(at.point, tf.mul(direction, lengths));
    return { gradient, logits, velocity, point: putBack(further, at.x, perRow(at.radii), norm) };
  });
}

/** The gradient over its L1 norm, beside what is kept of the directions before. */
function gather(gradient: tf.Tensor4D, velocity: tf.Tensor4D | undefined, momentum: number): tf.Tensor4D {
  const clean = cleanSlope(gradient);
  const length = tf.maximum(tf.sum(tf.abs(clean), [1, 2, 3], true), 1e-30);
  const unit = tf.div<tf.Tensor4D>(clean, length);
  return velocity ? tf.add(tf.mul(velocity, momentum), unit) : unit;
}

function advance(from: Moving, { point, velocity }: Stepped): Moving {
  tf.dispose([from.point, ...(from.velocity ? [from.velocity] : [])]);
  return { ...from, point, velocity };
}

/** Rows that stopped early, where they stopped, and what each row cost. */
class Leavers {
  readonly #rows: Rows;
  readonly #queries: Int32Array;
  readonly #gradients: Int32Array;
  #pixels: Float32Array | null = null;

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#queries = new Int32Array(rows.count);
    this.#gradients = new Int32Array(rows.count);
  }

  count(places: Int32Array, gradients: number): void {
    places.forEach((place) => (this.#gradients[place]! += gradients));
  }

  /** Leaves out the rows that were misread before the step; the others take it. */
  async part(classifier: Classifier, at: Moving, next: Stepped, eot: number): Promise<Moving> {
    const read = readAt(classifier, at.point, next);
    const classes = tf.tidy(() => tf.argMax(read, 1));
    const predictions = await classes.data();
    tf.dispose([read, classes]);
    if (asksAnew(classifier)) at.places.forEach((place) => this.#queries[place]!++);
    const keep = Int32Array.from(at.places.keys()).filter((i) => predictions[i] === at.labels[i]);
    if (keep.length === at.places.length) return advance(at, next);
    // The gradient that said so was taken, and `count` will only see who stays.
    const gone = at.places.filter((_, i) => predictions[i] !== at.labels[i]);
    this.count(gone, eot);
    await this.#note(at);
    const kept: Moving = {
      places: Int32Array.from(keep, (i) => at.places[i]!),
      x: gatherRows(at.x, keep),
      truth: gatherRows(at.truth, keep),
      labels: Int32Array.from(keep, (i) => at.labels[i]!),
      point: gatherRows(next.point, keep),
      velocity: next.velocity && gatherRows(next.velocity, keep),
      radii: Float64Array.from(keep, (i) => at.radii[i]!),
    };
    tf.dispose(next.point);
    if (next.velocity) tf.dispose(next.velocity);
    closeMoving(at);
    return kept;
  }

  async close(moving: Moving): Promise<Ending> {
    const costs = { queries: this.#queries, gradients: this.#gradients };
    if (!this.#pixels) {
      const { point, ...rest } = moving;
      closeMoving(rest);
      return { ...costs, images: point };
    }
    await this.#note(moving);
    closeMoving(moving);
    return { ...costs, images: tf.tensor4d(this.#pixels, this.#rows.x.shape) };
  }

  /** Writes down where these rows stand; those that go on are written over later. */
  async #note({ places, point }: Pick<Moving, 'places' | 'point'>): Promise<void> {
    const size = this.#rows.x.size / this.#rows.count;
    this.#pixels ??= new Float32Array(this.#rows.x.size);
    const values = await point.data();
    places.forEach((place, i) => this.#pixels!.set(values.subarray(i * size, (i + 1) * size), place * size));
  }
}

function closeMoving({ x, truth, velocity, point }: Omit<Moving, 'point'> & { point?: tf.Tensor4D }): void {
  tf.dispose([x, truth, ...(velocity ? [velocity] : []), ...(point ? [point] : [])]);
}
