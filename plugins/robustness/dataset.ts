/** What these tasks ask of a data set and a model: images in [0, 1] with one-hot labels, and weights that can be copied. */
import * as tf from '@tensorflow/tfjs';

export interface Dataset {
  /** [n, height, width, channels], float32, 0 to 1. */
  readonly images: tf.Tensor4D;
  /** One-hot [n, classes], float32. */
  readonly labels: tf.Tensor2D;
  readonly meta: {
    readonly name: string;
    readonly batch_size: number;
    readonly num_classes: number;
    readonly value_range: readonly [number, number];
  };
}

/** Where each batch begins and ends, in order. */
export function batchRanges(size: number, batchSize: number): [start: number, end: number][] {
  const starts = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) => i * batchSize);
  return starts.map((start) => [start, Math.min(size, start + batchSize)]);
}

/** Images from `start` to `end`. The caller disposes them, or works in tidy(). */
export function sliceRows<T extends tf.Tensor>(rows: T, start: number, end: number): T {
  const rest = rows.shape.length - 1;
  return tf.slice(
    rows,
    [start, ...Array<number>(rest).fill(0)],
    [end - start, ...Array<number>(rest).fill(-1)],
  ) as T;
}

/** The class of each image. */
export async function readLabels({ labels }: Dataset): Promise<Int32Array> {
  const classes = tf.tidy(() => tf.argMax(labels, 1));
  const values = Int32Array.from(await classes.data());
  classes.dispose();
  return values;
}

/** ε means a share of black to white here, so the pixels must lie there. */
export function checkRange({ meta }: Dataset): void {
  const [low, high] = meta.value_range;
  if (low !== 0 || high !== 1) {
    throw new RangeError(
      `These tasks take pixels from 0 to 1, not ${low} to ${high}: load with normalize true.`,
    );
  }
}

/** A model with weights of its own, so that training it leaves the first as it was. */
export async function copyModel(model: tf.LayersModel): Promise<tf.LayersModel> {
  let taken: tf.io.ModelArtifacts = {};
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    taken = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler);
  return tf.loadLayersModel(tf.io.fromMemory(taken));
}
