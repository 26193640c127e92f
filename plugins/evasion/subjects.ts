/** What an attack works on: the first images of a data set, their classes, and what is read in them unchanged. */
import {
  checkUnitRange,
  classify,
  drawsOf,
  ENOUGH_DRAWS,
  log,
  openClassifier,
  readLabels,
  sizeOf,
  sliceRows,
  type Classifier,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

export interface Subjects {
  /** As the task was handed it, to say who was attacked. */
  readonly model: Readable;
  readonly classifier: Classifier;
  readonly size: number;
  /** [size, height, width, channels]. */
  readonly images: tf.Tensor4D;
  /** One-hot [size, classes]. */
  readonly truth: tf.Tensor2D;
  readonly labels: Int32Array;
  /** What is read in the images as they are. */
  readonly clean: Int32Array;
}

/** The first `count` images, or all there are. `closeSubjects` lets go of them. */
export async function openSubjects(
  model: Readable,
  dataset: Dataset,
  count = Infinity,
  eot = 1,
): Promise<Subjects> {
  checkUnitRange(dataset);
  if (!(count >= 1)) throw new RangeError(`At least one image is attacked, not ${count}.`);
  checkWhole('eot', eot);
  const classifier = openClassifier(model);
  warnOfChance(classifier, eot);
  const size = Math.min(Math.trunc(count), sizeOf(dataset));
  const images = sliceRows(dataset.images, 0, size);
  const truth = sliceRows(dataset.labels, 0, size);
  const labels = (await readLabels(dataset)).slice(0, size);
  const { predictions: clean } = await classify(model, images);
  return { model, classifier, size, images, truth, labels, clean };
}

/** Where each gradient of a random defence rests on too few draws. */
function warnOfChance({ defence }: Classifier, eot: number): void {
  if (!defence?.stochastic || drawsOf({ defence }, eot) >= ENOUGH_DRAWS) return;
  const least = Math.ceil(ENOUGH_DRAWS / (defence.draws ?? 1));
  log(
    `${defence.name} is random, and each gradient is averaged over ${drawsOf({ defence }, eot)} of its draws: ` +
      `with fewer than ${ENOUGH_DRAWS} the attack is too weak, so take eot ${least} or more`,
    'WARNING',
  );
}

export function closeSubjects({ images, truth }: Subjects): void {
  tf.dispose([images, truth]);
}

/** Throws where a number of steps, starts or draws is not 1, 2, 3 … */
export function checkWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} is a whole number from 1, not ${value}.`);
  }
}
