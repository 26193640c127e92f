// Snapshots come back as they were, and what was given once stays given.
import { expect, test } from 'vitest';
import type { ModelVersion } from '#core/resources/content.ts';
import { freshStore, plugin } from './open.ts';

test('a restored snapshot has the very content of the old one, although a type that it names is here by now', async () => {
  const { resources } = freshStore();
  const [file] = plugin('hello').files;
  const task = { name: 'run', inputs: [], outputs: [{ name: 'out', type: 'image' }] };
  const content = { ...plugin('hello'), files: [{ ...file!, functions: [task] }] };
  const first = await resources.create('plugin', content);
  const { id } = first.resource;
  await resources.save('plugin', id, plugin('hello', 'other'));
  await resources.create('type', { name: 'image', description: '', structure: null });
  const restored = await resources.restore('plugin', id, 1);
  expect(restored.snapshot).toMatchObject({
    number: 3,
    content: first.snapshot.content,
    message: 'Restored snapshot 1',
  });
  await expect(resources.restore('plugin', id, 9)).rejects.toMatchObject({ code: 'not-found' });
});

test('the number of a model’s version is never given twice', async () => {
  const { resources, drafts } = freshStore();
  const version = (number: number, artifact: string): ModelVersion => ({
    number,
    description: '',
    artifact,
    hash: artifact,
  });
  const net = (...versions: ModelVersion[]) => ({ name: 'Net', description: '', versions });
  const { id } = (await resources.create('model', net(version(1, 'a')))).resource;
  await resources.save('model', id, net({ ...version(1, 'a'), description: 'good' }, version(2, 'b')));
  const lost = { code: 'version-lost', message: 'Version 2 of “Net” was saved, and would be lost.' };
  await expect(resources.save('model', id, net(version(1, 'a')))).rejects.toMatchObject(lost);
  await expect(resources.save('model', id, net(version(1, 'a'), version(2, 'c')))).rejects.toMatchObject(
    lost,
  );
  await expect(resources.restore('model', id, 1)).rejects.toMatchObject(lost);
  const draft = await drafts.keepOf(id, net());
  await expect(drafts.save(draft.id)).rejects.toMatchObject({ code: 'version-lost' });
  expect(await drafts.get(draft.id)).toEqual(draft);
});
