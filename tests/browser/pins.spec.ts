// Outdated pins: what changed in what is pinned and what comes of it is shown before a sync is kept, whatever pins it.
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import type { Pin } from '#core/resources/content.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { GRAPH, open } from './app.ts';

const problems = (page: Page) => page.getByRole('region', { name: 'Problems', exact: true });
const pinOf = ({ resource, snapshot }: Versioned): Pin => ({
  resource: resource.id,
  number: snapshot.number,
  hash: snapshot.content,
});

/** An entrypoint of one's own that pins a plugin of one's own. */
async function makeOwn(alidade: Client) {
  const builtIn = (await alidade.plugins.find('hello_world'))!.content;
  const plugin = await alidade.plugins.create({ ...builtIn, name: 'mine' });
  const model = (await alidade.entrypoints.find('Hello World'))!.content;
  const plugins = [pinOf(plugin)];
  const content = { ...model, name: 'Mine', taskGraph: GRAPH, artifactGraph: '', plugins };
  return { plugin, entrypoint: await alidade.entrypoints.create(content) };
}

test('an outdated plugin of an entrypoint is compared and checked before it is synced, and the sync undone', async ({
  page,
}) => {
  const alidade = await open(page);
  const { plugin, entrypoint } = await makeOwn(alidade);
  const files = plugin.content.files.map((file) => ({
    ...file,
    functions: file.functions.filter(({ name }) => name !== 'shout'),
  }));
  await alidade.plugins.update(plugin.resource.id, { ...plugin.content, files });
  await page.goto(`entrypoints/view/?id=${entrypoint.resource.id}`);
  await page.getByRole('tab', { name: 'Definition' }).click();
  await page.getByRole('button', { name: 'Sync mine to 2' }).click();
  const sheet = page.getByRole('dialog', { name: 'mine from snapshot 1 to 2' });
  await expect(sheet.getByRole('region', { name: 'What comes of it' })).toContainText('shout');
  await expect(sheet.getByRole('region', { name: /^From snapshot 1 to snapshot 2/ })).toContainText(
    '1 change',
  );
  await sheet.getByRole('button', { name: 'Keep snapshot 1' }).click();
  await expect(problems(page)).toContainText('No problems');

  await page.getByRole('button', { name: 'Sync mine to 2' }).click();
  await sheet.getByRole('button', { name: 'Sync all the same' }).click();
  await expect(problems(page)).toContainText('shout');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(problems(page)).toContainText('No problems');
});

test('an outdated entrypoint of an experiment is compared and checked before it is synced', async ({
  page,
}) => {
  const alidade = await open(page);
  const { entrypoint } = await makeOwn(alidade);
  const made = await alidade.experiments.create({
    name: 'Study',
    description: '',
    entrypoints: [pinOf(entrypoint)],
  });
  const { id } = made.resource;
  await alidade.entrypoints.update(entrypoint.resource.id, {
    ...entrypoint.content,
    taskGraph: GRAPH.replace('$first', '$frist'),
  });
  await page.goto(`experiments/edit/?id=${id}`);
  const behind = page.getByRole('button', { name: 'Sync Mine to 2' });
  await behind.click();
  const sheet = page.getByRole('dialog', { name: 'Mine from snapshot 1 to 2' });
  await expect(sheet.getByRole('region', { name: 'What comes of it' })).toContainText('frist');
  await sheet.getByRole('button', { name: 'Sync all the same' }).click();
  await expect(behind).toBeHidden();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(behind).toBeVisible();

  await alidade.entrypoints.update(entrypoint.resource.id, { ...entrypoint.content, description: 'Fine' });
  await page.getByRole('button', { name: 'Sync Mine to 3' }).click();
  const fine = page.getByRole('dialog', { name: 'Mine from snapshot 1 to 3' });
  await expect(fine).toContainText('no new problems');
  await fine.getByRole('button', { name: 'Sync', exact: true }).click();
  await page.getByRole('button', { name: 'Save snapshot 2' }).click();
  await expect.poll(async () => (await alidade.experiments.get(id))?.content.entrypoints[0]?.number).toBe(3);
});

test('by the client, a sync that makes a graph worse keeps nothing unless it is meant', async ({ page }) => {
  const alidade = await open(page);
  const { plugin, entrypoint } = await makeOwn(alidade);
  const { id } = entrypoint.resource;
  expect((await alidade.entrypoints.sync(id)).saved?.snapshot.number).toBe(1);
  const files = plugin.content.files.map((file) => ({ ...file, functions: file.functions.slice(0, 1) }));
  await alidade.plugins.update(plugin.resource.id, { files });
  const refused = await alidade.entrypoints.sync(id);
  expect(refused.saved).toBeNull();
  expect(refused.worse.map(({ message }) => message).join()).toContain('shout');
  expect((await alidade.entrypoints.get(id))?.snapshot.number).toBe(1);
  const { saved } = await alidade.entrypoints.sync(id, { anyway: true });
  expect(saved?.content.plugins[0]?.number).toBe(2);
  expect(saved?.snapshot).toMatchObject({ number: 2, message: 'Synced a pin' });
});
