/** The signatures that the editor proposes are those of the installed libraries, and no name is proposed that is not there. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import libraryExports from '#source/library-exports.json';
import { loadLibrary } from '#source/completion/completion.ts';
import { formatMembers } from '../../scripts/library-members.mjs';

const file = new URL('../../src/source/completion/library-members.json', import.meta.url);

test('the file is what `node scripts/library-members.mjs` writes', async () => {
  expect(readFileSync(file, 'utf8')).toBe(await formatMembers());
}, 121_000);

test('every value that is proposed can be imported', async () => {
  const library = await loadLibrary();
  const values = (group: string) =>
    Object.entries(library[group] ?? {})
      .filter(([, [kind]]) => kind !== 't')
      .map(([name]) => name);
  const types = /^(?:Tensor\dD|Scalar)$/;
  expect(values('tf').filter((name) => !types.test(name) && !libraryExports.tfjs.includes(name))).toEqual([]);
  expect(values('alidade/sdk')).toEqual([...libraryExports.sdk, ...libraryExports.numeric].sort());
});

test('it is small', async () => {
  const text = JSON.stringify(await loadLibrary());
  expect(text.length).toBeLessThan(90_000);
  expect(gzipSync(text).length).toBeLessThan(22_000);
});
