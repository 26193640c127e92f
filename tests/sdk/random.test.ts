/** The generator that authors see: fixed by seed and stream, resumable, and of the right shape. */
import { expect, test } from 'vitest';
import { Random } from '#sdk/random.ts';

const draw = (rng: Random, n: number) => Array.from({ length: n }, () => rng.word());

test('the same seed and stream give the same numbers, any other gives others', () => {
  const first = draw(new Random(7, 'train/noise'), 8);
  expect(draw(new Random(7, 'train/noise'), 8)).toEqual(first);
  expect(draw(new Random(8, 'train/noise'), 8)).not.toEqual(first);
  expect(draw(new Random(7, 'attack/noise'), 8)).not.toEqual(first);
});

test('a stream goes on from its position', () => {
  const rng = new Random(3);
  draw(rng, 5);
  const { position } = rng;
  const rest = draw(rng, 6);
  expect(draw(new Random(3).seek(position), 6)).toEqual(rest);
});

test('uniform numbers have mean 1/2 and variance 1/12, and stay in the range', () => {
  const values = new Random(1).fillUniform(new Float32Array(100_000), -2, 4);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean - 1)).toBeLessThan(0.02);
  expect(Math.abs(variance - 3)).toBeLessThan(0.05);
  expect(values.every((v) => v >= -2 && v < 4)).toBe(true);
});

test('normal numbers have the moments asked for', () => {
  const values = new Random(2).fillNormal(new Float32Array(100_001), 3, 2);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  const within = values.filter((v) => Math.abs(v - 3) < 2).length / values.length;
  expect(Math.abs(mean - 3)).toBeLessThan(0.03);
  expect(Math.abs(deviation - 2)).toBeLessThan(0.03);
  expect(Math.abs(within - 0.6827)).toBeLessThan(0.01);
  const one = new Random(2);
  expect(Number.isFinite(one.normal(0, 1))).toBe(true);
});

test('whole numbers are all reached, about equally often', () => {
  const rng = new Random(5);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 50_000; i++) counts[rng.int(10)]!++;
  for (const count of counts) expect(Math.abs(count - 5000)).toBeLessThan(300);
  expect(() => rng.int(0)).toThrow(RangeError);
});

test('a shuffle keeps what it was given', () => {
  const items = Uint16Array.from({ length: 500 }, (_, i) => i);
  const shuffled = new Random(6).shuffle(items.slice());
  expect(shuffled).not.toEqual(items);
  expect(shuffled.toSorted()).toEqual(items);
});

test('a seed outside of 32 bits is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => new Random(seed)).toThrow(RangeError);
});
