/** Defences that change images before they are read, by the names and defaults of IBM's toolbox (ART). */
import {
  batchRanges,
  createPause,
  log,
  oneHot,
  progress,
  readLabels,
  signal,
  sizeOf,
  type Dataset,
  type Random,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { noteSaving } from './attack_all.ts';
import { checkOptions, type Options } from './compile.ts';
import { chanceOf } from './fit.ts';
import { compressImages } from './jpeg.ts';
import { smoothImages, type ImageShape } from './smoothing.ts';

/** Some images as plain numbers, with their classes. */
interface Batch {
  readonly images: Float32Array;
  readonly labels: Int32Array;
}

/** What a batch becomes. */
type Defend = (batch: Batch) => Batch;

interface Surroundings {
  readonly shape: ImageShape;
  readonly range: readonly [low: number, high: number];
  readonly chance: Random;
}

type Defence = (options: Options, surroundings: Surroundings) => Defend;

const DEFENCES: Readonly<Record<string, Defence>> = {
  spatial_smoothing: spatialSmoothing,
  jpeg_compression: jpegCompression,
  gaussian_augmentation: gaussianAugmentation,
};

/**
 * Passes a data set through a defence, batch by batch. The options and their defaults are those of IBM's toolbox.
 *
 * * `spatial_smoothing` (Xu, Evans, Qi 2018, arXiv:1704.01155): the median over `window_size` × `window_size` pixels
 *   (default 3), edges mirrored as SciPy does; 1 changes nothing.
 * * `jpeg_compression` (Dziugaite et al. 2016, arXiv:1608.00853): what baseline JPEG leaves at `quality` (1 to 100, default
 *   50), by arithmetic of our own that gives the same on every device. Pixels are rounded to 256 levels first.
 * * `gaussian_augmentation`: noise of standard deviation `sigma` (default 1, in the data's units). With `augmentation` (the
 *   default) the images stay and noisy copies join them, `ratio` for each image (default 1: twice as many), drawn with
 *   replacement within the batch; without, every image is replaced by a noisy one.
 *
 * `channels_first` may be false alone, `apply_fit` and `apply_predict` are checked and change nothing here, as in the
 * reference. Results stay in the data's range.
 *
 * Threat model: images that were attacked before the defence was known are those of an oblivious attacker. What is left
 * then is no robust accuracy: one who knows the defence attacks through it (Athalye, Carlini, Wagner 2018,
 * arXiv:1802.00420), and gets more.
 *
 * @param dataset what to defend, images [n, height, width, channels] as they are or attacked
 * @param defense_name `spatial_smoothing`, `jpeg_compression` or `gaussian_augmentation`
 * @param defense_options options of the defence by name; default: none
 * @param save_dataset accepted for the reference's graphs; a defended data set is always kept whole
 * @returns the defended data set; its labels go with the images
 * @throws for an unknown name or option, or a value out of its range
 */
export async function preprocessing(
  dataset: Dataset,
  defense_name: string,
  defense_options: Options | null = null,
  save_dataset = false,
): Promise<Dataset> {
  const defence = DEFENCES[defense_name];
  if (!defence) {
    const known = Object.keys(DEFENCES).join(', ');
    throw new Error(`There is no defence "${defense_name}" here; there is ${known}.`);
  }
  const { image_shape: shape, value_range: range } = dataset.meta;
  const options = defense_options ?? {};
  noteSaving(save_dataset);
  const defend = defence(options, { shape, range, chance: chanceOf(dataset, 'defence') });
  const given = Object.entries(options).map(([name, value]) => `${name} ${String(value)}`);
  log(`${defense_name}${given.length > 0 ? `: ${given.join(', ')}` : ''}`);
  const defended = await defendAll(dataset, defend);
  if (sizeOf(defended) > sizeOf(dataset)) {
    const added = sizeOf(defended) - sizeOf(dataset);
    log(`${sizeOf(dataset)} images as they are and ${added} noisy copies: figures are over both`);
  }
  log('images that were attacked without regard to a defence show no robust accuracy behind it', 'WARNING');
  return defended;
}

async function defendAll(dataset: Dataset, defend: Defend): Promise<Dataset> {
  const { image_shape, batch_size, num_classes } = dataset.meta;
  const pixels = image_shape.reduce((product, length) => product * length, 1);
  const values = (await dataset.images.data()) as Float32Array;
  const classes = await readLabels(dataset);
  const pause = createPause();
  const done: Batch[] = [];
  for (const [start, end] of batchRanges(classes.length, batch_size)) {
    signal().throwIfAborted();
    const images = values.subarray(start * pixels, end * pixels);
    done.push(defend({ images, labels: classes.subarray(start, end) }));
    progress(end, classes.length, 'images');
    await pause();
  }
  const labels = join(done.map((batch) => batch.labels));
  const images = join(done.map((batch) => batch.images));
  return {
    images: tf.tensor4d(Float32Array.from(images), [labels.length, ...image_shape]),
    labels: oneHot(labels, num_classes),
    meta: { ...dataset.meta, shuffle: false },
  };
}

function join(parts: readonly ArrayLike<number>[]): number[] {
  return parts.flatMap((part) => Array.from(part));
}

function spatialSmoothing(options: Options, { shape }: Surroundings): Defend {
  checkOptions('spatial_smoothing', options, ['window_size', 'channels_first', 'apply_fit', 'apply_predict']);
  refuseChannelsFirst(options);
  const window = options.window_size ?? 3;
  if (!isWhole(window, 1))
    throw new RangeError(`window_size is a whole number from 1, not ${String(window)}.`);
  return ({ images, labels }) => ({ images: smoothImages(images, shape, window), labels });
}

function jpegCompression(options: Options, { shape, range }: Surroundings): Defend {
  checkOptions('jpeg_compression', options, [
    'quality',
    'channels_first',
    'apply_fit',
    'apply_predict',
    'verbose',
  ]);
  refuseChannelsFirst(options);
  const quality = options.quality ?? 50;
  if (!isWhole(quality, 1) || quality > 100) {
    throw new RangeError(`quality is a whole number from 1 to 100, not ${String(quality)}.`);
  }
  const [low, high] = range;
  return ({ images, labels }) => {
    const levels = Uint8ClampedArray.from(images, (value) => (255 * (value - low)) / (high - low));
    const read = compressImages(levels, shape, quality);
    return { images: Float32Array.from(read, (level) => low + (level / 255) * (high - low)), labels };
  };
}

function gaussianAugmentation(options: Options, { shape, range, chance }: Surroundings): Defend {
  const known = ['sigma', 'augmentation', 'ratio', 'apply_fit', 'apply_predict'];
  checkOptions('gaussian_augmentation', options, known);
  const { sigma = 1, augmentation = true, ratio = 1, apply_fit = true, apply_predict = false } = options;
  if (typeof sigma !== 'number' || !(sigma >= 0))
    throw new RangeError(`sigma is 0 or more, not ${String(sigma)}.`);
  if (typeof ratio !== 'number' || (augmentation && !(ratio > 0))) {
    throw new RangeError(`ratio is more than 0, not ${String(ratio)}.`);
  }
  if (augmentation && !apply_fit) {
    throw new Error(
      apply_predict
        ? 'With augmentation, apply_fit is true and apply_predict false: copies are for training.'
        : 'With augmentation, apply_fit and apply_predict cannot both be false.',
    );
  }
  const [low, high] = range;
  const pixels = shape[0] * shape[1] * shape[2];
  const disturb = (images: Float32Array): Float32Array => {
    const noise = chance.fillNormal(new Float32Array(images.length), 0, sigma);
    return noise.map((value, i) => Math.min(high, Math.max(low, images[i]! + value)));
  };
  if (!augmentation) return ({ images, labels }) => ({ images: disturb(images), labels });
  return ({ images, labels }) => {
    const drawn = Array.from({ length: Math.floor(labels.length * ratio) }, () => chance.int(labels.length));
    const copies = drawn.flatMap((i) => [...images.subarray(i * pixels, (i + 1) * pixels)]);
    return {
      images: Float32Array.from([...images, ...disturb(Float32Array.from(copies))]),
      labels: Int32Array.from([...labels, ...drawn.map((i) => labels[i]!)]),
    };
  };
}

function refuseChannelsFirst({ channels_first = false }: Options): void {
  if (channels_first) throw new Error('Images have their channels last here: channels_first is false.');
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least;
}
