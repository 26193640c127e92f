/** Attack × defence: each cell is what its column reads in the images of its row, and all of them are met image by image. */
import { beforeEach, expect, test } from 'vitest';
import * as tf from '@tensorflow/tfjs';
import { classify, readLabels, type Examples, type Readable } from '#sdk';
import { DefenceMatrixArtifactTask } from '../../../plugins/defences/artifacts.ts';
import { collect_defences } from '../../../plugins/defences/matrix.ts';
import { smooth_spatially } from '../../../plugins/defences/smooth.ts';
import { squeeze_features } from '../../../plugins/defences/squeeze.ts';
import { attack_fgsm } from '../../../plugins/evasion/fgsm.ts';
import { attack_pgd } from '../../../plugins/evasion/pgd.ts';
import { add_random_noise } from '../../../plugins/robustness/noise.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toNetwork, trainLinear } from '../digits8.ts';
import { listen, type Heard } from '../step-context.ts';
import { digits } from './nets.ts';

await useBackend('wasm');
let heard: Heard;
beforeEach(() => void (heard = listen(5)));
listen(5);

const EPSILONS = [0.05, 0.1];
const COUNT = 60;
const model = toNetwork(trainLinear(sliceDigits8(readDigits8(), 0, 300), 100));
const set = digits(1297, 1397);
const squeezing = squeeze_features(model, 2);
const median = smooth_spatially(model, 2);
const noise = await add_random_noise(model, set, [...EPSILONS, 0.3]);
const fgsm = await attack_fgsm(model, set, EPSILONS, 'inf', COUNT);
const pgd = await attack_pgd(model, set, [0.02, ...EPSILONS], 5, COUNT);
const knowing = await attack_pgd(squeezing, set, EPSILONS, 5, COUNT);
const all = [fgsm, pgd, noise, knowing];
const labels = (await readLabels(set)).subarray(0, COUNT);

const held = async (reader: Readable, examples: Examples, epsilon: number): Promise<boolean[]> => {
  const { images } = examples.rounds.find((round) => round.epsilon === epsilon)!;
  const { predictions } = await classify(reader, images);
  const { predictions: unchanged } = await classify(reader, set.images);
  return [...labels].map((label, i) => predictions[i] === label && unchanged[i] === label);
};
const count = (masks: readonly boolean[]): number => masks.filter(Boolean).length;

test('columns and rows stand in their order: undefended, oblivious, adaptive; noise first', async () => {
  const matrix = await collect_defences(model, [squeezing, median], set, all, ['squeezing', 'median']);
  expect(matrix.columns.map(({ name, attacker }) => `${name} ${attacker}`)).toEqual([
    'undefended undefended',
    'squeezing oblivious',
    'squeezing adaptive',
    'median oblivious',
  ]);
  expect(matrix.rows.map(({ attack }) => attack)).toEqual(['noise', 'FGSM', 'PGD']);
  expect([matrix.count, matrix.epsilons, matrix.norm]).toEqual([COUNT, EPSILONS, 'Linf']);
  expect(matrix.threats.map(({ attack, given }) => `${attack} given ${given}`)).toEqual([
    'FGSM given undefended',
    'PGD given undefended',
    'noise given undefended',
    'PGD given squeezing',
  ]);
  expect(matrix.threats[3]!.sees).toBe(knowing.threat.sees);
  const warnings = heard.logs.filter(({ severity }) => severity === 'WARNING');
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining('median: no attack here knows it'),
  ]);
});

test('a row tries what its first attack tries, whatever the later ones add', async () => {
  const averaging = { ...knowing, threat: { ...knowing.threat, tries: 'over 10 draws' } };
  const { rows, threats } = await collect_defences(model, [squeezing], set, [fgsm, pgd, noise, averaging]);
  expect(rows.map(({ tries }) => tries)).toEqual([noise, fgsm, pgd].map(({ threat }) => threat.tries));
  expect(threats.at(-1)!.tries).toBe('over 10 draws');
});

test('a cell is what its column reads in the images of its row, and none where there was no such attack', async () => {
  const { correct, columns } = await collect_defences(model, [squeezing, median], set, all);
  expect(columns[1]!.name).toContain('2 bits');
  for (const [k, epsilon] of EPSILONS.entries()) {
    const [byNoise, byFgsm, byPgd] = correct[k]!;
    expect(byNoise).toEqual([
      count(await held(model, noise, epsilon)),
      count(await held(squeezing, noise, epsilon)),
      count(await held(squeezing, noise, epsilon)),
      count(await held(median, noise, epsilon)),
    ]);
    expect(byFgsm).toEqual([
      count(await held(model, fgsm, epsilon)),
      count(await held(squeezing, fgsm, epsilon)),
      null,
      count(await held(median, fgsm, epsilon)),
    ]);
    expect(byPgd!.slice(1, 3)).toEqual([
      count(await held(squeezing, pgd, epsilon)),
      count(await held(squeezing, knowing, epsilon)),
    ]);
  }
});

test('against all counts an image only where no attack of the column fooled it', async () => {
  const { against_all, correct } = await collect_defences(model, [squeezing, median], set, all);
  for (const [k, epsilon] of EPSILONS.entries()) {
    const [bare, blind] = [await held(model, fgsm, epsilon), await held(squeezing, fgsm, epsilon)];
    const [barePgd, blindPgd] = [await held(model, pgd, epsilon), await held(squeezing, pgd, epsilon)];
    const adaptive = await held(squeezing, knowing, epsilon);
    expect(against_all[k]!.slice(0, 3)).toEqual([
      count(bare.map((right, i) => right && barePgd[i]!)),
      count(blind.map((right, i) => right && blindPgd[i]!)),
      count(blind.map((right, i) => right && blindPgd[i]! && adaptive[i]!)),
    ]);
    const least = correct[k]!.slice(1).reduce((low, row) => Math.min(low, row[2] ?? Infinity), Infinity);
    expect(against_all[k]![2]).toBeLessThanOrEqual(least);
  }
});

test('it comes back from its file, and leaves no tensor', async () => {
  const before = tf.memory().numTensors;
  const matrix = await collect_defences(model, [squeezing], set, all);
  expect(tf.memory().numTensors).toBe(before);
  const files = DefenceMatrixArtifactTask.serialize(matrix, { name: 'm', args: {} }) as Map<
    string,
    Uint8Array
  >;
  expect([...files.keys()]).toEqual(['matrix.json']);
  expect(DefenceMatrixArtifactTask.deserialize(files, { args: {} })).toEqual(matrix);
});

test.each([
  ['an attack on something else', [median], all, 'neither the model nor one of the defences'],
  ['no noise', [squeezing], [fgsm, knowing], 'Random noise is missing'],
  ['no undefended attack', [squeezing], [noise, knowing], 'undefended column'],
  ['an attack twice', [squeezing], [...all, pgd], 'PGD is given twice'],
  ['no ε in common', [squeezing], [noise, pgd, { ...fgsm, rounds: [] }], 'no ε in common'],
  ['two norms', [squeezing], [noise, pgd, { ...fgsm, norm: 'L2' }], 'Linf and L2'],
  ['no defence', [], [noise, pgd], 'At least one defence'],
] as const)('%s is refused', async (_, defences, attacks, words) => {
  await expect(collect_defences(model, defences, set, attacks)).rejects.toThrow(words);
});
