/** Carlini and Wagner towards a class drawn for each image: what is read, how far it is, and who may ask for it. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 200);
const digits = sliceDigits8(all, 1297, 1361);
const COUNT = digits.labels.length;

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(3));

const attack = (random_target: boolean, target: number | null = null) =>
  attack_carlini_l2(
    ...([toNetwork(linear), toDataset(digits), 100, 9, 0.1, 1e-3, 0, target, true, COUNT, null, 1] as const),
    random_target,
  );

test('a drawn class is read, is never the true one, and is no nearer than the nearest', async () => {
  const drawn = await attack(true);
  const any = await attack(false);
  const [far, near] = [drawn.rounds[0]!, any.rounds[0]!];
  expect(drawn.attack).toBe('CW-random-target');
  expect(drawn.threat.tries).toContain('towards a class drawn for each image');
  const moved = [...far.norms.l2].flatMap((length, i) => (length > 0 ? [i] : []));
  expect(moved.length).toBeGreaterThan(0.9 * COUNT);
  for (const i of moved) expect(far.predictions[i]).not.toBe(digits.labels[i]);
  const reached = new Set(moved.map((i) => far.predictions[i]));
  expect(reached.size).toBeGreaterThan(6);
  const mean = (lengths: Float32Array) => moved.reduce((sum, i) => sum + lengths[i]!, 0) / moved.length;
  expect(mean(far.norms.l2)).toBeGreaterThan(1.2 * mean(near.norms.l2));
  const both = moved.filter((i) => near.success[i]);
  // The search ends within a few per cent of the least change, so that no image may lie clearly below its nearest class.
  for (const i of both) expect(far.norms.l2[i]).toBeGreaterThan(0.9 * near.norms.l2[i]!);
});

test('the same seed draws the same classes; a class of one’s own and a drawn one exclude each other', async () => {
  const first = await attack(true);
  listen(3);
  const second = await attack(true);
  expect([...second.rounds[0]!.predictions]).toEqual([...first.rounds[0]!.predictions]);
  listen(4);
  const other = await attack(true);
  expect([...other.rounds[0]!.predictions]).not.toEqual([...first.rounds[0]!.predictions]);
  await expect(attack(true, 3)).rejects.toThrow('Give a target, or draw one');
});
