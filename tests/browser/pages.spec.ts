// Lists, shell and drawing by keyboard and by address: what a person can find, sort, open and follow without a mouse.
import { expect, test, type Page } from '@playwright/test';
import { open, watchFaults } from './app.ts';

const rows = (page: Page) => page.locator('tbody tr[data-index]');
const firstCells = (page: Page) => page.locator('tbody a[data-row]').allInnerTexts();

test('a list is searched and sorted, and its state stands in the address', async ({ page }) => {
  const faults = watchFaults(page);
  const alidade = await open(page, 'plugins/');
  const all = (await alidade.plugins.list()).length;
  await expect(rows(page)).toHaveCount(all);
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  const names = await firstCells(page);
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));

  await page.getByRole('combobox', { name: 'Search plugins' }).fill('optic');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/q=optic/);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Search plugins' }).fill('nothing is called this');
  await expect(page.getByText('No plugin is found by')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows(page)).toHaveCount(all);
  expect(faults).toEqual([]);
});

test('j and k move through a list, Enter opens', async ({ page }) => {
  const alidade = await open(page, 'entrypoints/?sort=name');
  await expect(rows(page)).toHaveCount((await alidade.entrypoints.list()).length);
  const names = await firstCells(page);
  await page.locator('a[data-row]').first().focus();
  const focused = page.locator('a[data-row]:focus');
  for (const [key, at] of [
    ['j', 1],
    ['j', 2],
    ['k', 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect(focused).toHaveText(names[at]!);
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(names[1]!);
});

test('a long list draws only what is in sight and still reaches its end by keys', async ({ page }) => {
  const alidade = await open(page);
  const model = (await alidade.queues.find('auto'))!.content;
  await page.evaluate(async (content) => {
    for (let n = 0; n < 220; n += 1)
      await globalThis.alidade.queues.create({ ...content, name: `line ${String(n).padStart(3, '0')}` });
  }, model);
  await page.goto('queues/?sort=name');
  await expect(page.getByText(/^22\d queues$/)).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(80);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.getByRole('link', { name: 'line 219' })).toBeVisible();
});

test('the palette and g with a letter go anywhere; ? shows the keys', async ({ page }) => {
  await open(page, 'types/');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Go to anything' })).toBeFocused();
  await page.keyboard.type('hello world');
  await expect(page.getByRole('option', { name: /^Hello World/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText('Hello World');

  await page.locator('h1').click();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page.locator('h1')).toHaveText('Queues');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Shortcuts' });
  await sheet.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await expect(page.locator('h1')).toHaveText('Queues');
});

test('a plugin shows its tasks with their types, its source, and its snapshots', async ({ page }) => {
  const alidade = await open(page);
  const plugin = (await alidade.plugins.find('dioptra_optic'))!;
  await page.goto(`plugins/view/?id=${plugin.resource.id}`);
  const task = page.getByRole('article').filter({ hasText: 'fast_gradient_method' });
  await expect(task).toContainText('eps');
  await task.getByRole('link', { name: 'norm' }).click();
  await expect(page.locator('h1')).toHaveText('norm');
  await page.goBack();

  await page.getByRole('button', { name: 'attacks.ts' }).click();
  await expect(page).toHaveURL(/file=attacks\.ts/);
  const source = page.getByRole('textbox', { name: 'Source of attacks.ts' });
  await expect(source).toContainText('Goodfellow, Shlens, Szegedy');
  await source.click();
  const before = await source.innerText();
  await page.keyboard.type('x');
  expect(await source.innerText()).toBe(before);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText(plugin.snapshot.content.slice(0, 10)).first()).toBeVisible();
});

test('the drawing is one tab stop, arrows follow its edges, the outline says the same', async ({ page }) => {
  const alidade = await open(page);
  const { resource } = (await alidade.entrypoints.find('Train Keras Image Classifier'))!;
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  await expect(page.locator('[data-step="metrics"]')).toBeVisible();
  await expect(page.locator('[data-step][tabindex="0"]')).toHaveCount(1);

  await page.locator('[data-step="random_seed"]').focus();
  const right = (await page.locator('[data-step="dataset"]').boundingBox())!;
  const left = (await page.locator('[data-step="random_seed"]').boundingBox())!;
  const on = right.x > left.x + left.width ? 'ArrowRight' : 'ArrowDown';
  await page.keyboard.press(on);
  await expect(page.locator('[data-step="dataset"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-step="dataset"]')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-step]:focus')).toHaveCount(0);

  const zoom = page.getByRole('button', { name: /^Zoom \d+ %/ });
  const first = await zoom.innerText();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(zoom).not.toHaveText(first);

  await page.getByRole('button', { name: 'Outline' }).click();
  const line = page.locator('[data-outline="trained_model"]');
  await expect(line).toContainText('train_model');
  await expect(line).toContainText('dataset');
  await expect(line).toContainText('metrics');
});

test('a built-in is changed as a copy of one’s own', async ({ page }) => {
  const alidade = await open(page);
  const { resource } = (await alidade.entrypoints.find('Hello World'))!;
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  const text = page.getByRole('textbox', { name: 'Task graph, YAML' });
  await text.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('\n# mine');
  await expect(page.getByRole('status').filter({ hasText: 'copy of yours' })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'copy of yours' })).toBeVisible();
  await expect(text).toContainText('# mine');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.locator('h1')).toHaveText('Hello World (copy)');
  expect((await alidade.entrypoints.find('Hello World'))!.snapshot.number).toBe(1);
  expect((await alidade.entrypoints.find('Hello World (copy)'))!.content.taskGraph).toContain('# mine');
});

test('Esc, then Tab leaves the editor; borders between panes move by arrows', async ({ page }) => {
  const alidade = await open(page);
  const { resource } = (await alidade.entrypoints.find('Hello World'))!;
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  const text = page.getByRole('textbox', { name: 'Task graph, YAML' });
  await text.click();
  await expect(text).toHaveAccessibleDescription(/Escape, then Tab/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(text).not.toBeFocused();

  const border = page.getByRole('separator', { name: 'Border between Text and Graph' });
  const before = Number(await border.getAttribute('aria-valuenow'));
  await border.focus();
  await page.keyboard.press('ArrowRight');
  await expect(border).toHaveAttribute('aria-valuenow', String(before + 2));
  await page.reload();
  await expect(border).toHaveAttribute('aria-valuenow', String(before + 2));
});

test('a value that cannot be is said at its field', async ({ page }) => {
  const alidade = await open(page);
  const { resource } = (await alidade.entrypoints.find('Train Keras Image Classifier'))!;
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  const epochs = page.getByLabel('epochs', { exact: true });
  const usual = await epochs.inputValue();
  await epochs.fill('many');
  await expect(epochs).toHaveAttribute('aria-invalid', 'true');
  await expect(epochs).toHaveAccessibleDescription(/whole number/);
  await page.getByRole('button', { name: 'default for epochs' }).click();
  await expect(epochs).toHaveValue(usual);
});

test('Workers measures this device and holds what a person forces', async ({ page }) => {
  await open(page, 'workers/');
  await expect(page.getByText(/ms a step/).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('used for jobs')).toBeVisible();
  await page.getByRole('radio', { name: 'CPU' }).check({ force: true });
  await page.reload();
  await expect(page.getByRole('radio', { name: 'CPU' })).toBeChecked();
});
