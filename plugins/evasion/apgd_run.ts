/** One run of Auto-PGD: steps with momentum whose length halves where the loss does not rise enough. */
import {
  gatherRows,
  readClasses,
  type Classifier,
  type Climbed,
  type ImageLoss,
  type Norm,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { findDirection, perRow, putBack } from './directions.ts';
import { closeRows, Ledger, pickRows, type Ending, type Rows, type Tick } from './rows.ts';
import { drawsLots } from './readings.ts';
import { asksAnew, findSlope, readAt, type HealthWatch } from './slopes.ts';

export interface Schedule {
  readonly norm: Norm;
  readonly iterations: number;
  readonly eot: number;
}

/** What is raised, row by row. */
export interface Goal {
  readonly loss: ImageLoss;
  /** The same for these rows alone; lets go of the whole. */
  readonly keep: (rows: Int32Array) => Goal;
  readonly close: () => void;
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

/** The rows that still climb. */
interface Run {
  readonly rows: Rows;
  /** Their places among the rows that the run began with. */
  readonly places: Int32Array;
  readonly goal: Goal;
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

/**
 * Climbs `goal` from `start`, and takes hold of both. A row rests as soon as it is misread, and ends at its greatest loss
 * where it never is. Where the defence draws lots one misreading says little: there no point is read, and every row climbs
 * on and ends at its greatest loss.
 */
export async function runApgd(
  classifier: Classifier,
  rows: Rows,
  start: tf.Tensor4D,
  goal: Goal,
  schedule: Schedule,
  watch: HealthWatch | null,
  tick: Tick,
): Promise<Ending> {
  const ledger = new Ledger(rows);
  const everyStep = drawsLots(classifier);
  const asked = asksAnew(classifier) && !everyStep ? 1 : 0;
  const checkpoints = new Set(checkpointsOf(schedule.iterations));
  const first = await look(classifier, rows, start, goal, schedule.eot);
  await watch?.add(first.gradient);
  let run: Run | null = begin(rows, start, first, goal, schedule);
  ledger.count(run.places, asked, schedule.eot);
  for (let done = 1; done <= schedule.iterations; done++) {
    if (!everyStep) run = await leave(run, ledger);
    if (run === null) break;
    const next = move(run, done === 1);
    tf.dispose(run.previous);
    run.previous = run.point;
    run.point = next;
    note(run, await look(classifier, run.rows, next, run.goal, schedule.eot));
    ledger.count(run.places, asked, schedule.eot);
    if (checkpoints.has(done)) judge(run, windowAt(checkpoints, done));
    await tick();
  }
  if (run !== null) {
    const images = pick(run.fooled, run.fooling, run.best);
    await ledger.note(run.places, images);
    images.dispose();
    closeRun(run);
  }
  return ledger.close();
}

async function look(
  classifier: Classifier,
  { truth, labels }: Rows,
  point: tf.Tensor4D,
  { loss }: Goal,
  eot: number,
): Promise<Look> {
  const climbed = findSlope(classifier, point, truth, loss, eot);
  const [losses, misread] = await Promise.all([
    climbed.losses.data(),
    findMisread(classifier, point, climbed, labels),
  ]);
  tf.dispose([climbed.losses, climbed.logits]);
  return { gradient: climbed.gradient, losses: Float32Array.from(losses), misread };
}

/** None where the classifier draws lots, and is not asked. */
async function findMisread(
  classifier: Classifier,
  point: tf.Tensor4D,
  climbed: Climbed,
  labels: Int32Array,
): Promise<boolean[]> {
  if (drawsLots(classifier)) return Array.from(labels, () => false);
  const read = readAt(classifier, point, climbed);
  const predictions = await readClasses(read);
  read.dispose();
  return Array.from(labels, (label, i) => predictions[i] !== label);
}

function begin(
  rows: Rows,
  start: tf.Tensor4D,
  { gradient, losses, misread }: Look,
  goal: Goal,
  schedule: Schedule,
): Run {
  return {
    rows: pickRows(rows, Int32Array.from(misread.keys())),
    places: Int32Array.from(misread.keys()),
    goal,
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

/** Writes down the rows that were misread; gives the others, or null where none is left. */
async function leave(run: Run, ledger: Ledger): Promise<Run | null> {
  if (!run.fooled.includes(1)) return run;
  await ledger.note(run.places, run.fooling);
  const keep = Int32Array.from(run.places.keys()).filter((i) => run.fooled[i] === 0);
  if (keep.length === 0) {
    closeRun(run);
    return null;
  }
  const few = <T extends Float32Array | Float64Array>(values: T): T =>
    values.filter((_, i) => run.fooled[i] === 0) as T;
  const kept: Run = {
    ...run,
    rows: pickRows(run.rows, keep),
    places: Int32Array.from(keep, (i) => run.places[i]!),
    goal: run.goal.keep(keep),
    point: gatherRows(run.point, keep),
    previous: gatherRows(run.previous, keep),
    gradient: gatherRows(run.gradient, keep),
    best: gatherRows(run.best, keep),
    bestGradient: gatherRows(run.bestGradient, keep),
    bestLosses: few(run.bestLosses),
    fooling: gatherRows(run.fooling, keep),
    fooled: new Uint8Array(keep.length),
    lengths: few(run.lengths),
    history: run.history.map(few),
    lastBest: few(run.lastBest),
    halved: run.halved.filter((_, i) => run.fooled[i] === 0),
  };
  closePoints(run);
  return kept;
}

function closeRun(run: Run): void {
  run.goal.close();
  closePoints(run);
}

function closePoints({ rows, point, previous, gradient, best, bestGradient, fooling }: Run): void {
  closeRows(rows);
  tf.dispose([point, previous, gradient, best, bestGradient, fooling]);
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
