// Work that is done one after the other: what throws stops nothing, and may be asked for again.
import { expect, test } from 'vitest';
import { OneByOne } from '#app/one-by-one.ts';

test('each waits for the one before it, and one that throws is told and may be asked again', async () => {
  const [work, said] = [new OneByOne(), [] as string[]];
  const say = (word: string) => async () => {
    said.push(`${word} begins`);
    await Promise.resolve();
    if (word === 'b') throw new Error('cannot be read');
    said.push(`${word} ends`);
  };
  const asked = ['a', 'b', 'c'].map((id) => work.ask(id, say(id)));
  expect(['a', 'b', 'c', 'd'].map((id) => work.has(id))).toEqual([true, true, true, false]);
  expect(await Promise.all(asked)).toEqual([true, false, true]);
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  expect(['a', 'b', 'c'].map((id) => work.has(id))).toEqual([true, false, true]);
  expect(await work.ask('b', async () => undefined)).toBe(true);
});
