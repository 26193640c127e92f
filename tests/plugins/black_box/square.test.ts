/** The Square attack: its authors' schedule, what it proposes, its laws on any image, and a linear model with a known floor. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify, countCorrect, Random, readLabels, sayAttacker, type Examples } from '#sdk';
import { drawBump, squaresTwo } from '../../../plugins/black_box/square_bumps.ts';
import { black_box_attacks } from '../../../plugins/black_box/menu.ts';
import { attack_square } from '../../../plugins/black_box/square.ts';
import { applyChange, squaresInf, type Walk } from '../../../plugins/black_box/square_change.ts';
import { shareAt, sideInf, sideTwo } from '../../../plugins/black_box/square_schedule.ts';
import { augment_gaussian } from '../../../plugins/defences/gaussian.ts';
import { white_box_attacks } from '../../../plugins/evasion/menu.ts';
import { attack_by_name } from '../../../plugins/robustness/attack_by_name.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from '../digits8.ts';
import { listen } from '../step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 500);
const test100 = sliceDigits8(all, 1297, 1397);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(5));

describe('the schedule', () => {
  /** The ends of the authors' intervals, of 10,000 steps, and by what they divide. */
  test.each([
    [0, 1],
    [10, 1],
    [11, 2],
    [50, 2],
    [51, 4],
    [200, 4],
    [201, 8],
    [500, 8],
    [501, 16],
    [1000, 16],
    [1001, 32],
    [2000, 32],
    [2001, 64],
    [4000, 64],
    [4001, 128],
    [6000, 128],
    [6001, 256],
    [8000, 256],
    [8001, 512],
    [9999, 512],
  ])('at step %i of 10,000 the share is divided by %i', (step, by) => {
    expect(shareAt(step, 10_000, 0.8)).toBe(0.8 / by);
  });

  test('is stretched over as many steps as there are', () => {
    expect([0, 1, 2, 5, 6, 20, 21, 50, 51, 999].map((step) => 0.8 / shareAt(step, 1000, 0.8))).toEqual([
      1, 1, 2, 2, 4, 4, 8, 8, 16, 512,
    ]);
  });

  test('gives on 28×28 the sides 25, 18, 13 … in L∞, odd ones from 3 in L2', () => {
    const shape = [28, 28, 1] as const;
    const shares = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((by) => 0.8 / by);
    expect(shares.map((share) => sideInf(shape, share))).toEqual([25, 18, 13, 9, 6, 4, 3, 2, 2, 1]);
    expect(shares.map((share) => sideTwo(shape, share))).toEqual([25, 19, 13, 9, 7, 5, 3, 3, 3, 3]);
    expect([sideInf([8, 8, 1], 1), sideTwo([8, 8, 1], 1)]).toEqual([7, 7]);
  });
});

const walks = fc
  .record({
    height: fc.integer({ min: 3, max: 9 }),
    width: fc.integer({ min: 3, max: 9 }),
    channels: fc.constantFrom(1, 3),
    epsilon: fc.double({ min: 0.01, max: 1, noNaN: true }),
    seed: fc.nat(10_000),
    share: fc.double({ min: 0.001, max: 1, noNaN: true }),
  })
  .map(({ height, width, channels, epsilon, seed, share }) => {
    const image = new Random(seed, 'image').fillUniform(new Float32Array(height * width * channels));
    const chance = new Random(seed, 'chance');
    const shape = [height, width, channels] as const;
    const walk: Walk = { shape, image, epsilon, chance, best: image, change: new Float32Array(image.length) };
    return { walk, share };
  });

/** The walk after a proposal was taken. */
const take = (walk: Walk, change: Float32Array): Walk => ({
  ...walk,
  change,
  best: applyChange(walk.image, change),
});
const length = (values: Float32Array): number => Math.hypot(...values);

describe('in L∞', () => {
  test('every value is at ±ε before it is put back, at first and after each square', () => {
    fc.assert(
      fc.property(walks, ({ walk, share }) => {
        const first = take(walk, squaresInf.start(walk));
        const second = take(first, squaresInf.next(first, share));
        for (const { change } of [first, second]) {
          expect(change.every((value) => Math.abs(value) === Math.fround(walk.epsilon))).toBe(true);
        }
      }),
    );
  });

  test('it begins with stripes: all rows are alike', () => {
    fc.assert(
      fc.property(walks, ({ walk }) => {
        const change = squaresInf.start(walk);
        const row = walk.shape[1] * walk.shape[2];
        expect(change.every((value, at) => value === change[at % row])).toBe(true);
      }),
    );
  });

  test('a step changes one square, to one colour, and never nothing', () => {
    fc.assert(
      fc.property(walks, ({ walk, share }) => {
        const before = take(walk, squaresInf.start(walk));
        const change = squaresInf.next(before, share);
        const after = applyChange(walk.image, change);
        const side = sideInf(walk.shape, share);
        const places = [...change.keys()].filter((at) => change[at] !== before.change[at]);
        expect(after).not.toEqual(before.best);
        const [, width, channels] = walk.shape;
        const rows = places.map((at) => Math.floor(at / channels / width));
        const columns = places.map((at) => Math.floor(at / channels) % width);
        expect(Math.max(...rows) - Math.min(...rows)).toBeLessThan(side);
        expect(Math.max(...columns) - Math.min(...columns)).toBeLessThan(side);
        for (let channel = 0; channel < channels; channel++) {
          const colours = places.filter((at) => at % channels === channel).map((at) => change[at]);
          expect(new Set(colours).size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('in L2', () => {
  test('a change has the length ε before it is put back, at first and after each move', () => {
    fc.assert(
      fc.property(walks, ({ walk, share }) => {
        const first = take(walk, squaresTwo.start(walk));
        const second = take(first, squaresTwo.next(first, share));
        for (const { change } of [first, second]) {
          expect(length(change) / walk.epsilon).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  test('a bump has length 1, one half up and one down; 3×3 and 2×2 by hand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 25 }), fc.nat(1000), (side, seed) => {
        const bump = drawBump(side, new Random(seed));
        expect(length(bump)).toBeCloseTo(1, 5);
        const up = bump.filter((value) => value > 0).length;
        expect(up).toBe(Math.floor(side / 2) * side);
      }),
    );
    // 1×3: rings 1 and 1/4 around the middle, so (.25, 1.25, .25) over its length; 2×3: the middle is (1, 1).
    const upper = [0.25, 1.25, 0.25];
    const lower = [0.25, 0.25, 0.25, 0.25, 1.25, 0.25];
    const halves = [upper.map((v) => v / Math.hypot(...upper)), lower.map((v) => -v / Math.hypot(...lower))];
    const expected = halves.flat().map((value) => value / Math.SQRT2);
    const turned = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => expected[x * 3 + y]!));
    const found = Array.from({ length: 8 }, (_, seed) => [...drawBump(3, new Random(seed))]);
    const near = (a: number[], b: number[]): boolean =>
      a.every((value, at) => Math.abs(value - b[at]!) < 1e-6);
    expect(found.every((bump) => near(bump, expected) || near(bump, turned))).toBe(true);
    expect(found.some((bump) => near(bump, expected)) && found.some((bump) => near(bump, turned))).toBe(true);
  });
});

describe('on the linear model of the table', () => {
  test('it fools what the exact floor allows, and nothing that stands beyond it', async () => {
    const dataset = toDataset(test100);
    const { rounds, threat } = await attack_square(
      toNetwork(linear),
      dataset,
      'inf',
      [0.3, 0.1],
      300,
      0.8,
      100,
    );
    expect(rounds.map(({ epsilon }) => epsilon)).toEqual([0.1, 0.3]);
    expect(threat.tries).toContain('300');
    const right = (round: (typeof rounds)[number]): number =>
      round.predictions.filter((found, i) => found === test100.labels[i]).length;
    expect(right(rounds[1]!)).toBe(0);
    for (const { norms, epsilon, queries, gradient_evaluations, success } of rounds) {
      expect(norms.linf.every((norm) => norm <= epsilon! + 1e-6)).toBe(true);
      expect(queries.every((asked) => asked <= 300)).toBe(true);
      expect(gradient_evaluations.every((asked) => asked === 0)).toBe(true);
      // What never gave way was asked to the end.
      success.forEach((fell, i) => expect(fell === 1 || queries[i] === 300 || queries[i] === 0).toBe(true));
    }
  });

  test('in L2 the change stays within ε and in the range', async () => {
    const { rounds, norm } = await attack_square(
      toNetwork(linear),
      toDataset(test100),
      2,
      [0.5, 1.5],
      100,
      0.8,
      60,
    );
    expect(norm).toBe('L2');
    for (const { norms, epsilon, images } of rounds) {
      expect(norms.l2.every((value) => value <= epsilon! + 1e-5)).toBe(true);
      expect(images.dataSync().every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    const fell = rounds.map(({ success }) => success.reduce((a, b) => a + b, 0));
    expect(fell[1]).toBeGreaterThan(40);
    expect(fell[1]).toBeGreaterThan(fell[0]!);
  });

  test('an image is attacked alike, whoever stands beside it and whatever else is tried', async () => {
    const model = toNetwork(linear);
    const many = await attack_square(model, toDataset(test100), 'inf', [0.05, 0.1], 40, 0.8, 12);
    listen(5);
    const few = await attack_square(model, toDataset(test100), 'inf', [0.1], 40, 0.8, 4);
    const first = [...many.rounds[1]!.images.dataSync()].slice(0, 4 * 64);
    expect([...few.rounds[0]!.images.dataSync()]).toEqual(first);
    expect([...few.rounds[0]!.queries]).toEqual([...many.rounds[1]!.queries].slice(0, 4));
    listen(6);
    const other = await attack_square(model, toDataset(test100), 'inf', [0.1], 40, 0.8, 4);
    expect([...other.rounds[0]!.images.dataSync()]).not.toEqual(first);
  });
});

test('what makes no sense is refused with a remedy', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(test100)];
  await expect(attack_square(model, dataset, 1)).rejects.toThrow('inf and 2');
  await expect(attack_square(model, dataset, 'inf', [8])).rejects.toThrow('8/255');
  await expect(attack_square(model, dataset, 2, [9])).rejects.toThrow('at most 8');
  await expect(attack_square(model, dataset, 'inf', [0.1], 0)).rejects.toThrow('iterations');
  await expect(attack_square(model, dataset, 'inf', [0.1], 10, 2)).rejects.toThrow('p_init');
  const grey = { ...dataset, meta: { ...dataset.meta, value_range: [0, 255] as const } };
  await expect(attack_square(model, grey)).rejects.toThrow('normalize true');
});

describe('behind Gaussian noise', () => {
  const COUNT = 40;
  const noisy = () => augment_gaussian(toNetwork(linear), 0.05);
  const digits = () => toDataset(sliceDigits8(all, 1297, 1297 + COUNT));
  const byName = (attack: string) =>
    attack_by_name(
      attack,
      noisy(),
      digits(),
      [white_box_attacks(), black_box_attacks()],
      [0.1],
      COUNT,
      10,
      200,
    );

  /** The share that is read as another class than its own, over fresh readings. */
  async function shareFooled({ rounds }: Examples): Promise<number> {
    const READINGS = 50;
    let fooled = 0;
    for (let i = 0; i < READINGS; i++) {
      const read = await classify(noisy(), rounds[0]!.images);
      fooled += COUNT - countCorrect(read, await readLabels(digits()));
    }
    return fooled / READINGS / COUNT;
  }

  test('chosen by its name it fools fresh readings, and PGD does more', async () => {
    const square = await byName('square');
    const [fooled, climbed] = [await shareFooled(square), await shareFooled(await byName('pgd'))];
    // By single readings, each image resting at its first lucky one, it fooled 6 %, what noise does alone.
    expect(fooled).toBeGreaterThan(0.12);
    expect(climbed).toBeGreaterThan(0.25);
    expect(climbed).toBeGreaterThan(fooled);
    expect(square.threat.tries).toContain('each judged by 10 readings');
    expect(square.threat).not.toHaveProperty('hasty');
    expect(square.rounds[0]!.queries.every((asked) => asked <= 2 * 10 * 200)).toBe(true);
  }, 60_000);

  test('by single readings no image rests, and what is left is said to be no robust accuracy', async () => {
    const heard = listen(5);
    const few = toDataset(sliceDigits8(all, 1297, 1301));
    const { threat, rounds } = await attack_square(noisy(), few, 'inf', [0.9], 12, 0.8, 4, 1);
    expect(threat.hasty).toBe(true);
    expect(rounds[0]!.queries.every((asked) => asked === 0 || asked >= 12)).toBe(true);
    expect(heard.logs.map(({ message }) => message).join()).toContain('no robust accuracy');
    expect(sayAttacker('Square', { threat, target: null })).toMatch(/random defence: no robust accuracy\.$/);
  });
});
