// Archives: what the app packs comes out again, and what would lead out of it is refused.
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { unpackZip } from '#exchange/archive.ts';
import { packZip } from '#ui/artifact/zip.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('what the job page packs comes out again', async () => {
  const entries = [
    { path: 'a.txt', bytes: strToU8('one') },
    { path: 'b/c d é.txt', bytes: strToU8('two') },
    { path: 'empty', bytes: new Uint8Array() },
  ];
  const archive = new Uint8Array(await packZip(entries).arrayBuffer());
  const files = unpackZip(archive, 6);
  expect(files.map(({ path, bytes }) => [path, text(bytes)])).toEqual([
    ['a.txt', 'one'],
    ['b/c d é.txt', 'two'],
    ['empty', ''],
  ]);
});

test.each(['../x', 'a/../../x', '/etc/x', 'C:/x', 'a\\x'])('the path %j is refused', (path) => {
  expect(() => unpackZip(zipSync({ [path]: strToU8('x') }), 100)).toThrow(/^The path “.*” in the archive/);
});

test('more than was agreed is refused before it is unpacked', () => {
  const bomb = zipSync({ a: new Uint8Array(1 << 20) });
  expect(bomb.length).toBeLessThan(10_000);
  expect(() => unpackZip(bomb, 1000)).toThrow('more than the 1000 bytes');
});

test('bytes that are no archive are refused', () => {
  expect(() => unpackZip(strToU8('no archive at all'), 100)).toThrow('The archive is broken.');
});
