import { expect, test } from 'vitest';
import { hashContent } from '#core/hash/content-hash.ts';
import { pinOf, samePin } from '#core/resources/pins.ts';
import { entrypoint, freshStore, plugin } from './open.ts';

test('a resource is created with a first snapshot of true hash', async () => {
  const { resources } = freshStore();
  const made = await resources.create('plugin', plugin('hello'), { author: 'ada', message: 'first' });
  expect(made.resource).toMatchObject({
    kind: 'plugin',
    name: 'hello',
    group: 'public',
    owner: 'ada',
    deleted: null,
  });
  expect(made.resource).not.toHaveProperty('live');
  expect(made.snapshot).toMatchObject({ number: 1, previous: null, author: 'ada', message: 'first' });
  expect(made.snapshot.content).toBe(hashContent(plugin('hello')));
  expect(samePin(made.resource.latest, pinOf(made.snapshot))).toBe(true);
  expect(await resources.get('plugin', made.resource.id)).toEqual(made);
  expect(await resources.find('plugin', 'hello')).toEqual(made);
});

test('a resource grows by snapshots, and not by equal content', async () => {
  const { resources } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello', 'one'));
  const second = await resources.save('plugin', resource.id, plugin('hello', 'two'));
  const same = await resources.save('plugin', resource.id, plugin('hello', 'two'));
  expect(second.snapshot).toMatchObject({ number: 2, previous: 1 });
  expect(same).toEqual(second);
  expect((await resources.history(resource.id)).map((s) => s.number)).toEqual([2, 1]);
  expect((await resources.get('plugin', resource.id, 1))?.content.files[0]?.contents).toBe('one');
  expect((await resources.getByPin('plugin', second.resource.latest))?.content.files[0]?.contents).toBe(
    'two',
  );
  expect(await resources.getByPin('plugin', { ...second.resource.latest, hash: '0' })).toBeNull();
});

test('a resource keeps its name to itself among its kind, until it is removed', async () => {
  const { resources, bin } = freshStore();
  const first = await resources.create('plugin', plugin('hello'));
  await resources.create('entrypoint', entrypoint('hello'));
  await expect(resources.create('plugin', plugin('hello', 'x'))).rejects.toMatchObject({
    code: 'name-taken',
  });
  const other = await resources.create('plugin', plugin('other'));
  const renamed = resources.save('plugin', other.resource.id, plugin('hello', 'x'));
  await expect(renamed).rejects.toMatchObject({ code: 'name-taken' });
  await bin.remove([{ table: 'resources', id: first.resource.id }]);
  const next = await resources.create('plugin', plugin('hello'));
  expect(next.resource.id).not.toBe(first.resource.id);
  expect((await resources.list('plugin')).map((r) => r.name).toSorted()).toEqual(['hello', 'other']);
  expect((await resources.get('plugin', first.resource.id))?.resource.deleted).toBeTypeOf('number');
});

test('a resource of alidade is read-only to others', async () => {
  const { resources } = freshStore();
  const { resource } = await resources.create('plugin', plugin('built_in'), { author: 'alidade' });
  const saved = resources.save('plugin', resource.id, plugin('built_in', 'x'));
  await expect(saved).rejects.toMatchObject({ code: 'read-only' });
  const own = await resources.save('plugin', resource.id, plugin('built_in', 'x'), { author: 'alidade' });
  expect(own.snapshot.number).toBe(2);
});

test('a resource is listed by keyset, last modified first', async () => {
  const { resources } = freshStore();
  for (let i = 0; i < 25; i++) await resources.create('plugin', plugin(`p${i}`));
  const seen: string[] = [];
  let after: { modified: number; id: string } | undefined;
  do {
    const page = await resources.list('plugin', { limit: 10, after });
    seen.push(...page.map((r) => r.name));
    after = page.at(-1);
  } while (after);
  expect(new Set(seen).size).toBe(25);
  const all = await resources.list('plugin');
  expect(all.map((r) => r.name)).toEqual(seen);
  expect(all.map((r) => r.modified)).toEqual(all.map((r) => r.modified).toSorted((a, b) => b - a));
});
