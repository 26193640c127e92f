// The life of a resource in the page: made, changed as a draft, saved, compared, restored, tagged, deleted and brought back.
import { expect, test, type Page } from '@playwright/test';
import { idOf, open, watchFaults } from './app.ts';

const bar = (page: Page) => page.getByRole('group', { name: 'Save' });

async function makeQueue(page: Page, name: string) {
  await page.goto('queues/');
  await page.getByRole('link', { name: 'New queue' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await bar(page).getByRole('button', { name: 'Create queue' }).click();
  await expect(page.locator('h1')).toHaveText(name);
}

test('a queue is made, changed, compared, restored, deleted and brought back', async ({ page }) => {
  const faults = watchFaults(page);
  const alidade = await open(page, 'queues/');
  await makeQueue(page, 'night');
  const id = await idOf(page);

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Jobs at once').fill('3');
  await page.getByLabel('What changed, optional').fill('three at once');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 2.')).toBeVisible();

  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.locator('.history').getByText('three at once')).toBeVisible();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('region', { name: 'From snapshot 1 to snapshot 2' })).toContainText('1 change');
  await page
    .getByRole('button', { name: /^Restore/ })
    .first()
    .click();
  await expect.poll(async () => (await alidade.queues.get(id))?.snapshot.number).toBe(3);
  expect((await alidade.queues.get(id))?.content.concurrency).toBe(1);

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Delete the queue' }).click();
  await expect(page).toHaveURL(/queues\/$/);
  expect(await alidade.queues.find('night')).toBeNull();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await alidade.queues.find('night'))?.resource.id).toBe(id);
  expect(faults).toEqual([]);
});

test('what is typed is a draft at once: it survives a reload, is listed, undone and discarded', async ({
  page,
}) => {
  await open(page, 'queues/');
  await page.getByRole('link', { name: 'New queue' }).click();
  await page.getByLabel('Name', { exact: true }).fill('half typed');
  await expect(page).toHaveURL(/draft=/);
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('half typed');
  await page.goto('queues/');
  await page.getByRole('region', { name: 'Drafts' }).getByRole('link', { name: 'half typed' }).click();
  await page.getByLabel('Description').fill('words');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByLabel('Description')).toHaveValue('');
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('The draft is discarded.')).toBeVisible();
  await page.goto('queues/');
  await expect(page.getByRole('region', { name: 'Drafts' })).toHaveCount(0);
});

test('a name that is taken, and a value that cannot be, are said while typing', async ({ page }) => {
  await open(page, 'queues/edit/');
  await page.getByLabel('Name', { exact: true }).fill('auto');
  await expect(page.getByText('There is already a queue of this name.')).toBeVisible();
  await page.getByLabel('Jobs at once').fill('0');
  await expect(page.getByText('Give a whole number from 1 to 64.')).toBeVisible();
  await expect(bar(page).getByRole('button', { name: 'Create queue' })).toBeDisabled();
});

test('a draft whose base moved on shows base, mine and theirs', async ({ page }) => {
  const alidade = await open(page, 'queues/');
  await makeQueue(page, 'shared');
  const id = await idOf(page);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Description').fill('mine');
  await expect(bar(page).getByText('Kept as a draft')).toBeVisible();
  const { content } = (await alidade.queues.get(id))!;
  await page.evaluate(([of, next]) => alidade.queues.update(of, next), [
    id,
    { ...content, description: 'theirs', concurrency: 2 },
  ] as const);
  const merge = page.getByRole('region', { name: 'Base, mine and theirs' });
  await expect(merge).toBeVisible();
  await merge.getByRole('radio', { name: /mine/i }).first().check();
  await merge.getByRole('button', { name: 'Go on with this' }).click();
  await expect(page.getByLabel('Jobs at once')).toHaveValue('2');
  await expect(page.getByLabel('Description')).toHaveValue('mine');
  await expect(merge).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await alidade.queues.get(id))?.snapshot.number).toBe(3);
});

test('a type is built by form and told by values that fit', async ({ page }) => {
  const alidade = await open(page, 'types/edit/');
  await page.getByLabel('Name', { exact: true }).fill('Boxes');
  await page.getByRole('radio', { name: 'Structure' }).check();
  await expect(page.getByRole('region', { name: 'Values' })).toContainText('list of');
  await page.getByRole('radio', { name: 'As text' }).check();
  const text = page.getByRole('textbox', { name: 'Structure, YAML or JSON' });
  await text.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('tuple: [integer, nowhere]');
  await expect(page.getByText('nowhere').last()).toBeVisible();
  await expect(bar(page).getByRole('button', { name: 'Create type' })).toBeDisabled();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('tuple: [integer, string]');
  await expect(page.getByRole('region', { name: 'Values' })).toContainText('[3,"text"]');
  await bar(page).getByRole('button', { name: 'Create type' }).click();
  await expect(page.locator('h1')).toHaveText('Boxes');
  expect((await alidade.types.find('Boxes'))?.content.structure).toEqual({ tuple: ['integer', 'string'] });
});

test('tags are made, put on a resource, and taken away with a way back', async ({ page }) => {
  const alidade = await open(page, 'tags/');
  await page.getByLabel('New tag', { exact: true }).fill('keep');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByLabel('Name of keep')).toBeVisible();
  const { resource } = (await alidade.queues.find('cpu'))!;
  await page.goto(`queues/view/?id=${resource.id}`);
  await page.getByRole('button', { name: 'Tags' }).click();
  await page.getByRole('checkbox', { name: 'keep' }).check();
  await expect.poll(async () => (await alidade.queues.get(resource.id))?.resource.tags.length).toBe(1);
  await page.goto('tags/');
  await page.getByRole('button', { name: 'Delete keep' }).click();
  await expect.poll(async () => (await alidade.queues.get(resource.id))?.resource.tags.length).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await alidade.queues.get(resource.id))?.resource.tags.length).toBe(1);
});

test('the bin lists what would lose its pins before it purges', async ({ page }) => {
  const alidade = await open(page, 'queues/');
  await makeQueue(page, 'gone');
  const id = await idOf(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Delete the queue' }).click();
  await expect(page.getByRole('status').getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.goto('bin/');
  await page.getByRole('checkbox', { name: 'Select gone' }).check();
  await page.getByRole('button', { name: 'Purge…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nothing that is kept pins it.');
  await dialog.getByRole('button', { name: 'Purge' }).click();
  await expect(page.getByText('The bin is empty')).toBeVisible();
  expect(await alidade.queues.get(id)).toBeNull();
});

test('a graph is made in the drawing: steps from the palette, joined by keys, each an edit that can be undone', async ({
  page,
}) => {
  await open(page, 'entrypoints/view/');
  const text = page.getByRole('textbox', { name: 'Task graph, YAML' });
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.keyboard.type('hello');
  await page.getByRole('option', { name: /^hello\b/ }).click();
  await expect(page.locator('[data-step="hello"]')).toBeVisible();
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.keyboard.type('shout');
  await page.getByRole('option', { name: /^shout/ }).click();
  await expect(page.locator('[data-step="shout"]')).toBeVisible();

  await page.locator('[data-step="hello"]').focus();
  await page.keyboard.press('c');
  await expect(page.getByText('Enter joins them')).toBeVisible();
  await page.locator('[data-step="shout"]').focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /greeting/ })
    .click();
  await expect(text).toContainText('$hello');
  await expect(page.locator('[data-edge="hello→shout"]')).toHaveCount(1);

  await page.getByRole('tab', { name: 'Step' }).click();
  await page.getByRole('tabpanel').getByLabel('Name', { exact: true }).fill('loud');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-step="loud"]')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(page.locator('[data-step="shout"]')).toBeVisible();
  await expect(text).toContainText('$hello');
});

test('the first snapshot of an entrypoint takes nothing away: tab, focus and undo go on', async ({
  page,
}) => {
  await open(page, 'entrypoints/view/');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.keyboard.type('hello');
  await page.getByRole('option', { name: /^hello\b/ }).click();
  await expect(page.getByRole('tab', { name: 'Step' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('It needs a name.').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Definition' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('First');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 1.')).toBeVisible();
  await expect(page).toHaveURL(/\?id=\w+$/);
  await expect(name).toBeFocused();
  await expect(page.getByRole('heading', { level: 1, name: 'First' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(name).toHaveValue('');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(page.locator('[data-step="hello"]')).toBeHidden();
  // The step and the plugin that was pinned for it are one step to undo.
  await expect(page.getByRole('button', { name: 'Undo' }).first()).toBeDisabled();
});
