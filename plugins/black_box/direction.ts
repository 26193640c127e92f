/** The direction in which an image near the boundary becomes more misread, told from yes and no alone (HopSkipJump, section III of the paper). */
import type { Random } from 'alidade/sdk';
import { measureReach, type Reach } from './approach.ts';
import type { Oracle } from './oracle.ts';
import type { Chase } from './starts.ts';

/** Values of candidates that are held at once, 8 MiB. */
const HELD = 2 ** 21;

export interface Probe {
  readonly chase: Chase;
  readonly chance: Random;
  /** How far away it asks, in L2. */
  readonly radius: number;
}

/**
 * A direction for each image, of length 1 (L2) or of signs (L∞): the mean of random directions, weighted by whether the
 * image moved along them is misread, less the mean weight (equation 16 of the paper). Where all agree, their mean, or its
 * opposite.
 *
 * @param evaluations queries for each image
 */
export async function estimateDirections(
  oracle: Oracle,
  probes: readonly Probe[],
  evaluations: number,
  norm: Reach,
): Promise<Float32Array[]> {
  const size = probes[0]?.chase.image.length ?? 1;
  const together = Math.max(1, Math.floor(HELD / (evaluations * size)));
  const directions: Float32Array[] = [];
  for (let start = 0; start < probes.length; start += together) {
    const group = probes.slice(start, start + together);
    const candidates = new Float32Array(group.length * evaluations * size);
    group.forEach((probe, i) => {
      for (let k = 0; k < evaluations; k++) {
        const at = (i * evaluations + k) * size;
        placeProbe(probe, norm, candidates.subarray(at, at + size));
      }
    });
    const owners = group.flatMap(({ chase }) => Array<number>(evaluations).fill(chase.owner));
    const misread = await oracle.misread(candidates, owners);
    group.forEach((probe, i) => {
      const [from, to] = [i * evaluations, (i + 1) * evaluations];
      const points = candidates.subarray(from * size, to * size);
      directions.push(weighPoints(probe.chase.current, points, misread.subarray(from, to), norm));
    });
  }
  return directions;
}

/** The image moved by the radius along a random direction (normal in L2, from the cube in L∞), within 0 to 1. */
function placeProbe({ chase, chance, radius }: Probe, norm: Reach, point: Float32Array): void {
  if (norm === 2) chance.fillNormal(point);
  else chance.fillUniform(point, -1, 1);
  let squares = 0;
  for (let j = 0; j < point.length; j++) squares += point[j]! * point[j]!;
  const scale = radius / Math.sqrt(squares);
  for (let j = 0; j < point.length; j++) {
    point[j] = Math.min(1, Math.max(0, chase.current[j]! + scale * point[j]!));
  }
}

/**
 * The mean of the moves to the points, weighted by their answers. Moves are taken from the points themselves, so that what
 * the range cut off counts as it was asked.
 *
 * @internal
 */
export function weighPoints(
  current: Float32Array,
  points: Float32Array,
  misread: Uint8Array,
  norm: Reach,
): Float32Array {
  const size = current.length;
  const mean = misread.reduce((sum, yes) => sum + (yes ? 1 : -1), 0) / misread.length;
  const sums = new Float64Array(size);
  misread.forEach((yes, k) => {
    const sign = yes ? 1 : -1;
    const weight = Math.abs(mean) === 1 ? sign : sign - mean;
    for (let j = 0; j < size; j++) sums[j]! += weight * (points[k * size + j]! - current[j]!);
  });
  const direction = Float32Array.from(sums);
  if (norm === 'inf') return direction.map((value) => Math.sign(value));
  const length = measureReach(new Float32Array(size), direction, 2);
  return length === 0 ? direction : direction.map((value) => value / length);
}
