/** What a greater ε does under every attack that is bounded by it: it leaves no more, and with all of black to white it leaves nothing. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countCorrect, type Dataset, type Examples } from '#sdk';
import { attack_square } from '../../plugins/black_box/square.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const COUNT = 64;

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

type Model = ReturnType<typeof toNetwork>;
type Attack = (model: Model, dataset: Dataset, epsilons: number[]) => Promise<Examples>;

/** How far black is from white in 8×8 pixels. */
const WHOLE = { inf: 1, 2: 8, 1: 64 };

const attacks: Record<string, [norm: keyof typeof WHOLE, Attack]> = {
  FGSM: ['inf', (m, d, e) => attack_fgsm(m, d, e)],
  BIM: ['inf', (m, d, e) => attack_bim(m, d, e, 10, COUNT)],
  MIM: ['inf', (m, d, e) => attack_mim(m, d, e, 10, COUNT)],
  PGD: ['inf', (m, d, e) => attack_pgd(m, d, e, 10, COUNT)],
  'PGD with the margin loss': ['inf', (m, d, e) => attack_pgd(m, d, e, 10, COUNT, 'inf', 1, 'margin')],
  'PGD in L2': [2, (m, d, e) => attack_pgd(m, d, e, 10, COUNT, 2)],
  'PGD in L1': [1, (m, d, e) => attack_pgd(m, d, e, 20, COUNT, 1)],
  'APGD-CE': ['inf', (m, d, e) => attack_apgd(m, d, e, 'cross_entropy', 10, COUNT)],
  'APGD-DLR': ['inf', (m, d, e) => attack_apgd(m, d, e, 'dlr', 10, COUNT)],
  'APGD-CE in L2': [2, (m, d, e) => attack_apgd(m, d, e, 'cross_entropy', 10, COUNT, 2)],
  'DeepFool held to ε': [2, (m, d, e) => attack_deepfool(m, d, 50, 0.02, 10, 2, true, COUNT, e)],
  'Carlini and Wagner held to ε': [
    2,
    (m, d, e) => attack_carlini_l2(m, d, 25, 5, 0.1, 1, 0, null, true, COUNT, e),
  ],
  'Square in L∞': ['inf', (m, d, e) => attack_square(m, d, 'inf', e, 100, 0.8, COUNT)],
  'Square in L2': [2, (m, d, e) => attack_square(m, d, 2, e, 100, 0.8, COUNT)],
};

/** Digits that the model was not trained on, three rising ε up to half of black to white in L∞, as much in other norms. */
const cases = fc.record({
  start: fc.integer({ min: 1297, max: 1797 - COUNT }),
  shares: fc.uniqueArray(fc.double({ min: 0.02, max: 0.5, noNaN: true }), { minLength: 3, maxLength: 3 }),
  seed: fc.nat(1000),
});
/** An L2 of 4 for an L∞ of 1, and an L1 of 16, reach about as far. */
const scale = { inf: 1, 2: 4, 1: 16 };

describe.each(Object.entries(attacks))('%s', (name, [norm, attack]) => {
  test('leaves no more at a greater ε, but for one image in 64', () =>
    fc.assert(
      fc.asyncProperty(cases, async ({ start, shares, seed }) => {
        listen(seed);
        const digits = sliceDigits8(all, start, start + COUNT);
        const epsilons = shares.toSorted((a, b) => a - b).map((share) => share * scale[norm]);
        const { rounds } = await attack(toNetwork(linear), toDataset(digits), epsilons);
        const left = rounds.map((round) => countCorrect(round, digits.labels));
        // The least change is the same one at every ε.
        const slack = name.endsWith('held to ε') ? 0 : 1;
        left.slice(1).forEach((correct, k) => expect(correct).toBeLessThanOrEqual(left[k]! + slack));
      }),
      { numRuns: 3, seed: 7 },
    ));

  test('leaves nothing at an ε of all that there is', async () => {
    const digits = sliceDigits8(all, 1297, 1297 + COUNT);
    const { rounds } = await attack(toNetwork(linear), toDataset(digits), [WHOLE[norm]]);
    expect(countCorrect(rounds[0]!, digits.labels)).toBe(0);
  });
});
