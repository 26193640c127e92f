/** The way back from a misread image towards the original, up to the boundary, by halving; and how long a change is. */
import type { Oracle } from './oracle.ts';
import type { Chase } from './starts.ts';

export type Reach = 'inf' | 2;

/** The length of `to` − `from`: in L2, or the greatest single change. */
export function measureReach(from: Float32Array, to: Float32Array, norm: Reach): number {
  let sum = 0;
  let most = 0;
  for (let j = 0; j < from.length; j++) {
    const change = to[j]! - from[j]!;
    sum += change * change;
    most = Math.max(most, Math.abs(change));
  }
  return norm === 2 ? Math.sqrt(sum) : most;
}

/** The L2 length of a change: not by `Math.hypot(...change)`, which a large image overflows the stack with. */
export function lengthOf(change: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of change) sum += value * value;
  return Math.sqrt(sum);
}

/**
 * A point between an image and a misread one. L2: the share `part` of the way from the image. L∞: the misread one with
 * every change cut off at `part`.
 */
function pointBetween(
  { image, current }: Pick<Chase, 'image' | 'current'>,
  part: number,
  norm: Reach,
): Float32Array {
  const point = new Float32Array(image.length);
  for (let j = 0; j < point.length; j++) {
    const change = current[j]! - image[j]!;
    const kept = norm === 2 ? part * change : Math.min(part, Math.max(-part, change));
    point[j] = image[j]! + kept;
  }
  return point;
}

/**
 * Brings every misread image as near to its original as it stays misread, all of them side by side: halving ends where the
 * two ends lie `theta` apart (L2: as a share of the way; L∞: in pixels, or as a share of the change where it is below 1).
 * What comes of it was itself asked about, so it is misread for sure.
 */
export async function approachAll(
  oracle: Oracle,
  chases: readonly Chase[],
  norm: Reach,
  theta: number,
): Promise<void> {
  const ends = chases.map((chase) => {
    const high = norm === 2 ? 1 : measureReach(chase.image, chase.current, norm);
    return {
      chase,
      low: 0,
      high,
      gap: norm === 2 ? theta : Math.min(theta, high * theta),
      best: chase.current,
    };
  });
  for (let active = ends; active.length > 0; active = active.filter(isWide)) {
    const points = active.map(({ chase, low, high }) => pointBetween(chase, (low + high) / 2, norm));
    const misread = await askAll(
      oracle,
      active.map(({ chase }) => chase.owner),
      points,
    );
    active.forEach((end, row) => {
      const middle = (end.low + end.high) / 2;
      if (!misread[row]) {
        end.low = middle;
        return;
      }
      end.high = middle;
      end.best = points[row]!;
    });
  }
  for (const { chase, best } of ends) chase.current = best;
}

const isWide = ({ low, high, gap }: { low: number; high: number; gap: number }): boolean => high - low > gap;

/** One question for each of several images. */
export function askAll(
  oracle: Oracle,
  owners: readonly number[],
  points: readonly Float32Array[],
): Promise<Uint8Array> {
  const size = points[0]?.length ?? 0;
  const candidates = new Float32Array(points.length * size);
  points.forEach((point, row) => candidates.set(point, row * size));
  return oracle.misread(candidates, owners);
}
