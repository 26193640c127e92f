// Steps across the border: files and bundles that go out, come in again later under any rule, and jobs that pin what they ran.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { RecordRef } from '#core/bundle/needs.ts';
import type { ImportReport } from '#core/client.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import { CONFLICT_RULES } from '#core/resources/import-preview.ts';
import { unpackArchive } from '#exchange/archive.ts';
import { packFiles } from '#exchange/pack.ts';
import { readBundle } from '#exchange/read-bundle.ts';
import { readImport } from '#exchange/read-import.ts';
import { writeBundle } from '#exchange/write-bundle.ts';
import { writeResources } from '#exchange/write-resources.ts';
import type { Store } from '#store/store.ts';
import { draft as job, freshStore, plugin } from '../open.ts';
import { everything } from '../random.ts';
import { steps, weigh } from './command.ts';
import { place, plan, seed } from './contents.ts';
import { unchanged } from './invariants.ts';
import { living, pick, readRows, tried, type Archive, type World } from './world.ts';

const rule = fc.constantFrom<ConflictRule>(...CONFLICT_RULES);

/** All or nothing; what a rule must never do is seen in the lines, which only grow. */
async function settled(store: Store, world: World, report: ImportReport, conflicts: ConflictRule) {
  const refused = report.issues.some(({ severity }) => severity === 'ERROR');
  expect(report.records.length === 0 || !refused, 'all or nothing').toBe(true);
  if (refused) return unchanged(store, world);
  const deeds = new Set(report.records.map(({ does }) => does));
  expect(deeds.has('refuse')).toBe(false);
  if (conflicts === 'fail') expect(deeds.has('update') || deeds.has('replace')).toBe(false);
}

const importPlan = steps(
  'import',
  fc.record({ plan, rule, builtIn: fc.boolean() }),
  async (store, world, given) => {
    const author = given.builtIn && given.rule !== 'overwrite' ? 'alidade' : 'you';
    const options = { conflicts: given.rule, author };
    await settled(store, world, await store.import(given.plan, options), given.rule);
  },
);

const exportFiles = steps('exportFiles', place, async (store, world, at) => {
  const rows = living(world).filter(({ kind }) => ['type', 'plugin', 'entrypoint'].includes(kind));
  const row = pick(rows, at);
  if (!row) return;
  const gathered = await store.gatherPlan([{ id: row.id }]);
  const written = writeResources(gathered.plan);
  const { files } = await unpackArchive(packFiles(written.files), 'a.zip');
  const read = readImport(files);
  expect(read.issues.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  world.archives.push({ is: 'files', plan: read.plan });
  await unchanged(store, world);
});

/** Out of the store as one file; with an ERROR there would be none. */
async function bundle(store: Store, chosen: readonly RecordRef[]) {
  const { records, blobs } = await store.gatherBundle(chosen);
  const written = await writeBundle(records, blobs, '0.1.0');
  expect(written.issues).toEqual([]);
  return { records, bytes: written.bundle! };
}

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

/** Into an empty store and out again: the same bytes. */
export async function roundTrip(store: Store): Promise<void> {
  const all = await everything(store);
  const out = await bundle(store, all);
  const there = freshStore();
  const read = (await readBundle(out.bytes, 'a.alidade')).bundle!;
  const report = await there.importBundle(read.records, read.blobs, { exact: true });
  expect(report.issues).toEqual([]);
  const again = await bundle(there, all);
  expect((await bytesOf(again.bytes)).equals(await bytesOf(out.bytes)), 'the same bytes').toBe(true);
  there.close();
}

const exportBundle = steps('exportBundle', fc.option(place, { freq: 1 }), async (store, world, at) => {
  const all = await everything(store);
  const chosen = at === null ? all : all.slice(at % (all.length || 1)).slice(0, 2);
  const { records, bytes } = await bundle(store, chosen);
  world.archives.push({ is: 'bundle', bytes, records });
  await unchanged(store, world);
});

async function takeIn(store: Store, archive: Archive, conflicts: ConflictRule, exact: boolean) {
  if (archive.is === 'files') return store.import(archive.plan, { conflicts });
  const read = (await readBundle(archive.bytes, 'a.alidade')).bundle!;
  expect(read.records).toEqual(archive.records);
  return store.importBundle(read.records, read.blobs, { conflicts, exact });
}

const importAgain = steps(
  'importAgain',
  fc.record({ place, rule, exact: fc.boolean() }),
  async (store, world, given) => {
    const archive = pick(world.archives.slice(-3), given.place);
    if (!archive) return;
    const report = await takeIn(store, archive, given.rule, given.exact);
    await settled(store, world, report, given.rule);
  },
);

/** Another device takes a bundle in, goes on with what it holds, and sends it back. */
const elsewhere = steps('elsewhere', fc.record({ place, seed }), async (store, world, given) => {
  const bundles = world.archives.filter((archive) => archive.is === 'bundle');
  const archive = pick(bundles.slice(-2), given.place);
  if (!archive) return unchanged(store, world);
  const there = freshStore();
  await takeIn(there, archive, 'update', true);
  const rows = [...(await readRows(there)).values()];
  for (const { id, kind, owner, deleted } of rows.slice(0, 3)) {
    if (deleted !== null) continue;
    const { content } = (await there.resources.get(kind, id))!;
    const next = { ...content, description: given.seed.text, name: given.seed.name };
    await tried(there.resources.save(kind, id, next, { author: owner }));
  }
  await tried(there.resources.create('plugin', plugin(given.seed.name, given.seed.text)));
  const { records, bytes } = await bundle(there, await everything(there));
  world.archives.push({ is: 'bundle', bytes, records });
  there.close();
});

const run = steps('run', fc.record({ place, binned: fc.boolean() }), async (store, world, given) => {
  const entrypoint = pick(living(world, 'entrypoint'), given.place);
  const maker = pick(living(world, 'plugin'), given.place);
  if (!entrypoint || !maker) return;
  const pins = { experiment: entrypoint.latest, entrypoint: entrypoint.latest, queue: entrypoint.latest };
  const { id } = await store.jobs.create({ ...job, ...pins });
  await store.jobs.setStatus(id, 'started');
  await store.jobs.setStatus(id, 'finished');
  const handler = { plugin: maker.name, pin: maker.latest, task: 'T', args: {}, outputs: [] };
  const bytes = new Blob([Uint8Array.of(given.place)]);
  const files = [{ path: 'a', bytes }];
  const saved = await store.artifacts.save({ job: id, name: 'out', handler, folder: false, files });
  if (given.binned) await store.bin.remove([{ table: 'artifacts', id: saved.id }]);
});

const sweep = steps('purgeArtifacts', fc.constant(null), async (store, world) => {
  const going = (await store.bin.list()).filter(({ table }) => table === 'artifacts');
  await store.bin.purge(going);
  for (const { id } of going) world.purged.add(id);
});

/** The way out, on and in again is long, so its steps are the commonest. */
export const TRAVELS = weigh(
  [importPlan, 2],
  [exportFiles, 1],
  [run, 1],
  [sweep, 1],
  [exportBundle, 3],
  [elsewhere, 4],
  [importAgain, 6],
);
