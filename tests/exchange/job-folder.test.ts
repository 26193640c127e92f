// What a job leaves as files: written so that it can be read again, and read as what anyone may have written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText } from '#core/hash/content-hash.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { findIndex, formatIndex, indexJob, parseIndex, placesOf } from '#exchange/job-folder.ts';

const job = { id: 'j1', names: { entrypoint: 'Demo' } } as JobRecord;

function artifact(name: string, paths: readonly string[], folder = false): ArtifactRecord {
  const pin = { resource: 'p', number: 2, hash: hashText('plugin') };
  return {
    id: name,
    job: 'j1',
    name,
    folder,
    hash: hashText(name),
    bytes: 3 * paths.length,
    created: 0,
    description: '',
    group: 'public',
    owner: 'you',
    deleted: null,
    tags: [],
    handler: { plugin: 'p', pin, task: 'T', args: {}, outputs: [{ name: 'x', type: 'string' }] },
    files: paths.map((path) => ({ path, bytes: 3, hash: hashText(path) })),
  };
}

const entriesOf = (...artifacts: ArtifactRecord[]) =>
  Object.values(indexJob(job, artifacts).artifacts).map(({ entry }) => entry);

test('what is written is read again', () => {
  const index = indexJob(job, [artifact('output', ['a.txt']), artifact('shelf', ['b', 'c/d'], true)]);
  expect(parseIndex(formatIndex(index))).toEqual({ index });
  expect(placesOf(index.artifacts['shelf']!)).toEqual([
    { at: 'shelf/b', path: 'b' },
    { at: 'shelf/c/d', path: 'c/d' },
  ]);
  expect(placesOf(index.artifacts['output']!)).toEqual([{ at: 'output.txt', path: 'a.txt' }]);
});

test('no two artifacts share an entry, and none is the index', () => {
  expect(entriesOf(artifact('output', ['a.txt']), artifact('output.txt', ['b.txt']))).toEqual([
    'output.txt',
    '_output.txt',
  ]);
  expect(entriesOf(artifact('a', ['x']), artifact('A', ['x']))).toEqual(['a', '_A']);
  expect(entriesOf(artifact('job', ['x.json']), artifact('..', ['x']))).toEqual(['_job.json', '_..']);
});

test.each([
  [['job.json', 'output.txt'], { path: 'job.json' }],
  [['run/job.json', 'run/shelf/job.json'], { path: 'run/job.json' }],
  [['output.txt'], { fault: expect.stringContaining('There is no job.json') }],
  [['a/job.json', 'b/job.json'], { fault: expect.stringContaining('2 folders that hold a job.json: a, b') }],
])('among %j the index is %j', (paths, found) => {
  expect(findIndex(paths)).toEqual(found);
});

const good = () =>
  JSON.parse(formatIndex(indexJob(job, [artifact('output', ['a.txt']), artifact('shelf', ['b'], true)])));

/** The sentence about an index of which one place is changed. */
function faultWith(change: (index: any) => void): string {
  const index = good();
  change(index);
  const parsed = parseIndex(JSON.stringify(index));
  return 'fault' in parsed ? parsed.fault : '';
}

test.each<[string, (index: any) => void, string]>([
  ['a later format', (i) => (i.format = 2), 'its format is 2'],
  ['no artifacts', (i) => delete i.artifacts, '“artifacts” is no mapping'],
  ['a list of artifacts', (i) => (i.artifacts = []), '“artifacts” is no mapping'],
  ['an entry that is text', (i) => (i.artifacts.output = 'x'), 'the artifact “output” is no mapping'],
  ['an entry upwards', (i) => (i.artifacts.output.entry = '..'), 'leads out of the folder'],
  ['an entry below', (i) => (i.artifacts.output.entry = 'a/b'), 'is no name at the top'],
  ['an entry elsewhere', (i) => (i.artifacts.output.entry = '/etc/passwd'), 'is absolute'],
  ['a path upwards', (i) => (i.artifacts.shelf.files[0].path = '../b'), 'leads out of the folder'],
  ['a path of Windows', (i) => (i.artifacts.shelf.files[0].path = '..\\b'), 'holds a backslash'],
  ['a path twice', (i) => i.artifacts.shelf.files.push(i.artifacts.shelf.files[0]), 'is listed twice'],
  ['a file of none', (i) => (i.artifacts.output.files = []), 'is one file, yet lists 0'],
  ['a hash that is none', (i) => (i.artifacts.output.sha256 = 'abc'), 'is no SHA-256'],
  ['a handler without a hash', (i) => delete i.artifacts.output.handler.hash, 'is no SHA-256'],
  ['a size below none', (i) => (i.artifacts.output.files[0].bytes = -1), 'is no whole number'],
  ['neither file nor folder', (i) => delete i.artifacts.output.folder, 'is neither true nor false'],
])('%s is refused', (_, change, says) => {
  expect(faultWith(change)).toContain(says);
});

test('text that is no JSON is refused', () => {
  expect(parseIndex('{')).toEqual({ fault: 'job.json cannot be read: it is not JSON.' });
});

test('an artifact may be named as the key of prototypes, and touches none', () => {
  const text = formatIndex(indexJob(job, [])).replace(
    '"artifacts": {}',
    `"artifacts": {"__proto__": ${JSON.stringify(good().artifacts.output)}}`,
  );
  const parsed = parseIndex(text);
  expect('index' in parsed && Object.keys(parsed.index.artifacts)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['entry']).toBeUndefined();
});

test('whatever JSON it holds, there is an index or a sentence', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const parsed = parseIndex(text);
      expect('index' in parsed || parsed.fault.endsWith('.')).toBe(true);
    }),
  );
});
