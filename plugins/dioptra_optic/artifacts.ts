/** How models and data sets become files, and come back. */
import {
  formatNpy,
  markLoaded,
  oneHot,
  packModel,
  parseNpy,
  Random,
  readLabels,
  sizeOf,
  unpackModel,
  type ArtifactFiles,
  type ArtifactTask,
  type DataFrame,
  type Dataset,
  type DatasetMeta,
  type NdArray,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import type { PatchStudio } from './patch_studio.ts';
import { encodePng } from './png.ts';

/**
 * A model, as TensorFlow.js' own files: a folder with `model.json` (topology, and how it is to be trained) and
 * `weights.bin` (float32). tf.loadLayersModel reads them anywhere; the reference's `.keras` files are not read.
 */
export const KerasModelArtifactTask: ArtifactTask<tf.LayersModel> = {
  serialize: (model) => packModel(model),
  deserialize: async (files) => markLoaded(await unpackModel(files)),
};

/**
 * A data set, as a folder: `images.npy` (float32 [n, height, width, channels]), `labels.npy` (the class of each, uint8),
 * `metadata.json`.
 */
export const DatasetArtifactTask: ArtifactTask<Dataset> = {
  serialize: async (dataset) => {
    const images = (await dataset.images.data()) as Float32Array;
    const labels = Uint8Array.from(await readLabels(dataset));
    return new Map([
      ['images.npy', formatNpy({ shape: dataset.images.shape, data: images })],
      ['labels.npy', formatNpy({ shape: [labels.length], data: labels })],
      ['metadata.json', new TextEncoder().encode(JSON.stringify(dataset.meta, null, 2))],
    ]);
  },
  deserialize: (files) => {
    const meta = JSON.parse(new TextDecoder().decode(fileOf(files, 'metadata.json'))) as DatasetMeta;
    const images = parseNpy(fileOf(files, 'images.npy'));
    const labels = parseNpy(fileOf(files, 'labels.npy'));
    return {
      images: tf.tensor4d(images.data as Float32Array, images.shape as [number, number, number, number]),
      labels: oneHot(labels.data as Uint8Array, meta.num_classes),
      meta,
    };
  },
};

/**
 * A look at a data set: some images as PNG, in a folder, named by their place in the sample and their class, such as
 * `000000_label_0007.png`. Comes back as its files.
 *
 * Arguments: `num_samples` (default 32), `seed` of the draw (default 42).
 */
export const DatasetSamplerArtifactTask: ArtifactTask<Dataset | ArtifactFiles> = {
  args: { num_samples: { type: 'integer', minimum: 1 }, seed: { type: ['integer', 'null'] } },
  serialize: async (value, { args }) => {
    const dataset = value as Dataset;
    const count = Math.min(sizeOf(dataset), Number(args.num_samples ?? 32));
    const places = Int32Array.from({ length: sizeOf(dataset) }, (_, i) => i);
    new Random(Number(args.seed ?? 42), 'sample').shuffle(places);
    const images = await readBytes(dataset, places.slice(0, count));
    const labels = await readLabels(dataset);
    return new Map(
      images.map((pixels, i) => {
        const name = `${String(i).padStart(6, '0')}_label_${String(labels[places[i]!]).padStart(4, '0')}.png`;
        return [name, encodePng(pixels, dataset.meta.image_shape)];
      }),
    );
  },
  deserialize: (files) => files,
};

/** The images at these places, as bytes from 0 (the least value of the data's range) to 255 (the greatest). */
async function readBytes({ images, meta }: Dataset, places: Int32Array): Promise<Uint8Array[]> {
  const [low, high] = meta.value_range;
  const chosen = tf.tidy(() => tf.gather(images, tf.tensor1d(places, 'int32')));
  const values = await chosen.data();
  chosen.dispose();
  const levels = Uint8ClampedArray.from(values, (value) => ((value - low) / (high - low)) * 255);
  const size = levels.length / places.length;
  return Array.from(places, (_, i) => new Uint8Array(levels.slice(i * size, (i + 1) * size)));
}

/**
 * A patch studio, as a folder: `studio.json` (labels, what was read unchanged, the class aimed at), `patch.npy` (float32
 * [side, side, channels]), `images.npy` (float32 [n, height, width, channels]), and the model below `model/`.
 */
export const PatchStudioArtifactTask: ArtifactTask<PatchStudio> = {
  serialize: async ({ model, patch, images, ...facts }) => {
    const parts = await packModel(model);
    return new Map([
      ['studio.json', new TextEncoder().encode(`${JSON.stringify(facts)}\n`)],
      ['patch.npy', formatNpy(patch)],
      ['images.npy', formatNpy(images)],
      ...[...parts].map(([path, bytes]) => [`${MODEL}${path}`, bytes] as const),
    ]);
  },
  deserialize: async (files) => {
    const parts = [...files].filter(([path]) => path.startsWith(MODEL));
    const facts = new TextDecoder().decode(fileOf(files, 'studio.json'));
    return {
      ...(JSON.parse(facts) as Omit<PatchStudio, 'model' | 'patch' | 'images'>),
      patch: parseNpy(fileOf(files, 'patch.npy')) as NdArray<Float32Array>,
      images: parseNpy(fileOf(files, 'images.npy')) as NdArray<Float32Array>,
      model: await unpackModel(new Map(parts.map(([path, bytes]) => [path.slice(MODEL.length), bytes]))),
    };
  },
};

const MODEL = 'model/';

/** What its figure is drawn from. */
const COMPARED = ['attack', 'defense', 'count', 'correct'];

/**
 * A comparison of compare_datasets as one JSON file, `comparison.json` (columns, rows), from which its bars are drawn: grouped
 * by attack, the undefended one named, with Wilson's band. An attack that is called `noise` or `noise_…` is the baseline.
 *
 * Arguments: `note`, what has to be known beside the bars, in sentences.
 */
export const ComparisonArtifactTask: ArtifactTask<DataFrame> = {
  args: { note: { type: ['string', 'null'] } },
  serialize: ({ columns, rows }, { args }) => {
    const lacking = COMPARED.filter((name) => !columns.includes(name));
    if (lacking.length > 0) {
      throw new Error(
        `A comparison has a column ${lacking.join(' and ')}, and this table has none: it takes what compare_datasets gives.`,
      );
    }
    const text = JSON.stringify({ format: 1, note: args.note ?? null, columns, rows });
    return new Map([['comparison.json', new TextEncoder().encode(`${text}\n`)]]);
  },
  deserialize: (files) => {
    const { columns, rows } = JSON.parse(
      new TextDecoder().decode(fileOf(files, 'comparison.json')),
    ) as DataFrame;
    return { columns, rows };
  },
};

function fileOf(files: ArtifactFiles, path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`A saved data set has a file ${path}, and there is none.`);
  return bytes;
}
