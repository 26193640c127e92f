/** Every white-box attack against the linear model whose distances to misreading are exact (techniques, section 4.3 A). */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countCorrect, type Examples } from '#sdk';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { attack_universal } from '../../plugins/evasion/universal.ts';
import { worst_case } from '../../plugins/evasion/worst_case.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { exactDistances, meanOf, medianOf } from './exact-distances.ts';
import { listen } from './step-context.ts';

const EPSILONS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];
/** The exact boxed robust accuracy: below it no attack in L∞ may go. */
const FLOOR = [438, 401, 310, 146, 33, 0];

const all = readDigits8();
const test500 = sliceDigits8(all, 1297, 1797);
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const exact = exactDistances(linear, test500);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

const make = () => [toNetwork(linear), toDataset(test500)] as const;
/** How many of the 500 are still read right, at each ε. */
const correctOf = ({ rounds }: Examples): number[] =>
  rounds.map((round) => countCorrect(round, test500.labels.subarray(0, round.predictions.length)));

/** How many of the first images no change within ε can reach. */
const floorOf = (distances: readonly number[], epsilon: number, count: number): number =>
  distances.filter((distance, i) => exact.places[i]! < count && distance > epsilon + 1e-6).length;

describe('the exact distances are those of the table', () => {
  test.each([
    ['free L2', exact.free.l2, 0.576584862, 0.560014245],
    ['free L∞', exact.free.linf, 0.107018003, 0.104868994],
    ['boxed L2', exact.boxed.l2, 0.606586148, 0.586865146],
    ['boxed L∞', exact.boxed.linf, 0.127198862, 0.122084145],
  ])('%s', (_, distances, median, mean) => {
    expect(distances.length).toBe(458);
    expect(medianOf(distances)).toBeCloseTo(median, 8);
    expect(meanOf(distances)).toBeCloseTo(mean, 8);
  });
});

describe('DeepFool without a clip moves by 1.02·(distance + 1e-4)', () => {
  test.each([
    ['L2', 2, 'l2'],
    ['L∞', 'inf', 'linf'],
  ] as const)('in %s', async (_, norm, key) => {
    const [model, dataset] = make();
    const { rounds } = await attack_deepfool(model, dataset, 50, 0.02, 10, norm, false, 500);
    const [round] = rounds;
    expect(round!.success.reduce((a, b) => a + b)).toBe(458);
    exact.places.forEach((place, i) =>
      expect(Math.abs(round!.norms[key][place]! - 1.02 * (exact.free[key][i]! + 1e-4))).toBeLessThan(1e-5),
    );
    const moved = exact.places.map((place) => round!.norms[key][place]!);
    expect(medianOf(moved)).toBeCloseTo(1.02 * (medianOf(exact.free[key]) + 1e-4), 5);
    // One step each, 9 rivals; one look for the rivals, one before the step, one after it.
    expect(new Set(exact.places.map((place) => round!.gradient_evaluations[place]))).toEqual(new Set([9]));
    expect(new Set(exact.places.map((place) => round!.queries[place]))).toEqual(new Set([3]));
  });
});

test('DeepFool with a clip never beats the exact distance, and images misread already stay as they are', async () => {
  const [model, dataset] = make();
  const { rounds } = await attack_deepfool(model, dataset, 50, 0.02, 10, 2, true, 500);
  const { norms, success } = rounds[0]!;
  exact.places.forEach((place, i) => {
    if (success[place]) expect(norms.l2[place]!).toBeGreaterThanOrEqual(exact.boxed.l2[i]! - 1e-5);
  });
  expect(success.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(450);
  const still = norms.l2.filter((_, i) => !exact.places.includes(i));
  expect([...still]).toEqual(Array(42).fill(0));
});

test('PGD with the margin loss and restarts goes near the exact floor, never below', async () => {
  const [model, dataset] = make();
  const some = [EPSILONS[2]!, EPSILONS[4]!];
  const found = correctOf(await attack_pgd(model, dataset, some, 20, 500, 'inf', 2, 'margin'));
  const plain = correctOf(await attack_pgd(model, dataset, some, 20, 500, 'inf', 1, 'margin'));
  found.forEach((correct, i) => {
    expect(correct).toBeGreaterThanOrEqual(FLOOR[2 + 2 * i]!);
    expect(correct).toBeLessThanOrEqual(plain[i]!);
  });
});

test.each(['cross_entropy', 'dlr'])(
  'APGD with %s is at least as strong as PGD, and never below the floor',
  async (loss) => {
    const [model, dataset] = make();
    const some = [EPSILONS[2]!, EPSILONS[3]!];
    const pgd = correctOf(await attack_pgd(model, dataset, some, 20, 500));
    const apgd = correctOf(await attack_apgd(model, dataset, some, loss, 20, 500));
    apgd.forEach((correct, i) => {
      expect(correct).toBeGreaterThanOrEqual(FLOOR[2 + i]!);
      // The two losses end in different images, of which either may fool one more.
      expect(correct).toBeLessThanOrEqual(pgd[i]! + 5);
    });
  },
);

test.each([
  ['PGD', 2],
  ['APGD', 2],
] as const)('%s in L2 reaches what the exact boxed distances allow, never more', async (name, norm) => {
  const [model, dataset] = make();
  const epsilons = [0.5, 0.75];
  const attack =
    name === 'PGD'
      ? attack_pgd(model, dataset, epsilons, 20, 500, norm, 1, 'margin')
      : attack_apgd(model, dataset, epsilons, 'dlr', 20, 500, norm);
  const { rounds } = await attack;
  rounds.forEach((round) => {
    const floor = floorOf(exact.boxed.l2, round.epsilon!, 500);
    const correct = countCorrect(round, test500.labels);
    expect(correct).toBeGreaterThanOrEqual(floor);
    expect(correct).toBeLessThanOrEqual(floor + 25);
  });
});

test('BIM and MIM stay above the floor, and MIM without momentum is BIM, byte for byte', async () => {
  const [model, dataset] = make();
  const bim = await attack_bim(model, dataset, EPSILONS, 10, 500, 0.2);
  const mim = await attack_mim(model, dataset, EPSILONS, 10, 500, 1);
  const still = await attack_mim(model, dataset, EPSILONS, 10, 500, 0, 0.2);
  for (const examples of [bim, mim]) {
    correctOf(examples).forEach((correct, i) => expect(correct).toBeGreaterThanOrEqual(FLOOR[i]!));
  }
  for (const [k, { images }] of still.rounds.entries()) {
    expect(await images.data()).toEqual(await bim.rounds[k]!.images.data());
  }
  expect(correctOf(mim)[2]).not.toEqual(458);
});

test('the worst case is as strong as its strongest member at each ε, and takes what fooled', async () => {
  const [model, dataset] = make();
  const fgsm = await attack_fgsm(model, dataset, EPSILONS);
  const members = [fgsm, await attack_apgd(model, dataset, EPSILONS, 'dlr', 20, 500)];
  const worst = await worst_case(dataset, members, 'both');
  const counts = [worst, ...members].map(correctOf);
  counts[0]!.forEach((correct, k) => {
    expect(correct).toBeLessThanOrEqual(Math.min(counts[1]![k]!, counts[2]![k]!));
    expect(correct).toBeGreaterThanOrEqual(FLOOR[k]!);
    const standing = [...test500.labels].filter((label, i) =>
      members.every(({ rounds }) => rounds[k]!.predictions[i] === label),
    );
    expect(correct).toBe(standing.length);
  });
});

test('one change fools more with a greater ε, and is the same for every image but for the clip', async () => {
  const [model, dataset] = make();
  const { rounds } = await attack_universal(model, dataset, [0.1, 0.2, 0.4], 0, 2, 60, 300);
  const fooled = rounds.map(({ success }) => success.reduce((a, b) => a + b, 0));
  expect(fooled[0]!).toBeLessThan(fooled[1]!);
  expect(fooled[1]!).toBeLessThan(fooled[2]!);
  const [before, after] = [await dataset.images.data(), await rounds[1]!.images.data()];
  for (let j = 0; j < 64; j++) {
    // What is not clipped moves alike.
    const moves = Array.from({ length: 300 }, (_, i) => i * 64 + j)
      .filter((at) => after[at]! > 0 && after[at]! < 1)
      .map((at) => after[at]! - before[at]!);
    expect(Math.max(...moves, -1) - Math.min(...moves, 1)).toBeLessThan(1e-6);
  }
});
