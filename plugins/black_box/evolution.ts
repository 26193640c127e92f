/** Differential evolution over a few pixels: where they are and what they become (Storn and Price 1997, as Su et al. use it). */
import type { Random } from 'alidade/sdk';
import type { ImageShape } from './subjects.ts';

/** How strongly the difference of two members moves a third: Su's F. */
const FACTOR = 0.5;

/** One member: for each pixel its row, its column and its values, one after the other. */
export type Member = Float64Array;

/** Places anywhere, values around the middle as the paper draws them: normal, mean 128 and deviation 127 of 255. */
export function drawMember([height, width, channels]: ImageShape, pixels: number, chance: Random): Member {
  const genes = Array.from({ length: pixels }, () => [
    chance.uniform() * height,
    chance.uniform() * width,
    ...Array.from({ length: channels }, () => chance.normal(128 / 255, 127 / 255)),
  ]);
  return keepInside(Float64Array.from(genes.flat()), [height, width, channels]);
}

/** A child for each member, without crossover: one other member, moved by half the difference of two more. */
export function breed(members: readonly Member[], shape: ImageShape, chance: Random): Member[] {
  return members.map((_, i) => {
    const [a, b, c] = drawThree(members.length, i, chance).map((at) => members[at]!);
    return keepInside(
      a!.map((gene, j) => gene + FACTOR * (b![j]! - c![j]!)),
      shape,
    );
  });
}

/** Three that differ from each other and from `not`. */
function drawThree(size: number, not: number, chance: Random): number[] {
  const drawn: number[] = [];
  while (drawn.length < 3) {
    const at = chance.int(size);
    if (at !== not && !drawn.includes(at)) drawn.push(at);
  }
  return drawn;
}

function keepInside(member: Member, [height, width, channels]: ImageShape): Member {
  const most = [height - 1e-6, width - 1e-6, ...Array<number>(channels).fill(1)];
  return member.map((gene, j) => Math.min(most[j % most.length]!, Math.max(0, gene)));
}

/** The image with a member's pixels in it. */
export function paint(image: Float32Array, member: Member, [, width, channels]: ImageShape): Float32Array {
  const painted = image.slice();
  for (let at = 0; at < member.length; at += 2 + channels) {
    const pixel = Math.floor(member[at]!) * width + Math.floor(member[at + 1]!);
    painted.set(member.subarray(at + 2, at + 2 + channels), pixel * channels);
  }
  return painted;
}
