// What is selected in a table stays what a person chose, whatever moves meanwhile.
import { expect, test } from 'vitest';
import type { RecordSource } from '#ui/table/source.ts';
import { Selection } from '#ui/table/selection.svelte.ts';

/** A list of which only the ids are asked; `wait` holds the answer back. */
function listOf(...ids: string[]) {
  const list = { ids, wait: Promise.resolve() };
  const source = {
    get found() {
      return list.ids.length;
    },
    ids: async () => {
      await list.wait;
      return [...list.ids];
    },
  };
  return { list, selection: new Selection(() => source as unknown as RecordSource) };
}

test('a range begins at the record that was chosen, wherever it has moved', async () => {
  const { list, selection } = listOf('d', 'c', 'b', 'a');
  selection.toggle('c');
  list.ids.unshift('f', 'e');
  await selection.extend('a');
  expect(selection.ids).toEqual(['c', 'b', 'a']);
});

test('a range without its beginning is the one record', async () => {
  const { list, selection } = listOf('c', 'b', 'a');
  selection.toggle('c');
  list.ids = ['b', 'a'];
  await selection.extend('a');
  expect(selection.ids).toEqual(['c', 'a']);
});

test('all are selected and let go; what is chosen meanwhile stays as it is', async () => {
  const { list, selection } = listOf('b', 'a');
  await selection.toggleAll();
  expect([selection.ids, selection.isWhole]).toEqual([['b', 'a'], true]);
  await selection.toggleAll();
  expect([selection.ids, selection.isWhole]).toEqual([[], false]);

  let answer = () => {};
  list.wait = new Promise((resolve) => (answer = resolve));
  const asked = selection.toggleAll();
  selection.toggle('a');
  answer();
  await asked;
  expect(selection.ids).toEqual(['a']);
});

test('all of one search are not all of another', async () => {
  const { selection } = listOf('b', 'a');
  await selection.toggleAll();
  selection.forgetWhole();
  expect([selection.count, selection.isWhole]).toEqual([2, false]);
});
