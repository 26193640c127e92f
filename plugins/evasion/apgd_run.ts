/** One run of Auto-PGD: steps with momentum whose length halves where the loss does not rise enough. */
import type { Classifier, ImageLoss, Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { findDirection, perRow, putBack } from './directions.ts';
import type { Ending, Rows, Tick } from './rows.ts';
import { asksAnew, findSlope, readAt, type HealthWatch } from './slopes.ts';

export interface Schedule {
  readonly norm: Norm;
  readonly iterations: number;
  readonly eot: number;
}

/** A step halves where fewer than this share of the last ones raised the loss. */
const RHO = 0.75;
/** How much of a step is the new direction; the rest is the last change. */
const FRESH = 0.75;

/**
 * After which steps the length of a step is judged: 22 % of them, then each time 3 % fewer, down to 6 %. For 100: 22, 41,
 * 57, 70, 80, 87, 93, 99.
 *
 * @internal
 */
export function checkpointsOf(iterations: number): number[] {
  const share = (percent: number): number => Math.max(1, Math.trunc((percent * iterations) / 100));
  const places: number[] = [];
  let wait = share(22);
  for (let at = wait; at <= iterations; at += wait) {
    places.push(at);
    wait = Math.max(wait - share(3), share(6));
  }
  return places;
}

/** What is seen at a point. */
interface Look {
  readonly gradient: tf.Tensor4D;
  readonly losses: Float32Array;
  /** Whether each row is misread. */
  readonly misread: boolean[];
}

interface Run {
  readonly rows: Rows;
  readonly schedule: Schedule;
  point: tf.Tensor4D;
  previous: tf.Tensor4D;
  gradient: tf.Tensor4D;
  /** Where the loss was greatest, and its gradient there. */
  best: tf.Tensor4D;
  bestGradient: tf.Tensor4D;
  readonly bestLosses: Float32Array;
  /** The last point that was misread. */
  fooling: tf.Tensor4D;
  readonly fooled: Uint8Array;
  readonly lengths: Float64Array;
  /** The losses at each point so far. */
  readonly history: Float32Array[];
  /** Of the last checkpoint. */
  lastBest: Float32Array;
  halved: boolean[];
}

/** Climbs `loss` from `start`, which it takes hold of. A row that was ever misread ends there, another at its greatest loss. */
export async function runApgd(
  classifier: Classifier,
  rows: Rows,
  start: tf.Tensor4D,
  loss: ImageLoss,
  schedule: Schedule,
  watch: HealthWatch | null,
  tick: Tick,
): Promise<Ending> {
  const lookAt = (point: tf.Tensor4D): Promise<Look> => look(classifier, rows, point, loss, schedule.eot);
  const first = await lookAt(start);
  await watch?.add(first.gradient);
  const run = begin(rows, start, first, schedule);
  const checkpoints = new Set(checkpointsOf(schedule.iterations));
  let done = 0;
  while (done < schedule.iterations && run.fooled.includes(0)) {
    const next = move(run, done++ === 0);
    tf.dispose(run.previous);
    run.previous = run.point;
    run.point = next;
    note(run, await lookAt(next));
    if (checkpoints.has(done)) judge(run, windowAt(checkpoints, done));
    await tick();
  }
  const images = pick(run.fooled, run.fooling, run.best);
  tf.dispose([run.point, run.previous, run.gradient, run.best, run.bestGradient, run.fooling]);
  const spread = (value: number): Int32Array => new Int32Array(rows.count).fill(value);
  const looks = done + 1;
  return {
    images,
    queries: spread(asksAnew(classifier) ? looks : 0),
    gradients: spread(looks * schedule.eot),
  };
}

async function look(
  classifier: Classifier,
  { truth, labels }: Rows,
  point: tf.Tensor4D,
  loss: ImageLoss,
  eot: number,
): Promise<Look> {
  const climbed = findSlope(classifier, point, truth, loss, eot);
  const read = readAt(classifier, point, climbed);
  const classes = tf.tidy(() => tf.argMax(read, 1));
  const [losses, predictions] = await Promise.all([climbed.losses.data(), classes.data()]);
  tf.dispose([climbed.losses, climbed.logits, read, classes]);
  const misread = Array.from(labels, (label, i) => predictions[i] !== label);
  return { gradient: climbed.gradient, losses: Float32Array.from(losses), misread };
}

function begin(rows: Rows, start: tf.Tensor4D, { gradient, losses, misread }: Look, schedule: Schedule): Run {
  return {
    rows,
    schedule,
    point: start,
    previous: tf.clone(start),
    gradient,
    best: tf.clone(start),
    bestGradient: tf.clone(gradient),
    bestLosses: Float32Array.from(losses),
    fooling: tf.clone(start),
    fooled: Uint8Array.from(misread, Number),
    lengths: rows.radii.map((radius) => 2 * radius),
    history: [losses],
    lastBest: Float32Array.from(losses),
    halved: misread.map(() => true),
  };
}

/** The next point: a step along the direction, then three quarters of it and a quarter of the last change. */
function move({ rows, schedule, point, previous, gradient, lengths }: Run, first: boolean): tf.Tensor4D {
  return tf.tidy(() => {
    const radii = perRow(rows.radii);
    const put = (to: tf.Tensor): tf.Tensor4D => putBack(to as tf.Tensor4D, rows.x, radii, schedule.norm);
    const direction = findDirection(gradient, point, schedule.norm);
    const stepped = put(tf.add(point, tf.mul(direction, perRow(lengths))));
    if (first) return stepped;
    const fresh = tf.mul(tf.sub(stepped, point), FRESH);
    return put(tf.add(tf.add(point, fresh), tf.mul(tf.sub(point, previous), 1 - FRESH)));
  });
}

/** Keeps what the new point is the best or the latest of. */
function note(run: Run, { gradient, losses, misread }: Look): void {
  tf.dispose(run.gradient);
  run.gradient = gradient;
  run.history.push(losses);
  const better = Array.from(losses, (loss, i) => loss > run.bestLosses[i]!);
  run.best = replace(run.best, run.point, better);
  run.bestGradient = replace(run.bestGradient, gradient, better);
  run.fooling = replace(run.fooling, run.point, misread);
  better.forEach((yes, i) => yes && (run.bestLosses[i] = losses[i]!));
  misread.forEach((yes, i) => yes && (run.fooled[i] = 1));
}

/** Halves the steps of rows whose loss rose too seldom, or has no new maximum though the step stayed; they go on from their best. */
function judge(run: Run, window: number): void {
  const { history, bestLosses, lastBest, lengths, halved } = run;
  const last = history.length - 1;
  const halve = Array.from(bestLosses, (best, i) => {
    let rises = 0;
    for (let at = last - window + 1; at <= last; at++)
      rises += Number(history[at]![i]! > history[at - 1]![i]!);
    return rises <= RHO * window || (!halved[i] && lastBest[i]! >= best);
  });
  halve.forEach((yes, i) => yes && (lengths[i]! /= 2));
  run.point = replace(run.point, run.best, halve);
  run.gradient = replace(run.gradient, run.bestGradient, halve);
  run.halved = halve;
  run.lastBest = Float32Array.from(bestLosses);
}

/** How many steps ago the checkpoint before `at` was. */
function windowAt(checkpoints: ReadonlySet<number>, at: number): number {
  const before = [...checkpoints].filter((place) => place < at);
  return at - (before.at(-1) ?? 0);
}

/** `old` with these rows from `fresh`; lets go of `old`. */
function replace(old: tf.Tensor4D, fresh: tf.Tensor4D, rows: readonly boolean[]): tf.Tensor4D {
  if (!rows.includes(true)) return old;
  const next = pick(Uint8Array.from(rows, Number), fresh, old);
  old.dispose();
  return next;
}

function pick(rows: Uint8Array, yes: tf.Tensor4D, no: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => tf.where(tf.tensor4d(rows, [rows.length, 1, 1, 1], 'bool'), yes, no) as tf.Tensor4D);
}
