/** Files of a plugin while it is edited: names, and what a new one holds. */
import { expect, test } from 'vitest';
import { completeFilename, filenameFault, freeFilename, newFile, putFile } from '#core/plugin/files.ts';
import { analysePlugin } from '#source/analysis/analyse-file.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';

test.each([
  ['nets', 'nets.ts'],
  [' nets/small ', 'nets/small.ts'],
  ['./a.py', 'a.py'],
  ['README.md', 'README.md'],
  ['', ''],
])('%j becomes %j', (typed, name) => expect(completeFilename(typed)).toBe(name));

test('a name is refused where it is taken or cannot be', () => {
  const files = [newFile('tasks.ts')];
  expect(filenameFault('tasks.ts', files)).toMatch(/already/);
  expect(filenameFault('a b.ts', files)).toMatch(/cannot be/);
  expect(filenameFault('a.png', files)).toMatch(/\.md/);
  expect(filenameFault('notes.md', files)).toBeNull();
  expect(freeFilename(files)).toBe('tasks_2.ts');
});

test('a new file holds a task that could be registered and run', () => {
  const files = ['tasks.ts', 'blur.js', 'old.py', 'x.ts'].map(newFile);
  expect(preparePlugin('p', '', files).issues).toEqual([]);
  const found = analysePlugin(files, new Map()).map(({ functions, missingTypes, issues }) => [
    ...functions.map(({ name, inputs }) => `${name} ${inputs.map(({ type }) => type).join()}`),
    missingTypes.length + issues.length,
  ]);
  expect(found).toEqual([
    ['scale number,number', 0],
    ['blur number,number', 0],
    ['old number,number', 0],
    ['scale number,number', 0],
  ]);
});

test('a file that comes again takes the place of the old, whose tasks stay', () => {
  const task = { name: 'f', inputs: [], outputs: [] };
  const [first, second] = [{ ...newFile('a.ts'), functions: [task] }, newFile('b.ts')];
  expect(putFile([first, second], 'a.ts', 'new')).toEqual([{ ...first, contents: 'new' }, second]);
  expect(putFile([first], 'c.py', 'x').map(({ filename, contents }) => [filename, contents])[1]).toEqual([
    'c.py',
    'x',
  ]);
});
