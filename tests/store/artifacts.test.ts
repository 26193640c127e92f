import { expect, test } from 'vitest';
import { hashBytes } from '#core/hash/content-hash.ts';
import { freshStore } from './open.ts';

const handler = {
  plugin: 'artifacts',
  pin: { resource: 'p', number: 1, hash: '' },
  task: 'T',
  args: {},
  outputs: [],
};
const file = (path: string, text: string) => ({ path, bytes: new Blob([text]) });

test('an artifact keeps its bytes by hash, equal bytes once', async () => {
  const { artifacts } = freshStore();
  const one = await artifacts.save({
    job: 'j',
    name: 'a',
    handler,
    folder: false,
    files: [file('a.txt', 'hello')],
  });
  const two = await artifacts.save({
    job: 'j',
    name: 'b',
    handler,
    folder: false,
    files: [file('b.txt', 'hello')],
  });
  expect(one.hash).toBe(hashBytes(new TextEncoder().encode('hello')));
  expect(two.hash).toBe(one.hash);
  expect(await (await artifacts.readFile(one, 'a.txt'))?.text()).toBe('hello');
  expect(await artifacts.readFile(one, 'c.txt')).toBeNull();
  expect((await artifacts.listOfJob('j')).map((a) => a.name)).toEqual(['a', 'b']);
  expect((await artifacts.list({ limit: 1 })).length).toBe(1);
});

test('an artifact that is a folder is named by its files in order', async () => {
  const { artifacts } = freshStore();
  const files = [file('x/2.png', 'two'), file('1.png', 'one'), file('copy.png', 'one')];
  const a = await artifacts.save({ job: 'j', name: 'a', handler, folder: true, files });
  const b = await artifacts.save({ job: 'j', name: 'b', handler, folder: true, files: files.toReversed() });
  expect(a.hash).toBe(b.hash);
  expect(a.bytes).toBe(9);
});

test('what is taken in twice is kept once, if it is to be', async () => {
  const { artifacts } = freshStore();
  const draft = { job: '', name: 'a', handler, folder: false, files: [file('a.txt', 'hello')] };
  const one = await artifacts.save(draft, { once: true });
  expect((await artifacts.save(draft, { once: true })).id).toBe(one.id);
  expect((await artifacts.save({ ...draft, name: 'b' }, { once: true })).id).not.toBe(one.id);
  expect((await artifacts.save(draft)).id).not.toBe(one.id);
});
