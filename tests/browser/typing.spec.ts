// Who types on while something is saved, merged or copied loses nothing: not a letter, not what the text stands on.
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import { idOf, open } from './app.ts';

const description = (page: Page) => page.getByLabel('Description');
const merge = (page: Page) => page.getByRole('region', { name: 'Base, mine and theirs' });
const save = (page: Page) => page.keyboard.press('ControlOrMeta+s');

/** A plugin of this name is begun, not yet saved. */
async function begin(page: Page, name: string): Promise<Client> {
  const alidade = await open(page, 'plugins/');
  await page.getByRole('link', { name: 'New plugin' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Begin with tasks.ts' }).click();
  return alidade;
}

/** A plugin of this name with one snapshot, and a draft of it that calls itself mine. */
async function beginDraft(page: Page, name: string): Promise<{ alidade: Client; id: string }> {
  const alidade = await begin(page, name);
  await save(page);
  const id = await idOf(page);
  await description(page).fill('mine');
  await expect.poll(async () => (await alidade.plugins.drafts.of(id))?.content.description).toBe('mine');
  return { alidade, id };
}

test('saved in the midst of typing, again and again: all that is typed is there', async ({ page }) => {
  const alidade = await begin(page, 'hasty');
  await description(page).focus();
  await page.keyboard.type('one');
  for (const word of [' two', ' three', ' four']) {
    await save(page);
    await page.keyboard.type(word);
  }
  const id = await idOf(page);
  await expect(description(page)).toHaveValue('one two three four');
  await expect(description(page)).toBeFocused();
  const kept = async () =>
    ((await alidade.plugins.drafts.of(id)) ?? (await alidade.plugins.get(id)))?.content;
  await expect.poll(async () => (await kept())?.description).toBe('one two three four');
  expect((await alidade.plugins.drafts.list()).filter(({ resource }) => resource !== id)).toEqual([]);
  await save(page);
  await expect
    .poll(async () => (await alidade.plugins.get(id))?.content.description)
    .toBe('one two three four');
  await expect(description(page)).toHaveValue('one two three four');
  await expect(merge(page)).toBeHidden();
  expect(await alidade.plugins.drafts.list()).toEqual([]);
});

test('who undoes a merge stands again where the draft began', async ({ page }) => {
  const { alidade, id } = await beginDraft(page, 'merged');
  const { content } = (await alidade.plugins.get(id))!;
  await alidade.plugins.update(id, { files: [] });
  await merge(page).getByRole('button', { name: 'Go on with this' }).click();
  await expect(merge(page)).toBeHidden();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(merge(page)).toBeVisible();
  await save(page);
  await expect(page.getByText('Compare it first with what was saved elsewhere.')).toBeVisible();
  expect((await alidade.plugins.get(id))?.snapshot.number).toBe(2);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(merge(page)).toBeHidden();
  await save(page);
  await expect
    .poll(async () => (await alidade.plugins.get(id))?.content)
    .toMatchObject({ ...content, description: 'mine', files: [] });
});

test('all of theirs is taken, they save once more, and typing goes on from there', async ({ page }) => {
  const { alidade, id } = await beginDraft(page, 'theirs');
  await alidade.plugins.update(id, { description: 'theirs' });
  await merge(page)
    .getByRole('radio', { name: /theirs/i })
    .first()
    .check();
  await merge(page).getByRole('button', { name: 'Go on with this' }).click();
  await expect(description(page)).toHaveValue('theirs');
  await expect.poll(() => alidade.plugins.drafts.of(id)).toBeNull();
  await alidade.plugins.update(id, { description: 'theirs again' });
  await expect(description(page)).toHaveValue('theirs again');
  await description(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.type(', and mine', { delay: 40 });
  await expect(merge(page)).toBeHidden();
  await save(page);
  await expect
    .poll(async () => (await alidade.plugins.get(id))?.content.description)
    .toBe('theirs again, and mine');
});

test('what is typed while a copy of a built-in is saved is of the copy', async ({ page }) => {
  const alidade = await open(page);
  const { resource } = (await alidade.plugins.find('hello_world'))!;
  await page.goto(`plugins/edit/?id=${resource.id}`);
  await description(page).fill('Mine');
  await save(page);
  await page.keyboard.type(', all of it');
  await expect(page).not.toHaveURL(new RegExp(resource.id));
  await expect(description(page)).toHaveValue('Mine, all of it');
  await save(page);
  const saved = async () => (await alidade.plugins.find('hello_world_copy'))?.content.description;
  await expect.poll(saved).toBe('Mine, all of it');
  expect(await alidade.plugins.drafts.list()).toEqual([]);
});
