// Today's code opens every version that was ever published. After a new entry in MIGRATIONS, `FREEZE=1 npx vitest run tests/store/migrations`
// writes its sample; a sample that is there is never written again.
import 'fake-indexeddb/auto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { hashBytes, hashContent } from '#core/hash/content-hash.ts';
import type { JobRecord, Manifest } from '#core/job/record.ts';
import { MIGRATIONS } from '#store/migrations.ts';
import { openStore, type Store } from '#store/store.ts';
import { draft, entrypoint, plugin } from './open.ts';
import { dump, load, type Sample } from './sample.ts';

const fileOf = (version: number) => new URL(`samples/v${version}.json`, import.meta.url);
const latest = MIGRATIONS.at(-1)!.version;

beforeAll(async () => {
  if (!process.env['FREEZE'] || existsSync(fileOf(latest))) return;
  const store = openStore('freeze');
  await fill(store);
  store.close();
  writeFileSync(fileOf(latest), JSON.stringify(await dump('freeze'), null, 1));
});

const manifest: Manifest = {
  format: 1,
  pins: [],
  parameters: { eps: 0.1 },
  inputs: {},
  data: {},
  seed: 7,
  backend: null,
  alidade: '0.1.0',
  userAgent: 'sample',
  created: 1,
  started: null,
  ended: null,
};

async function fill({ resources, jobs, families, artifacts, settings, bin, drafts, tags }: Store) {
  const made = await resources.create('plugin', plugin('hello', 'one'), { message: 'first' });
  await resources.save('plugin', made.resource.id, plugin('hello', 'two'), { message: 'second' });
  const gone = await resources.create('plugin', plugin('gone'));
  await bin.remove([{ table: 'resources', id: gone.resource.id }]);
  await drafts.keepOf(made.resource.id, plugin('hello', 'three'));
  await drafts.create('model', { name: 'net', description: '', versions: [] });
  const tag = await tags.create({ name: 'Keep', colour: 'teal' });
  await tags.set('resources', [made.resource.id], tag.id, true);
  await resources.create('type', { name: 'image', description: '', structure: { list: 'number' } });
  await resources.create('entrypoint', entrypoint('Demo'), { author: 'alidade' });
  await resources.create('experiment', { name: 'Scratch', description: '', entrypoints: [] });
  await resources.create('queue', { name: 'auto', description: '', backend: 'auto', concurrency: 1 });
  await jobs.create(draft);
  const { id } = await jobs.create({ ...draft, manifest });
  await jobs.record(id, [
    { kind: 'status', time: 10, status: 'started', reason: null },
    { kind: 'step', time: 11, step: 'train', status: 'running', milliseconds: null },
    { kind: 'metric', time: 12, step: 'train', name: 'loss', value: 0.5, at: 0 },
    { kind: 'log', time: 13, step: 'train', severity: 'INFO', logger: 'train', message: 'begun' },
  ]);
  const data = Uint8Array.of(0, 128, 255, 7);
  await jobs.record(id, [
    {
      kind: 'preview',
      time: 14,
      step: 'train',
      output: 'x',
      preview: { kind: 'images', shape: [1, 2, 2, 1], data },
    },
    { kind: 'metric', time: 15, step: 'train', name: 'loss', value: 0.25, at: 1 },
    { kind: 'status', time: 16, status: 'finished', reason: null },
  ]);
  const handler = { plugin: 'hello', pin: made.resource.latest, task: 'T', args: {}, outputs: [] };
  const files = [{ path: 'a.txt', bytes: new Blob(['hello'], { type: 'text/plain' }) }];
  await artifacts.save({ job: id, name: 'greeting', handler, folder: false, files });
  await settings.set('theme', 'dark');
  const { values: _values, seed: _seed, ...shared } = draft;
  const vary = [{ parameter: 'eps', axis: { kind: 'list', values: ['0.1', '0.2'] } }] as const;
  await families.create(
    {
      ...shared,
      values: {},
      sweep: { vary, draws: 0, drawSeed: 0, seeds: [7] },
      varied: '2 eps',
      stop: { when: 'below', metric: 'accuracy', bound: 0.5 },
      name: 'Levels',
      tags: [tag.id],
    },
    [
      { place: 0, values: { eps: '0.1' }, seed: 7 },
      { place: 1, values: { eps: '0.2' }, seed: 7 },
    ],
  );
}

test.each(MIGRATIONS.map((migration) => migration.version))(
  'a database of version %i opens whole',
  async (version) => {
    const sample = JSON.parse(readFileSync(fileOf(version), 'utf8')) as Sample;
    expect(sample.version).toBe(version * 10);
    await load(`sample-${version}`, sample);
    const store = openStore(`sample-${version}`);
    await holdsResources(store);
    await holdsFamilies(store, version);
    await holdsJobs(store, version);
    await holdsMarks(store, version);
    expect(await store.settings.get('theme')).toBe('dark');
    const users = await store.settings.users();
    expect(users.map(({ id, colour }) => [id, colour])).toEqual([
      ['alidade', 'grey'],
      ['you', 'blue'],
    ]);
    store.close();
  },
);

async function holdsResources({ resources }: Store) {
  const hello = (await resources.find('plugin', 'hello'))!;
  expect((await resources.list('plugin')).map((r) => r.name)).toEqual(['hello']);
  for (const { number, content: hash } of await resources.history(hello.resource.id)) {
    const { content } = (await resources.get('plugin', hello.resource.id, number))!;
    expect(hashContent(content)).toBe(hash);
    expect(content.files[0]!.contents).toBe(number === 1 ? 'one' : 'two');
  }
  expect((await resources.find('type', 'image'))?.content.structure).toEqual({ list: 'number' });
  expect((await resources.find('entrypoint', 'Demo'))?.resource.owner).toBe('alidade');
  await expect(resources.create('plugin', plugin('hello'))).rejects.toMatchObject({ code: 'name-taken' });
}

/** What came with version 2: older records have no tags, newer ones keep theirs, and so do drafts. */
async function holdsMarks({ resources, artifacts, drafts, tags, bin }: Store, version: number) {
  expect(await bin.list()).toMatchObject([{ noun: 'plugin', name: 'gone' }]);
  expect((await artifacts.list())[0]).toMatchObject({
    description: '',
    owner: 'you',
    deleted: null,
    tags: [],
  });
  const { resource } = (await resources.find('plugin', 'hello'))!;
  const [tag] = await tags.list();
  expect(resource.tags).toEqual(tag ? [tag.id] : []);
  const kept = await drafts.list();
  expect(kept.map((draft) => [draft.kind, draft.content.name]).toSorted()).toEqual(
    version < 2
      ? []
      : [
          ['model', 'net'],
          ['plugin', 'hello'],
        ],
  );
  expect(tag?.name).toBe(version < 2 ? undefined : 'Keep');
}

/** What came with version 3: older jobs were asked for by themselves. */
async function holdsFamilies({ families, jobs, tags }: Store, version: number) {
  const all = await families.list();
  expect(all.map(({ name }) => name)).toEqual(version < 3 ? [] : ['Levels']);
  const alone = (await jobs.list()).filter(({ family }) => family === null);
  expect(alone.map(({ number }) => number)).toEqual([2, 1]);
  for (const family of all) {
    const members = await families.jobsOf(family.id);
    expect(members.map((job) => [job.family!.place, job.values])).toEqual([
      [0, { eps: '0.1' }],
      [1, { eps: '0.2' }],
    ]);
    expect(family.tags).toEqual((await tags.list()).map(({ id }) => id));
    expect(family.counts.queued).toBe(2);
    await jobs.setStatus(members[0]!.id, 'cancelled');
    expect((await families.get(family.id))!.counts).toMatchObject({ queued: 1, cancelled: 1 });
  }
}

async function holdsJobs({ jobs, artifacts }: Store, version: number) {
  const [job, waiting] = (await jobs.list()).filter(({ family }) => family === null);
  expect([job!.number, waiting!.number]).toEqual([2, 1]);
  expect(job).toMatchObject({
    status: 'finished',
    started: 10,
    ended: 16,
    manifest: { started: 10, ended: 16 },
  });
  const { items } = await jobs.readEvents(job!.id);
  expect(items.map((event) => event.kind)).toEqual(['status', 'step', 'preview', 'status']);
  expect(items[2]).toMatchObject({ preview: { data: Uint8Array.of(0, 128, 255, 7) } });
  expect((await jobs.readLogs(job!.id)).items).toMatchObject([{ message: 'begun' }]);
  expect((await jobs.readMetrics(job!.id)).map((m) => [m.at, m.value, m.step])).toEqual([
    [0, 0.5, 'train'],
    [1, 0.25, 'train'],
  ]);
  const [artifact] = await artifacts.listOfJob(job!.id);
  const blob = (await artifacts.readFile(artifact!, 'a.txt'))!;
  expect(hashBytes(new Uint8Array(await blob.arrayBuffer()))).toBe(artifact!.hash);
  expect((await jobs.create(draft)).number).toBe(version < 3 ? 3 : 5);
}

test('version 4 counts families anew: until then their deleted jobs were among them', async () => {
  const sample = JSON.parse(readFileSync(fileOf(3), 'utf8')) as Sample;
  const members = sample.stores
    .find(({ name }) => name === 'jobs')!
    .rows.filter((row) => (row as JobRecord).family !== null) as { deleted: number | null }[];
  members[0]!.deleted = 5;
  await load('counted-v3', sample);
  const store = openStore('counted-v3');
  expect((await store.families.list()).map(({ counts }) => counts.queued)).toEqual([1]);
  await store.bin.restore([{ table: 'jobs', id: (await store.bin.list()).at(-1)!.id }]);
  expect((await store.families.list()).map(({ counts }) => counts.queued)).toEqual([2]);
  store.close();
});

test('the latest version has its frozen sample', () => {
  expect(existsSync(fileOf(latest)), 'run FREEZE=1 npx vitest run tests/store/migrations').toBe(true);
});
