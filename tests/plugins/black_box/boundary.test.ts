/** The boundary attack: the geometry of a step, and a linear model whose boundary is known exactly. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Random } from '#sdk';
import { measureReach } from '../../../plugins/black_box/approach.ts';
import { attack_boundary } from '../../../plugins/black_box/boundary.ts';
import { proposeStep } from '../../../plugins/black_box/sphere_step.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from '../digits8.ts';
import { distanceOf } from '../exact-distances.ts';
import { listen } from '../step-context.ts';
import { drawHalfSpace } from './half-space.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 500);
const test10 = sliceDigits8(all, 1297, 1307);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(4));

describe('a step far from every edge', () => {
  const stands = fc
    .record({
      seed: fc.nat(10_000),
      size: fc.integer({ min: 2, max: 40 }),
      around: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      towards: fc.double({ min: 0.001, max: 0.9, noNaN: true }),
    })
    .map(({ seed, size, ...steps }) => {
      const rng = new Random(seed);
      const image = new Float32Array(size).fill(0.5);
      const current = rng.fillUniform(new Float32Array(size), 0.48, 0.52);
      return { stand: { image, current, ...steps }, chance: rng };
    });

  test('goes around the image at its distance, by the share that was asked for, then inwards by the other', () => {
    fc.assert(
      fc.property(stands, ({ stand, chance }) => {
        const { image, current, around, towards } = stand;
        const step = proposeStep(stand, chance);
        const distance = measureReach(image, current, 2);
        expect(measureReach(image, step.around, 2) / distance).toBeCloseTo(1, 3);
        // The angle at the image has the share for its tangent.
        const cosine =
          current.reduce((sum, value, j) => sum + (value - 0.5) * (step.around[j]! - 0.5), 0) / distance ** 2;
        expect(cosine).toBeCloseTo(1 / Math.sqrt(1 + around ** 2), 3);
        expect(measureReach(image, step.point, 2) / distance).toBeCloseTo(1 - towards, 3);
      }),
    );
  });

  test('stays in the range wherever it begins', () => {
    fc.assert(
      fc.property(stands, ({ stand, chance }) => {
        const image = chance.fillUniform(new Float32Array(stand.image.length));
        const current = chance.fillUniform(new Float32Array(image.length));
        const { around, point } = proposeStep({ ...stand, image, current }, chance);
        expect([...around, ...point].every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });
});

test('on the linear model it comes nearer and nearer the exact distance, never nearer than that', async () => {
  const heard = listen(4);
  const { rounds, norm } = await attack_boundary(toNetwork(linear), toDataset(test10), 800, 0.01, 0.01, 10);
  const { norms, success, queries, epsilon } = rounds[0]!;
  expect([norm, epsilon]).toEqual(['L2', null]);
  const ratios: number[] = [];
  Array.from({ length: 10 }, (_, i) => distanceOf(linear, test10, i)?.boxed.l2 ?? 0).forEach((l2, i) => {
    expect(success[i]).toBe(Number(l2 > 0));
    if (l2 === 0) return expect(queries[i]).toBe(0);
    expect(norms.l2[i]).toBeGreaterThanOrEqual(l2 - 1e-5);
    // One a step, one more every tenth, and some for the start and its halvings.
    expect(queries[i]).toBeGreaterThan(880);
    expect(queries[i]).toBeLessThan(880 + 120);
    ratios.push(norms.l2[i]! / l2);
  });
  const curve = heard.metrics.filter(({ name }) => name === 'median_distance').map(({ value }) => value);
  curve.forEach((value, k) => expect(value).toBeLessThanOrEqual(curve[k - 1] ?? Infinity));
  expect(curve.length).toBe(51);
  expect(curve.at(-1)!).toBeLessThan(curve[0]! / 2);
  expect(ratios.toSorted((a, b) => a - b)[4]).toBeLessThan(2);
});

test('it comes within 5 % of |f|/‖w‖ for any half-space that the range does not cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), async (seed) => {
      const { model, dataset, distance } = drawHalfSpace(seed);
      const { rounds } = await attack_boundary(model, dataset, 1200);
      const ratio = rounds[0]!.norms.l2[0]! / distance.l2;
      expect(ratio).toBeGreaterThanOrEqual(1 - 1e-4);
      expect(ratio).toBeLessThan(1.05);
    }),
    { numRuns: 4 },
  );
});

test('what makes no sense is refused with a remedy', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(test10)];
  await expect(attack_boundary(model, dataset, 0)).rejects.toThrow('steps');
  await expect(attack_boundary(model, dataset, 10, 0)).rejects.toThrow('spherical_step');
  await expect(attack_boundary(model, dataset, 10, 0.1, 1)).rejects.toThrow('source_step');
});
