/** A look at a whole plugin, and a file of it that is called something else. */
import { expect, test } from 'vitest';
import { runKey } from '#core/plugin/study.ts';
import { renameFile } from '#source/rename-file.ts';
import { studyPlugin } from '#source/study-plugin.ts';
import { file } from './analysis/show.ts';

test('it tells of tasks, types, problems and what runs', () => {
  const old = { name: 'old', inputs: [], outputs: [] };
  const { files, issues, runs } = studyPlugin(
    [
      file('a.ts', 'export function f(x: number[]): void {}', { functions: [old] }),
      file('b.py', 'from dioptra import pyplugs\n@pyplugs.register\ndef g(x: int) -> int:\n    return x'),
      file('c.ts', 'export function h( {'),
      file('notes.md', '# Notes'),
    ],
    new Map(),
  );
  expect(
    files.map(({ filename, comparisons }) => [
      filename,
      ...comparisons.map((task) => `${task.name} ${task.standing}`),
    ]),
  ).toEqual([['a.ts', 'old gone', 'f new'], ['b.py', 'g new'], ['c.ts'], ['notes.md']]);
  expect(files[0]!.missingTypes.map(({ structure }) => structure)).toEqual([{ list: 'number' }]);
  expect(runs.get(runKey('a.ts', 'old'))?.file).toBeNull();
  expect(issues.map(({ code, document }) => `${code} ${document}`).toSorted()).toEqual([
    'source-syntax c.ts',
    'task-missing a.ts',
  ]);
});

test('imports follow a file that is called something else', () => {
  const files = [
    file('a.ts', "import { f } from './nets/f.ts'; // ./nets/f.ts\nexport * from './b.js';"),
    file('b.ts', "export type { T } from './nets/f';\nexport const b = () => import('./nets/f.ts');"),
    file('nets/f.ts', "import { g } from '../c.ts';\nexport const f = g;"),
    file('c.ts', 'export const g = 1;'),
    file('broken.ts', "import { f } from './nets/f.ts'; ("),
  ];
  const after = renameFile(files, 'nets/f.ts', 'f2.ts');
  expect(after.map(({ filename, contents }) => [filename, contents])).toEqual([
    ['a.ts', "import { f } from './f2.ts'; // ./nets/f.ts\nexport * from './b.js';"],
    ['b.ts', "export type { T } from './f2.ts';\nexport const b = () => import('./f2.ts');"],
    ['f2.ts', "import { g } from './c.ts';\nexport const f = g;"],
    ['c.ts', 'export const g = 1;'],
    ['broken.ts', "import { f } from './nets/f.ts'; ("],
  ]);
});
