/** How much of a change is seen: peak signal-to-noise ratio and structural similarity of images before and after an attack. */
import {
  batchRanges,
  checkUnitRange,
  metric,
  progress,
  sizeOf,
  sliceRows,
  type AttackRound,
  type DataFrame,
  type Dataset,
  type Examples,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { medianOf } from './effort.ts';

/** The window of Wang et al. 2004: Gaussian, this many pixels a side, of this deviation. */
const WINDOW = 11;
const DEVIATION = 1.5;
/** Their constants for values from 0 to 1, (0.01)² and (0.03)². */
const C1 = 1e-4;
const C2 = 9e-4;
const BATCH = 256;

/**
 * Peak signal-to-noise ratio and structural similarity (SSIM) of an attack's images to the unchanged ones: two figures of what
 * an eye sees, where a norm says how far the values moved. PSNR is 10·log10(1/mean squared change), in dB, infinite for an
 * image that did not change: 20 dB for a change of 0.1 everywhere. SSIM (Wang, Bovik, Sheikh and Simoncelli 2004,
 * doi:10.1109/TIP.2003.819861) compares brightness, contrast and structure in windows of 11×11 pixels, Gaussian of deviation
 * 1.5, with K1 0.01 and K2 0.03, all as in the paper, over the windows that lie whole in the image, and the mean of channels:
 * 1 for the same image, below 0 for an inverted one.
 *
 * Records at index k, with `epsilon` where there is one: `ssim_mean` and `psnr_median` over all images, `ssim_success_mean`
 * and `psnr_success_mean` over those that gave way, where any did.
 *
 * @param dataset the images [n, height, width, channels] that were attacked, from 0 to 1, 11 pixels a side or more
 * @param examples what an attack, or noise, made of the first of them
 * @returns for each round: ε, images, how many gave way, and the four figures; null where nothing gave way
 * @throws for images under 11 pixels a side, pixels that do not lie from 0 to 1, or examples of another data set
 */
export async function measure_similarity(dataset: Dataset, examples: Examples): Promise<DataFrame> {
  checkUnitRange(dataset);
  checkImages(dataset, examples);
  const rows: (number | null)[][] = [];
  for (const [k, round] of examples.rounds.entries()) {
    const before = sliceRows(dataset.images, 0, round.images.shape[0]);
    const figures = summarise(round, await compareImages(before, round.images));
    before.dispose();
    if (round.epsilon !== null) metric('epsilon', round.epsilon, k);
    for (const [name, value] of Object.entries(figures)) if (value !== null) metric(name, value, k);
    const gaveWay = round.success.reduce((sum, one) => sum + one, 0);
    rows.push([round.epsilon, round.success.length, gaveWay, ...Object.values(figures)]);
    progress(k + 1, examples.rounds.length, 'rounds');
  }
  const columns = ['epsilon', 'count', 'gave_way', 'ssim_mean', 'psnr_median', 'ssim_success_mean'];
  return { columns: [...columns, 'psnr_success_mean'], rows };
}

interface Similarity {
  /** −1 to 1, an image each. */
  readonly ssim: Float32Array;
  /** In dB, an image each; infinite where nothing changed. */
  readonly psnr: Float32Array;
}

function summarise({ success }: AttackRound, { ssim, psnr }: Similarity) {
  const mean = (values: ArrayLike<number>): number | null =>
    values.length > 0 ? Array.from(values).reduce((sum, value) => sum + value, 0) / values.length : null;
  return {
    ssim_mean: mean(ssim),
    psnr_median: medianOf([...psnr]),
    ssim_success_mean: mean(ssim.filter((_, i) => success[i] === 1)),
    psnr_success_mean: mean(psnr.filter((_, i) => success[i] === 1)),
  };
}

/** Image by image; both are [n, height, width, channels] from 0 to 1. @internal */
export async function compareImages(before: tf.Tensor4D, after: tf.Tensor4D): Promise<Similarity> {
  const size = sizeOf({ images: before });
  const [ssim, psnr] = [new Float32Array(size), new Float32Array(size)];
  for (const [start, end] of batchRanges(size, BATCH)) {
    const [similar, squares] = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const [x, y] = [sliceRows(before, start, end), sliceRows(after, start, end)];
      return [findSimilarity(x, y), tf.mean(tf.square(tf.sub(y, x)), [1, 2, 3])];
    });
    ssim.set((await similar.data()) as Float32Array, start);
    const changes = (await squares.data()) as Float32Array;
    changes.forEach((square, i) => (psnr[start + i] = -10 * Math.log10(square)));
    tf.dispose([similar, squares]);
  }
  return { ssim, psnr };
}

/** Variances are taken of what each image has beside its mean, or float32 would lose those of flat windows. */
function findSimilarity(x: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor {
  const weights = windowWeights(x.shape[3]);
  const blur = (values: tf.Tensor): tf.Tensor4D =>
    tf.depthwiseConv2d(values as tf.Tensor4D, weights, 1, 'valid');
  const [meanX, meanY] = [x, y].map((image) => tf.mean(image, [1, 2], true));
  const [u, v] = [tf.sub(x, meanX!), tf.sub(y, meanY!)];
  const [mu, mv] = [blur(u), blur(v)];
  const together = tf.sub(blur(tf.mul(u, v)), tf.mul(mu, mv));
  const apart = tf.sub(blur(tf.add(tf.square(u), tf.square(v))), tf.add(tf.square(mu), tf.square(mv)));
  const [mx, my] = [tf.add(mu, meanX!), tf.add(mv, meanY!)];
  const light = tf.div(
    tf.add(tf.mul(tf.mul(mx, my), 2), C1),
    tf.add(tf.add(tf.square(mx), tf.square(my)), C1),
  );
  const structure = tf.div(tf.add(tf.mul(together, 2), C2), tf.add(apart, C2));
  return tf.mean(tf.mul(light, structure), [1, 2, 3]);
}

/** [11, 11, channels, 1], of sum 1 in each channel. */
function windowWeights(channels: number): tf.Tensor4D {
  const line = Array.from({ length: WINDOW }, (_, i) =>
    Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * DEVIATION ** 2)),
  );
  const sum = line.reduce((total, one) => total + one, 0);
  const values = line.flatMap((a) =>
    line.flatMap((b) => Array<number>(channels).fill((a * b) / (sum * sum))),
  );
  return tf.tensor4d(values, [WINDOW, WINDOW, channels, 1]);
}

function checkImages({ images }: Dataset, { attack, rounds }: Examples): void {
  const [size, ...shape] = images.shape;
  if (Math.min(shape[0]!, shape[1]!) < WINDOW)
    throw new RangeError(
      `SSIM looks at ${WINDOW}×${WINDOW} pixels, and these images have ${shape.join('×')}.`,
    );
  const other = rounds.find((round) => {
    const [count, ...rest] = round.images.shape;
    return count > size || rest.join() !== shape.join();
  });
  if (other) throw new RangeError(`${attack} holds images that are not of this data set.`);
}
