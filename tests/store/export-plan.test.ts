// Resources out of one store and into another, or the same: with what they pin, and as they were.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pin } from '#core/resources/content.ts';
import { unpackArchive } from '#exchange/archive.ts';
import { packFiles } from '#exchange/pack.ts';
import { readImport } from '#exchange/read-import.ts';
import { writeResources } from '#exchange/write-resources.ts';
import type { Store } from '#store/store.ts';
import { files, SUITE } from '../exchange/files.ts';
import { anyPlan } from '../exchange/plans.ts';
import { entrypoint, freshStore, plugin } from './open.ts';
import { complete } from './random.ts';

/** As a person would: out as an archive, in again from it. */
async function carry(from: Store, to: Store, ids: readonly string[]) {
  const { plan, issues } = await from.gatherPlan(ids.map((id) => ({ id })));
  const written = writeResources(plan);
  const { files: unpacked } = await unpackArchive(packFiles(written.files), 'a.zip');
  const read = readImport(unpacked);
  expect(read.issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
  const report = await to.import(read.plan, { conflicts: 'update' });
  return { said: [...issues, ...written.issues].map((issue) => issue.code), report };
}

async function hashes(store: Store) {
  const rows = (
    await Promise.all((['type', 'plugin', 'entrypoint'] as const).map((kind) => store.resources.list(kind)))
  ).flat();
  return Object.fromEntries(
    rows.map(({ kind, name, latest }) => [`${kind} ${name}`, latest.hash]).toSorted(),
  );
}

test('an entrypoint takes along all that it pins, and has the same hashes elsewhere', async () => {
  const here = freshStore();
  const { resources } = await here.import(readImport(files(SUITE)).plan);
  const there = freshStore();
  const { said, report } = await carry(here, there, [resources.entrypoints['Noise']!]);
  expect(said).toEqual([]);
  expect(report.issues).toEqual([]);
  expect(await hashes(there)).toEqual(await hashes(here));
  await carry(here, here, [resources.entrypoints['Noise']!]);
  expect(await here.resources.history(resources.entrypoints['Noise']!)).toHaveLength(1);
});

test('queues go by name, and one that is missing is said', async () => {
  const here = freshStore();
  const queue = await here.resources.create('queue', {
    name: 'fast',
    description: '',
    backend: 'cpu',
    concurrency: 2,
  });
  const made = await here.resources.create('entrypoint', {
    ...entrypoint('E'),
    queues: [queue.resource.latest],
  });
  const there = freshStore();
  const { report } = await carry(here, there, [made.resource.id]);
  expect(report.issues.map((issue) => [issue.code, issue.severity])).toEqual([
    ['import-unknown-queue', 'WARNING'],
  ]);
  await carry(here, here, [made.resource.id]);
  expect((await here.resources.get('entrypoint', made.resource.id))!.snapshot.number).toBe(1);
});

test('pins go out as they are pinned; of two snapshots the later, and that is said', async () => {
  const store = freshStore();
  const noise = await store.resources.create('plugin', plugin('noise', 'one'));
  const pins = (pin: Pin) => ({ plugins: [pin] });
  const old = await store.resources.create('entrypoint', {
    ...entrypoint('Old'),
    ...pins(noise.resource.latest),
  });
  const later = await store.resources.save('plugin', noise.resource.id, plugin('noise', 'two'));
  const only = await store.gatherPlan([{ id: old.resource.id }]);
  expect(only.issues).toEqual([]);
  expect(only.plan.plugins[0]!.files[0]!.contents).toBe('one');
  const fresh = await store.resources.create('entrypoint', {
    ...entrypoint('New'),
    ...pins(later.resource.latest),
  });
  const both = await store.gatherPlan([{ id: fresh.resource.id }, { id: old.resource.id }]);
  expect(both.issues.map((issue) => issue.message)).toEqual([
    'More than one snapshot of the plugin “noise” is wanted; the files hold only snapshot 2.',
  ]);
  expect(both.plan.plugins[0]!.files[0]!.contents).toBe('two');
  expect(
    (await store.gatherPlan([{ id: noise.resource.id, number: 1 }])).plan.plugins[0]!.files[0]!.contents,
  ).toBe('one');
});

test('what a resource file cannot hold is said, and what is gone', async () => {
  const store = freshStore();
  const made = await store.resources.create('entrypoint', {
    ...entrypoint('E'),
    plugins: [{ resource: 'x', number: 1, hash: 'f'.repeat(64) }],
  });
  const experiment = await store.resources.create('experiment', {
    name: 'Study',
    description: '',
    entrypoints: [made.resource.latest],
  });
  const { plan, issues } = await store.gatherPlan([{ id: experiment.resource.id }]);
  expect(issues.map((issue) => issue.code)).toEqual(['export-left-out', 'export-missing']);
  expect(plan.entrypoints.map(({ name }) => name)).toEqual(['E']);
  await expect(store.gatherPlan([{ id: 'nowhere' }])).rejects.toMatchObject({ code: 'not-found' });
});

test('for any store: everything goes out and into an empty one with equal hashes, and back without a trace', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (random) => {
      const here = freshStore();
      const there = freshStore();
      const made = await here.import(complete(random));
      expect(made.issues).toEqual([]);
      const ids = Object.values(made.resources).flatMap((group) => Object.values(group));
      const { said, report } = await carry(here, there, ids);
      expect(said).toEqual([]);
      expect(report.issues).toEqual([]);
      expect(await hashes(there)).toEqual(await hashes(here));
      expect((await carry(there, here, ids)).report.issues).toEqual([]);
      for (const id of ids) expect(await here.resources.history(id)).toHaveLength(1);
      here.close();
      there.close();
    }),
    { numRuns: 15 },
  );
});
