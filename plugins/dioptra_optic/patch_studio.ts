/** A patch to be laid by hand: what a page needs to place it over a few images, and what the model reads then. */
import { log, openClassifier, readLabels, sizeOf, sliceRows, type Dataset, type NdArray } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkTarget } from './attack_all.ts';
import { checkPatch, layPatchAt } from './patch.ts';
import type { ImageShape } from './smoothing.ts';

export interface PatchStudio {
  readonly format: 1;
  readonly classes: readonly string[];
  readonly range: readonly [low: number, high: number];
  /** The class that the patch aims at; null where that is not said. */
  readonly target: number | null;
  readonly labels: readonly number[];
  /** What is read in the images without the patch: the probability of each class, image by image. */
  readonly clean: readonly (readonly number[])[];
  /** [side, side, channels]. */
  readonly patch: NdArray<Float32Array>;
  /** [n, height, width, channels]. */
  readonly images: NdArray<Float32Array>;
  readonly model: tf.LayersModel;
}

/**
 * Puts a patch, the first images of a data set and the model together, so that the patch can be placed by hand and read live.
 * Always the first images: nothing is picked for how it comes out.
 *
 * @param model a classifier that ends in softmax or in logits
 * @param dataset where the images are from, such as the test images
 * @param patch [side, side, channels], the side being the image's shorter one, in the data's range
 * @param target the class that the patch was made for; null: not said
 * @param count how many images, 1 to 32
 * @returns what the figure shows and `lay_patch` reads
 * @throws where the patch does not fit the images, the target is no class, or a number is out of its range
 */
export async function collect_studio(
  model: tf.LayersModel,
  dataset: Dataset,
  patch: NdArray | tf.Tensor,
  target: number | null = null,
  count: number /* integer */ = 8,
): Promise<PatchStudio> {
  if (!(Number.isInteger(count) && count >= 1 && count <= 32))
    throw new RangeError(`count is a whole number from 1 to 32, not ${count}.`);
  checkTarget(target, dataset);
  const { image_shape: shape, value_range: range, num_classes } = dataset.meta;
  const values = patch instanceof tf.Tensor ? await patch.data() : patch.data;
  const square = checkPatch(Float32Array.from(values as ArrayLike<number>), patch.shape, shape);
  const size = Math.min(count, sizeOf(dataset));
  const first = sliceRows(dataset.images, 0, size);
  const clean = await readShares(model, first);
  const images = { shape: first.shape, data: Float32Array.from(await first.data()) };
  first.dispose();
  const labels = [...(await readLabels(dataset)).subarray(0, size)];
  const right = labels.filter((label, i) => clean[i]!.indexOf(Math.max(...clean[i]!)) === label).length;
  log(`${right} of ${size} images are read right without the patch`);
  const classes = Array.from({ length: num_classes }, (_, k) => String(k));
  return {
    format: 1,
    classes,
    range: [range[0], range[1]],
    target,
    labels,
    clean,
    patch: square as NdArray<Float32Array>,
    images,
    model,
  };
}

/**
 * Lays the patch over every image of a studio at one place, as `apply_adversarial_patch` lays it, and reads them.
 *
 * @param studio the patch, the images and the model
 * @param right how far the patch's middle lies to the right of the image's, in pixels
 * @param down how far below it, in pixels
 * @param angle how far it is turned, in degrees, −180 to 180
 * @param scale its size as a share of the image's shorter side: more than 0, at most 1
 * @returns the images with the patch, [n, height, width, channels] row by row, and the probability of each class for each
 * @throws where a number is out of its range
 */
export async function lay_patch(
  studio: PatchStudio,
  right = 0,
  down = 0,
  angle = 0,
  scale = 0.5,
): Promise<[pixels: Float32Array, probabilities: number[][]]> {
  const [count, ...lengths] = studio.images.shape as [number, number, number, number];
  const shape: ImageShape = lengths;
  const placement = checkPlacement({ right, down, angle, scale }, shape);
  const placements = Array.from({ length: count }, () => placement);
  const { images } = layPatchAt(studio.images.data, shape, studio.patch, placements);
  const batch = tf.tensor4d(images, [count, ...shape]);
  const probabilities = await readShares(studio.model, batch);
  batch.dispose();
  return [images, probabilities];
}

/** As a placement has it: the turn in radians. */
function checkPlacement(
  { right, down, angle, scale }: { right: number; down: number; angle: number; scale: number },
  [height, width]: ImageShape,
): { angle: number; scale: number; down: number; right: number } {
  if (!(scale > 0 && scale <= 1)) throw new RangeError(`scale is more than 0 and at most 1, not ${scale}.`);
  if (!(Math.abs(angle) <= 180)) throw new RangeError(`angle is −180 to 180 degrees, not ${angle}.`);
  if (!(Math.abs(right) <= width && Math.abs(down) <= height))
    throw new RangeError(`A patch ${right} to the right and ${down} down does not lie on the image.`);
  return { angle: (angle * Math.PI) / 180, scale, down, right };
}

async function readShares(model: tf.LayersModel, images: tf.Tensor4D): Promise<number[][]> {
  const shares = tf.tidy(() => tf.softmax(openClassifier(model).logits(images)));
  const rows = (await shares.array()) as number[][];
  shares.dispose();
  return rows;
}
