/** Watches an adversarial training on images that it never learns from: did it start, and has it collapsed? */
import {
  checkUnitRange,
  classify,
  countCorrect,
  createPause,
  findHeld,
  log,
  metric,
  readLabels,
  sizeOf,
  sliceRows,
  wilsonBand,
  type Classifier,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import type { Course } from './course.ts';
import { drawStart, perturb } from './perturb.ts';

/** Images that are attacked after each epoch: with as many, a share is known to about 6 points. */
const COUNT = 256;
const ITERATIONS = 10;
/** Wong, Rice and Kolter stop where PGD accuracy falls by more than this. */
const COLLAPSE = 0.2;
/** A cross entropy above this part of the one of guessing has not begun to fall. */
const GUESSING = 0.95;

export interface Watched {
  readonly validation: Dataset;
  readonly epsilon: number;
  /** From which share of all steps on the training must have started. */
  readonly from: number;
}

/**
 * What to do after each epoch: PGD of 10 steps of ε/4 on the first 256 images of `validation`. Records `clean_accuracy` and
 * `pgd_accuracy` with `_low` and `_high` at the number of the epoch, from 0; at the end `catastrophic_overfitting` and
 * `never_started`, 0 or 1. Each epoch is scored by its PGD accuracy.
 */
export function createWatch({ validation, epsilon, from }: Watched): Required<Course>['afterEpoch'] {
  checkUnitRange(validation);
  let best = 0;
  let collapsed = false;
  let idle = false;
  return async (epoch, crossEntropy, classifier, done) => {
    const { clean, robust, count } = await attackHeldOut(classifier, validation, epsilon);
    record('clean_accuracy', clean, count, epoch);
    record('pgd_accuracy', robust, count, epoch);
    log(
      `epoch ${epoch + 1}: cross entropy ${crossEntropy.toFixed(4)}; of ${count} held out, ${clean} read, ${robust} under PGD`,
    );
    const share = robust / count;
    if (!collapsed && share < best - COLLAPSE) {
      log(sayCollapse(epoch, share, best), 'WARNING');
      collapsed = true;
    }
    best = Math.max(best, share);
    idle = done >= from && crossEntropy > GUESSING * Math.log(classifier.classes);
    if (idle) log(sayIdle(crossEntropy, classifier.classes), 'WARNING');
    metric('catastrophic_overfitting', Number(collapsed));
    metric('never_started', Number(idle));
    return share;
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function sayCollapse(epoch: number, share: number, best: number): string {
  return (
    `Catastrophic overfitting: in epoch ${epoch + 1} PGD accuracy fell from ${percent(best)} to ${percent(share)}. ` +
    'The model resists single steps only: train for fewer epochs, with a smaller step, or with more iterations.'
  );
}

function sayIdle(crossEntropy: number, classes: number): string {
  return (
    `Never started: the cross entropy is ${crossEntropy.toFixed(3)}, and guessing has ${Math.log(classes).toFixed(3)}. ` +
    'Take another seed, a longer warm-up, a smaller ε or a smaller learning rate.'
  );
}

async function attackHeldOut(
  classifier: Classifier,
  validation: Dataset,
  epsilon: number,
): Promise<{ clean: number; robust: number; count: number }> {
  const count = Math.min(COUNT, sizeOf(validation));
  const labels = (await readLabels(validation)).subarray(0, count);
  const [x, y] = [sliceRows(validation.images, 0, count), sliceRows(validation.labels, 0, count)];
  const start = tf.tidy(() => tf.clipByValue(drawStart(x, epsilon, 'watch'), 0, 1) as tf.Tensor4D);
  const attack = { epsilon, step: (2.5 * epsilon) / ITERATIONS, iterations: ITERATIONS, start };
  const attacked = await perturb(classifier, x, y, attack, createPause());
  const before = await classify(classifier, x);
  const clean = countCorrect(before, labels);
  const after = await classify(classifier, attacked);
  const held = findHeld(labels, before.predictions, after.predictions);
  const robust = held.reduce((sum, one) => sum + one, 0);
  tf.dispose([x, y, attacked]);
  return { clean, robust, count };
}

function record(name: string, correct: number, count: number, at: number): void {
  const { low, high } = wilsonBand(correct, count);
  metric(name, correct / count, at);
  metric(`${name}_low`, low, at);
  metric(`${name}_high`, high, at);
}
