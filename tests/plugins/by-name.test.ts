/** Attacks and defences by their names: each is the task that it stands for, bit by bit, on cpu and on wasm. */
import type * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { openClassifier, type Dataset, type Examples, type Readable } from '#sdk';
import { attack_square } from '../../plugins/black_box/square.ts';
import { black_box_attacks } from '../../plugins/black_box/menu.ts';
import { defend_by_name } from '../../plugins/defences/by_name.ts';
import { augment_gaussian } from '../../plugins/defences/gaussian.ts';
import { compress_jpeg } from '../../plugins/defences/jpeg.ts';
import { smooth_spatially } from '../../plugins/defences/smooth.ts';
import { smooth_randomly } from '../../plugins/defences/smoothing.ts';
import { squeeze_features } from '../../plugins/defences/squeeze.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { white_box_attacks } from '../../plugins/evasion/menu.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { attack_by_name } from '../../plugins/robustness/attack_by_name.ts';
import { load_pretrained_model } from '../../plugins/robustness/pretrained.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { useBackend } from './backend.ts';
import { bundledData, readSuites } from './entrypoints.ts';
import { listen } from './step-context.ts';

const menus = () => [white_box_attacks(), black_box_attacks()];
const EPSILONS = [0.05, 0.15];
const COUNT = 6;
const enter = () =>
  listen(11, { mnist: bundledData('mnist')!, 'demo-weights': bundledData('demo-weights')! });

type Make = (model: Readable, digits: Dataset, eot: number) => Promise<Examples>;
const ATTACKS: Readonly<Record<string, Make>> = {
  noise: (model, digits) => add_random_noise(model, digits, EPSILONS),
  fgsm: (model, digits, eot) => attack_fgsm(model, digits, EPSILONS, 'inf', COUNT, eot),
  bim: (model, digits, eot) => attack_bim(model, digits, EPSILONS, 3, COUNT, 0.2, eot),
  mim: (model, digits, eot) => attack_mim(model, digits, EPSILONS, 3, COUNT, 1, null, eot),
  pgd: (model, digits, eot) =>
    attack_pgd(model, digits, EPSILONS, 3, COUNT, 'inf', 1, 'cross_entropy', null, true, false, eot),
  pgd_margin: (model, digits, eot) =>
    attack_pgd(model, digits, EPSILONS, 3, COUNT, 'inf', 1, 'margin', null, true, false, eot),
  apgd_ce: (model, digits, eot) =>
    attack_apgd(model, digits, EPSILONS, 'cross_entropy', 3, COUNT, 'inf', 1, eot),
  apgd_dlr: (model, digits, eot) => attack_apgd(model, digits, EPSILONS, 'dlr', 3, COUNT, 'inf', 1, eot),
  apgd_t_dlr: (model, digits, eot) =>
    attack_apgd(model, digits, EPSILONS, 'targeted_dlr', 3, COUNT, 'inf', 1, eot),
  square: (model, digits) => attack_square(model, digits, 'inf', EPSILONS, 20, 0.8, COUNT),
};
const DEFENCES: Readonly<Record<string, (model: tf.LayersModel) => Readable>> = {
  none: (model) => model,
  squeezing: (model) => squeeze_features(model, 2),
  median: (model) => smooth_spatially(model, 2),
  jpeg: (model) => compress_jpeg(model, 40),
  gaussian: (model) => augment_gaussian(model, 0.2),
  smoothing: (model) => smooth_randomly(model, 0.2, 5),
};

const ofRounds = async ({ rounds }: Examples): Promise<unknown> =>
  Promise.all(
    rounds.map(async ({ images, predictions, epsilon, queries, gradient_evaluations: gradients }) => ({
      pixels: [...new Uint8Array((await images.data<'float32'>()).slice().buffer)],
      predictions: [...predictions],
      queries: [...queries],
      gradients: [...gradients],
      epsilon,
    })),
  );

const byName = (attack: string, model: Readable, digits: Dataset): Promise<Examples> =>
  attack_by_name(attack, model, digits, menus(), EPSILONS, null, 3, 20);

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let model: tf.LayersModel;
  let digits: Dataset;
  beforeEach(async () => {
    await useBackend(backend);
    enter();
    const [, , few] = await load_dataset_from_tfds('mnist', { test: `test[:${COUNT}]` }, null, true, null, 8);
    digits = few!;
    model = await load_pretrained_model(create_model('PoolFree', digits));
  });

  test.each(Object.entries(ATTACKS))(
    '%s is its task, bit by bit',
    async (name, make) => {
      enter();
      const expected = await make(model, digits, 1);
      enter();
      const chosen = await byName(name, model, digits);
      expect(await ofRounds(chosen)).toEqual(await ofRounds(expected));
      expect([chosen.attack, chosen.threat, chosen.health]).toEqual([
        expected.attack,
        expected.threat,
        expected.health,
      ]);
    },
    60_000,
  );

  test.each(
    Object.entries(DEFENCES).flatMap(([name, make]) =>
      // On cpu a gradient is slow, and the task is the same.
      (backend === 'wasm' ? ['fgsm', 'pgd_margin'] : ['fgsm']).map((attack) => [name, attack, make] as const),
    ),
  )(
    '%s is its task, and %s goes through it',
    async (name, attack, make) => {
      enter();
      const plain = make(model);
      // Smoothing is averaged over 10 draws by itself; noise is averaged here.
      const expected = await ATTACKS[attack]!(plain, digits, name === 'gaussian' ? 10 : 1);
      enter();
      const defended = defend_by_name(model, name, 2, 2, 40, 0.2, 5);
      const chosen = await byName(attack, defended, digits);
      expect(openClassifier(defended).defence).toEqual(openClassifier(plain).defence);
      expect(chosen.attacked).toBe(defended);
      expect(await ofRounds(chosen)).toEqual(await ofRounds(expected));
      expect(chosen.threat).toEqual(expected.threat);
    },
    60_000,
  );
});

describe('names', () => {
  const nothing = null as unknown as Dataset;
  const model = { classes: 10, logits: () => null! };

  test('the comments name what there is, and nothing else', () => {
    const docOf = (plugin: string, filename: string, input: string) => {
      const { files } = readSuites().plugins.find(({ name }) => name === plugin)!;
      const { contents } = files.find((file) => file.filename === filename)!;
      return new RegExp(`@param ${input} one of ([\\w, ]+)`).exec(contents)![1]!.trim().split(', ');
    };
    expect(docOf('robustness', 'attack_by_name.ts', 'attack')).toEqual(Object.keys(ATTACKS));
    expect(docOf('defences', 'by_name.ts', 'defence')).toEqual(Object.keys(DEFENCES));
    expect(['noise', ...menus().flatMap((menu) => [...menu.keys()])]).toEqual(Object.keys(ATTACKS));
  });

  test('a name that is not there is told those that are', async () => {
    await expect(attack_by_name('pdg', model, nothing, menus())).rejects.toThrow(
      `There is no attack “pdg” here: take one of ${Object.keys(ATTACKS).join(', ')}.`,
    );
    expect(() => defend_by_name(null as unknown as tf.LayersModel, 'blur')).toThrow(
      `There is no defence “blur” here: take one of ${Object.keys(DEFENCES).join(', ')}.`,
    );
  });

  test('a norm that an attack does not know is refused', async () => {
    for (const name of ['bim', 'mim'])
      await expect(attack_by_name(name, model, nothing, menus(), [1], 1, 1, 1, 2)).rejects.toThrow(
        `${name} knows the norm inf alone, not 2`,
      );
  });
});
