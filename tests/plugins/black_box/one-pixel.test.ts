/** The one-pixel attack: the laws of its evolution, and a linear model whose best pixel is found by trying all. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Random } from '#sdk';
import { breed, drawMember, paint } from '../../../plugins/black_box/evolution.ts';
import { attack_one_pixel } from '../../../plugins/black_box/one_pixel.ts';
import { useBackend } from '../backend.ts';
import { CLASSES, PIXELS, readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from '../digits8.ts';
import { listen } from '../step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 500);
const test16 = sliceDigits8(all, 1297, 1313);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(2));

const worlds = fc.record({
  height: fc.integer({ min: 1, max: 8 }),
  width: fc.integer({ min: 1, max: 8 }),
  channels: fc.constantFrom(1, 3),
  pixels: fc.integer({ min: 1, max: 5 }),
  seed: fc.nat(1000),
});

describe('any member of any generation', () => {
  test('stays in the image and the range, and changes at most its pixels', () => {
    fc.assert(
      fc.property(worlds, ({ height, width, channels, pixels, seed }) => {
        const shape = [height, width, channels] as const;
        const chance = new Random(seed);
        const image = new Random(seed, 'image').fillUniform(new Float32Array(height * width * channels));
        const first = Array.from({ length: 6 }, () => drawMember(shape, pixels, chance));
        const second = breed(first, shape, chance);
        for (const member of [...first, ...second, ...breed(second, shape, chance)]) {
          expect(member.length).toBe(pixels * (2 + channels));
          const painted = paint(image, member, shape);
          expect(painted.length).toBe(image.length);
          expect(painted.every((value) => value >= 0 && value <= 1)).toBe(true);
          const touched = [...painted.keys()].filter((j) => painted[j] !== image[j]);
          expect(new Set(touched.map((j) => Math.floor(j / channels))).size).toBeLessThanOrEqual(pixels);
        }
      }),
    );
  });

  test('a child is one member moved by half the difference of two others', () => {
    // Far from every edge, three members besides the parent: the child is one of the six that they can give.
    const members = [1, 2, 3, 4].map((n) => Float64Array.of(4 + n / 10, 4 + (n * n) / 20, 0.4 + n / 50));
    const [parentless] = breed(members, [9, 9, 1], new Random(1));
    const [, a, b, c] = members as [Float64Array, Float64Array, Float64Array, Float64Array];
    const orders = [
      [a, b, c],
      [a, c, b],
      [b, a, c],
      [b, c, a],
      [c, a, b],
      [c, b, a],
    ] as const;
    const made = orders.map(([x, y, z]) => [...x].map((value, j) => value + 0.5 * (y[j]! - z[j]!)));
    expect(made.some((child) => child.every((v, j) => Math.abs(v - parentless![j]!) < 1e-12))).toBe(true);
  });
});

/** The greatest margin that one pixel can give: it is convex in the pixel's value, so the best is black or white. */
function bestPixel(i: number): number {
  const x = test16.pixels.slice(i * PIXELS, (i + 1) * PIXELS);
  const margin = (): number => {
    const logits = Array.from(linear.bias, (b, k) =>
      Array.from(x, Number).reduce((sum, value, j) => sum + value * linear.weights[j * CLASSES + k]!, b),
    );
    const own = logits[test16.labels[i]!]!;
    return Math.max(...logits.filter((_, k) => k !== test16.labels[i])) - own;
  };
  let best = -Infinity;
  x.forEach((kept, j) => {
    for (const value of [0, 1]) {
      x[j] = value;
      best = Math.max(best, margin());
    }
    x[j] = kept;
  });
  return best;
}

test('with one pixel it gets what trying all of them gets, and never more', async () => {
  const { rounds, norm } = await attack_one_pixel(toNetwork(linear), toDataset(test16), [1], 40, 60, 16);
  expect([norm, rounds[0]!.epsilon]).toEqual(['L0', 1]);
  const pixels = await rounds[0]!.images.data();
  let near = 0;
  let right = 0;
  rounds[0]!.queries.forEach((asked, i) => {
    if (asked === 0) return;
    right++;
    const x = pixels.subarray(i * PIXELS, (i + 1) * PIXELS);
    const logits = Array.from(linear.bias, (b, k) =>
      Array.from(x, Number).reduce((sum, value, j) => sum + value * linear.weights[j * CLASSES + k]!, b),
    );
    const own = logits[test16.labels[i]!]!;
    const margin = Math.max(...logits.filter((_, k) => k !== test16.labels[i])) - own;
    const best = bestPixel(i);
    expect(margin).toBeLessThanOrEqual(best + 1e-5);
    // Where a pixel can fool, evolution stops at the first that does.
    near += Number(best > 0 ? margin > 0 : best - margin < 1e-5);
    expect(rounds[0]!.success[i]).toBe(Number(margin > 0));
  });
  expect(near).toBeGreaterThanOrEqual(right - 1);
});

test('each round keeps to its number of pixels, and queries to theirs', async () => {
  const { rounds } = await attack_one_pixel(toNetwork(linear), toDataset(test16), [5, 1, 3], 6, 20, 16);
  expect(rounds.map(({ epsilon }) => epsilon)).toEqual([1, 3, 5]);
  for (const { epsilon, norms, queries, success } of rounds) {
    expect(norms.l0.every((values) => values <= epsilon!)).toBe(true);
    success.forEach((fell, i) => {
      expect(queries[i]! % 20).toBe(0);
      expect(fell === 1 || queries[i] === 140 || queries[i] === 0).toBe(true);
    });
  }
  const fell = rounds.map(({ success }) => success.reduce((a, b) => a + b, 0));
  expect(fell[2]).toBeGreaterThan(fell[0]!);
});

test('what makes no sense is refused with a remedy', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(test16)];
  await expect(attack_one_pixel(model, dataset, [])).rejects.toThrow('At least one');
  await expect(attack_one_pixel(model, dataset, [65])).rejects.toThrow('64 pixels');
  await expect(attack_one_pixel(model, dataset, [1.5])).rejects.toThrow('whole number');
  await expect(attack_one_pixel(model, dataset, [1], 1, 3)).rejects.toThrow('population');
});
