/** Attack by transfer: the same images, judged by another model that was never asked. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { classify, type Classifier, type Dataset } from '#sdk';
import * as tf from '@tensorflow/tfjs';
import { attack_square } from '../../../plugins/black_box/square.ts';
import { transfer_attack } from '../../../plugins/black_box/transfer.ts';
import { attack_fgsm } from '../../../plugins/evasion/fgsm.ts';
import { evaluate_robustness } from '../../../plugins/robustness/evaluate.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from '../digits8.ts';
import { listen, type Heard } from '../step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 500);
const young = trainLinear(sliceDigits8(all, 0, 600), 20);
const test100 = sliceDigits8(all, 1297, 1397);

let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen()));

test('the images stay, what is read is read anew, and nobody is asked', async () => {
  const dataset = toDataset(test100);
  const [made, judged] = [toNetwork(young), toNetwork(linear)];
  const examples = await attack_fgsm(made, dataset, [0.1, 0.2]);
  const moved = await transfer_attack(judged, dataset, examples);
  expect([moved.attack, moved.norm, moved.attacked === judged]).toEqual(['FGSM_transfer', 'Linf', true]);
  expect(moved.threat.sees).toContain('nothing of this one');
  expect(moved.threat.elsewhere).toBe(true);
  const clean = (await classify(judged, dataset.images)).predictions;
  for (const [k, round] of moved.rounds.entries()) {
    const before = examples.rounds[k]!;
    expect(round.epsilon).toBe(before.epsilon);
    expect([...round.images.dataSync()]).toEqual([...before.images.dataSync()]);
    const read = (await classify(judged, before.images)).predictions;
    const fell = test100.labels.map((label, i) => Number(clean[i] === label && read[i] !== label));
    expect([...round.success]).toEqual([...fell]);
    expect([...round.queries, ...round.gradient_evaluations].every((asked) => asked === 0)).toBe(true);
    expect(fell.some((one) => one === 1)).toBe(true);
  }
  examples.rounds.forEach(({ images }) => images.dispose());
  expect(moved.rounds[0]!.images.dataSync().length).toBe(6400);
});

test('on the model that was attacked it changes no figure, and says so', async () => {
  const dataset = toDataset(test100);
  const model = toNetwork(linear);
  const examples = await attack_square(model, dataset, 'inf', [0.1], 20, 0.8, 30);
  const moved = await transfer_attack(model, dataset, examples);
  expect([...moved.rounds[0]!.success]).toEqual([...examples.rounds[0]!.success]);
  expect(heard.logs.find(({ severity }) => severity === 'WARNING')?.message).toContain('this very model');
});

test('towards a target only those of another class count, where they are read as it now', async () => {
  const dataset = toDataset(test100);
  const constant: Classifier = {
    classes: 10,
    logits: (x) => tf.tile(tf.tensor2d([[0, 0, 0, 1, 0, 0, 0, 0, 0, 0]]), [x.shape[0], 1]),
  };
  const examples = { ...(await attack_fgsm(toNetwork(linear), dataset, [0.1])), target: 3 };
  const { rounds } = await transfer_attack(constant, dataset, examples);
  expect([...rounds[0]!.success]).toEqual(Array.from(test100.labels, (label) => Number(label !== 3)));
});

test('examples of other images are refused', async () => {
  const model = toNetwork(linear);
  const others: Dataset = toDataset(sliceDigits8(all, 1400, 1500));
  const examples = await attack_fgsm(model, others, [0.1]);
  await expect(transfer_attack(model, toDataset(test100), examples)).rejects.toThrow('another data set');
  const few = toDataset(sliceDigits8(all, 1400, 1450));
  await expect(transfer_attack(model, few, examples)).rejects.toThrow('the data set 50');
});

test('a report tells what was led elsewhere, moved here or not, and its headline is the lowest figure', async () => {
  const dataset = toDataset(test100);
  const [other, model] = [toNetwork(young), toNetwork(linear)];
  const oblivious = { ...(await attack_fgsm(other, dataset, [0.1])), attack: 'Oblivious' };
  const moved = await transfer_attack(model, dataset, oblivious);
  const direct = await attack_fgsm(model, dataset, [0.1]);
  const [{ curves, headline, threat }] = await evaluate_robustness(model, dataset, [
    moved,
    oblivious,
    direct,
  ]);
  expect(curves.map(({ attack, threat: told }) => [attack, told.elsewhere ?? false])).toEqual([
    ['Oblivious_transfer', true],
    ['Oblivious', true],
    ['FGSM', false],
  ]);
  expect(headline.attack).toBe('FGSM');
  expect(headline.correct).toBe(Math.min(...curves.map(({ points }) => points[1]!.correct)));
  expect(threat).toEqual(direct.threat);
  const said = heard.logs.map(({ message }) => message);
  expect(said.filter((line) => line.endsWith('Led against another classifier.'))).toHaveLength(2);
});
