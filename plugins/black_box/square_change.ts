/** What the Square attack proposes in L∞: stripes at first, then one square of one colour at a time, every value at ±ε. */
import type { Random } from 'alidade/sdk';
import { sideInf } from './square_schedule.ts';
import type { ImageShape } from './subjects.ts';

/** An image on its way. */
export interface Walk {
  readonly shape: ImageShape;
  readonly image: Float32Array;
  readonly epsilon: number;
  readonly chance: Random;
  /** The best candidate, within 0 to 1. */
  best: Float32Array;
  /** What was added to the image for it, before values were put back into 0 to 1. */
  change: Float32Array;
}

/** A way to change an image: the first change, and the next one with squares of a share of the image. */
export interface Proposals {
  readonly start: (walk: Walk) => Float32Array;
  readonly next: (walk: Walk, share: number) => Float32Array;
}

/** Image + change, put back into 0 to 1. */
export function applyChange(image: Float32Array, change: Float32Array): Float32Array {
  const moved = new Float32Array(image.length);
  for (let j = 0; j < moved.length; j++) moved[j] = Math.min(1, Math.max(0, image[j]! + change[j]!));
  return moved;
}

/** In L∞, algorithm 2 of the paper. The authors' code never places a square in the last row or column; here it may lie anywhere, as the paper says. */
export const squaresInf: Proposals = { start: drawStripes, next: drawSquare };

function drawStripes({ shape: [height, width, channels], epsilon, chance }: Walk): Float32Array {
  const row = Float32Array.from({ length: width * channels }, () => sign(chance) * epsilon);
  const change = new Float32Array(height * row.length);
  for (let y = 0; y < height; y++) change.set(row, y * row.length);
  return change;
}

function drawSquare(walk: Walk, share: number): Float32Array {
  const { shape, epsilon, chance } = walk;
  const [height, width, channels] = shape;
  const side = sideInf(shape, share);
  const top = chance.int(height - side + 1);
  const left = chance.int(width - side + 1);
  const change = walk.change.slice();
  const fill = (colour: Float32Array): void => {
    for (let y = top; y < top + side; y++) {
      for (let x = left; x < left + side; x++) change.set(colour, (y * width + x) * channels);
    }
  };
  // A colour that changes nothing would waste a query. After ten of them it is the opposite of what stands at the corner.
  for (let draw = 0; draw < 10; draw++) {
    fill(Float32Array.from({ length: channels }, () => sign(chance) * epsilon));
    if (isNew(walk, change)) return change;
  }
  const corner = (top * width + left) * channels;
  fill(walk.change.slice(corner, corner + channels).map((value) => -value));
  return change;
}

function isNew({ image, best }: Walk, change: Float32Array): boolean {
  const candidate = applyChange(image, change);
  for (let j = 0; j < candidate.length; j++) if (candidate[j] !== best[j]) return true;
  return false;
}

const sign = (chance: Random): number => (chance.word() & 1 ? 1 : -1);
