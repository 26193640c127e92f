/** The strongest white-box attacks against the exact boxed distances of the linear model (techniques, section 4.3 A): they reach them, and never beat them. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { exactDistances, meanOf, medianOf } from './exact-distances.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const test500 = sliceDigits8(all, 1297, 1797);
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const exact = exactDistances(linear, test500);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

const make = () => [toNetwork(linear), toDataset(test500)] as const;

/** The places among the first `count` that no change of this length can have misread. */
const standing = (distances: readonly number[], epsilon: number, count: number): number[] =>
  exact.places.filter((place, i) => place < count && distances[i]! > epsilon);

/** The places that are still read right. */
const readRight = (predictions: Int32Array): number[] =>
  [...predictions.keys()].filter((i) => predictions[i] === test500.labels[i]);

describe('APGD towards each of 9 classes', () => {
  test('leaves of 500 images in L∞ those that no attack can change, and no other', async () => {
    const [model, dataset] = make();
    const { rounds } = await attack_apgd(model, dataset, [0.1, 0.15, 0.2], 'targeted_dlr', 10, 500);
    const left = rounds.map(({ predictions }) => readRight(predictions));
    expect(left.map(({ length }) => length)).toEqual([310, 146, 33]);
    rounds.forEach(({ epsilon }, k) => expect(left[k]).toEqual(standing(exact.boxed.linf, epsilon!, 500)));
  }, 180_000);

  test('leaves one of 150 more than the exact number in L2 at most, and every one of those', async () => {
    const [model, dataset] = make();
    const { rounds } = await attack_apgd(model, dataset, [0.5, 0.75], 'targeted_dlr', 20, 150, 2);
    for (const { epsilon, predictions } of rounds) {
      const [left, exactly] = [readRight(predictions), standing(exact.boxed.l2, epsilon! + 1e-6, 150)];
      expect(left).toEqual(expect.arrayContaining(exactly));
      expect(left.length - exactly.length).toBeLessThanOrEqual(1);
    }
  }, 120_000);
});

/** Of the first `count` images that are read right: the length of the change over the exact distance. */
async function ratiosOf(count: number, target: number | null): Promise<number[]> {
  const [model, dataset] = make();
  const { rounds } = await attack_carlini_l2(model, dataset, 150, 6, 0.1, 0.1, 0, target, true, count);
  const { norms, predictions } = rounds[0]!;
  return exact.places
    .filter((place) => place < count)
    .map((place, i) => {
      const fooled = predictions[place] !== test500.labels[place];
      return fooled ? norms.l2[place]! / exact.boxed.l2[i]! : Infinity;
    });
}

describe('Carlini and Wagner', () => {
  test('end one per cent above the exact boxed distance in the median, 3 % in the mean, and never below it', async () => {
    const ratios = await ratiosOf(24, null);
    ratios.forEach((ratio) => expect(ratio).toBeGreaterThanOrEqual(1 - 1e-5));
    expect(medianOf(ratios)).toBeLessThan(1.01);
    expect(meanOf(ratios)).toBeLessThan(1.03);
  }, 120_000);

  test('end within 1 % of the exact distance, image by image, where each class in turn is the target', async () => {
    const ways: number[][] = [];
    for (let target = 0; target < 10; target++) ways.push(await ratiosOf(6, target));
    const least = ways[0]!.map((_, i) => Math.min(...ways.map((ratios) => ratios[i]!)));
    expect(least.length).toBe(exact.places.filter((place) => place < 6).length);
    least.forEach((ratio) => expect(ratio).toBeGreaterThanOrEqual(1 - 1e-5));
    least.forEach((ratio) => expect(ratio).toBeLessThan(1.01));
  }, 180_000);
});

test('an image that all but touches a boundary is moved as little as one far from it', async () => {
  const nearest = exact.places
    .map((place, i) => ({ place, distance: exact.boxed.l2[i]! }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 6);
  const six = toDataset({
    count: nearest.length,
    labels: Int32Array.from(nearest, ({ place }) => test500.labels[place]!),
    pixels: Float64Array.from(
      nearest.flatMap(({ place }) => [...sliceDigits8(test500, place, place + 1).pixels]),
    ),
  });
  const { rounds } = await attack_carlini_l2(
    toNetwork(linear),
    six,
    undefined,
    undefined,
    undefined,
    undefined,
    0,
    null,
    true,
    6,
  );
  nearest.forEach(({ distance }, i) => {
    expect(rounds[0]!.norms.l2[i]!).toBeGreaterThan(distance * (1 - 1e-4));
    expect(rounds[0]!.norms.l2[i]!).toBeLessThan(distance * 1.1 + 1e-3);
  });
}, 60_000);
