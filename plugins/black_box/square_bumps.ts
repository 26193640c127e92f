/** What the Square attack proposes in L2: pairs of opposite bumps, whose square takes over the length that another square gives up. */
import type { Random } from 'alidade/sdk';
import { lengthOf } from './approach.ts';
import type { Proposals, Walk } from './square_change.ts';
import { sideTwo } from './square_schedule.ts';
import type { ImageShape } from './subjects.ts';

/** In L2, algorithm 3 of the paper. */
export const squaresTwo: Proposals = { start: drawTiles, next: moveSquare };

/**
 * The bump of the paper on `side` × `side` values: one half up, the other down, of length 1, one way or the other by
 * chance. Each half falls off from its middle in rings of 1/k².
 *
 * @internal
 */
export function drawBump(side: number, chance: Random): Float32Array {
  const half = Math.floor(side / 2);
  const upper = fallOff(half, side);
  const lower = fallOff(side - half, side);
  const bump = new Float32Array(side * side);
  bump.set(upper);
  lower.forEach((value, at) => (bump[half * side + at] = -value));
  const length = lengthOf(bump);
  const turned = (chance.word() & 1) === 1;
  return Float32Array.from(bump, (_, at) => {
    const [y, x] = [Math.floor(at / side), at % side];
    return bump[turned ? x * side + y : at]! / length;
  });
}

/** A rectangle of length 1 (or empty) that falls off from its middle. */
function fallOff(height: number, width: number): Float32Array {
  const values = new Float32Array(height * width);
  const [middleY, middleX] = [Math.floor(height / 2), Math.floor(width / 2)];
  for (let ring = 0; ring <= Math.max(middleY, middleX); ring++) {
    for (let y = Math.max(0, middleY - ring); y <= Math.min(height - 1, middleY + ring); y++) {
      for (let x = Math.max(0, middleX - ring); x <= Math.min(width - 1, middleX + ring); x++) {
        values[y * width + x]! += 1 / (ring + 1) ** 2;
      }
    }
  }
  const length = lengthOf(values);
  return values.map((value) => value / length);
}

/** Bumps side by side over the whole image, a fifth of its side each, brought to the length ε. */
function drawTiles({ shape, epsilon, chance }: Walk): Float32Array {
  const [height, width, channels] = shape;
  if (Math.min(height, width) < 3) {
    throw new RangeError(`In L2 the squares need images of 3×3 pixels or more, not ${height}×${width}.`);
  }
  const side = Math.max(1, Math.floor(Math.min(height, width) / 5));
  const change = new Float32Array(height * width * channels);
  const offset = (whole: number): number => Math.floor((whole % side) / 2);
  for (let top = offset(height); top + side <= height; top += side) {
    for (let left = offset(width); left + side <= width; left += side) {
      const bump = drawBump(side, chance);
      const signs = drawSigns(channels, chance);
      eachValue(shape, { top, left, side }, (at, place, channel) => {
        change[at] = bump[place]! * signs[channel]!;
      });
    }
  }
  return scaleTo(change, epsilon);
}

function moveSquare({ shape, image, best, epsilon, chance }: Walk, share: number): Float32Array {
  const [height, width, channels] = shape;
  const side = sideTwo(shape, share);
  const draw = () => ({ top: chance.int(height - side + 1), left: chance.int(width - side + 1), side });
  const [taker, giver] = [draw(), draw()];
  const change = Float32Array.from(best, (value, j) => value - image[j]!);
  const spare = Math.max(0, epsilon ** 2 - sumSquares(change)) / channels;
  const lengths = measureWindows(shape, change, [taker, giver]);
  const update = mixUpdate(shape, change, taker, chance);
  eachValue(shape, giver, (at) => (change[at] = 0));
  eachValue(shape, taker, (at, place, channel) => {
    change[at] = update[place * channels + channel]! * Math.sqrt(spare + lengths[channel]!);
  });
  return scaleTo(change, epsilon);
}

/** The bump plus what is in the window already, each of length 1, and the sum of length 1 again, in each channel. */
function mixUpdate(shape: ImageShape, change: Float32Array, window: Window, chance: Random): Float32Array {
  const channels = shape[2];
  const bump = drawBump(window.side, chance);
  const signs = drawSigns(channels, chance);
  const old = measureWindows(shape, change, [window]);
  const update = new Float32Array(window.side ** 2 * channels);
  const squares = new Float64Array(channels);
  eachValue(shape, window, (at, place, channel) => {
    const value = bump[place]! * signs[channel]! + change[at]! / (1e-10 + Math.sqrt(old[channel]!));
    update[place * channels + channel] = value;
    squares[channel]! += value ** 2;
  });
  return update.map((value, j) => value / Math.max(1e-12, Math.sqrt(squares[j % channels]!)));
}

interface Window {
  readonly top: number;
  readonly left: number;
  readonly side: number;
}

/** The sum of squares in the union of windows, channel by channel. */
function measureWindows(shape: ImageShape, change: Float32Array, windows: readonly Window[]): Float64Array {
  const seen = new Set<number>();
  const sums = new Float64Array(shape[2]);
  for (const window of windows) {
    eachValue(shape, window, (at, _, channel) => {
      if (seen.has(at)) return;
      seen.add(at);
      sums[channel]! += change[at]! ** 2;
    });
  }
  return sums;
}

/** Each value of a window: its place in the image, the place of its pixel in the window, its channel. */
function eachValue(
  [, width, channels]: ImageShape,
  { top, left, side }: Window,
  visit: (at: number, place: number, channel: number) => void,
): void {
  for (let place = 0; place < side * side; place++) {
    const pixel = (top + Math.floor(place / side)) * width + left + (place % side);
    for (let channel = 0; channel < channels; channel++) visit(pixel * channels + channel, place, channel);
  }
}

function drawSigns(channels: number, chance: Random): number[] {
  return Array.from({ length: channels }, () => (chance.word() & 1 ? 1 : -1));
}

const sumSquares = (values: Float32Array): number => values.reduce((sum, value) => sum + value ** 2, 0);

function scaleTo(change: Float32Array, epsilon: number): Float32Array {
  const length = Math.sqrt(sumSquares(change));
  return length === 0 ? change : change.map((value) => (value / length) * epsilon);
}
