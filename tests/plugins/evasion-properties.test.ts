/** What holds of every white-box attack, whatever the network, the images and ε: the change is bounded, the pixels are kept, nothing leaks. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openClassifier, type Classifier, type Dataset, type Examples } from '#sdk';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { attack_universal } from '../../plugins/evasion/universal.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const COUNT = 12;
const linear = trainLinear(sliceDigits8(all, 0, 1297), 200);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

type Run = (model: Classifier | tf.LayersModel, dataset: Dataset, epsilons: number[]) => Promise<Examples>;
type Key = 'l1' | 'l2' | 'linf';

const bounded: Record<string, [Key, Run]> = {
  FGSM: ['linf', (m, d, e) => attack_fgsm(m, d, e)],
  'FGSM in L2': ['l2', (m, d, e) => attack_fgsm(m, d, e, 2)],
  'FGSM in L1': ['l1', (m, d, e) => attack_fgsm(m, d, e, 1)],
  BIM: ['linf', (m, d, e) => attack_bim(m, d, e, 4, COUNT)],
  MIM: ['linf', (m, d, e) => attack_mim(m, d, e, 4, COUNT)],
  PGD: ['linf', (m, d, e) => attack_pgd(m, d, e, 4, COUNT)],
  'PGD in L2': ['l2', (m, d, e) => attack_pgd(m, d, e, 4, COUNT, 2, 2, 'margin')],
  'PGD in L1': ['l1', (m, d, e) => attack_pgd(m, d, e, 4, COUNT, 1, 1, 'dlr')],
  'PGD that stops early': [
    'linf',
    (m, d, e) => attack_pgd(m, d, e, 4, COUNT, 'inf', 2, 'cross_entropy', null, true, true),
  ],
  APGD: ['linf', (m, d, e) => attack_apgd(m, d, e, 'dlr', 5, COUNT)],
  'APGD in L2': ['l2', (m, d, e) => attack_apgd(m, d, e, 'targeted_dlr', 2, COUNT, 2)],
  'DeepFool held to ε': ['l2', (m, d, e) => attack_deepfool(m, d, 4, 0.02, 4, 2, true, COUNT, e)],
  'Carlini and Wagner held to ε': [
    'l2',
    (m, d, e) => attack_carlini_l2(m, d, 5, 2, 0.1, 1, 0, null, true, COUNT, e),
  ],
  Universal: ['linf', (m, d, e) => attack_universal(m, d, e, 0.2, 1, 3, COUNT, 'inf', 2, 3)],
};

/** Digits from anywhere, ε from anywhere in L∞, scaled to the norm. */
const cases = fc.record({
  start: fc.integer({ min: 0, max: 1700 }),
  epsilon: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  seed: fc.nat(1000),
});
const scale = { linf: 1, l2: 4, l1: 16 };

/** The model with a count of the images that it was really asked about. */
function counting(model: tf.LayersModel): { classifier: Classifier; asked: () => number } {
  const inner = openClassifier(model);
  let count = 0;
  const logits: Classifier['logits'] = (x) => {
    count += x.shape[0];
    return inner.logits(x);
  };
  return { classifier: { classes: inner.classes, logits }, asked: () => count };
}

describe.each(Object.entries(bounded))('%s', (name, [key, run]) => {
  test('keeps to ε and to [0, 1], tells its norms and costs truly, and leaves no tensor but its images', () =>
    fc.assert(
      fc.asyncProperty(cases, async ({ start, epsilon, seed }) => {
        listen(seed);
        const digits = sliceDigits8(all, start, start + COUNT);
        const model = toNetwork(linear);
        const { classifier, asked } = counting(model);
        const dataset = toDataset(digits);
        const radii = [epsilon * scale[key], 1.5 * epsilon * scale[key]];
        const before = tf.memory().numTensors;
        const { rounds } = await run(classifier, dataset, radii);
        expect(tf.memory().numTensors - before).toBe(rounds.length);
        const clean = await dataset.images.data();
        for (const [k, round] of rounds.entries()) {
          expect(round.epsilon).toBe(radii[k]);
          const pixels = await round.images.data();
          expect(pixels.every((value) => value >= 0 && value <= 1)).toBe(true);
          round.norms[key].forEach((norm) => expect(norm).toBeLessThanOrEqual(radii[k]! * (1 + 1e-5) + 1e-6));
          for (let i = 0; i < COUNT; i++) {
            const moved = Math.max(
              ...pixels
                .subarray(i * 64, (i + 1) * 64)
                .map((value, j) => Math.abs(value - clean[i * 64 + j]!)),
            );
            expect(round.norms.linf[i]).toBeCloseTo(moved, 5);
          }
        }
        // Beside what the rounds tell, each image is read once as it is and once a round as it came out.
        const paid = name.endsWith('held to ε') || name.startsWith('FGSM') ? rounds.slice(0, 1) : rounds;
        const told = paid.flatMap(({ queries, gradient_evaluations: g }) => [...queries, ...g]);
        expect(asked()).toBe(told.reduce((a, b) => a + b, 0) + COUNT * (1 + rounds.length));
        tf.dispose([dataset.images, dataset.labels, ...rounds.map(({ images }) => images)]);
        model.dispose();
      }),
      { numRuns: 3, seed: 7 },
    ));
});
