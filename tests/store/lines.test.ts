// The index of lines: it says what a fresh reading would say, after whatever was written, by this store or another of the same name.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { LineAnswer, LineQuestion } from '#core/search/line-question.ts';
import type { Line, LineNoun } from '#core/search/line.ts';
import { openStore, type Store } from '#store/store.ts';
import { openTables } from '#store/tables.ts';
import { LineIndex } from '#store/line-index.ts';
import { draft, entrypoint, freshStore, plugin } from './open.ts';

let count = 0;

/** Two stores of one name, as in two tabs, and the bare tables beneath. */
function twoStores() {
  const name = `lines-${count++}`;
  const [here, there] = [openStore(name), openStore(name)];
  const db = openTables(name);
  onTestFinished(() => [here, there, db].forEach((one) => one.close()));
  return { here, there, db };
}

async function linesOf(store: Store, noun: LineNoun): Promise<readonly Line[]> {
  const index = store.lines.index(noun);
  await later();
  await index.settled();
  return [...index.lines.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Changes of another store are told by a channel. */
const later = () => new Promise((resolve) => setTimeout(resolve, 20));

/** The answers of a query, the last one at hand. */
function listen(store: Store, noun: LineNoun) {
  const told: LineAnswer[] = [];
  const query = store.lines.query(noun, (answer) => told.push(answer));
  const question = (part: Partial<LineQuestion> = {}) => ({ filter: {}, search: '', order: null, ...part });
  return { query, told, ask: (part?: Partial<LineQuestion>) => query.ask(question(part), 0, 10) };
}

test('numbers of jobs may have a gap of a thousand million', async () => {
  const { here, db } = twoStores();
  const { id } = await here.jobs.create(draft);
  await db.jobs.add({ ...(await db.jobs.get(id))!, id: 'far', number: 1e9 });
  expect((await linesOf(here, 'job')).map(({ cells }) => cells.number).toSorted()).toEqual([1, 1e9]);
});

test('an index reads what there is, then follows single changes without reading all again', async () => {
  const { here, there, db } = twoStores();
  const first = await here.jobs.create(draft);
  expect(await linesOf(here, 'job')).toMatchObject([
    { id: first.id, cells: { number: 1, status: 'queued' } },
  ]);
  const row = (await db.jobs.get(first.id))!;
  await db.jobs.bulkAdd(Array.from({ length: 300 }, (_, n) => ({ ...row, id: `n${n}`, number: n + 10 })));
  let reads = 0;
  db.jobs.hook('reading', (one: unknown) => (reads++, one));
  const own = new LineIndex(db, 'job');
  await own.settled();
  expect(reads).toBeGreaterThan(300);

  reads = 0;
  await there.jobs.setStatus(first.id, 'started');
  await there.jobs.describe(first.id, 'another');
  await later();
  await own.settled();
  expect(own.lines.get(first.id)?.cells).toMatchObject({ status: 'started', description: 'another' });
  expect(reads).toBeLessThan(10);

  reads = 0;
  const tag = await there.tags.create({ name: 'many', colour: 'red' });
  const ids = [...own.lines.keys()].slice(0, 120);
  await there.tags.set('jobs', ids, tag.id, true);
  await later();
  await own.settled();
  expect([...own.lines.values()].filter(({ tags }) => tags.includes(tag.id))).toHaveLength(120);
  expect(reads).toBe(120);
  own.end();
});

test('a record is of someone by name, also after they are called otherwise', async () => {
  const { here, there } = twoStores();
  await here.resources.create('plugin', plugin('one'));
  await here.resources.create('plugin', plugin('built'), { author: 'alidade' });
  const by = async () => (await linesOf(here, 'plugin')).map(({ cells }) => cells.by).toSorted();
  expect(await by()).toEqual(['You', 'built in']);
  const [self] = (await there.settings.users()).filter(({ id }) => id === 'you');
  await there.settings.saveUser({ ...self!, name: 'Ada' });
  expect(await by()).toEqual(['Ada', 'built in']);
  const found = await here.search('plugin', { filter: {}, search: 'by:ada', order: null }, 0, 9);
  expect(found.rows.map(({ cells }) => cells.name)).toEqual(['one']);
});

test('jobs are found by the number of their family, and it is offered', async () => {
  const { here } = twoStores();
  const { values: _values, seed: _seed, ...shared } = draft;
  const sweep = { vary: [], draws: 0, drawSeed: 0, seeds: [1, 2] };
  const family = { ...shared, values: {}, sweep, varied: '2 seeds', stop: null };
  const members = [0, 1].map((place) => ({ place, values: {}, seed: place }));
  await here.jobs.create(draft);
  await here.families.create(family, members);
  await here.families.create(family, members);
  const { query, ask } = listen(here, 'job');
  await query.ids();
  expect(ask({ search: 'family:2' }).rows.map(({ cells }) => cells.number)).toEqual([5, 4]);
  expect(ask({ search: 'family:3' })).toMatchObject({ found: 0, fault: null });
  expect(ask({ order: { field: 'family', falling: false } }).rows.at(-1)!.cells.number).toBe(1);
  expect(query.values('family', '')).toEqual([
    ['1', 2],
    ['2', 2],
  ]);
});

test('what is in the bin is marked, what is purged is gone, and what comes back is there', async () => {
  const { here, there } = twoStores();
  const { resource } = await here.resources.create('plugin', plugin('one'));
  await here.resources.create('plugin', plugin('two'));
  const ref = { table: 'resources', id: resource.id } as const;
  await linesOf(here, 'plugin');
  await there.bin.remove([ref]);
  const marked = await linesOf(here, 'plugin');
  expect(marked.find(({ id }) => id === resource.id)?.deleted).toBe(true);
  await there.bin.restore([ref]);
  expect((await linesOf(here, 'plugin')).every(({ deleted }) => !deleted)).toBe(true);
  await there.bin.remove([ref]);
  await there.bin.purge([ref]);
  expect((await linesOf(here, 'plugin')).map(({ cells }) => cells.name)).toEqual(['two']);
});

test('a batch too large to name its keys is read again, and so is an emptied table', async () => {
  const { here, db } = twoStores();
  const job = await here.jobs.create(draft);
  const row = (await db.jobs.get(job.id))!;
  const rows = Array.from({ length: 2500 }, (_, n) => ({ ...row, id: `n${n}`, number: n + 10 }));
  const index = here.lines.index('job');
  await index.settled();
  await db.jobs.bulkAdd(rows);
  expect(await linesOf(here, 'job')).toHaveLength(2501);
  await db.jobs.bulkDelete(rows.map(({ id }) => id));
  expect(await linesOf(here, 'job')).toHaveLength(1);
  await db.jobs.clear();
  expect(await linesOf(here, 'job')).toEqual([]);
});

test('an entrypoint is told anew when what it pins is renamed or moves on', async () => {
  const { here } = twoStores();
  const { resource, snapshot } = await here.resources.create('plugin', plugin('first'));
  const pin = { resource: resource.id, number: 1, hash: snapshot.content };
  await here.resources.create('entrypoint', { ...entrypoint('Demo'), plugins: [pin] });
  expect(await linesOf(here, 'entrypoint')).toMatchObject([{ cells: { plugins: 'first', outdated: null } }]);
  await here.resources.save('plugin', resource.id, plugin('renamed'));
  expect(await linesOf(here, 'entrypoint')).toMatchObject([
    { cells: { plugins: 'renamed', outdated: 'renamed' } },
  ]);
});

test('an artifact is told with the number of its job', async () => {
  const { here } = twoStores();
  const job = await here.jobs.create(draft);
  const pin = { resource: 'p', number: 1, hash: 'f'.repeat(64) };
  const handler = { plugin: 'p', pin, task: 'T', args: {}, outputs: [{ name: 'a', type: 'text' }] };
  const files = [{ path: 'a.txt', bytes: new Blob(['a']) }];
  await here.artifacts.save({ job: job.id, name: 'a', handler, folder: false, files });
  expect(await linesOf(here, 'artifact')).toMatchObject([
    { cells: { name: 'a', job: 1, entrypoint: 'Demo', type: 'text', bytes: 1 }, links: { job: job.id } },
  ]);
});

test('a query answers at once, and again when its answer changes', async () => {
  const { here, there } = twoStores();
  for (const description of ['a', 'b', 'a']) await here.jobs.create({ ...draft, description });
  await linesOf(here, 'job');
  const { query, told, ask } = listen(here, 'job');
  expect(ask({ search: 'description:a' })).toMatchObject({ total: 3, found: 2, reading: null, fault: null });
  expect(query.look(1, 2)).toMatchObject({ from: 1, rows: [{ cells: { number: 1 } }] });
  await there.jobs.create({ ...draft, description: 'a' });
  await expect
    .poll(() => told.at(-1))
    .toMatchObject({ total: 4, found: 3, rows: [{ cells: { number: 3 } }] });
  expect(await query.ids()).toHaveLength(3);
  expect(query.values('description', '')).toEqual([
    ['a', 3],
    ['b', 1],
  ]);
  expect(ask({ search: 'description:' })).toMatchObject({ found: 0, fault: { at: 12 } });
  query.end();
});

test('a tag that is renamed is searched by its new name', async () => {
  const { here } = twoStores();
  const job = await here.jobs.create(draft);
  const tag = await here.tags.create({ name: 'old', colour: 'red' });
  await here.tags.set('jobs', [job.id], tag.id, true);
  await linesOf(here, 'job');
  const { query, told, ask } = listen(here, 'job');
  ask({ search: 'tag:new' });
  await later();
  expect(ask({ search: 'tag:new' }).found).toBe(0);
  expect(query.countTags([job.id])).toEqual(new Map([[tag.id, 1]]));
  await here.tags.save({ ...tag, name: 'new' });
  await expect.poll(() => told.at(-1)?.found).toBe(1);
  await here.tags.remove(tag.id);
  await expect.poll(() => told.at(-1)?.found).toBe(0);
  query.end();
});

const written = fc.array(
  fc.oneof(
    fc.record({ does: fc.constant('add' as const), number: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ does: fc.constant('bulk' as const), number: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ does: fc.constant('say' as const), number: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ does: fc.constant('drop' as const), number: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ does: fc.constant('wait' as const), number: fc.constant(0) }),
  ),
  { maxLength: 12 },
);

test('after any writes the index is what a fresh one would be, and so is what a query found', async () => {
  await fc.assert(
    fc.asyncProperty(written, async (steps) => {
      const name = `lines-${count++}`;
      const store = openStore(name);
      const db = openTables(name);
      const job = await store.jobs.create(draft);
      const row = (await db.jobs.get(job.id))!;
      const { query, ask } = listen(store, 'job');
      ask({ search: 'description:said*' });
      for (const { does, number } of steps) {
        const own = { ...row, id: `n${number}`, number: 100 + number };
        if (does === 'add') await db.jobs.put(own);
        if (does === 'bulk')
          await db.jobs.bulkPut(
            Array.from({ length: 60 }, (_, n) => ({ ...own, id: `m${n}`, number: 200 + n })),
          );
        if (does === 'say')
          await db.jobs
            .where('number')
            .below(210)
            .modify({ description: `said ${number}` });
        if (does === 'drop')
          await db.jobs
            .where('number')
            .above(100 + number)
            .delete();
        if (does === 'wait') await later();
      }
      const kept = await linesOf(store, 'job');
      const found = await query.ids();
      const fresh = openStore(name);
      expect(kept).toEqual(await linesOf(fresh, 'job'));
      const again = listen(fresh, 'job');
      again.ask({ search: 'description:said*' });
      expect(found).toEqual(await again.query.ids());
      for (const one of [store, fresh, db]) one.close();
    }),
    { numRuns: 20 },
  );
});

test('views are kept by name, one list apart from another', async () => {
  const { views } = freshStore();
  await views.save('job', { name: ' Failed ', query: { q: 'status:failed' } });
  await views.save('job', { name: 'all', query: {} });
  await views.save('job', { name: 'FAILED', query: { q: 'status:failed', sort: 'took-' } });
  expect(await views.list('job')).toEqual([
    { name: 'all', query: {} },
    { name: 'FAILED', query: { q: 'status:failed', sort: 'took-' } },
  ]);
  await expect(views.rename('job', 'all', 'failed')).rejects.toMatchObject({ code: 'name-taken' });
  await expect(views.save('job', { name: ' ', query: {} })).rejects.toMatchObject({ code: 'bad-name' });
  await views.rename('job', 'Failed', 'failed');
  await views.remove('job', 'ALL');
  expect((await views.list('job')).map(({ name }) => name)).toEqual(['failed']);
  expect(await views.list('plugin')).toEqual([]);
});
