/** A plugin of the test's own, in the sandbox beside the built-in ones: all numbers of a value as a file, and what is read through a defence. */
import {
  inputGradient,
  openClassifier,
  sliceRows,
  type ArtifactTask,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** The logits of the first images, and the slopes of their cross entropy. */
export function read_slopes(
  model: Readable,
  dataset: Dataset,
  count = 8,
): { logits: tf.Tensor; slopes: tf.Tensor } {
  return tf.tidy(() => {
    const classifier = openClassifier(model);
    const images = sliceRows(dataset.images, 0, count);
    const { gradient } = inputGradient(classifier, images, sliceRows(dataset.labels, 0, count));
    return { logits: classifier.logits(images), slopes: gradient };
  });
}

type Numbers = Record<string, (number | string)[]>;

/** Path → numbers, in the order in which they are met. Words, functions and who was attacked are left out. */
export const NumbersArtifactTask: ArtifactTask<unknown> = {
  serialize: async (value, { name }) => {
    const numbers: Numbers = {};
    await gather(value, '', numbers);
    return new Map([[`${name}.json`, new TextEncoder().encode(JSON.stringify(numbers))]]);
  },
  deserialize: () => {
    throw new Error('Nobody reads these back.');
  },
};

async function gather(value: unknown, at: string, into: Numbers): Promise<void> {
  if (typeof value === 'number' || typeof value === 'boolean') note(into, at, [Number(value)]);
  else if (value instanceof tf.Tensor) note(into, at, await value.data());
  else if (ArrayBuffer.isView(value)) note(into, at, value as Float32Array);
  else if (value instanceof tf.LayersModel) await gather(value.getWeights(), at, into);
  else if (Array.isArray(value) && value.every((one) => typeof one === 'number')) note(into, at, value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (key !== 'attacked') await gather(one, at === '' ? key : `${at}.${key}`, into);
    }
  }
}

/** JSON has no word for what is not finite. */
function note(into: Numbers, at: string, values: ArrayLike<number>): void {
  into[at] = Array.from(values, (value) => (Number.isFinite(value) ? value : String(value)));
}
