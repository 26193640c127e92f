/** HopSkipJump: its schedule, its direction by a closed form, and a linear model whose boundary is known exactly. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Random } from '#sdk';
import { weighPoints } from '../../../plugins/black_box/direction.ts';
import { attack_hopskipjump, evaluationsAt } from '../../../plugins/black_box/hop_skip_jump.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from '../digits8.ts';
import { distanceOf, medianOf } from '../exact-distances.ts';
import { listen } from '../step-context.ts';
import { drawHalfSpace } from './half-space.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 500);
const test10 = sliceDigits8(all, 1297, 1307);
beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(3));

test('the first directions ask 100 141 173 200 223 244 264 282 times', () => {
  const asked = [1, 2, 3, 4, 5, 6, 7, 8].map((t) => evaluationsAt(t, 100, 10_000));
  expect(asked).toEqual([100, 141, 173, 200, 223, 244, 264, 282]);
  expect(evaluationsAt(50, 100, 500)).toBe(500);
});

describe('a direction', () => {
  const current = Float32Array.of(0.5, 0.5);

  test('is the mean of the moves, each less the mean answer', () => {
    // Moves (.1, 0) yes, (0, .1) no, (−.1, 0) no: the mean answer is −1/3, the weights 4/3, −2/3, −2/3.
    const points = Float32Array.of(0.6, 0.5, 0.5, 0.6, 0.4, 0.5);
    const direction = weighPoints(current, points, Uint8Array.of(1, 0, 0), 2);
    const [x, y] = [(4 / 3) * 0.1 + (2 / 3) * 0.1, (-2 / 3) * 0.1];
    expect(direction[0]).toBeCloseTo(x / Math.hypot(x, y), 5);
    expect(direction[1]).toBeCloseTo(y / Math.hypot(x, y), 5);
    expect([...weighPoints(current, points, Uint8Array.of(1, 0, 0), 'inf')]).toEqual([1, -1]);
  });

  test('is their mean where all are misread, and its opposite where none is', () => {
    const points = Float32Array.of(0.6, 0.5, 0.5, 0.6);
    const half = Math.SQRT1_2;
    const yes = weighPoints(current, points, Uint8Array.of(1, 1), 2);
    const no = weighPoints(current, points, Uint8Array.of(0, 0), 2);
    [half, half].forEach((value, j) => {
      expect(yes[j]).toBeCloseTo(value, 5);
      expect(no[j]).toBeCloseTo(-value, 5);
    });
  });

  test('nears the true slope of any half-space', () => {
    const halfSpaces = fc.record({ seed: fc.nat(1000), size: fc.integer({ min: 2, max: 12 }) });
    fc.assert(
      fc.property(halfSpaces, ({ seed, size }) => {
        const rng = new Random(seed);
        const slope = rng.fillNormal(new Float32Array(size));
        const middle = new Float32Array(size).fill(0.5);
        const points = rng.fillNormal(new Float32Array(size * 2000), 0.5, 0.01);
        const misread = Uint8Array.from({ length: 2000 }, (_, k) =>
          Number(slope.reduce((sum, w, j) => sum + w * (points[k * size + j]! - 0.5), 0) > 0),
        );
        const found = weighPoints(middle, points, misread, 2);
        const cosine = found.reduce((sum, value, j) => sum + value * slope[j]!, 0) / Math.hypot(...slope);
        expect(cosine).toBeGreaterThan(0.97);
      }),
      { numRuns: 30 },
    );
  });
});

const NORMS = [
  ['L2', 2, 'l2'],
  ['L∞', 'inf', 'linf'],
] as const;

describe.each(NORMS)('in %s', (_, norm, key) => {
  test('it comes within 5 % of |f|/‖w‖ for any half-space that the range does not cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), async (seed) => {
        const { model, dataset, distance } = drawHalfSpace(seed);
        const { rounds } = await attack_hopskipjump(model, dataset, norm, 15);
        const ratio = rounds[0]!.norms[key][0]! / distance[key];
        expect(ratio).toBeGreaterThanOrEqual(1 - 1e-4);
        expect(ratio).toBeLessThan(1.05);
      }),
      { numRuns: 6 },
    );
  });

  test('on the linear model of the table it comes near the exact distance within the range, and never nearer', async () => {
    const heard = listen(3);
    const { rounds } = await attack_hopskipjump(toNetwork(linear), toDataset(test10), norm, 20);
    const exact = Array.from({ length: 10 }, (_, i) => distanceOf(linear, test10, i)?.boxed[key] ?? 0);
    const { norms, success, epsilon, queries, images } = rounds[0]!;
    expect(epsilon).toBeNull();
    const ratios: number[] = [];
    exact.forEach((distance, i) => {
      expect(success[i]).toBe(Number(distance > 0));
      if (distance === 0) return expect([norms[key][i], queries[i]]).toEqual([0, 0]);
      expect(norms[key][i]).toBeGreaterThanOrEqual(distance - 1e-5);
      ratios.push(norms[key][i]! / distance);
    });
    expect(medianOf(ratios)).toBeLessThan(norm === 2 ? 1.15 : 1.3);
    expect(images.dataSync().every((value) => value >= 0 && value <= 1)).toBe(true);
    const curve = heard.metrics.filter(({ name }) => name === 'median_distance').map(({ value }) => value);
    expect(curve.length).toBe(21);
    curve.forEach((value, t) => expect(value).toBeLessThanOrEqual(curve[t - 1] ?? Infinity));
    expect(curve[0]! / curve[20]!).toBeGreaterThan(2);
  });

  test('more iterations go on from where fewer end: no image is ever further away', async () => {
    const model = toNetwork(linear);
    const distances: Float32Array[] = [];
    for (const iterations of [1, 2, 4]) {
      listen(8);
      const { rounds } = await attack_hopskipjump(model, toDataset(test10), norm, iterations, 20);
      distances.push(rounds[0]!.norms[key]);
    }
    distances
      .slice(1)
      .forEach((later, k) =>
        later.forEach((distance, i) => expect(distance).toBeLessThanOrEqual(distances[k]![i]! + 1e-6)),
      );
  });
});

test('what makes no sense is refused with a remedy', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(test10)];
  await expect(attack_hopskipjump(model, dataset, 1)).rejects.toThrow('inf and 2');
  await expect(attack_hopskipjump(model, dataset, 2, 0)).rejects.toThrow('iterations');
  await expect(attack_hopskipjump(model, dataset, 2, 1, 100, 100, 0.5)).rejects.toThrow('count');
});
