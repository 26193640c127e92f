/** The Demo on wasm: its figures over three seeds, and what it leaves behind. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { packWeights } from '../../plugins/robustness/pretrained.ts';
import { useBackend } from './backend.ts';
import { bundledData, runBundled, type Said } from './entrypoints.ts';

/** The first trained the shipped weights. */
const SEEDS = [1, 2, 3];
/** What to accept at ε .05, .1, .2 and .3, in per cent (techniques, last section). */
const RANGES: Record<string, [low: number, high: number][]> = {
  fgsm: [
    [80, 90],
    [48, 70],
    [4, 14],
    [0, 4],
  ],
  pgd: [
    [76, 88],
    [32, 62],
    [0, 4],
    [0, 1],
  ],
  noise: [
    [96, 97],
    [96, 97],
    [94, 96],
    [90, 93],
  ],
};

const runs: Said[] = [];
beforeAll(async () => {
  await useBackend('wasm');
  for (const seed of SEEDS) runs.push(await runBundled('Demo', { seed }));
}, 600_000);

const series = (said: Said, name: string): number[] =>
  said.metrics
    .filter((metric) => metric.name === name)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('it reads 95 % or more, with every seed', () => {
  for (const said of runs) {
    expect(series(said, 'test_count')).toEqual([2000]);
    expect(series(said, 'clean_correct')[0]).toBeGreaterThanOrEqual(1900);
  }
});

describe.each(Object.keys(RANGES))('%s', (attack) => {
  test.each([1, 2, 3, 4])('falls in its range at ε number %i, on average over the seeds', (k) => {
    const [low, high] = RANGES[attack]![k - 1]!;
    const share = Math.round(100 * mean(runs.map((said) => series(said, `${attack}_accuracy`)[k]!)));
    expect(share).toBeGreaterThanOrEqual(low);
    expect(share).toBeLessThanOrEqual(high);
  });
});

test.each(SEEDS.map((seed, i) => [seed, i]))('with seed %i the figures agree with each other', (_, i) => {
  const said = runs[i]!;
  const [fgsm, pgd, noise] = ['fgsm', 'pgd', 'noise'].map((name) => series(said, `${name}_accuracy`));
  expect(series(said, 'epsilon')).toEqual([0, 0.05, 0.1, 0.2, 0.3]);
  expect(fgsm![0]).toBe(series(said, 'clean_accuracy')[0]);
  for (let k = 1; k < 5; k++) {
    expect(pgd![k]).toBeLessThanOrEqual(pgd![k - 1]! + 0.01);
    expect(pgd![k]).toBeLessThanOrEqual(fgsm![k]! + 0.01);
    expect(noise![k]! - fgsm![k]!).toBeGreaterThan(0.05);
  }
  expect(series(said, 'zero_gradient_share')[0]).toBeLessThan(0.05);
});

test('the report says what the metrics say', () => {
  for (const said of runs) {
    const report = JSON.parse(new TextDecoder().decode(said.artifacts.get('report')!.get('report.json')));
    const [fgsm, pgd] = report.curves;
    // The lowest figure at the ε of the headline is told, of as many images as its attack had.
    expect(report.clean).toEqual({ correct: pgd.points[0].correct, count: pgd.count });
    expect(fgsm.points.map(({ correct }: { correct: number }) => correct)).toEqual(
      series(said, 'fgsm_correct'),
    );
    const { attack, epsilon, correct, low, high } = report.headline;
    expect([attack, epsilon, correct]).toEqual(['PGD', 0.1, series(said, 'pgd_correct')[2]]);
    expect(low).toBeLessThan(correct);
    expect(high).toBeGreaterThan(correct);
    expect(Object.keys(report.threat)).toEqual(['sees', 'may_change', 'tries']);
  }
});

test('two seeds give two verdicts', () => {
  const heads = runs.map((said) => JSON.stringify(said.artifacts.get('report')!.get('report.json')));
  expect(new Set(heads).size).toBe(SEEDS.length);
});

test('training is watched: loss and accuracy at every fifth of 375 batches', () => {
  const points = runs[0]!.metrics.filter(({ name }) => name === 'loss').map(({ at }) => at);
  expect(points).toEqual(Array.from({ length: 75 }, (_, i) => 5 * (i + 1)));
  const losses = series(runs[0]!, 'loss');
  expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)) / 4);
});

test('the images are the first test digits at every ε of both attacks, whatever came of them', () => {
  const files = runs[0]!.artifacts.get('images')!;
  expect([...files.keys()]).toEqual(['images.json', 'original.npy', 'adversarial.npy']);
  const { shape, items } = JSON.parse(new TextDecoder().decode(files.get('images.json')));
  expect(shape).toEqual([28, 28, 1]);
  expect(items.length).toBe(96);
  const digits = bundledData('mnist')!;
  const labels = digits.subarray(digits.indexOf(10) + 1 + 8000).subarray(0, 12);
  items.forEach((item: { attack: string; label: number; epsilon: number }, i: number) => {
    const [attack, epsilon] = [
      ['FGSM', 'PGD'][Math.floor(i / 48)],
      [0.05, 0.1, 0.2, 0.3][((i % 48) / 12) | 0],
    ];
    expect([item.attack, item.label, item.epsilon]).toEqual([attack, labels[i % 12], epsilon]);
  });
});

test('the table has a row for each point', () => {
  const text = new TextDecoder().decode(runs[0]!.artifacts.get('table')!.get('table.csv'));
  expect(text.split('\n')[0]).toEqual(
    expect.stringMatching(/^attack,epsilon,count,correct,accuracy,low,high,success,/),
  );
  expect(text.trim().split('\n').length).toBe(16);
});

test('the first seed gives the shipped weights, byte for byte', async () => {
  const model = runs[0]!.outputs.get('model')!.get('model') as tf.LayersModel;
  expect(await packWeights(model)).toEqual(bundledData('demo-weights'));
});

test('the ready model gives the figures of the run that trained it', async () => {
  const ready = await runBundled('Demo with the ready model', { seed: SEEDS[0]! });
  for (const name of ['clean_correct', 'fgsm_correct', 'pgd_correct', 'noise_correct']) {
    expect(series(ready, name)).toEqual(series(runs[0]!, name));
  }
}, 120_000);
