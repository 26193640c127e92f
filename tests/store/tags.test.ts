import { expect, test } from 'vitest';
import { draft, freshStore, plugin } from './open.ts';

test('a tag’s name is its own in whatever case, and may not be empty', async () => {
  const { tags } = freshStore();
  const vision = await tags.create({ name: ' Vision ', colour: 'teal' });
  expect(vision).toMatchObject({ name: 'Vision', group: 'public' });
  await expect(tags.create({ name: 'VISION', colour: 'red' })).rejects.toMatchObject({ code: 'name-taken' });
  await expect(tags.create({ name: '  ', colour: 'red' })).rejects.toMatchObject({ code: 'bad-name' });
  expect(await tags.save({ ...vision, name: 'vision', colour: 'blue' })).toMatchObject({ name: 'vision' });
  expect(await tags.list()).toHaveLength(1);
});

test('records of every kind carry any number of tags, and no snapshot knows of them', async () => {
  const { resources, jobs, tags } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello'));
  const job = await jobs.create(draft);
  const [a, b] = [
    await tags.create({ name: 'a', colour: 'red' }),
    await tags.create({ name: 'b', colour: 'green' }),
  ];
  await tags.set('resources', [resource.id], a.id, true);
  await tags.set('resources', [resource.id], b.id, true);
  await tags.set('resources', [resource.id], b.id, true);
  await tags.set('jobs', [job.id], b.id, true);
  expect((await resources.get('plugin', resource.id))?.resource).toMatchObject({
    tags: [a.id, b.id],
    latest: resource.latest,
  });
  expect(await tags.count()).toEqual(
    new Map([
      [a.id, 1],
      [b.id, 2],
    ]),
  );
  await tags.set('resources', [resource.id], a.id, false);
  expect((await resources.get('plugin', resource.id))?.resource.tags).toEqual([b.id]);
  expect(await tags.remove(b.id)).toEqual({
    resources: [resource.id],
    jobs: [job.id],
    artifacts: [],
    families: [],
  });
  expect((await jobs.get(job.id))?.tags).toEqual([]);
  await expect(tags.set('jobs', [job.id], b.id, true)).rejects.toMatchObject({ code: 'not-found' });
});

test('a tag that was removed comes back with those who had it', async () => {
  const { resources, tags } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello'));
  const tag = await tags.create({ name: 'a', colour: 'red' });
  await tags.set('resources', [resource.id], tag.id, true);
  await tags.putBack(tag, await tags.remove(tag.id));
  expect(await tags.list()).toEqual([tag]);
  expect((await resources.get('plugin', resource.id))?.resource.tags).toEqual([tag.id]);
});
