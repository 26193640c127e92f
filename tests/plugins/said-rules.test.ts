/** Rules of evaluation that an attack or a measure says where it happened: the softmax, weights from elsewhere, names of sets. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import { copyModel, openClassifier, type Readable } from '#sdk';
import { evaluate_defence } from '../../plugins/defences/evaluate.ts';
import { compress_jpeg } from '../../plugins/defences/jpeg.ts';
import { smooth_randomly } from '../../plugins/defences/smoothing.ts';
import { KerasModelArtifactTask } from '../../plugins/dioptra_optic/artifacts.ts';
import { fast_gradient_method } from '../../plugins/dioptra_optic/attacks.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { worst_case } from '../../plugins/evasion/worst_case.ts';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { useBackend } from './backend.ts';
import { CLASSES, readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen, type Heard } from './step-context.ts';

await useBackend('cpu');
const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 200), 50);
const softmax = toNetwork(linear);
const few = toDataset(sliceDigits8(all, 1297, 1307));
const mnist = { ...few, meta: { ...few.meta, name: 'mnist' } };
const jpeg = () => compress_jpeg(softmax);
let heard: Heard;
beforeEach(() => void (heard = listen(3)));
const said = (): string => heard.logs.map(({ message }) => message).join('\n');

function endInLogits(): tf.LayersModel {
  const layers = [
    tf.layers.flatten({ inputShape: [8, 8, 1] }),
    tf.layers.dense({ units: CLASSES, activation: 'linear' }),
  ];
  return tf.sequential({ layers });
}

test('the threat line names the tensor before the softmax, also behind a defence, and only where there is one', async () => {
  const sees = async (model: Readable) => (await attack_fgsm(model, few, [0.1])).threat.sees;
  expect(await sees(softmax)).toBe('the weights, the tensor before the softmax and the true label');
  expect(await sees(jpeg())).toMatch(
    /^the weights, the tensor before the softmax, the defence \(JPEG.*\) and the true label$/,
  );
  expect(await sees(endInLogits())).toBe('the weights and the true label');
  expect(openClassifier(smooth_randomly(softmax)).beforeSoftmax).toBe(true);
});

test('so does the log of the reference’s attacks', async () => {
  await fast_gradient_method(softmax, few, null, 'inf', 0.1);
  expect(said()).toMatch(/fast gradient method: .*, on the tensor before the softmax/);
});

test('a defence is named once to the attacker who knows it', async () => {
  const defended = jpeg();
  const oblivious = await attack_fgsm(softmax, few, [0.1]);
  const adaptive = await attack_fgsm(defended, few, [0.1]);
  const noise = await add_random_noise(defended, few, [0.1]);
  await evaluate_defence(softmax, defended, few, oblivious, adaptive, noise);
  const line = heard.logs.find(({ message }) => message.startsWith('adaptive attacker sees'))!.message;
  expect(line.match(/defence/g)).toHaveLength(1);
  const vague = { ...adaptive, threat: { ...adaptive.threat, sees: 'the weights' } };
  heard = listen(3);
  await evaluate_defence(softmax, defended, few, oblivious, vague, noise);
  expect(said()).toContain('adaptive attacker sees: the weights, and the defence.');
});

test.each(['AutoAttack', 'autoattack', 'Auto-Attack', ' auto attack '])(
  'a set of attacks is not called %s',
  async (name) => {
    const attacks = [await attack_fgsm(softmax, few, [0.1])];
    await expect(worst_case(few, attacks, name)).rejects.toThrow('such as AutoAttack-lite');
    expect((await worst_case(few, attacks, 'AutoAttack-lite')).attack).toBe('AutoAttack-lite');
  },
);

test('weights that were read from files may have seen the bundled digits, which is said, and kept with a copy', async () => {
  const files = await KerasModelArtifactTask.serialize(softmax, { name: 'model', args: {} });
  const loaded = await KerasModelArtifactTask.deserialize(files as ReadonlyMap<string, Uint8Array>, {
    args: {},
  });
  const score = async (model: tf.LayersModel, dataset: typeof few) => {
    const [{ notes }] = await evaluate_robustness(model, dataset, [await attack_fgsm(model, dataset, [0.1])]);
    return notes.join();
  };
  expect(await score(await copyModel(loaded), mnist)).toMatch(/may have seen these digits.*writers overlap/);
  expect(said()).toMatch(/may have seen these digits/);
  expect(await score(softmax, mnist)).toBe('');
  expect(await score(loaded, few)).toBe('');
});
