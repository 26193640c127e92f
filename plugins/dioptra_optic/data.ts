/** Loads the bundled data sets by their names in TensorFlow Datasets. */
import { batchRanges, data, log, oneHot, type Dataset, type DatasetMeta } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { readPacked, type PackedFile } from './packed_file.ts';
import { parseSplit, type Rows } from './split.ts';

/** What the app carries: `mnist` by its name in TensorFlow Datasets, and scikit-learn's digits, which have none there. */
const BUNDLED: readonly string[] = ['mnist', 'digits8x8'];

const DEFAULT_SPLIT = { train: 'train[:80%]', val: 'train[80%:]', test: 'test' };

/**
 * Loads a data set and splits it. Images come as float32, labels one-hot.
 *
 * Bundled: `mnist`, 10,000 digits of MNIST's training pool (28×28×1, 10 classes), shuffled once by class; `train` is
 * 8,000 of them, `test` 2,000. MNIST itself has 60,000 and 10,000: figures from here do not compare with published ones
 * to the last point. `digits8x8`, the 1,797 digits of scikit-learn (8×8×1, 10 classes) in their order; `train` is the first
 * 1,297, `test` the last 500.
 *
 * @param name a bundled data set; the sandbox can fetch no other
 * @param split part → TFDS notation, such as `train[80%:]`; percentages round to the nearest example. Default: the
 *   first 80 % of `train` to train, the rest to validate, `test` to test
 * @param data_dir accepted for the reference's graphs; not used here, and logged
 * @param normalize true: pixels from 0 to 1; false: as stored, from 0 to 255 (`digits8x8`: to 16)
 * @param image_size [rows, columns] to resize to (bilinear, pixel centres at halves); default: as stored
 * @param batch_size images a step in training, evaluation and attacks, 1 or more
 * @param shuffle_buffer_size accepted for the reference's graphs; training always shuffles the whole split
 * @param seed fixes the order in training and, for a model created for this data set, its first weights; default: the
 *   job's seed
 * @returns train, val, test; null for a part that `split` does not name
 * @throws for an unknown name, part or split
 */
export async function load_dataset_from_tfds(
  name: string,
  split: Readonly<Record<string, string>> | null = null,
  data_dir: string | null = null,
  normalize = true,
  image_size: readonly [number, number] | null = null,
  batch_size = 32,
  shuffle_buffer_size = 10000,
  seed: number | null = null,
): Promise<[train: Dataset | null, val: Dataset | null, test: Dataset | null]> {
  if (!BUNDLED.includes(name)) {
    throw new Error(`There is no data set "${name}" here; there is ${BUNDLED.join(', ')}.`);
  }
  if (data_dir !== null) log(`data_dir ${data_dir} is not used: ${name} comes with the app`);
  const file = await readPacked(data(name));
  const wanted = split ?? DEFAULT_SPLIT;
  const unknown = Object.keys(wanted).find((part) => !(part in DEFAULT_SPLIT));
  if (unknown) throw new Error(`A split names train, val and test, not "${unknown}".`);
  log(
    `${name}: ${Object.entries(wanted)
      .map(([part, text]) => `${part} = ${text}`)
      .join(', ')}`,
  );
  const load = (part: 'train' | 'val' | 'test'): Dataset | null => {
    const text = wanted[part];
    if (text === undefined) return null;
    const shuffle = part === 'train' && shuffle_buffer_size > 0;
    const options = { batch_size, seed, shuffle };
    return loadRows(file, parseSplit(text, file.splits), normalize, image_size, options);
  };
  return [load('train'), load('val'), load('test')];
}

function loadRows(
  file: PackedFile,
  rows: readonly Rows[],
  normalize: boolean,
  size: readonly [number, number] | null,
  options: Pick<DatasetMeta, 'batch_size' | 'seed' | 'shuffle'>,
): Dataset {
  const [height, width, channels] = file.shape;
  const image_shape = [size?.[0] ?? height, size?.[1] ?? width, channels] as const;
  const labels = rows.flatMap(([start, end]) => [...file.labels.subarray(start, end)]);
  const images = tf.tidy(() => resize(toImages(file, rows, labels.length, normalize), image_shape));
  const value_range = normalize ? ([0, 1] as const) : ([0, file.levels] as const);
  const meta = { name: file.name, rows, image_shape, value_range, num_classes: file.classes, ...options };
  return { images, labels: oneHot(labels, file.classes), meta };
}

function toImages(file: PackedFile, rows: readonly Rows[], count: number, normalize: boolean): tf.Tensor4D {
  const [height, width, channels] = file.shape;
  const pixels = height * width * channels;
  const most = normalize ? file.levels : 1;
  const levels = Float32Array.from({ length: file.levels + 1 }, (_, level) => level / most);
  const values = new Float32Array(count * pixels);
  let at = 0;
  for (const [start, end] of rows) {
    for (let i = start * pixels; i < end * pixels; i++) values[at++] = levels[file.pixels[i]!]!;
  }
  return tf.tensor4d(values, [count, height, width, channels]);
}

/** Resizes a few hundred images at a time, so that no copy of the whole set is made on the way. */
function resize(images: tf.Tensor4D, [height, width]: readonly [number, number, number]): tf.Tensor4D {
  const [count, oldHeight, oldWidth] = images.shape;
  if (height === oldHeight && width === oldWidth) return images;
  const parts = batchRanges(count, 500).map(([start, end]) =>
    tf.tidy(() =>
      tf.image.resizeBilinear(
        tf.slice(images, [start, 0, 0, 0], [end - start, -1, -1, -1]),
        [height, width],
        false,
        true,
      ),
    ),
  );
  return tf.concat(parts, 0);
}
