/** Shows what an attack did to the first images, whether or not they gave way. */
import {
  classify,
  readLabels,
  sliceRows,
  type Dataset,
  type Examples,
  type NdArray,
  type Readings,
  type Readable,
} from 'alidade/sdk';
import type * as tf from '@tensorflow/tfjs';

export interface ImageItem {
  /** Which attack made it. */
  readonly attack: string;
  readonly label: number;
  /** Null where the attack looked for the least change. */
  readonly epsilon: number | null;
  readonly clean_prediction: number;
  readonly clean_confidence: number;
  readonly adversarial_prediction: number;
  readonly adversarial_confidence: number;
}

export interface AdversarialImages {
  /** Height, width, channels. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly items: readonly ImageItem[];
  /** [items, height, width, channels], float32, 0 to 1. */
  readonly original: NdArray<Float32Array>;
  readonly adversarial: NdArray<Float32Array>;
}

/**
 * The first images of a data set before and after an attack, or several, at each ε, with what the model reads in both.
 * Always the first ones: nothing is picked for how it came out.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset the images [n, height, width, channels] that were attacked, with their true labels [n, classes]
 * @param examples what the attack made of them
 * @param count how many images, at each ε of each attack
 * @param others what further attacks made of them, to be shown in the same way
 * @returns pictures and readings, attack by attack and ε by ε
 */
export async function collect_images(
  model: Readable,
  dataset: Dataset,
  examples: Examples,
  count = 12,
  others: readonly Examples[] = [],
): Promise<AdversarialImages> {
  const labels = await readLabels(dataset);
  const rounds = [examples, ...others].flatMap(({ attack, rounds }) =>
    rounds.map((round) => ({ attack, ...round, size: Math.min(count, round.images.shape[0]) })),
  );
  const most = Math.max(...rounds.map(({ size }) => size));
  const before = await readImages(model, dataset.images, most);
  const after = await Promise.all(rounds.map(({ images, size }) => readImages(model, images, size)));
  const items = rounds.flatMap(({ attack, epsilon, size }, k) =>
    Array.from({ length: size }, (_, i) => ({
      attack,
      ...makeItem(labels[i]!, epsilon, before.readings, after[k]!.readings, i),
    })),
  );
  const shape = dataset.images.shape.slice(1);
  const length = shape.reduce((product, side) => product * side, 1);
  return {
    shape,
    classes: Array.from({ length: dataset.meta.num_classes }, (_, k) => String(k)),
    items,
    original: join(
      rounds.map(({ size }) => before.pixels.subarray(0, size * length)),
      shape,
    ),
    adversarial: join(
      after.map(({ pixels }) => pixels),
      shape,
    ),
  };
}

async function readImages(
  model: Readable,
  images: tf.Tensor4D,
  size: number,
): Promise<{ pixels: Float32Array; readings: Readings }> {
  const first = sliceRows(images, 0, size);
  const readings = await classify(model, first);
  const pixels = Float32Array.from(await first.data());
  first.dispose();
  return { pixels, readings };
}

function makeItem(
  label: number,
  epsilon: number | null,
  clean: Readings,
  adversarial: Readings,
  i: number,
): Omit<ImageItem, 'attack'> {
  return {
    label,
    epsilon,
    clean_prediction: clean.predictions[i]!,
    clean_confidence: clean.confidences[i]!,
    adversarial_prediction: adversarial.predictions[i]!,
    adversarial_confidence: adversarial.confidences[i]!,
  };
}

function join(parts: readonly Float32Array[], shape: readonly number[]): NdArray<Float32Array> {
  const data = Float32Array.from(parts.flatMap((part) => [...part]));
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape: [data.length / size, ...shape], data };
}
