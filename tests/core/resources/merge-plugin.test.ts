import { expect, test } from 'vitest';
import type { PluginFile } from '#core/resources/content.ts';
import { addPython, mergePluginFiles } from '#core/resources/merge-plugin.ts';

const file = (filename: string, tasks: string[] = [], type = 'any'): PluginFile => ({
  filename,
  contents: '',
  description: '',
  functions: tasks.map((name) => ({ name, inputs: [], outputs: [{ name: 'o', type }] })),
  artifacts: [],
});
const shape = (files: readonly PluginFile[]) =>
  files.map((f) => `${f.filename}:${f.functions.map((t) => t.name).join()}`);

test.each([
  ['scripts replace scripts, and Python stays', ['a.ts', 'b.ts', 'c.py'], ['a.ts'], ['a.ts:', 'c.py:']],
  [
    'Python replaces Python, and scripts stay',
    ['a.ts', 'd.json', 'b.py'],
    ['c.py'],
    ['a.ts:', 'c.py:', 'd.json:'],
  ],
  ['data goes with the scripts', ['a.ts', 'd.json'], ['b.js'], ['b.js:']],
  ['data alone replaces data', ['a.ts', 'd.json'], ['e.json'], ['a.ts:', 'e.json:']],
])('%s', (_, old, brought, after) => {
  expect(shape(mergePluginFiles(old.map((n) => file(n)), brought.map((n) => file(n))))).toEqual(after); // prettier-ignore
});

test('a task is registered once: the import stands, or of equals the script, which can run', () => {
  const same = mergePluginFiles([file('a.ts', ['f', 'g'])], [file('a.py', ['f'])]);
  expect(shape(same)).toEqual(['a.py:', 'a.ts:f,g']);
  const later = mergePluginFiles([file('a.py', ['f', 'g'])], [file('a.ts', ['f'])]);
  expect(shape(later)).toEqual(['a.py:g', 'a.ts:f']);
  const other = mergePluginFiles([file('a.ts', ['f', 'g'])], [file('a.py', ['f'], 'string')]);
  expect(shape(other)).toEqual(['a.py:f', 'a.ts:g']);
});

test('a read-only plugin takes Python and gives nothing up', () => {
  const old = [file('a.ts', ['f', 'g']), file('old.py', ['h'])];
  const { files, differing } = addPython(old, [
    file('a.py', ['f'], 'string'),
    file('b.py', ['g', 'i']),
    file('a.ts'),
  ]);
  expect(shape(files)).toEqual(['a.py:', 'a.ts:f,g', 'b.py:i']);
  expect(differing).toEqual(['f']);
});
