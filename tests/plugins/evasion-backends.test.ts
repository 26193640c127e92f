/** Every white-box attack on cpu and on wasm: 8 digits, at most 3 steps, the same pixels within 1e-5. */
import { expect, test } from 'vitest';
import type { Examples } from '#sdk';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { attack_universal } from '../../plugins/evasion/universal.ts';
import { load_pretrained_model } from '../../plugins/robustness/pretrained.ts';
import { useBackend } from './backend.ts';
import { bundledData } from './entrypoints.ts';
import { listen } from './step-context.ts';

type Model = Parameters<typeof attack_fgsm>[0];
type Digits = Parameters<typeof attack_fgsm>[1];

const attacks: Record<string, (model: Model, digits: Digits) => Promise<Examples>> = {
  FGSM: (m, d) => attack_fgsm(m, d, [0.1]),
  BIM: (m, d) => attack_bim(m, d, [0.1], 3),
  MIM: (m, d) => attack_mim(m, d, [0.1], 3),
  PGD: (m, d) => attack_pgd(m, d, [0.1], 3),
  'PGD in L2': (m, d) => attack_pgd(m, d, [1], 3, 8, 2, 1, 'dlr'),
  'PGD in L1': (m, d) => attack_pgd(m, d, [5], 3, 8, 1, 1, 'margin'),
  APGD: (m, d) => attack_apgd(m, d, [0.1], 'cross_entropy', 3),
  'APGD with the ratio': (m, d) => attack_apgd(m, d, [0.1], 'dlr', 3),
  'APGD in L2': (m, d) => attack_apgd(m, d, [1], 'cross_entropy', 3, 8, 2),
  'APGD in L2 with the ratio': (m, d) => attack_apgd(m, d, [1], 'dlr', 3, 8, 2),
  'APGD towards classes': (m, d) => attack_apgd(m, d, [0.02], 'targeted_dlr', 1),
  DeepFool: (m, d) => attack_deepfool(m, d, 3),
  'DeepFool in L∞': (m, d) => attack_deepfool(m, d, 3, 0.02, 10, 'inf'),
  'Carlini and Wagner towards a class': (m, d) => attack_carlini_l2(m, d, 3, 2, 2, 100, 0, 3),
  'Carlini and Wagner': (m, d) => attack_carlini_l2(m, d, 3, 2, 2, 100),
  Universal: (m, d) => attack_universal(m, d, [0.1], 0.2, 1, 2, 8, 'inf', 2),
};

async function run(backend: 'cpu' | 'wasm'): Promise<Map<string, { pixels: Float32Array; read: number[] }>> {
  await useBackend(backend);
  const data = { mnist: bundledData('mnist')!, 'demo-weights': bundledData('demo-weights')! };
  listen(4, data);
  const [, , digits] = await load_dataset_from_tfds('mnist', { test: 'test[:8]' }, null, true, null, 8);
  const model = await load_pretrained_model(create_model('PoolFree', digits!));
  const made = new Map<string, { pixels: Float32Array; read: number[] }>();
  for (const [name, attack] of Object.entries(attacks)) {
    listen(4, data);
    const { rounds } = await attack(model, digits!);
    // Where nothing was changed, nothing would be compared.
    expect([name, Math.max(...rounds[0]!.norms.linf) > 0]).toEqual([name, true]);
    const pixels = Float32Array.from(await rounds[0]!.images.data());
    made.set(name, { pixels, read: [...rounds[0]!.predictions] });
  }
  return made;
}

test('each attack makes the same images on both', async () => {
  const [cpu, wasm] = [await run('cpu'), await run('wasm')];
  const apart = Object.keys(attacks).map((name) => {
    const [one, other] = [cpu.get(name)!, wasm.get(name)!];
    expect([name, ...other.read]).toEqual([name, ...one.read]);
    return [name, one.pixels.reduce((most, x, i) => Math.max(most, Math.abs(x - other.pixels[i]!)), 0)];
  });
  expect(apart.filter(([, most]) => (most as number) >= 1e-5)).toEqual([]);
}, 120_000);
