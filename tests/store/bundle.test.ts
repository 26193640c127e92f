// Bundles: what goes out of one store comes into another byte for byte, nothing that is here is overwritten, and a fault leaves no trace.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBundle } from '#exchange/read-bundle.ts';
import { writeBundle } from '#exchange/write-bundle.ts';
import type { RecordRef } from '#core/bundle/needs.ts';
import { pickFromBundle } from '#core/bundle/pick.ts';
import { hashBytes, hashContent } from '#core/hash/content-hash.ts';
import type { BundleOptions } from '#store/bundle-apply.ts';
import type { Store } from '#store/store.ts';
import { failEachWrite } from './faults.ts';
import { draft, entrypoint, freshStore, newestName, plugin } from './open.ts';
import { anyStore, everything, fill } from './random.ts';
import { dump } from './sample.ts';

async function goOut(store: Store, chosen: readonly RecordRef[]) {
  const { records, blobs, issues } = await store.gatherBundle(chosen);
  const written = await writeBundle(records, blobs, '0.1.0');
  expect(written.issues).toEqual([]);
  return { bundle: written.bundle!, issues };
}

async function comeIn(store: Store, bundle: Blob, options: BundleOptions = {}) {
  const read = await readBundle(bundle, 'a.alidade');
  expect(read.issues).toEqual([]);
  return store.importBundle(read.bundle!.records, read.bundle!.blobs, options);
}

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

test('for any store: out, into an empty one, and out again gives the same bytes; a second time changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(anyStore, async (spec) => {
      const here = freshStore();
      await fill(here, spec);
      const all = await everything(here);
      const { bundle } = await goOut(here, all);
      const there = freshStore();
      const name = newestName();
      const report = await comeIn(there, bundle);
      expect(report.issues).toEqual([]);
      expect(new Set(report.records.map(({ does }) => does))).toEqual(new Set(['new']));
      const again = await goOut(there, all);
      expect((await bytesOf(again.bundle)).equals(await bytesOf(bundle))).toBe(true);
      await holds(there);
      const before = await dump(name);
      const second = await comeIn(there, bundle, { conflicts: 'update' });
      expect(new Set(second.records.map(({ does }) => does))).toEqual(new Set(['same']));
      expect(await dump(name)).toEqual(before);
      expect((await comeIn(here, bundle)).records.every(({ does }) => does === 'same')).toBe(true);
      here.close();
      there.close();
    }),
    { numRuns: 15 },
  );
});

/** Hashes true, pins resolvable, bytes there. */
async function holds(store: Store) {
  for (const { table, id } of await everything(store)) {
    if (table === 'resources') {
      for (const kind of ['plugin', 'entrypoint', 'model', 'type', 'experiment', 'queue'] as const) {
        const found = await store.resources.get(kind, id);
        if (!found) continue;
        for (const { number, content: hash } of await store.resources.history(id))
          expect(hashContent((await store.resources.get(kind, id, number))!.content)).toBe(hash);
      }
    }
    const artifact = table === 'artifacts' ? await store.artifacts.get(id) : null;
    for (const { path, hash } of artifact?.files ?? []) {
      const blob = (await store.artifacts.readFile(artifact!, path))!;
      expect(hashBytes(new Uint8Array(await blob.arrayBuffer()))).toBe(hash);
    }
  }
}

test('a part of a store brings what it needs, and every link of it resolves', async () => {
  await fc.assert(
    fc.asyncProperty(anyStore, fc.nat(), async (spec, place) => {
      const here = freshStore();
      await fill(here, spec);
      const all = await everything(here);
      const chosen = all[place % all.length]!;
      const { bundle } = await goOut(here, [chosen]);
      const there = freshStore();
      expect((await comeIn(there, bundle)).issues).toEqual([]);
      expect((await bytesOf((await goOut(there, [chosen])).bundle)).equals(await bytesOf(bundle))).toBe(true);
      for (const job of await there.jobs.list()) {
        expect(await there.resources.getByPin('experiment', job.experiment)).not.toBeNull();
        expect(await there.resources.getByPin('queue', job.queue)).not.toBeNull();
        expect((await there.jobs.readEvents(job.id)).items).toEqual(
          (await here.jobs.readEvents(job.id)).items,
        );
        expect((await there.jobs.readLogs(job.id)).items).toEqual((await here.jobs.readLogs(job.id)).items);
        expect(await there.jobs.readMetrics(job.id)).toEqual(await here.jobs.readMetrics(job.id));
        expect(await there.jobs.get(job.id)).toEqual(await here.jobs.get(job.id));
      }
      for (const artifact of await there.artifacts.list())
        expect(await there.resources.getByPin('plugin', artifact.handler.pin)).not.toBeNull();
      here.close();
      there.close();
    }),
    { numRuns: 15 },
  );
});

test('a fault at any point leaves the store as it was', async () => {
  const source = freshStore();
  await fill(
    source,
    fc
      .sample(anyStore, { numRuns: 20, seed: 5 })
      .find(({ jobs, artifacts }) => jobs.length > 1 && artifacts.length > 1)!,
  );
  const { bundle } = await goOut(source, await everything(source));
  const read = await readBundle(bundle, 'a.alidade');
  const target = freshStore();
  const name = newestName();
  await target.resources.create('plugin', plugin('mine'));
  const before = await dump(name);
  const { records, blobs } = read.bundle!;
  const faults = await failEachWrite(
    () => target.importBundle(records, blobs),
    async (error) => {
      expect(error).toMatchObject({ code: 'no-space' });
      expect(await dump(name)).toEqual(before);
    },
  );
  expect(faults).toBeGreaterThan(20);
  expect((await target.importBundle(records, blobs)).records.every(({ does }) => does === 'same')).toBe(true);
});

test('numbers that JSON has no words for come back as they were; −0 comes back as 0, which is its canonical form', async () => {
  const here = freshStore();
  const { id } = await here.jobs.create(draft);
  const say = (value: number, at: number) => ({
    kind: 'metric' as const,
    time: 0,
    step: null,
    name: 'm',
    value,
    at,
  });
  await here.jobs.record(id, [NaN, Infinity, -Infinity, 1e21, -0].map(say));
  await here.jobs.setStatus(id, 'cancelled');
  const there = freshStore();
  await comeIn(there, (await goOut(here, [{ table: 'jobs', id }])).bundle);
  const values = (await there.jobs.readMetrics(id)).map(({ value }) => value);
  expect(values).toEqual([NaN, Infinity, -Infinity, 1e21, 0]);
});

/** One plugin with an entrypoint that pins it, and a job of that. */
async function study(store: Store, text = 'one') {
  const noise = await store.resources.create('plugin', plugin('noise', text));
  const made = await store.resources.create('entrypoint', {
    ...entrypoint('Noise'),
    plugins: [noise.resource.latest],
  });
  const experiment = await store.resources.create('experiment', {
    name: 'Study',
    description: '',
    entrypoints: [],
  });
  const queue = await store.resources.create('queue', {
    name: 'slow',
    description: '',
    backend: 'cpu',
    concurrency: 1,
  });
  const pins = {
    experiment: experiment.resource.latest,
    entrypoint: made.resource.latest,
    queue: queue.resource.latest,
  };
  const { id } = await store.jobs.create({ ...draft, ...pins });
  await store.jobs.setStatus(id, 'started');
  await store.jobs.setStatus(id, 'finished');
  return { noise: noise.resource.id, entrypoint: made.resource.id, job: id };
}

const deeds = (report: { records: readonly { noun: string; does: string }[] }) =>
  Object.fromEntries(report.records.map(({ noun, does }) => [noun, does]));

test('a name that another has: refused, or one of the two goes to the bin, where pins find it', async () => {
  const here = freshStore();
  const ids = await study(here);
  const { bundle } = await goOut(here, [{ table: 'jobs', id: ids.job }]);
  const there = freshStore();
  const name = newestName();
  const mine = await there.resources.create('plugin', plugin('noise', 'mine'));
  const before = await dump(name);
  const refused = await comeIn(there, bundle);
  expect(refused.issues.map((issue) => issue.message)).toEqual([
    'There is already a plugin named “noise”, which is another.',
  ]);
  expect(refused.records).toEqual([]);
  expect(await dump(name)).toEqual(before);

  const kept = await comeIn(there, bundle, { conflicts: 'update' });
  expect(deeds(kept)).toMatchObject({ plugin: 'aside', entrypoint: 'new', job: 'new' });
  expect((await there.resources.find('plugin', 'noise'))!.resource.id).toBe(mine.resource.id);
  const made = (await there.resources.get('entrypoint', ids.entrypoint))!;
  const pinned = (await there.resources.getByPin('plugin', made.content.plugins[0]!))!;
  expect(pinned.content.files[0]!.contents).toBe('one');
  expect(pinned.resource.deleted).not.toBeNull();

  const other = freshStore();
  const old = await other.resources.create('plugin', plugin('noise', 'mine'));
  expect(deeds(await comeIn(other, bundle, { conflicts: 'overwrite' }))).toMatchObject({ plugin: 'replace' });
  expect((await other.resources.find('plugin', 'noise'))!.resource.id).toBe(ids.noise);
  expect((await other.resources.get('plugin', old.resource.id))!.resource.deleted).not.toBeNull();
});

test('a line of snapshots goes on where the bundle’s is longer, and only if that is wanted', async () => {
  const here = freshStore();
  const { noise } = await study(here);
  const first = (await goOut(here, [{ table: 'resources', id: noise }])).bundle;
  await here.resources.save('plugin', noise, plugin('noise', 'two'), { message: 'second' });
  const second = (await goOut(here, [{ table: 'resources', id: noise }])).bundle;
  const there = freshStore();
  await comeIn(there, first);
  expect(deeds(await comeIn(there, second))).toEqual({ plugin: 'keep' });
  expect((await there.resources.find('plugin', 'noise'))!.snapshot.number).toBe(1);
  expect(deeds(await comeIn(there, second, { conflicts: 'update' }))).toEqual({ plugin: 'update' });
  expect((await there.resources.find('plugin', 'noise'))!.snapshot).toMatchObject({
    number: 2,
    message: 'second',
  });
  expect(deeds(await comeIn(there, first, { conflicts: 'overwrite' }))).toEqual({ plugin: 'same' });
  expect(await there.resources.history(noise)).toHaveLength(2);
});

test('where lines part, what is here stays as it is, and pins of the bundle are found by their hash, also after a purge', async () => {
  const here = freshStore();
  const ids = await study(here);
  const first = (await goOut(here, [{ table: 'resources', id: ids.noise }])).bundle;
  const there = freshStore();
  await comeIn(there, first);
  const own = await there.resources.save('plugin', ids.noise, plugin('noise', 'theirs'));
  const theirs = await here.resources.save('plugin', ids.noise, plugin('noise', 'ours'));
  await here.resources.save('entrypoint', ids.entrypoint, {
    ...entrypoint('Noise'),
    plugins: [theirs.resource.latest],
  });
  const { bundle } = await goOut(here, [{ table: 'resources', id: ids.entrypoint }]);
  const report = await comeIn(there, bundle, { conflicts: 'overwrite' });
  expect(deeds(report)).toEqual({ plugin: 'keep', entrypoint: 'new' });
  expect((await there.resources.find('plugin', 'noise'))!.snapshot).toEqual(own.snapshot);
  const resolve = async () => {
    const { content } = (await there.resources.find('entrypoint', 'Noise'))!;
    return (await there.resources.getByPin('plugin', content.plugins[0]!))?.content.files[0]!.contents;
  };
  expect(await resolve()).toBe('ours');
  const gone = await there.resources.create('plugin', plugin('gone'));
  await there.bin.remove([{ table: 'resources', id: gone.resource.id }]);
  await there.bin.purge([{ table: 'resources', id: gone.resource.id }]);
  expect(await resolve()).toBe('ours');
  // It goes on from there: what the line does not have goes out with what pins it.
  const third = freshStore();
  await comeIn(third, (await goOut(there, [{ table: 'resources', id: ids.entrypoint }])).bundle);
  const { content } = (await third.resources.find('entrypoint', 'Noise'))!;
  expect((await third.resources.getByPin('plugin', content.plugins[0]!))?.content.files[0]!.contents).toBe(
    'ours',
  );
});

test('nothing of a bundle passes for a part of the app, nor goes on in its name', async () => {
  const here = freshStore();
  const made = await here.resources.create('plugin', plugin('optic', 'real'), { author: 'alidade' });
  const ref = [{ table: 'resources', id: made.resource.id }] as const;
  const first = (await goOut(here, ref)).bundle;
  const there = freshStore();
  const report = await comeIn(there, first, { conflicts: 'overwrite' });
  expect(report.issues).toMatchObject([{ code: 'bundle-owner', severity: 'WARNING' }]);
  expect((await there.resources.find('plugin', 'optic'))!.resource.owner).toBe('you');

  await here.resources.save('plugin', made.resource.id, plugin('optic', 'evil'), { author: 'alidade' });
  const second = (await goOut(here, ref)).bundle;
  const exact = freshStore();
  expect((await comeIn(exact, first, { exact: true })).issues).toEqual([]);
  expect((await exact.resources.find('plugin', 'optic'))!.resource.owner).toBe('alidade');
  expect(deeds(await comeIn(exact, second, { conflicts: 'overwrite' }))).toEqual({ plugin: 'keep' });
  expect((await exact.resources.find('plugin', 'optic'))!.content.files[0]!.contents).toBe('real');

  const other = freshStore();
  await other.resources.create('plugin', plugin('optic', 'theirs'), { author: 'alidade' });
  expect(deeds(await comeIn(other, first))).toEqual({ plugin: 'aside' });
});

test('an id that is here with something else is refused', async () => {
  const here = freshStore();
  const { job } = await study(here);
  const { bundle } = await goOut(here, [{ table: 'jobs', id: job }]);
  const { records, blobs } = (await readBundle(bundle, 'a')).bundle!;
  const there = freshStore();
  const name = newestName();
  await there.importBundle(records, blobs);
  const before = await dump(name);
  const other = { ...records, jobs: records.jobs.map((one) => ({ ...one, job: { ...one.job, seed: 8 } })) };
  const { issues } = await there.importBundle(other, blobs, { conflicts: 'overwrite' });
  expect(issues).toMatchObject([
    { code: 'bundle-id-taken', message: 'The job “Job 1, Demo” has the id of another one that is here.' },
  ]);
  expect(await dump(name)).toEqual(before);
});

test('numbers, tags and people are those of this device where it has them', async () => {
  const here = freshStore();
  const ids = await study(here);
  const tag = await here.tags.create({ name: 'Good', colour: 'green' });
  await here.tags.set('jobs', [ids.job], tag.id, true);
  const { bundle } = await goOut(here, [{ table: 'jobs', id: ids.job }]);
  const there = freshStore();
  await there.jobs.create(draft);
  const own = await there.tags.create({ name: 'good', colour: 'red' });
  await there.settings.saveUser({ id: 'you', name: 'Ada', colour: 'red' });
  expect((await comeIn(there, bundle)).issues).toEqual([]);
  expect(await there.jobs.get(ids.job)).toMatchObject({ number: 2, tags: [own.id] });
  expect((await there.settings.users()).find(({ id }) => id === 'you')!.name).toBe('Ada');
  expect((await there.jobs.create(draft)).number).toBe(3);
});

test('what was deleted here comes back when it is wanted again', async () => {
  const store = freshStore();
  const { job, noise } = await study(store);
  const { bundle } = await goOut(store, [{ table: 'jobs', id: job }]);
  await store.bin.remove([
    { table: 'jobs', id: job },
    { table: 'resources', id: noise },
  ]);
  expect(deeds(await comeIn(store, bundle))).toMatchObject({ job: 'same', plugin: 'same' });
  expect(deeds(await comeIn(store, bundle, { conflicts: 'update' }))).toMatchObject({
    job: 'update',
    plugin: 'update',
  });
  expect((await store.bin.list()).length).toBe(0);
});

test('a job that runs is left out, with what it makes', async () => {
  const store = freshStore();
  const { id } = await store.jobs.create(draft);
  const { records, issues } = await store.gatherBundle([
    { table: 'jobs', id },
    { table: 'artifacts', id: 'nowhere' },
  ]);
  expect(issues.map((issue) => [issue.code, issue.severity])).toEqual([
    ['bundle-job-runs', 'WARNING'],
    ['bundle-missing', 'WARNING'],
  ]);
  expect(records.jobs).toEqual([]);
});

test('a bundle is previewed, chosen from, and held to the preview', async () => {
  const here = freshStore();
  const ids = await study(here);
  const { bundle } = await goOut(here, [{ table: 'jobs', id: ids.job }]);
  const { records, blobs } = (await readBundle(bundle, 'a')).bundle!;
  const there = freshStore();
  const name = newestName();
  await there.resources.create('plugin', plugin('noise', 'mine'));
  const before = await dump(name);
  const { items, basis } = await there.previewBundle(records);
  expect(await dump(name)).toEqual(before);
  const noise = items.find(({ noun }) => noun === 'plugin')!;
  expect(Object.values(noise.under).map(({ does }) => does)).toEqual(['refuse', 'aside', 'replace']);
  expect(items.find(({ noun }) => noun === 'entrypoint')!.needs).toEqual([noise.key]);

  const part = pickFromBundle(records, [`resources ${ids.entrypoint}`]);
  expect([part.resources.length, part.jobs.length, part.contents.length]).toEqual([2, 0, 2]);
  await there.resources.create('entrypoint', entrypoint('Noise'));
  const moved = await there.importBundle(records, blobs, { conflicts: 'update', basis });
  expect(moved.issues.map((issue) => issue.code)).toEqual(['import-moved-on']);
  const fresh = await there.previewBundle(part);
  const report = await there.importBundle(part, blobs, { conflicts: 'update', basis: fresh.basis });
  expect(deeds(report)).toEqual({ plugin: 'aside', entrypoint: 'aside' });
  expect(await there.jobs.list()).toEqual([]);
});
