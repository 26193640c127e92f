/** Steps along the gradient, each put back within its radius: what BIM, PGD and MIM have in common. */
import { gatherRows, readClasses, type Classifier, type ImageLoss, type Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { cleanSlope, asksAnew, findSlope, readAt, type HealthWatch } from './slopes.ts';
import { findDirection, perRow, putBack } from './directions.ts';
import { Ledger, type Ending, type Rows, type Tick } from './rows.ts';

export interface Climb {
  readonly norm: Norm;
  readonly iterations: number;
  /** The length of a step, as a share of each row's radius. */
  readonly relativeStep: number;
  readonly loss: ImageLoss;
  /** The share of the last direction that the next one keeps (MIM); null: none is kept. */
  readonly momentum: number | null;
  readonly eot: number;
  /** Whether a row stops as soon as one reading is wrong; not for a classifier that draws lots. */
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
  const ledger = new Ledger(rows);
  let moving: Moving | null = {
    places: Int32Array.from(rows.labels.keys()),
    x: tf.clone(rows.x),
    truth: tf.clone(rows.truth),
    labels: rows.labels,
    point: start,
    velocity: undefined,
    radii: rows.radii,
  };
  for (let i = 0; i < climb.iterations && moving !== null; i++) {
    const next = step(classifier, moving, climb);
    ledger.count(moving.places, 0, climb.eot);
    if (i === 0) await watch?.add(next.gradient);
    moving = climb.earlyStop ? await part(classifier, moving, next, ledger) : advance(moving, next);
    tf.dispose([next.gradient, next.logits]);
    await tick();
  }
  if (moving !== null) {
    await ledger.note(moving.places, moving.point);
    closeMoving(moving);
  }
  return ledger.close();
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

/** Leaves out the rows that were misread before the step; the others take it. Null where none is left. */
async function part(
  classifier: Classifier,
  at: Moving,
  next: Stepped,
  ledger: Ledger,
): Promise<Moving | null> {
  const read = readAt(classifier, at.point, next);
  const predictions = await readClasses(read);
  read.dispose();
  if (asksAnew(classifier)) ledger.count(at.places, 1, 0);
  const keep = Int32Array.from(at.places.keys()).filter((i) => predictions[i] === at.labels[i]);
  if (keep.length === at.places.length) return advance(at, next);
  await ledger.note(at.places, at.point);
  const left = keep.length === 0 ? null : keepRows(at, next, keep);
  tf.dispose([next.point, ...(next.velocity ? [next.velocity] : [])]);
  closeMoving(at);
  return left;
}

function keepRows(at: Moving, next: Stepped, keep: Int32Array): Moving {
  return {
    places: Int32Array.from(keep, (i) => at.places[i]!),
    x: gatherRows(at.x, keep),
    truth: gatherRows(at.truth, keep),
    labels: Int32Array.from(keep, (i) => at.labels[i]!),
    point: gatherRows(next.point, keep),
    velocity: next.velocity && gatherRows(next.velocity, keep),
    radii: Float64Array.from(keep, (i) => at.radii[i]!),
  };
}

function closeMoving({ x, truth, velocity, point }: Moving): void {
  tf.dispose([x, truth, point, ...(velocity ? [velocity] : [])]);
}
