// A preview tells what an import would do, does nothing, and is held to it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysOfPlan, pickFromPlan, textOfKey } from '#core/resources/import-choice.ts';
import type { ConflictRule, ImportKind, ImportPlan } from '#core/resources/import-plan.ts';
import type { ImportItem } from '#core/resources/import-preview.ts';
import { readImport } from '#exchange/read-import.ts';
import type { Store } from '#store/store.ts';
import { files, SUITE } from '../exchange/files.ts';
import { failEachWrite } from './faults.ts';
import { entrypoint, freshStore, newestName, plugin } from './open.ts';
import { dump } from './sample.ts';

const plan = (changes: Record<string, string> = {}) => readImport(files({ ...SUITE, ...changes })).plan;
const RULES: readonly ConflictRule[] = ['fail', 'update', 'overwrite'];
const deeds = (items: readonly ImportItem[]) =>
  Object.fromEntries(items.map((item) => [item.key, RULES.map((rule) => item.under[rule].does)]));

test('what is new, the same, updated, replaced or refused, with what changes', async () => {
  const store = freshStore();
  expect(deeds((await store.previewImport(plan())).items)).toEqual({
    'type image': ['new', 'new', 'new'],
    'type grey': ['new', 'new', 'new'],
    'plugin noise': ['new', 'new', 'new'],
    'entrypoint Noise': ['new', 'new', 'new'],
  });
  expect(await store.resources.list('plugin')).toEqual([]);
  await store.import(plan());
  const { items } = await store.previewImport(plan({ 'plugins/noise/tasks.ts': 'changed' }));
  expect(deeds(items)).toEqual({
    'type image': ['same', 'same', 'replace'],
    'type grey': ['same', 'same', 'replace'],
    'plugin noise': ['refuse', 'update', 'replace'],
    'entrypoint Noise': ['refuse', 'update', 'replace'],
  });
  const [noise, graph] = items.slice(2);
  expect(noise!.under.update.changes).toMatchObject([
    { path: ['tasks.ts', 'source'], form: 'text', before: SUITE['plugins/noise/tasks.ts'], after: 'changed' },
  ]);
  expect(noise!.under.fail.issues.map((issue) => issue.code)).toEqual(['import-taken']);
  expect(graph!.under.update.changes).toMatchObject([
    { path: ['Plugins', 'noise'], form: 'pin', before: { number: 1 }, after: { number: 2 } },
    { path: ['Artifact plugins', 'noise'], form: 'pin', before: { number: 1 }, after: { number: 2 } },
  ]);
});

test('what moved on since the preview refuses the import', async () => {
  const store = freshStore();
  await store.import(plan());
  const { basis } = await store.previewImport(plan());
  expect((await store.import(plan(), { conflicts: 'update', basis })).issues).toEqual([]);
  const { resource, content } = (await store.resources.find('plugin', 'noise'))!;
  await store.resources.save('plugin', resource.id, { ...content, description: 'Mine.' });
  const before = await dump(newestName());
  const { issues } = await store.import(plan(), { conflicts: 'update', basis });
  expect(issues.map((issue) => issue.code)).toEqual(['import-moved-on']);
  expect(issues[0]!.message).toBe('The plugin named “noise” was saved or deleted here since the preview.');
  expect(await dump(newestName())).toEqual(before);
  await store.bin.remove([{ table: 'resources', id: resource.id }]);
  const gone = await store.import(plan(), { conflicts: 'update', basis });
  expect(gone.issues.map((issue) => issue.code)).toContain('import-moved-on');
});

test('a part of an import goes in with what is here already, or says what it lacks', async () => {
  const store = freshStore();
  const only = pickFromPlan(plan(), ['entrypoint Noise']);
  const lacking = await store.import(only);
  expect([...new Set(lacking.issues.map((issue) => issue.code))]).toEqual([
    'import-unknown-type',
    'import-unknown-plugin',
  ]);
  await store.import(pickFromPlan(plan(), keysOfPlan(plan()).slice(0, 3).map(textOfKey)));
  expect((await store.import(only)).issues).toEqual([]);
  expect((await store.resources.find('entrypoint', 'Noise'))!.content.plugins).toHaveLength(1);
});

test.each(RULES)('a fault at any point of an import leaves the store as it was: %s', async (conflicts) => {
  const store = freshStore();
  const name = newestName();
  await store.open();
  if (conflicts !== 'fail') await store.import(plan());
  const before = await dump(name);
  const changed = plan({ 'plugins/noise/tasks.ts': 'changed' });
  const faults = await failEachWrite(
    () => store.import(changed, { conflicts }),
    async (error) => {
      expect(error).toMatchObject({ code: 'no-space' });
      expect(await dump(name)).toEqual(before);
    },
  );
  expect(faults).toBeGreaterThan(5);
  expect((await store.resources.find('plugin', 'noise'))!.content.files.at(-1)!.contents).toBe('changed');
});

/** Something of a person's own under some of the names. */
const own = fc.record({
  noise: fc.option(fc.constantFrom('a', 'b')),
  Noise: fc.boolean(),
  grey: fc.option(fc.constantFrom(null, 'any')),
  built: fc.boolean(),
});

async function fill(
  store: Store,
  { noise, Noise, grey, built }: typeof own extends fc.Arbitrary<infer T> ? T : never,
) {
  if (built) await store.import(plan(), { author: 'alidade' });
  const by = built ? { group: 'elsewhere' } : {};
  if (noise) await store.resources.create('plugin', plugin('noise', noise), by);
  if (Noise) await store.resources.create('entrypoint', entrypoint('Noise'), by);
  if (grey !== null)
    await store.resources.create(
      'type',
      { name: 'grey', description: '', structure: grey === 'any' ? { list: 'any' } : null },
      by,
    );
}

const changed: fc.Arbitrary<ImportPlan> = fc
  .record({ text: fc.constantFrom('', 'x', 'y'), python: fc.boolean() })
  .map(({ text, python }) =>
    plan({
      ...(text && { 'plugins/noise/tasks.ts': text }),
      ...(python && { 'plugins/noise/more.py': text }),
    }),
  );

test('for any store, a preview changes nothing and the import does what it said', async () => {
  await fc.assert(
    fc.asyncProperty(own, changed, fc.constantFrom(...RULES), async (there, given, rule) => {
      const store = freshStore();
      await store.open();
      await fill(store, there);
      const name = newestName();
      const before = await dump(name);
      const { items, basis } = await store.previewImport(given);
      expect(await dump(name)).toEqual(before);
      const report = await store.import(given, { conflicts: rule, basis });
      const refused = items.some((item) => item.under[rule].does === 'refuse');
      expect(report.issues).toEqual(items.flatMap((item) => item.under[rule].issues));
      if (refused) expect(await dump(name)).toEqual(before);
      for (const item of refused ? [] : items) {
        const was = before.stores.find(({ name: table }) => table === 'resources')!.rows as {
          id: string;
          live?: 1;
          name: string;
          kind: string;
          latest: { number: number };
        }[];
        const old = was.find(
          (row) =>
            row.live &&
            row.kind === item.noun &&
            row.name === item.name &&
            !('group' in row && row.group === 'elsewhere'),
        );
        const now = (await store.resources.find(item.noun as ImportKind, item.name))!;
        const deed = !old
          ? 'new'
          : now.resource.id !== old.id
            ? 'replace'
            : now.snapshot.number > old.latest.number
              ? 'update'
              : 'same';
        expect(deed).toBe(item.under[rule].does);
      }
      store.close();
    }),
    { numRuns: 25 },
  );
});
