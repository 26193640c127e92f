// Choosing records of an import: what is chosen brings what it needs, and what is left out takes along what cannot be without it.
import { expect, test } from 'vitest';
import type { ImportDeed, ImportItem, ImportPreview } from '#core/resources/import-preview.ts';
import { choose, groupItems } from '#ui/resource/importing.ts';

const item = (key: string, needs: string[], does: ImportDeed = 'new'): ImportItem => {
  const fate = { does, changes: [], issues: [] };
  const [noun = '', name = ''] = key.split(' ');
  return { key, noun, name, needs, builtIn: false, under: { fail: fate, update: fate, overwrite: fate } };
};
const preview: ImportPreview = {
  issues: [],
  basis: '',
  items: [
    item('type grey', [], 'same'),
    item('plugin noise', ['type grey']),
    item('entrypoint Noise', ['plugin noise']),
  ],
};
const all = new Set(preview.items.map(({ key }) => key));
const after = (kind: 'files' | 'bundle', keys: string[], on: boolean, from: ReadonlySet<string> = all) =>
  [...choose(preview, kind, from, keys, on)].toSorted();

test('one that is chosen brings what it needs', () => {
  expect(after('files', ['entrypoint Noise'], true, new Set())).toEqual([...all].toSorted());
});

test('one that is left out takes along what needs it, unless files find it here', () => {
  expect(after('files', ['plugin noise'], false)).toEqual(['type grey']);
  expect(after('files', ['type grey'], false)).toEqual(['entrypoint Noise', 'plugin noise']);
  expect(after('bundle', ['type grey'], false)).toEqual([]);
});

test('items stand by noun, in the order in which they are looked for', () => {
  expect(groupItems(preview.items).map(({ noun }) => noun)).toEqual(['entrypoint', 'plugin', 'type']);
});
