/** A patch laid over images, and the way back: how the patch has to change so that the images' loss falls. */
import type { NdArray, Random } from 'alidade/sdk';
import {
  drawPlacement,
  lookAt,
  roundMask,
  seePatch,
  type Freedom,
  type Placement,
  type Sight,
} from './patch_place.ts';
import type { ImageShape } from './smoothing.ts';

/** A square of pixels [side, side, channels], in the data's range. */
export type Patch = NdArray<Float32Array>;

/** An image's part of a patched batch: what it sees, and how much of the patch covers each pixel (0 to 1). */
interface Cover {
  readonly sight: Sight;
  readonly share: Float32Array;
}

export interface PatchedImages {
  /** As many as came in, in their order. */
  readonly images: Float32Array;
  readonly covers: readonly Cover[];
}

/** A patch that is grey all over, as large as fits on the image. */
export function greyPatch(shape: ImageShape, [low, high]: readonly [number, number]): Patch {
  const side = Math.min(shape[0], shape[1]);
  const data = new Float32Array(side * side * shape[2]).fill((low + high) / 2);
  return { shape: [side, side, shape[2]], data };
}

/** The patch's mask, the same in each channel. */
export function maskOf({ shape }: Patch): Patch {
  const channels = shape[2]!;
  const mask = roundMask(shape[0]!);
  return {
    shape,
    data: Float32Array.from({ length: mask.length * channels }, (_, i) => mask[Math.floor(i / channels)]!),
  };
}

/** Lays the patch over each image, at a turn, size and place by chance: x · (1 − m) + patch · m. */
export function layPatch(
  images: Float32Array,
  shape: ImageShape,
  patch: Patch,
  freedom: Freedom,
  chance: Random,
): PatchedImages {
  const count = images.length / (shape[0] * shape[1] * shape[2]);
  const placements = Array.from({ length: count }, () => drawPlacement(chance, shape, freedom));
  return layPatchAt(images, shape, patch, placements);
}

/** Lays the patch over each image at its own placement: x · (1 − m) + patch · m. */
export function layPatchAt(
  images: Float32Array,
  shape: ImageShape,
  patch: Patch,
  placements: readonly Placement[],
): PatchedImages {
  const [height, width, channels] = shape;
  const side = patch.shape[0]!;
  const mask = roundMask(side);
  const size = height * width * channels;
  const patched = Float32Array.from(images);
  const covers = placements.map((placement, i): Cover => {
    const sight = seePatch(shape, side, placement);
    const share = Float32Array.from({ length: height * width }, (__, pixel) => lookAt(mask, sight, pixel));
    for (let at = 0; at < size; at++) {
      const pixel = Math.floor(at / channels);
      if (share[pixel] === 0) continue;
      const seen = lookAt(patch.data, sight, pixel, channels, at % channels);
      patched[i * size + at] = images[i * size + at]! * (1 - share[pixel]!) + seen * share[pixel]!;
    }
    return { sight, share };
  });
  return { images: patched, covers };
}

/** The slope of the images' summed loss for each value of the patch, from its slope for each pixel: exactly the way that they were laid, back. */
export function patchSlope(
  slopes: Float32Array,
  shape: ImageShape,
  patch: Patch,
  { covers }: PatchedImages,
): Float32Array {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const slope = new Float32Array(patch.data.length);
  covers.forEach(({ sight: { places, weights }, share }, i) => {
    for (let at = 0; at < size; at++) {
      const pixel = Math.floor(at / channels);
      const part = slopes[i * size + at]! * share[pixel]!;
      if (part === 0) continue;
      for (let k = 4 * pixel; k < 4 * pixel + 4; k++) {
        slope[places[k]! * channels + (at % channels)]! += weights[k]! * part;
      }
    }
  });
  return slope;
}

/** The patch as it was handed in, checked against the images. @throws where its sides or channels do not fit */
export function checkPatch(data: Float32Array, shape: readonly number[], images: ImageShape): Patch {
  const side = Math.min(images[0], images[1]);
  const wanted = [side, side, images[2]];
  if (shape.length !== 3 || shape.some((length, i) => length !== wanted[i])) {
    throw new Error(
      `For these images a patch has the shape [${wanted.join(', ')}], not [${shape.join(', ')}].`,
    );
  }
  return { shape: wanted, data };
}
