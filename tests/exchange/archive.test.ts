// Archives: the same files come out of every kind, and what would lead out, fill a memory or pass for something else is refused.
import { gzipSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unpackArchive, type UnpackOptions } from '#exchange/archive.ts';
import { readImport } from '#exchange/read-import.ts';
import { packZip } from '#ui/artifact/zip.ts';
import { join, patched, pax, tar, tgz, withField, zip, type Bytes } from './archives.ts';
import { files, SUITE } from './files.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const unpack = (bytes: Bytes | Blob, options?: UnpackOptions) =>
  unpackArchive(new Blob([bytes]), 'given.zip', options);

const entries = Object.entries(SUITE).map(([name, data]) => ({ name, data }));
const inFolder = (folder: string) => entries.map(({ name, data }) => ({ name: `${folder}/${name}`, data }));
const textsOf = (list: readonly { name: string; data: string }[]) =>
  Object.fromEntries(list.map(({ name, data }) => [name, data]));

test.each<[string, Bytes | Blob]>([
  ['.zip', zip(SUITE)],
  ['.zip without compression', zip(SUITE, { level: 0 })],
  ['.zip of a folder', zip(textsOf(inFolder('suite')))],
  [
    '.zip that the job page packs',
    packZip(entries.map(({ name, data }) => ({ path: name, bytes: strToU8(data) }))),
  ],
  ['.tar', tar(entries)],
  ['.tar of a folder, with dots', tar([{ name: './', type: '5' }, ...inFolder('.')])],
  [
    '.tar with long names',
    tar(inFolder('deep/'.repeat(25)).flatMap((e) => [pax({ path: e.name }), { ...e, name: 'short' }])),
  ],
  ['.tar.gz', tgz(entries)],
  ['.tar.gz in two parts', join([gzipSync(tar(entries).slice(0, 700)), gzipSync(tar(entries).slice(700))])],
])('%s gives the same import as the folder', async (_, archive) => {
  const unpacked = await unpack(archive);
  expect(unpacked.issues).toEqual([]);
  expect(unpacked.files.some(({ path }) => path.endsWith('README.md'))).toBe(false);
  expect(readImport(unpacked.files)).toEqual(readImport(files(SUITE)));
});

test('names and bytes of any kind come out whole, where all are wanted', async () => {
  const texts = { 'a.bin': 'one', 'b/c d é.txt': 'two', empty: '' };
  for (const archive of [zip(texts), tgz(Object.entries(texts).map(([name, data]) => ({ name, data })))]) {
    const unpacked = await unpack(archive, { wanted: () => true });
    expect(unpacked.files.map(({ path, bytes }) => [path, text(bytes)])).toEqual(Object.entries(texts));
  }
});

const large = new Uint8Array(8 << 20);
const two = zip({ 'aa.ts': 'one', 'ab.ts': 'two' });

/** The second entry of the directory points to the bytes of the first. */
function overlapping(): Bytes {
  const copy = two.slice();
  const view = new DataView(copy.buffer);
  const first = view.getUint32(copy.length - 22 + 16, true);
  view.setUint32(first + 46 + 5 + 42, 0, true);
  return copy;
}

/** A number of the record at the end. */
function withEnd(at: number, value: number): Bytes {
  const copy = two.slice();
  new DataView(copy.buffer).setUint16(copy.length - 22 + at, value, true);
  return copy;
}

const paths: readonly (readonly [path: string, says: string])[] = [
  ['../x.ts', 'leads out of the folder'],
  ['a/../../x.ts', 'leads out of the folder'],
  ['/etc/x.ts', 'is absolute'],
  ['C:/x.ts', 'is absolute'],
  ['c:x.ts', 'is absolute'],
  ['a\\..\\x.ts', 'holds a backslash'],
  ['a\nb.ts', 'holds a control character'],
  [`${'a'.repeat(1001)}.ts`, 'is too long'],
  [`${'a/'.repeat(40)}x.ts`, 'lies too deep'],
];

const hostile: readonly (readonly [what: string, archive: Bytes, code: string, says: string])[] = [
  ...paths.flatMap(
    ([path, says]) =>
      [
        [`.zip with ${path.slice(0, 20)}`, zip({ [path]: 'x' }), 'archive-entry', says],
        [`.tar with ${path.slice(0, 20)}`, tar([pax({ path }), { name: 'x' }]), 'archive-entry', says],
      ] as const,
  ),
  ['a NUL in a .zip', zip({ 'a\0.ts': 'x' }), 'archive-entry', 'control character'],
  ['a path that is wanted by no one', zip({ 'a.ts': 'x', '../x.png': 'x' }), 'archive-entry', 'leads out'],
  [
    'a long name of GNU',
    tar([{ name: 'l', type: 'L', data: '../up.ts\0' }, { name: 'x' }]),
    'archive-entry',
    'leads out',
  ],
  [
    'a symbolic link in a .zip',
    zip({ 'a.ts': '/etc' }, { os: 3, attrs: 0xa1ff << 16 }),
    'archive-entry',
    'symbolic link',
  ],
  ['a device in a .zip', zip({ 'a.ts': '' }, { os: 3, attrs: 0x21ff << 16 }), 'archive-entry', 'device'],
  ['a symbolic link', tar([{ name: 'a', type: '2', link: '/etc' }]), 'archive-entry', 'symbolic link'],
  ['a hard link', tar([{ name: 'a', type: '1', link: 'b' }]), 'archive-entry', 'link to another file'],
  ['a character device', tar([{ name: 'a', type: '3' }]), 'archive-entry', 'device'],
  ['a block device', tgz([{ name: 'a', type: '4' }]), 'archive-entry', 'device'],
  ['a pipe', tgz([{ name: 'a', type: '6' }]), 'archive-entry', 'pipe'],
  ['a sparse file', tar([pax({ 'GNU.sparse.major': '1' }), { name: 'a' }]), 'archive-entry', 'sparse'],
  ['a file twice', patched(two, 'ab.ts', 'aa.ts'), 'archive-entry', 'is there twice'],
  ['a file twice in a .tar', tar([{ name: 'a' }, { name: './a' }]), 'archive-entry', 'is there twice'],
  ['two cases of one name', zip({ 'p/A.ts': '', 'p/a.ts': '' }), 'archive-entry', 'as “p/A.ts” too'],
  [
    'two forms of one letter',
    tar([{ name: 'é.ts' }, { name: 'e\u0301.ts' }]),
    'archive-entry',
    'is there twice',
  ],
  ['two names for one file', patched(two, 'ab.ts', 'xx.ts', 'first'), 'archive-entry', 'called otherwise'],
  ['bytes that two files share', overlapping(), 'archive-entry', 'shares its bytes'],
  ['encryption', withField(two, 8, 1), 'archive-entry', 'is encrypted'],
  ['an unknown method', withField(two, 10, 9), 'archive-entry', 'packed in a way'],
  ['more bytes than the directory says', withField(two, 24, 2, 4), 'archive-entry', 'another size'],
  ['fewer bytes than the directory says', withField(two, 24, 9, 4), 'archive-entry', 'another size'],
  ['another checksum', withField(two, 16, 1, 4), 'archive-entry', 'checksum'],
  ['a size beyond the end', withField(two, 20, 1 << 20, 4), 'archive-entry', 'shares'],
  ['one of several parts', withEnd(4, 1), 'archive-broken', 'one part of several'],
  ['a ZIP64', withEnd(8, 0xffff), 'archive-broken', 'several'],
  ['more entries than there are', withEnd(10, 9), 'archive-broken', ''],
  ['a .zip that is cut off', two.slice(0, -5), 'archive-broken', 'cut off'],
  ['a .tar that is cut off', tar(entries).slice(0, 1000), 'archive-broken', 'cut off'],
  ['a .tar.gz that is cut off', tgz(entries).slice(0, -100), 'archive-broken', 'cut off'],
  [
    'a .tar.gz with a changed end',
    tgz(entries).map((byte, i, { length }) => (i === length - 8 ? byte ^ 1 : byte)),
    'archive-broken',
    'checksum',
  ],
  [
    'a wrong checksum in a .tar',
    tar([{ name: 'a' }, { name: 'b' }]).map((byte, i) => (i === 512 ? 65 : byte)),
    'archive-broken',
    'damaged',
  ],
  [
    'a file of a .tar that is larger than all of it',
    tar([{ name: 'a', size: 1 << 30 }]),
    'archive-broken',
    'cut off',
  ],
  ['a .gz of something else', gzipSync(strToU8('hello')), 'archive-broken', ''],
  ['bytes that are no archive', strToU8('no archive at all') as Bytes, 'archive-broken', 'no archive'],
  ['nothing', new Uint8Array(), 'archive-broken', 'no archive'],
  ['bzip2', strToU8('BZh91AY&SY') as Bytes, 'archive-broken', 'bzip2'],
  ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 'archive-broken', 'xz'],
  ['a bomb', zip({ 'a.ts': large }, { level: 9 }), 'archive-ratio', '200 times'],
  ['a bomb in a .tar.gz', tgz([{ name: 'a.ts', data: large }]), 'archive-ratio', '200 times'],
];

test.each(hostile)('%s is refused', async (_, archive, code, says) => {
  const { files: none, issues } = await unpack(archive);
  expect(none).toEqual([]);
  expect(issues.map((issue) => issue.code)).toEqual([code]);
  expect(issues[0]!.severity).toBe('ERROR');
  expect(issues[0]!.message).toContain(says);
  expect(issues[0]!.message + issues[0]!.remedy).not.toMatch(/\{\w+\}/);
  expect(issues[0]!.message.length).toBeLessThan(300);
});

test.each([
  ['bytes', { unpacked: 5 }, 'archive-too-large'],
  ['entries', { entries: 1 }, 'archive-too-large'],
  ['packed bytes', { packed: 50 }, 'archive-too-large'],
])('there is a limit of %s', async (_, limits, code) => {
  const small = [
    { name: 'aa.ts', data: 'one' },
    { name: 'ab.ts', data: 'two' },
  ];
  for (const archive of [two, tar(small), tgz(small)]) {
    expect((await unpack(archive, { limits })).issues.map((issue) => issue.code)).toEqual([code]);
    expect((await unpack(archive)).issues).toEqual([]);
  }
});

test('a bomb is stopped while it grows', async () => {
  const bomb = tgz(Array.from({ length: 4 }, (_, i) => ({ name: `${i}`, data: new Uint8Array(16 << 20) })));
  const before = process.memoryUsage().arrayBuffers;
  const { issues } = await unpack(bomb, { limits: { ratio: Infinity, unpacked: 1 << 20 } });
  expect(issues.map((issue) => issue.code)).toEqual(['archive-too-large']);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 << 20);
});

test('an archive within an archive is left alone, and said', async () => {
  const { files: kept, issues } = await unpack(zip({ ...SUITE, 'plugins/noise/more.zip': two }));
  expect(issues).toMatchObject([{ code: 'archive-nested', severity: 'WARNING' }]);
  expect(kept.length).toBeGreaterThan(3);
});

test('a file that is not wanted is never unpacked, but must be in order', async () => {
  const given = zip({ 'a.ts': 'x', 'data.bin': large });
  expect(await unpack(given)).toMatchObject({ issues: [], files: [{ path: 'a.ts' }] });
});

test('whatever bytes are changed, there are files or issues', async () => {
  const place = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
  const archives = fc.constantFrom(two, tar(entries), tgz(entries), zip(SUITE, { level: 0 }));
  await fc.assert(
    fc.asyncProperty(archives, fc.array(place, { minLength: 1, maxLength: 6 }), async (archive, changes) => {
      const changed = archive.slice();
      for (const [at, byte] of changes) changed[at % changed.length] = byte;
      const { files: kept, issues } = await unpack(changed, { limits: { unpacked: 1 << 20 } });
      const refused = issues.some((issue) => issue.severity === 'ERROR');
      if (refused) expect(kept).toEqual([]);
      for (const { path } of kept) expect(path).not.toMatch(/\.\.\/|\\|\0|^\//);
    }),
    { numRuns: 300 },
  );
});
