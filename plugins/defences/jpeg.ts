/** JPEG compression without its lossless half: what quantising the cosines of 8×8 blocks does to an image. */
import { gatherRows, type Classifier, type Readable } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkWhole, defend } from './defend.ts';

const SIDE = 8;

/** Annex K of ITU-T T.81 (1992), row by row: how coarsely each cosine of brightness is kept at quality 50. */
export const BRIGHTNESS: readonly number[] = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
/** The same of colour. */
const COLOUR: readonly number[] = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...Array<number>(32).fill(99),
];
/** JFIF, row by row: what red, green and blue add to Y, Cb, Cr; and the way back. */
const TO_YCC = [0.299, -0.168735892, 0.5, 0.587, -0.331264108, -0.418687589, 0.114, 0.5, -0.081312411];
const TO_RGB = [1, 1, 1, 0, -0.344136286, 1.772, 1.402, -0.714136286, 0];

/**
 * Puts a model behind JPEG compression (Dziugaite, Ghahramani and Roy 2016, arXiv:1608.00853): each image is brought to
 * 256 levels, cut into blocks of 8×8, and the cosines of each block are rounded to multiples of libjpeg's table for that
 * quality, before the model reads it. The packing of a JPEG file loses nothing and is left out; colour is not
 * subsampled. A browser's own JPEG differs from another's; this one is the same everywhere.
 *
 * Threat: rounding has no gradient. An attack that is given the undefended model does not know the defence; one that is
 * given this classifier takes the compression for the identity when it goes back (BPDA), and breaks it.
 *
 * @param model a model that ends in softmax or in logits, or one behind another defence; it reads images
 *   [n, height, width, channels], pixels from 0 to 1 in one channel, or in three (red, green, blue)
 * @param quality 1 to 100, as libjpeg counts; 50 is IBM's default
 * @returns the defended classifier
 * @throws where `quality` is no whole number from 1 to 100
 */
export function compress_jpeg(model: Readable, quality: number /* integer */ = 50): Classifier {
  checkWhole('quality', quality, 1, 100);
  const defence = { name: `JPEG, quality ${quality}`, differentiable: false, stochastic: false };
  return defend(model, (x) => compressJpeg(x, quality), defence);
}

/** Images from 0 to 1 with one channel or three, after JPEG. @internal */
export function compressJpeg(x: tf.Tensor4D, quality: number): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  if (channels !== 1 && channels !== 3) throw new Error(`JPEG takes 1 or 3 channels, not ${channels}.`);
  return tf.tidy(() => {
    const levels = toLevels(tf.mul(tf.transpose(tf.reshape(x, [count, -1, channels]), [2, 1, 0]), 255));
    const planes = channels === 3 ? toLevels(tf.add(turn(tf.sub(levels, 128), TO_YCC), 128)) : levels;
    const code = (k: number): tf.Tensor => {
      const plane = tf.reshape(tf.slice(planes, [k], [1]), [height * width, count]);
      return codePlane(
        plane as tf.Tensor2D,
        [height, width],
        scaleTable(k === 0 ? BRIGHTNESS : COLOUR, quality),
      );
    };
    const coded = tf.stack(Array.from({ length: channels }, (_, k) => code(k)));
    const shown = channels === 3 ? toLevels(tf.add(turn(tf.sub(coded, 128), TO_RGB), 128)) : coded;
    return tf.reshape(tf.transpose(tf.div(shown, 255), [2, 1, 0]), x.shape);
  });
}

/** A table at another quality, as libjpeg scales it. @internal */
export function scaleTable(table: readonly number[], quality: number): number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return table.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
}

/**
 * One channel of whole levels [pixels, images], coded and decoded. Flat blocks give exact halves often, which float32
 * leaves a little above or below; a margin far below the distance of such values sends them all away from zero.
 */
function codePlane(
  plane: tf.Tensor2D,
  [height, width]: readonly [number, number],
  table: readonly number[],
): tf.Tensor {
  const { cells, pixels } = cutBlocks(height, width);
  const images = plane.shape[1];
  const waves = cosines();
  const steps = tf.tensor2d([...table], [SIDE * SIDE, 1]);
  const blocks = tf.reshape(gatherRows(tf.sub<tf.Tensor2D>(plane, 128), cells), [SIDE * SIDE, -1]);
  const ratios = tf.div(tf.matMul(waves, blocks, true), steps);
  const kept = tf.mul(tf.sign(ratios), tf.floor(tf.add(tf.abs(ratios), 0.5 + 1e-4)));
  const decoded = tf.reshape(tf.matMul(waves, tf.mul(kept, steps)), [-1, images]);
  return toLevels(tf.add(gatherRows(decoded, pixels), 128));
}

/** The nearest of the levels 0 to 255; halves go up. */
function toLevels(values: tf.Tensor): tf.Tensor {
  return tf.clipByValue(tf.floor(tf.add(values, 0.5 + 1e-3)), 0, 255);
}

/** Colours [3, pixels, images] times a matrix whose columns are the new ones. */
function turn(colours: tf.Tensor, matrix: readonly number[]): tf.Tensor {
  const product = tf.matMul(tf.tensor2d([...matrix], [3, 3]), tf.reshape(colours, [3, -1]), true);
  return tf.reshape(product, colours.shape);
}

/** The orthonormal cosine transform of a block as one matrix [64 pixels, 64 cosines]; its transpose is the way there. */
function cosines(): tf.Tensor2D {
  const wave = (k: number, i: number): number =>
    Math.sqrt((k === 0 ? 1 : 2) / SIDE) * Math.cos((Math.PI * (2 * i + 1) * k) / (2 * SIDE));
  const cells = SIDE * SIDE;
  const values = Float32Array.from({ length: cells * cells }, (_, at) => {
    const [pixel, cosine] = [Math.floor(at / cells), at % cells];
    const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
    return wave(Math.floor(cosine / SIDE), row) * wave(cosine % SIDE, column);
  });
  return tf.tensor2d(values, [cells, cells]);
}

/**
 * `cells`: for each of the 64 places in a block, and for each block, the pixel there; the last row and column go on until
 * the blocks are whole. `pixels`: where each pixel stands among those.
 */
function cutBlocks(height: number, width: number): { cells: Int32Array; pixels: Int32Array } {
  const [rows, columns] = [Math.ceil(height / SIDE), Math.ceil(width / SIDE)];
  const blocks = rows * columns;
  const pixels = new Int32Array(height * width);
  const cells = Int32Array.from({ length: SIDE * SIDE * blocks }, (_, at) => {
    const [place, block] = [Math.floor(at / blocks), at % blocks];
    const row = Math.floor(block / columns) * SIDE + Math.floor(place / SIDE);
    const column = (block % columns) * SIDE + (place % SIDE);
    const pixel = Math.min(row, height - 1) * width + Math.min(column, width - 1);
    if (row < height && column < width) pixels[pixel] = at;
    return pixel;
  });
  return { cells, pixels };
}
