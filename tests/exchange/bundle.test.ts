// Bundles as bytes: equal records give equal bytes, and what was changed anywhere is refused with its place.
// `FREEZE=1 npx vitest run tests/exchange/bundle.test.ts` writes the sample of the present format; one that is there is never written again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBytes } from '#core/hash/content-hash.ts';
import type { BundleRecords } from '#core/bundle/records.ts';
import { BUNDLE_FORMAT } from '#exchange/bundle-format.ts';
import { isBundle, readBundle } from '#exchange/read-bundle.ts';
import { writeBundle } from '#exchange/write-bundle.ts';
import { zip } from './archives.ts';
import { BLOBS, decode, encode, putTogether, RECORDS, takeApart, withRecord, type Files } from './bundles.ts';
import { SUITE } from './files.ts';

const made = async () => (await writeBundle(RECORDS, BLOBS, '0.1.0')).bundle!;
const whole = await takeApart(await made());
const read = (bundle: Blob) => readBundle(bundle, 'a.alidade');

async function faultOf(bundle: Blob) {
  const { bundle: none, issues } = await read(bundle);
  expect(none).toBeNull();
  expect(issues).toHaveLength(1);
  expect(issues[0]!.severity).toBe('ERROR');
  expect(issues[0]!.message + issues[0]!.remedy).not.toMatch(/\{\w+\}|undefined/);
  return issues[0]!;
}

test('one of everything goes out and comes in, whatever its values are', async () => {
  const { bundle, issues } = await read(await made());
  expect(issues).toEqual([]);
  expect(bundle!.alidade).toBe('0.1.0');
  expect(bundle!.records).toEqual(RECORDS);
  expect(await bundle!.blobs[0]!.blob.text()).toBe('hello');
});

test('equal records give equal bytes, in whatever order they come', async () => {
  const turned = Object.fromEntries(Object.entries(RECORDS).map(([key, list]) => [key, [...list].reverse()]));
  const other = (await writeBundle(turned as unknown as typeof RECORDS, BLOBS, '0.1.0')).bundle!;
  const bytes = async (bundle: Blob) => hashBytes(new Uint8Array(await bundle.arrayBuffer()));
  expect(await bytes(other)).toBe(await bytes(await made()));
});

test('every file is listed with its hash, and contents are named by theirs', async () => {
  const manifest = JSON.parse(decode(whole['manifest.json']));
  expect(Object.keys(whole)).toEqual(Object.keys(whole).toSorted());
  expect(manifest.entries.map(({ path }: { path: string }) => path)).toEqual(
    Object.keys(whole).filter((path) => path !== 'manifest.json'),
  );
  const content = Object.keys(whole).find((path) => path.startsWith('contents/'))!;
  expect(content).toBe(`contents/${hashBytes(whole[content]!)}.json`);
});

test('one that was packed anew, with compression, is as good', async () => {
  const { issues, bundle } = await read(putTogether(whole));
  expect(issues).toEqual([]);
  expect(await bundle!.blobs[0]!.blob.text()).toBe('hello');
});

test('a bundle is told from any other archive', async () => {
  expect(await isBundle(await made())).toBe(true);
  expect(await isBundle(new Blob([zip(SUITE)]))).toBe(false);
  expect(await isBundle(new Blob([zip({ 'manifest.json': '{}', 'other.txt': '' })]))).toBe(false);
  expect(await isBundle(new Blob(['no archive']))).toBe(false);
});

const change = (folder: string, by: (record: any) => unknown) => () =>
  putTogether(withRecord(whole, folder, by));
const without = (start: string): Files =>
  Object.fromEntries(Object.entries(whole).filter(([path]) => !path.startsWith(start)));
const more = (path: string, text: string) => () => putTogether({ ...whole, [path]: encode(text) });
const PROTO = '__proto__';

test.each<[string, () => Blob | Promise<Blob>, string, string]>([
  ['no archive', () => new Blob(['hello']), 'archive-broken', 'no archive'],
  ['no manifest', () => new Blob([zip({ 'tags/a.json': '{}' })]), 'bundle-broken', 'no manifest.json'],
  ['a manifest that is no JSON', () => putTogether(whole, () => '{'), 'bundle-record', 'manifest.json'],
  [
    'a manifest with spaces',
    () => putTogether(whole, (m) => JSON.stringify(m, null, 1)),
    'bundle-record',
    'manifest.json',
  ],
  [
    'another kind',
    () => putTogether(whole, (m) => ({ ...m, kind: 'x' })),
    'bundle-record',
    'kind is not alidade-bundle',
  ],
  [
    'a later format',
    () => putTogether(whole, (m) => ({ ...m, format: 99, more: 1 })),
    'bundle-newer',
    'format 99',
  ],
  ['format 0', () => putTogether(whole, (m) => ({ ...m, format: 0 })), 'bundle-record', 'format'],
  [
    'a strange key in the manifest',
    () => putTogether(whole, (m) => ({ ...m, x: 1 })),
    'bundle-record',
    'x is not known',
  ],
  [
    'a file that is not listed',
    () => putTogether(whole, (m) => ({ ...m, entries: m.entries.slice(1) })),
    'bundle-broken',
    'does not list',
  ],
  [
    'a file that is listed twice',
    () => putTogether(whole, (m) => ({ ...m, entries: [m.entries[0], ...m.entries.slice(0, -1)] })),
    'bundle-broken',
    'does not list',
  ],
  [
    'another size',
    () =>
      putTogether(whole, (m) => ({
        ...m,
        entries: m.entries.map((e: any) => ({ ...e, bytes: e.bytes + 1 })),
      })),
    'bundle-broken',
    'another size',
  ],
  [
    'another hash',
    () =>
      putTogether(whole, (m) => ({
        ...m,
        entries: m.entries.map((e: any) => ({ ...e, sha256: 'a'.repeat(64) })),
      })),
    'bundle-record',
    'SHA-256',
  ],
  ['a path that leads out', more('../x.json', '{}'), 'archive-entry', 'leads out'],
  ['an unknown folder', more('secrets/x.json', '{}'), 'bundle-record', 'no such file'],
  ['a deep path', more('tags/x/y.json', '{}'), 'archive-entry', 'too deep'],
  ['an id that is no id', more('tags/a b.json', '{}'), 'bundle-record', 'no such file'],
  [
    'a blob that is another',
    () => putTogether({ ...whole, [`blobs/${BLOBS[0]!.hash}`]: encode('HELLO') }),
    'bundle-record',
    'not its SHA-256',
  ],
  [
    'a blob that is missing',
    () => putTogether(without('blobs/')),
    'bundle-record',
    'bytes of “a.txt” are missing',
  ],
  [
    'a blob of nothing',
    more(`blobs/${hashBytes(encode('x'))}`, 'x'),
    'bundle-record',
    'no artifact names it',
  ],
  [
    'a content that is another',
    change('contents', (c) => ({ ...c, description: 'x' })),
    'bundle-record',
    'not its SHA-256',
  ],
  [
    'a content that is missing',
    () => putTogether(without('contents/')),
    'bundle-record',
    'content of snapshot 1 is missing',
  ],
  [
    'a content of no noun',
    more(`contents/${hashBytes(encode('{"a":1}'))}.json`, '{"a":1}'),
    'bundle-record',
    'no noun',
  ],
  ['spaces in a record', change('tags', (t) => JSON.stringify(t, null, 1)), 'bundle-record', 'canonical'],
  [
    'a key twice',
    change('tags', () => '{"colour":"teal","group":"public","id":"t1","id":"t1","name":"Keep"}'),
    'bundle-record',
    'canonical',
  ],
  ['depth', change('tags', () => '['.repeat(5000) + ']'.repeat(5000)), 'bundle-record', 'canonical'],
  [
    'text that is no UTF-8',
    () => putTogether({ ...whole, 'tags/t1.json': Uint8Array.of(0xc3, 0x28) }),
    'bundle-record',
    'canonical',
  ],
  [
    'a mark without meaning',
    change('artifacts', (a) => ({ ...a, handler: { ...a.handler, args: { x: { $int: 'one' } } } })),
    'bundle-record',
    'as a record is',
  ],
  [
    'a number in two ways',
    change('artifacts', (a) => ({ ...a, handler: { ...a.handler, args: { x: { $int: '007' } } } })),
    'bundle-record',
    'as a record is',
  ],
  ['an id other than its name', change('tags', (t) => ({ ...t, id: 't2' })), 'bundle-record', 'not its id'],
  [
    'a key that no record has',
    change('jobs', (j) => ({ ...j, job: { ...j.job, sudo: true } })),
    'bundle-record',
    'job.sudo is not known',
  ],
  [
    'a key that is missing',
    change('jobs', (j) => ({ ...j, logs: undefined })),
    'bundle-record',
    'logs is missing',
  ],
  [
    'a prototype',
    change('jobs', () => decode(whole['jobs/j1.json']).replace('"eps":"0.1"', `"${PROTO}":"0.1"`)),
    'bundle-record',
    PROTO,
  ],
  [
    'a job that waits',
    change('jobs', (j) => ({ ...j, job: { ...j.job, status: 'queued' } })),
    'bundle-record',
    'job.status',
  ],
  [
    'a number of a job that is none',
    change('jobs', (j) => ({ ...j, job: { ...j.job, number: 0 } })),
    'bundle-record',
    'job.number',
  ],
  [
    'an event of no kind',
    change('jobs', (j) => ({ ...j, events: [{ kind: 'run', time: 1 }] })),
    'bundle-record',
    'events[0].kind',
  ],
  [
    'a picture of another size',
    change('jobs', (j) => ({
      ...j,
      events: [
        { ...j.events[1], preview: { kind: 'images', shape: [1, 9, 9, 9], data: { $bytes: 'AAAA' } } },
      ],
    })),
    'bundle-record',
    'n·h·w·c',
  ],
  [
    'a time that is text',
    change('jobs', (j) => ({ ...j, logs: [{ ...j.logs[0], time: 'now' }] })),
    'bundle-record',
    'logs[0].time',
  ],
  ['a tag that is missing', () => putTogether(without('tags/')), 'bundle-record', 'tag t1 is missing'],
  [
    'a colour that is none',
    change('users', (u) => ({ ...u, colour: 'red;background:url(x)' })),
    'bundle-record',
    'colour',
  ],
  [
    'a line with a gap',
    change('resources', (r) => ({ ...r, snapshots: [{ ...r.snapshots[0], number: 2 }] })),
    'bundle-record',
    'count from 1',
  ],
  [
    'a line of another',
    change('resources', (r) => ({ ...r, snapshots: [{ ...r.snapshots[0], resource: 'p2' }] })),
    'bundle-record',
    'another resource',
  ],
  [
    'a line without snapshots',
    change('resources', (r) => ({ ...r, snapshots: [] })),
    'bundle-record',
    'not the last',
  ],
  [
    'another latest',
    change('resources', (r) => ({
      ...r,
      resource: { ...r.resource, latest: { ...r.resource.latest, hash: 'a'.repeat(64) } },
    })),
    'bundle-record',
    'not the last',
  ],
  [
    'another name',
    change('resources', (r) => ({ ...r, resource: { ...r.resource, name: 'other' } })),
    'bundle-record',
    'its name is not',
  ],
  [
    'another noun',
    change('resources', (r) => ({ ...r, resource: { ...r.resource, kind: 'queue' } })),
    'bundle-record',
    'another noun',
  ],
  [
    'no noun',
    change('resources', (r) => ({ ...r, resource: { ...r.resource, kind: 'robot' } })),
    'bundle-record',
    'resource.kind',
  ],
  [
    'a path in an artifact',
    change('artifacts', (a) => ({ ...a, files: [{ ...a.files[0], path: '../../x' }] })),
    'bundle-record',
    'stays inside',
  ],
  [
    'two files in what is one',
    change('artifacts', (a) => ({ ...a, files: [a.files[0], { ...a.files[0], path: 'b' }] })),
    'bundle-record',
    'one file',
  ],
  [
    'two files of one name',
    change('artifacts', (a) => ({
      ...a,
      folder: true,
      files: [a.files[0], { ...a.files[0], path: 'A.TXT' }],
    })),
    'bundle-record',
    'listed twice',
  ],
  [
    'another hash of an artifact',
    change('artifacts', (a) => ({ ...a, hash: 'a'.repeat(64) })),
    'bundle-record',
    'hash is not that',
  ],
  [
    'another size of an artifact',
    change('artifacts', (a) => ({ ...a, bytes: 9 })),
    'bundle-record',
    'size is not that',
  ],
])('%s is refused', async (_, spoil, code, says) => {
  const issue = await faultOf(await spoil());
  expect(issue.message).toContain(says);
  expect(issue.code).toBe(code);
  expect(({} as Record<string, unknown>)['eps']).toBeUndefined();
});

test('bytes that are not those of the record are not written', async () => {
  const { bundle, issues } = await writeBundle(
    RECORDS,
    [{ hash: BLOBS[0]!.hash, blob: new Blob(['HELLO']) }],
    '0.1.0',
  );
  expect(bundle).toBeNull();
  expect(issues).toMatchObject([{ code: 'bundle-corrupt', message: expect.stringContaining('“greeting”') }]);
});

test('whatever bytes are changed, there is the same bundle or a fault', async () => {
  const bytes = new Uint8Array(await (await made()).arrayBuffer());
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const spoilt = bytes.slice();
      spoilt[at] = spoilt[at]! ^ by;
      const { bundle, issues } = await read(new Blob([spoilt]));
      if (bundle) expect(bundle.records).toEqual(RECORDS);
      else expect(issues).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

/** What came with format 2: families, and a job's place in one. */
const asOf = (format: number): BundleRecords => {
  if (format >= 2) return RECORDS;
  const jobs = RECORDS.jobs.map((one) => ({ ...one, job: { ...one.job, family: null } }));
  return { ...RECORDS, jobs, families: [] };
};

const sampleOf = (format: number) => new URL(`samples/format-${format}.alidade`, import.meta.url);

test('the present format has its frozen sample', async () => {
  const path = sampleOf(BUNDLE_FORMAT);
  if (process.env['FREEZE'] && !existsSync(path))
    writeFileSync(path, new Uint8Array(await (await made()).arrayBuffer()));
  expect(existsSync(path), 'run FREEZE=1 npx vitest run tests/exchange/bundle.test.ts').toBe(true);
  expect(hashBytes(readFileSync(path))).toBe(hashBytes(new Uint8Array(await (await made()).arrayBuffer())));
});

test.each(Array.from({ length: BUNDLE_FORMAT }, (_, i) => i + 1))(
  'a bundle of format %i is read whole',
  async (format) => {
    const { bundle, issues } = await read(new Blob([readFileSync(sampleOf(format))]));
    expect(issues).toEqual([]);
    expect(bundle!.records).toEqual(asOf(format));
    expect(await bundle!.blobs[0]!.blob.text()).toBe('hello');
  },
);
