/** The home page's digit: what it answers, and that the shipped weights are what answers. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { Dataset } from '#sdk';
import {
  attack_direction,
  choose_digit,
  noise_direction,
  read_digit,
  shift_digit,
} from '../../plugins/robustness/live.ts';
import { useBackend } from './backend.ts';
import { bundledData, runBundled, type Said } from './entrypoints.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));

const run = (values: Record<string, string>, data: Record<string, Uint8Array> = {}) =>
  runBundled('Live digit', { values, data });
const out = <T>(said: Said, step: string, output: string): T => said.outputs.get(step)!.get(output) as T;
const greatest = (values: number[]): number => values.indexOf(Math.max(...values));

test('a test digit is read right, moved by ε at most, and the noise with it', async () => {
  const said = await run({ index: '0', eps: '0.1' });
  const pixels = out<Float32Array>(said, 'digit', 'pixels');
  expect(pixels.length).toBe(784);
  const probabilities = out<number[]>(said, 'clean', 'probabilities');
  expect(probabilities.length).toBe(10);
  expect(out(said, 'clean', 'prediction')).toBe(greatest(probabilities));
  expect(out(said, 'digit', 'label')).toBe(bundledLabel(0));
  for (const name of ['adversarial', 'noise']) {
    const moved = out<Float32Array>(said, 'shifted', name);
    const most = moved.reduce((max, value, i) => Math.max(max, Math.abs(value - pixels[i]!)), 0);
    expect(most).toBeCloseTo(0.1, 6);
    expect(moved.every((value) => value >= 0 && value <= 1)).toBe(true);
  }
});

test('without ε nothing changes', async () => {
  const said = await run({ index: '3', eps: '0' });
  expect(out(said, 'shifted', 'adversarial')).toEqual(out(said, 'digit', 'pixels'));
  const clean = out<number[]>(said, 'clean', 'probabilities');
  out<number[]>(said, 'shifted', 'noise_probabilities').forEach((p, k) =>
    expect(p).toBeCloseTo(clean[k]!, 5),
  );
});

test('of 40 digits the attack at ε 0.2 changes most readings, and noise hardly any', async () => {
  const first = await run({});
  const [dataset, model] = [
    out<Dataset>(first, 'digits', 'test'),
    out<tf.LayersModel>(first, 'model', 'model'),
  ];
  const counts = { attack: 0, noise: 0 };
  listen(1);
  for (let index = 0; index < 40; index++) {
    const [digit, , label] = await choose_digit(dataset, index);
    const [, before] = await read_digit(model, digit);
    const directions = [await attack_direction(model, digit, label), noise_direction(digit, index)] as const;
    const [, attacked, , noisy] = await shift_digit(model, digit, ...directions, 0.2);
    counts.attack += Number(greatest(attacked) !== before);
    counts.noise += Number(greatest(noisy) !== before);
  }
  expect(counts.attack).toBeGreaterThan(28);
  expect(counts.noise).toBeLessThan(6);
});

test('a drawn digit has no label and is attacked away from its reading', async () => {
  const first = await run({ index: '5' });
  const pixels = [...out<Float32Array>(first, 'digit', 'pixels')];
  const said = await run({ pixels: JSON.stringify(pixels), eps: '0.3' });
  expect(out(said, 'digit', 'label')).toBeNull();
  expect(out(said, 'clean', 'prediction')).toBe(out(first, 'clean', 'prediction'));
  const after = out<number[]>(said, 'shifted', 'adversarial_probabilities');
  const prediction = out<number>(said, 'clean', 'prediction');
  expect(after[prediction]).toBeLessThan(out<number[]>(said, 'clean', 'probabilities')[prediction]!);
  await expect(run({ pixels: '[0, 1]' })).rejects.toThrow('784 pixels, not 2');
});

test('other weights give other answers, and too few are refused', async () => {
  const weights = bundledData('demo-weights')!;
  const turned = Float32Array.from(new Float32Array(weights.slice().buffer), (value) => -value);
  const swapped = { 'demo-weights': new Uint8Array(turned.buffer) };
  const [ours, theirs] = [await run({}), await run({}, swapped)];
  expect(out(theirs, 'clean', 'probabilities')).not.toEqual(out(ours, 'clean', 'probabilities'));
  await expect(run({}, { 'demo-weights': weights.subarray(4) })).rejects.toThrow(
    '5993 weights, and this model has 5994',
  );
});

test('the index begins again after the last digit', async () => {
  const said = await run({ index: '2000' });
  expect(out(said, 'digit', 'label')).toBe(bundledLabel(0));
  expect(tf.getBackend()).toBe('wasm');
});

/** Straight from the packed file. */
function bundledLabel(index: number): number {
  const file = bundledData('mnist')!;
  return file[file.indexOf(10) + 1 + 8000 + index]!;
}
