// What a purge must not take: what was typed and not yet saved, and what that pins.
import { expect, test } from 'vitest';
import { entrypoint, freshStore, plugin } from './open.ts';

const ref = (id: string) => ({ table: 'resources' as const, id });

test('the draft of a purged resource becomes one of something new', async () => {
  const { resources, drafts, bin } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello'));
  const draft = await drafts.keepOf(resource.id, plugin('hello', 'typed'));
  const discarded = (await drafts.discard((await drafts.create('plugin', plugin('other'))).id))!;
  await bin.remove([ref(resource.id)]);
  await bin.purge([ref(resource.id)]);
  expect(await drafts.get(draft.id)).toEqual({ ...draft, resource: null, base: null });
  expect((await drafts.save(draft.id)).snapshot).toMatchObject({ number: 1 });
  await drafts.putBack({ ...discarded, resource: resource.id, base: resource.latest });
  expect(await drafts.get(discarded.id)).toEqual(discarded);
});

test('a draft that pins what is to be purged is told of', async () => {
  const { resources, drafts, bin } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello'));
  const content = { ...entrypoint('Demo'), plugins: [resource.latest] };
  const { id } = await drafts.create('entrypoint', content);
  expect(await bin.holders([ref(resource.id)])).toEqual([
    { noun: 'draft', id, name: 'Demo', loses: resource.id, lost: 'hello' },
  ]);
});
