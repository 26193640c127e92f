/** cpu and wasm give the same where examples are joined, carried over, counted and drawn: 8 digits, at most 3 steps, 1e-5. */
import { expect, test } from 'vitest';
import type { Examples } from '#sdk';
import { add_random_motion, add_random_pixels } from '../../plugins/black_box/baselines.ts';
import { transfer_attack } from '../../plugins/black_box/transfer.ts';
import { evaluate_defence } from '../../plugins/defences/evaluate.ts';
import { predict_smoothed } from '../../plugins/defences/smoothing.ts';
import { squeeze_features } from '../../plugins/defences/squeeze.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { worst_case } from '../../plugins/evasion/worst_case.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { relativeError } from './backend.ts';
import { apart, loadEight, onEach } from './eight-digits.ts';

type Parts = Awaited<ReturnType<typeof loadEight>>;

const EPSILONS = [0.05, 0.1];

const makers: Record<string, (...parts: Parts) => Promise<Examples>> = {
  worst_case: async (model, digits) =>
    worst_case(
      digits,
      [
        await attack_fgsm(model, digits, EPSILONS),
        await attack_apgd(model, digits, EPSILONS, 'cross_entropy', 2, 8),
      ],
      'both',
    ),
  transfer_attack: async (model, digits) =>
    transfer_attack(squeeze_features(model, 2), digits, await attack_fgsm(model, digits, EPSILONS)),
  add_random_pixels: (model, digits) => add_random_pixels(model, digits, [1, 3], 8),
  add_random_motion: (model, digits) => add_random_motion(model, digits, [0.5, 1], 3, 30, 8),
};

test.each(Object.entries(makers))(
  '%s: the same images, readings, lengths and costs',
  async (_, make) => {
    const [cpu, wasm] = await onEach(async () => {
      const { rounds } = await make(...(await loadEight()));
      return rounds.map(({ images, norms, ...round }) => ({
        pixels: Float32Array.from(images.dataSync()),
        norms,
        rest: round,
      }));
    });
    expect(wasm.map(({ rest }) => rest)).toEqual(cpu.map(({ rest }) => rest));
    cpu.forEach(({ pixels, norms }, k) => {
      expect(apart(pixels, wasm[k]!.pixels)).toBeLessThan(1e-5);
      for (const norm of ['l0', 'l1', 'l2', 'linf'] as const)
        expect(relativeError(norms[norm], wasm[k]!.norms[norm])).toBeLessThan(1e-5);
    });
  },
  60_000,
);

test('predict_smoothed: the same votes', async () => {
  const [cpu, wasm] = await onEach(async () => {
    const [model, digits] = await loadEight();
    return predict_smoothed(model, digits, 0.5, 100, 0.001, 8);
  });
  // Some votes are close: where all said the same, nothing would be shown.
  expect(cpu.rows.some(([, , , first]) => (first as number) < 100)).toBe(true);
  expect(wasm).toEqual(cpu);
}, 60_000);

test('evaluate_defence: the same counts', async () => {
  const [cpu, wasm] = await onEach(async (heard) => {
    const [model, digits] = await loadEight();
    const defended = squeeze_features(model, 2);
    const oblivious = await attack_pgd(model, digits, EPSILONS, 3, 8);
    const adaptive = await attack_pgd(defended, digits, EPSILONS, 3, 8);
    const noise = await add_random_noise(model, digits, EPSILONS);
    const table = await evaluate_defence(model, defended, digits, oblivious, adaptive, noise);
    return { ...table, metrics: heard.metrics };
  });
  expect(cpu.rows.length).toBe(4 * 3);
  expect(wasm).toEqual(cpu);
}, 60_000);
