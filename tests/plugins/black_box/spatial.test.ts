/** Turns and shifts against closed forms, and the worst of the grid. */
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify, Random, type Classifier } from '#sdk';
import { attack_spatial, listMotions } from '../../../plugins/black_box/spatial.ts';
import { prepareMotion } from '../../../plugins/black_box/turn.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from '../digits8.ts';
import { listen } from '../step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 500);
const test60 = sliceDigits8(all, 1297, 1357);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

const images = fc
  .record({
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1, 3),
    seed: fc.nat(1000),
  })
  .map(({ height, width, channels, seed }) => {
    const image = new Random(seed).fillUniform(new Float32Array(height * width * channels));
    return { image, shape: [height, width, channels] as const };
  });

/** The value at a place, black outside. */
const at = (
  image: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  y: number,
  x: number,
  channel: number,
): number => (y < 0 || y >= height || x < 0 || x >= width ? 0 : image[(y * width + x) * channels + channel]!);

describe('a motion', () => {
  test('that is none gives the image back', () => {
    fc.assert(
      fc.property(images, ({ image, shape }) => {
        expect(prepareMotion(shape, { right: 0, down: 0, degrees: 0 })(image)).toEqual(image);
      }),
    );
  });

  test('by whole pixels moves every value, and black comes in', () => {
    const shifts = fc.record({
      right: fc.integer({ min: -4, max: 4 }),
      down: fc.integer({ min: -4, max: 4 }),
    });
    fc.assert(
      fc.property(images, shifts, ({ image, shape }, { right, down }) => {
        const moved = prepareMotion(shape, { right, down, degrees: 0 })(image);
        for (let y = 0; y < shape[0]; y++) {
          for (let x = 0; x < shape[1]; x++) {
            for (let k = 0; k < shape[2]; k++) {
              expect(at(moved, shape, y, x, k)).toBe(at(image, shape, y - down, x - right, k));
            }
          }
        }
      }),
    );
  });

  test('by half a pixel is the mean of two', () => {
    const moved = prepareMotion([1, 3, 1], { right: 0.5, down: 0, degrees: 0 })(Float32Array.of(0.2, 0.6, 1));
    [0.1, 0.4, 0.8].forEach((value, j) => expect(moved[j]).toBeCloseTo(value, 6));
  });
});

describe('a turn', () => {
  test('by 90° puts the right edge of a square on top, 180° turns it over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1000), (side, seed) => {
        const shape = [side, side, 1] as const;
        const image = new Random(seed).fillUniform(new Float32Array(side * side));
        const quarter = prepareMotion(shape, { right: 0, down: 0, degrees: 90 })(image);
        const half = prepareMotion(shape, { right: 0, down: 0, degrees: -180 })(image);
        for (let y = 0; y < side; y++) {
          for (let x = 0; x < side; x++) {
            expect(at(quarter, shape, y, x, 0)).toBeCloseTo(at(image, shape, x, side - 1 - y, 0), 5);
            expect(at(half, shape, y, x, 0)).toBeCloseTo(at(image, shape, side - 1 - y, side - 1 - x, 0), 5);
          }
        }
      }),
    );
  });

  test('with any shift keeps values between black and the greatest that there was', () => {
    const motions = fc.record({
      right: fc.double({ min: -3, max: 3, noNaN: true }),
      down: fc.double({ min: -3, max: 3, noNaN: true }),
      degrees: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(images, motions, ({ image, shape }, motion) => {
        const most = Math.max(...image);
        const moved = prepareMotion(shape, motion)(image);
        expect(moved.every((value) => value >= 0 && value <= most + 1e-6)).toBe(true);
      }),
    );
  });
});

test('the grid of the paper has 5 · 5 · 31 motions, the image as it is among them', () => {
  const motions = listMotions(3, 30, 5, 31);
  expect(motions.length).toBe(775);
  expect([...new Set(motions.map(({ right }) => right))]).toEqual([-3, -1.5, 0, 1.5, 3]);
  expect([...new Set(motions.map(({ degrees }) => degrees))]).toEqual(
    Array.from({ length: 31 }, (_, i) => 2 * i - 30),
  );
  expect(motions.some(({ right, down, degrees }) => right === 0 && down === 0 && degrees === 0)).toBe(true);
});

describe('the attack', () => {
  test('takes for each image the motion that is read worst of all, and asks once for each', async () => {
    const dataset = toDataset(test60);
    const model = toNetwork(linear);
    const { rounds, norm } = await attack_spatial(model, dataset, [1], 1, 20, 3, 5, 60);
    expect([norm, rounds.length, rounds[0]!.epsilon]).toEqual([null, 1, 1]);
    const clean = (await classify(model, dataset.images)).predictions;
    const motions = listMotions(1, 20, 3, 5);
    // By hand: an image gives way where any of its motions is misread.
    const moved = await Promise.all(
      motions.map(async (motion) => {
        const move = prepareMotion([8, 8, 1], motion);
        const pixels = Array.from({ length: 60 }, (_, i) => [
          ...move(Float32Array.from(test60.pixels.subarray(64 * i, 64 * i + 64))),
        ]);
        return (await classify(model, tf.tensor4d(pixels.flat(), [60, 8, 8, 1]))).predictions;
      }),
    );
    test60.labels.forEach((label, i) => {
      const right = clean[i] === label;
      const fell = right && moved.some((predictions) => predictions[i] !== label);
      expect([rounds[0]!.success[i], rounds[0]!.queries[i]]).toEqual([Number(fell), right ? 45 : 0]);
    });
  });

  test('at a smaller strength takes the worst of the motions within it: more strength never saves an image', async () => {
    const { rounds } = await attack_spatial(toNetwork(linear), toDataset(test60), [1, 0.5], 2, 20, 5, 5, 30);
    const right = rounds[0]!.queries.filter((asked) => asked > 0);
    expect(new Set(right)).toEqual(new Set([3 * 3 * 3]));
    expect(new Set(rounds[1]!.queries.filter((asked) => asked > 0))).toEqual(new Set([125]));
    rounds[0]!.success.forEach((fell, i) => expect(rounds[1]!.success[i]).toBeGreaterThanOrEqual(fell));
    const inner = await attack_spatial(toNetwork(linear), toDataset(test60), [1], 1, 10, 3, 3, 30);
    expect([...inner.rounds[0]!.images.dataSync()]).toEqual([...rounds[0]!.images.dataSync()]);
  });

  test('moves nothing where the grid is the image alone', async () => {
    const dataset = toDataset(test60);
    const { rounds } = await attack_spatial(toNetwork(linear), dataset, [1], 0, 0, 1, 1, 10);
    expect([...rounds[0]!.images.dataSync()]).toEqual([...dataset.images.dataSync()].slice(0, 640));
    expect(rounds[0]!.norms.l2.every((length) => length === 0)).toBe(true);
  });

  test('fools nobody who sums all pixels of a figure that stays within the image', async () => {
    const sum: Classifier = {
      classes: 2,
      logits: (x) => {
        const ink = tf.sub(tf.sum(x, [1, 2, 3]), 0.5);
        return tf.stack([tf.neg(ink), ink], 1) as tf.Tensor2D;
      },
    };
    const dot = new Float32Array(49);
    dot[24] = 1;
    const dataset = {
      ...toDataset(test60),
      images: tf.tensor4d(dot, [1, 7, 7, 1]),
      labels: tf.tensor2d([[0, 1]]),
    };
    const { rounds } = await attack_spatial(sum, dataset, [1], 2, 0, 5, 1);
    expect([...rounds[0]!.success, ...rounds[0]!.queries]).toEqual([0, 25]);
  });
});

test('what makes no sense is refused with a remedy', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(test60)];
  await expect(attack_spatial(model, dataset, [1], -1)).rejects.toThrow('max_shift');
  await expect(attack_spatial(model, dataset, [1], 3, 200)).rejects.toThrow('0 to 180');
  await expect(attack_spatial(model, dataset, [1], 3, 30, 2.5)).rejects.toThrow('shift_steps');
  await expect(attack_spatial(model, dataset, [0.5], 3, 30, 2, 2)).rejects.toThrow('odd numbers');
  await expect(attack_spatial(model, dataset, [30])).rejects.toThrow('at most 1');
});
