/**
 * What baseline JPEG (ITU-T T.81) does to an image: blocks of 8 × 8, cosine transform, coefficients rounded to multiples of
 * the quantisation table. No file is written: what follows in JPEG, the entropy code, loses nothing. Plain arithmetic, so
 * that every browser gives the same pixels; a canvas does not.
 */
import type { ImageShape } from './smoothing.ts';

/** Annex K of the standard, tables K.1 and K.2, row by row. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99,
].concat(Array<number>(32).fill(99));

/**
 * A quantisation table at a quality, scaled as libjpeg does: by 5000 / quality per cent below 50, by 200 − 2 · quality from
 * there, each entry from 1 to 255. At 50 it is the standard's own.
 *
 * @param quality whole number, 1 (worst) to 100
 */
export function quantisationTable(
  quality: number,
  kind: 'luminance' | 'chrominance' = 'luminance',
): Int32Array {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  const base = kind === 'luminance' ? LUMINANCE : CHROMINANCE;
  return Int32Array.from(base, (entry) => Math.min(255, Math.max(1, Math.floor((entry * scale + 50) / 100))));
}

/**
 * Images as they come out of JPEG again. Grey images have one plane; colour ones go through YCbCr without subsampling
 * (4:4:4). An image whose sides are no multiples of 8 is continued by its last row and column.
 *
 * @param levels pixels 0 to 255, whole, one image after the other, channels last
 * @param shape rows, columns, 1 or 3 channels
 */
export function compressImages(
  levels: Uint8ClampedArray,
  shape: ImageShape,
  quality: number,
): Uint8ClampedArray {
  const [height, width, channels] = shape;
  if (channels !== 1 && channels !== 3) {
    throw new Error(`JPEG takes images of 1 or 3 channels, not ${channels}.`);
  }
  const tables = [quantisationTable(quality), quantisationTable(quality, 'chrominance')];
  const size = height * width * channels;
  const out = new Uint8ClampedArray(levels.length);
  for (let at = 0; at < levels.length; at += size) {
    const planes = toPlanes(levels.subarray(at, at + size), channels);
    planes.forEach((plane, k) => compressPlane(plane, height, width, tables[Math.min(k, 1)]!));
    out.set(fromPlanes(planes), at);
  }
  return out;
}

/** Grey, or Y, Cb and Cr, each centred on 0 (JFIF). */
function toPlanes(pixels: Uint8ClampedArray, channels: number): Float64Array[] {
  if (channels === 1) return [Float64Array.from(pixels, (level) => level - 128)];
  const planes = [0, 1, 2].map(() => new Float64Array(pixels.length / 3));
  for (let i = 0; i < pixels.length / 3; i++) {
    const [r, g, b] = [pixels[3 * i]!, pixels[3 * i + 1]!, pixels[3 * i + 2]!];
    planes[0]![i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b) - 128;
    planes[1]![i] = Math.round(-0.168736 * r - 0.331264 * g + 0.5 * b);
    planes[2]![i] = Math.round(0.5 * r - 0.418688 * g - 0.081312 * b);
  }
  return planes;
}

function fromPlanes([y, cb, cr]: readonly Float64Array[]): Uint8ClampedArray {
  if (!cb || !cr) return Uint8ClampedArray.from(y!, (value) => clampLevel(value + 128));
  const pixels = new Uint8ClampedArray(3 * y!.length);
  for (let i = 0; i < y!.length; i++) {
    const light = clampLevel(y![i]! + 128);
    const blue = clampLevel(cb[i]! + 128) - 128;
    const red = clampLevel(cr[i]! + 128) - 128;
    pixels[3 * i] = clampLevel(light + 1.402 * red);
    pixels[3 * i + 1] = clampLevel(light - 0.344136 * blue - 0.714136 * red);
    pixels[3 * i + 2] = clampLevel(light + 1.772 * blue);
  }
  return pixels;
}

function clampLevel(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/** Transforms, rounds and transforms back each block of 8 × 8, in place. */
function compressPlane(plane: Float64Array, height: number, width: number, table: Int32Array): void {
  const block = new Float64Array(64);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) {
        const row = Math.min(height - 1, top + (i >> 3));
        block[i] = plane[row * width + Math.min(width - 1, left + (i & 7))]!;
      }
      roundBlock(block, table);
      for (let i = 0; i < 64; i++) {
        const [row, column] = [top + (i >> 3), left + (i & 7)];
        if (row < height && column < width) plane[row * width + column] = block[i]!;
      }
    }
  }
}

function roundBlock(block: Float64Array, table: Int32Array): void {
  transform(block, COSINES);
  for (let i = 0; i < 64; i++) {
    const size = Math.round(Math.abs(block[i]!) / table[i]!) * table[i]!;
    block[i] = Math.sign(block[i]!) * size;
  }
  transform(block, COSINES_BACK);
}

/** The orthonormal cosine transform of 8 values, [frequency][place], and its inverse. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const [frequency, place] = [i >> 3, i & 7];
  const scale = frequency === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return scale * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
});
const COSINES_BACK = Float64Array.from({ length: 64 }, (_, i) => COSINES[(i & 7) * 8 + (i >> 3)]!);

/** M · block · Mᵀ, in place. */
function transform(block: Float64Array, matrix: Float64Array): void {
  const half = new Float64Array(64);
  for (let i = 0; i < 64; i++) {
    let sum = 0;
    for (let k = 0; k < 8; k++) sum += matrix[(i >> 3) * 8 + k]! * block[k * 8 + (i & 7)]!;
    half[i] = sum;
  }
  for (let i = 0; i < 64; i++) {
    let sum = 0;
    for (let k = 0; k < 8; k++) sum += half[(i >> 3) * 8 + k]! * matrix[(i & 7) * 8 + k]!;
    block[i] = sum;
  }
}
