import { expect, test } from 'vitest';
import { freshStore, plugin } from './open.ts';

test('what is typed is kept in one draft for each resource, and becomes its next snapshot', async () => {
  const { resources, drafts } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello', 'one'));
  const first = await drafts.keepOf(resource.id, plugin('hello', 'two'));
  const second = await drafts.keepOf(resource.id, plugin('hello', 'three'));
  expect(second).toMatchObject({ id: first.id, created: first.created, base: resource.latest });
  expect(await drafts.list('plugin')).toEqual([second]);
  expect(await drafts.list('queue')).toEqual([]);
  const saved = await drafts.save(first.id, { message: 'typed' });
  expect(saved.snapshot).toMatchObject({ number: 2, message: 'typed' });
  expect(saved.content).toEqual(plugin('hello', 'three'));
  expect(await drafts.get(first.id)).toBeNull();
  expect(await drafts.ofResource(resource.id)).toBeNull();
});

test('any number of drafts are of new resources; a name that is taken is refused, and the draft stays', async () => {
  const { resources, drafts } = freshStore();
  await resources.create('plugin', plugin('hello'));
  const draft = await drafts.create('plugin', plugin('hello', 'x'));
  await drafts.create('plugin', plugin('other'));
  expect(await drafts.list()).toHaveLength(2);
  await expect(drafts.save(draft.id)).rejects.toMatchObject({ code: 'name-taken' });
  await drafts.keep(draft.id, plugin('hello2', 'x'));
  const made = await drafts.save(draft.id);
  expect(made.resource).toMatchObject({ name: 'hello2', kind: 'plugin' });
  expect(await drafts.list()).toHaveLength(1);
});

test('a draft whose base moved on is refused until its author has taken in what was saved', async () => {
  const { resources, drafts } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello', 'one'));
  const draft = await drafts.keepOf(resource.id, plugin('hello', 'mine'));
  const theirs = await resources.save('plugin', resource.id, plugin('hello', 'theirs'));
  await expect(drafts.save(draft.id)).rejects.toMatchObject({ code: 'moved-on' });
  expect((await drafts.get(draft.id))?.content).toEqual(plugin('hello', 'mine'));
  await drafts.keep(draft.id, plugin('hello', 'both'), theirs.resource.latest);
  expect((await drafts.save(draft.id)).snapshot.number).toBe(3);
});

test('content that was worked out from a snapshot is saved only while that is the latest', async () => {
  const { resources } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello', 'one'));
  const theirs = await resources.save('plugin', resource.id, plugin('hello', 'theirs'));
  const late = resources.save('plugin', resource.id, plugin('hello', 'mine'), { base: resource.latest });
  await expect(late).rejects.toMatchObject({ code: 'moved-on' });
  const by = { base: theirs.resource.latest };
  expect((await resources.save('plugin', resource.id, plugin('hello', 'mine'), by)).snapshot.number).toBe(3);
});

test('a discarded draft comes back whole, unless another began meanwhile', async () => {
  const { resources, drafts } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello'));
  const draft = await drafts.keepOf(resource.id, plugin('hello', 'x'));
  const gone = await drafts.discard(draft.id);
  expect(await drafts.list()).toEqual([]);
  await drafts.putBack(gone!);
  expect(await drafts.ofResource(resource.id)).toEqual(draft);
  await drafts.discard(draft.id);
  await drafts.keepOf(resource.id, plugin('hello', 'y'));
  await expect(drafts.putBack(gone!)).rejects.toMatchObject({ code: 'draft-taken' });
});

test('a built-in resource takes no draft as its snapshot', async () => {
  const { resources, drafts } = freshStore();
  const { resource } = await resources.create('plugin', plugin('built_in'), { author: 'alidade' });
  const draft = await drafts.keepOf(resource.id, plugin('built_in', 'x'));
  await expect(drafts.save(draft.id)).rejects.toMatchObject({ code: 'read-only' });
});
