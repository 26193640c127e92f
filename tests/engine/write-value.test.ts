/** Values written out for whoever tries a task. */
import { expect, test } from 'vitest';
import { writeValue } from '../../src/engine/worker/write-value.ts';

const written = (value: unknown, room = 20_000) => writeValue(value, null, room);

test.each([
  ['a text', 'a text'],
  [3.5, '3.5'],
  [undefined, 'undefined'],
  [null, 'null'],
  [[1, 'two', [true]], '[1, "two", [true]]'],
  [{ a: 1, b: { c: 'd' } }, '{"a": 1, "b": {"c": "d"}}'],
  [new Map([[1, 'x']]), '{1: "x"}'],
  [new Float32Array([0.1, 2]), 'Float32Array of 8 bytes [0.1, 2]'],
])('%j as %s', async (value, text) => expect(await written(value)).toBe(text));

test('long ones stand line by line, and are cut', async () => {
  const long = Array.from({ length: 500 }, (_, i) => `word ${i}`);
  const text = await written(long);
  expect(text.split('\n').slice(0, 2)).toEqual(['[', '  "word 0",']);
  expect(text).toContain('… 300 more');
  expect((await written(long, 100)).length).toBeLessThanOrEqual(100);
});

test('a circle, and what is no data, do no harm', async () => {
  const circle: Record<string, unknown> = { name: 'round' };
  circle.self = circle;
  expect(await written(circle)).toContain('"name": "round"');
  expect(await written(new (class Net {})())).toBe('Net');
  expect(await written({ f: () => 1 })).toContain('"f": () => 1');
});
