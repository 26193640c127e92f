// The table of every noun: found, sorted, shown, selected and changed by mouse and by keys, on a desk and on a phone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { seedJobs } from '../bench/seed-jobs.ts';
import { open, watchFaults } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Jobs that nobody ran, from number 1 on, and the list of them. */
async function openJobs(page: Page, count: number, query = ''): Promise<void> {
  const alidade = await open(page, 'jobs/view/?id=none');
  await alidade.entrypoints.find('Demo');
  await seedJobs(page, 1, count);
  await page.goto(`jobs/${query}`);
  await expect(page.locator('p.count')).toHaveText(/jobs?$/);
}

const row = (page: Page, number: number) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: `Job ${number}`, exact: true }) });
const box = (page: Page, number: number) =>
  page.getByRole('checkbox', { name: `Select Job ${number}`, exact: true });
const numbers = async (page: Page) => {
  const names = await page.locator('tbody a[data-row]').allInnerTexts();
  return names.map((name) => Number(name.replace('Job ', '')));
};
const search = (page: Page) => page.getByRole('combobox', { name: 'Search jobs' });
const bar = (page: Page) => page.getByRole('group', { name: 'What to do with the selected jobs' });
/** The panel that is open, and its button. */
const menu = (page: Page, name: string) => page.locator(`[popover][aria-label="${name}"]`);
const button = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).and(page.locator(':not(th button)'));

async function violationsOf(page: Page): Promise<unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await (globalThis as any).axe.run(document, { runOnly });
    return violations.map((found: any) => [found.id, found.nodes.map((node: any) => node.failureSummary)]);
  });
}

test('a search is completed by fields and by what the jobs say, and says what it cannot read', async ({
  page,
}) => {
  await openJobs(page, 200);
  await search(page).click();
  await page.keyboard.type('sta');
  await expect(page.getByRole('option')).toHaveText(['status:', 'started:']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search(page)).toHaveValue('status:');
  await expect(page.getByRole('option')).toHaveCount(4);
  await page.keyboard.type('fa');
  await expect(page.getByRole('option')).toHaveText([/failed/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search(page)).toHaveValue('status:failed');
  await expect(page.locator('p.count')).toHaveText(/^33 of 200 jobs$/);
  await expect(page).toHaveURL(/q=status%3Afailed/);
  for (const state of await page.locator('tbody tr td:nth-child(4)').allInnerTexts())
    expect(state.trim()).toBe('failed');

  await page.keyboard.type(', entrypoint:"Fast*');
  await page.keyboard.press('Escape');
  await expect(page.getByText('This quote is not closed.')).toBeVisible();
  await page.keyboard.type('"');
  await expect(page.getByText('This quote is not closed.')).toBeHidden();
  await expect(page).toHaveURL(/Fast/);
  await page.reload();
  await expect(search(page)).toHaveValue('status:failed, entrypoint:"Fast*"');
});

test('columns are chosen and stand in the address; a view brings search, order and columns back', async ({
  page,
}) => {
  const faults = watchFaults(page);
  await openJobs(page, 60);
  await button(page, 'Columns').click();
  await menu(page, 'Columns').getByRole('checkbox', { name: 'Seed' }).check();
  await menu(page, 'Columns').getByRole('checkbox', { name: 'Backend' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Seed' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Backend' })).toHaveCount(0);
  await page.getByRole('columnheader', { name: 'Seed' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Seed' })).toHaveAttribute('aria-sort', 'descending');
  await search(page).fill('status:cancelled');
  await expect(page.locator('p.count')).toHaveText('10 of 60 jobs');
  const found = await numbers(page);
  expect(found).toEqual(found.toSorted((a, b) => b - a));

  await button(page, 'Views').click();
  await menu(page, 'Views').getByLabel('Name of this view').fill('Given up');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Views')).toContainText('Given up');
  await page.goto('jobs/');
  await expect(page.locator('p.count')).toHaveText('60 jobs');
  await button(page, 'Views').click();
  await button(page, 'Given up').click();
  await expect(page.locator('p.count')).toHaveText('10 of 60 jobs');
  await expect(page.getByRole('columnheader', { name: 'Seed' })).toHaveAttribute('aria-sort', 'descending');
  expect(await numbers(page)).toEqual(found);

  await button(page, 'Rename Given up').click();
  await page.getByLabel('New name of Given up').fill('Stopped');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Stopped')).toBeVisible();
  await button(page, 'Delete the view Stopped').click();
  await expect(button(page, 'Stopped')).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('records are selected one by one, by ranges and all; tags are made and put on them, and a chip searches', async ({
  page,
}) => {
  await openJobs(page, 300);
  await box(page, 300).check();
  await box(page, 296).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('5 jobs selected');
  await button(page, 'Tags').click();
  await page.keyboard.type('baseline');
  await menu(page, 'Tags').getByTitle('green').click();
  await page.keyboard.press('Enter');
  await expect(row(page, 298).locator('.chip')).toHaveText('baseline');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toContainText('5 jobs selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);

  await box(page, 300).check();
  await box(page, 290).check();
  await button(page, 'Tags').click();
  const shared = menu(page, 'Tags').getByRole('checkbox');
  await expect(menu(page, 'Tags')).toContainText('on 1 of 2');
  expect(await shared.evaluate((one: HTMLInputElement) => one.indeterminate)).toBe(true);
  await shared.check();
  await expect(row(page, 290).locator('.chip')).toHaveText('baseline');
  await shared.uncheck();
  await expect(row(page, 300).locator('.chip')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await row(page, 298).locator('.chip').click();
  await expect(search(page)).toHaveValue('tag:baseline');
  await expect(page.locator('p.count')).toHaveText('4 of 300 jobs');
  await page.getByRole('checkbox', { name: 'Select all jobs found' }).check();
  await expect(bar(page)).toContainText('4 jobs selected');
});

test('what is selected is deleted together, and comes back', async ({ page }) => {
  await openJobs(page, 40);
  await search(page).fill('status:failed');
  await expect(page.locator('p.count')).toHaveText('7 of 40 jobs');
  await page.keyboard.press('Escape');
  await page.locator('a[data-row]').first().focus();
  await page.keyboard.press('*');
  await button(page, 'Delete').click();
  await expect(page.locator('p.count')).toHaveText('0 of 33 jobs');
  await expect(bar(page)).toHaveCount(0);
  await expect(page.getByText('7 jobs are deleted.')).toBeVisible();
  await button(page, 'Undo').click();
  await expect(page.locator('p.count')).toHaveText('7 of 40 jobs');

  await page.goto('queues/');
  await page.getByRole('checkbox', { name: 'Select auto' }).check();
  await button(page, 'Delete').click();
  await expect(page.getByText('“auto” is built in and read-only.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'auto', exact: true })).toBeVisible();
});

test('everything is done by keys alone', async ({ page }) => {
  await openJobs(page, 400);
  await page.locator('a[data-row]').first().focus();
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('status:finished');
  await page.keyboard.press('Escape');
  await expect(page.locator('p.count')).toHaveText('199 of 400 jobs');
  // Search, views, columns, deleted ones, the box of the head and its buttons, then one row.
  const head = await page.getByRole('columnheader').count();
  for (let n = 0; n < 3 + head; n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const [first, second] = await numbers(page);
  await expect(box(page, first!)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(bar(page)).toContainText('1 job selected');
  await page.keyboard.press('Tab');
  await expect(row(page, first!).locator('a[data-row]')).toBeFocused();
  await page.keyboard.press('j');
  await expect(row(page, second!).locator('a[data-row]')).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('4 jobs selected');
  await page.keyboard.press('End');
  await expect(page.locator('a[data-row]:focus')).toHaveText(/^Job [1-9]$/);
  await page.keyboard.press('k');
  await page.keyboard.press('Home');
  await expect(row(page, first!).locator('a[data-row]')).toBeFocused();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(button(page, 'Tags')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Find or make a tag')).toBeFocused();
  await page.keyboard.type('by keys');
  await page.keyboard.press('Enter');
  await expect(row(page, first!).locator('.chip')).toHaveText('by keys');
  await page.keyboard.press('Escape');
  await expect(button(page, 'Tags')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(button(page, 'Compare')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(button(page, 'Export…')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('p.count')).toHaveText('195 of 396 jobs');
});

test('a long list draws what is in sight, and keeps the focus of a row that is not', async ({ page }) => {
  await openJobs(page, 5000);
  await page.locator('a[data-row]').first().focus();
  await page.keyboard.press('j');
  const held = page.locator('a[data-row]:focus');
  await expect(held).toHaveText('Job 4999');
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await expect(page.getByRole('link', { name: 'Job 2500', exact: true })).toBeVisible();
  expect(await page.locator('tr[data-index]').count()).toBeLessThan(60);
  await expect(held).toHaveText('Job 4999');
  await expect(page.locator('table')).toHaveAttribute('aria-rowcount', '5001');
  await expect(row(page, 2500)).toHaveAttribute('aria-rowindex', '2502');
  await page.keyboard.press('j');
  await expect(held).toHaveText('Job 4998');
  await expect(row(page, 4998)).toBeInViewport();

  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.getByRole('link', { name: 'Job 1', exact: true })).toBeInViewport();
  await page.getByRole('columnheader', { name: 'Job', exact: true }).getByRole('button').click();
  await expect(page.getByRole('link', { name: 'Job 1', exact: true })).toBeInViewport();
  await expect(page).toHaveURL(/sort=number/);
});

test('what another tab does shows at once, and what is being read stays where it is', async ({
  page,
  context,
}) => {
  await openJobs(page, 500);
  await page.evaluate(() => scrollTo(0, 4000));
  const line = row(page, 405);
  await expect(line).toBeInViewport();
  await line.locator('a[data-row]').focus();
  const before = (await line.boundingBox())!.y;

  const other = await context.newPage();
  const alidade = await open(other, 'jobs/view/?id=none');
  const { job } = await alidade.jobs.run({ entrypoint: 'Hello World' });
  await expect(page.locator('p.count')).toHaveText('501 jobs');
  await expect(line.locator('a[data-row]')).toBeFocused();
  expect(Math.abs((await line.boundingBox())!.y - before)).toBeLessThan(2);
  await page.keyboard.press('Home');
  await expect(page.locator('a[data-row]:focus')).toHaveText(`Job ${job!.number}`);
  await expect(row(page, job!.number)).toContainText('finished', { timeout: 60_000 });
});

test('lists that share a page keep apart, and hold what belongs there', async ({ page }) => {
  const alidade = await open(page, 'jobs/view/?id=none');
  const scratch = (await alidade.experiments.find('Scratch'))!;
  const { job } = await alidade.jobs.run({ entrypoint: 'Hello World' });
  await seedJobs(page, 2, 30);
  await page.goto(`experiments/view/?id=${scratch.resource.id}`);
  await expect(page.locator('p.count')).toHaveText('1 job');
  await expect(row(page, job!.number)).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Experiment' })).toHaveCount(0);
});

test('a worker that dies is started anew; one that cannot start says so', async ({ page, context }) => {
  await openJobs(page, 20);
  const worker = page.workers().find((one) => one.url().includes('lines'))!;
  const gone = worker.waitForEvent('close');
  await worker.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('a fault of ours');
      }),
  );
  await gone;
  await search(page).fill('status:failed');
  await expect(page.locator('p.count')).toHaveText('3 of 20 jobs');

  await context.route(/lines\.worker/, (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('alert').filter({ hasText: 'This list cannot be read.' })).toBeVisible();
});

test('a phone shows cards, which are selected and tagged too; 320 px is wide enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openJobs(page, 400);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth);
  await box(page, 400).check();
  await expect(bar(page)).toContainText('1 job selected');
  expect(await sideways()).toBeLessThanOrEqual(320);
  await button(page, 'Tags').click();
  await page.keyboard.type('on a phone');
  await page.keyboard.press('Enter');
  await expect(row(page, 400).locator('.chip')).toHaveText('on a phone');
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByLabel('Sort by').selectOption('entrypoint');
  await expect(page).toHaveURL(/sort=entrypoint/);
  const heights = await page
    .locator('tr[data-id]')
    .evaluateAll((rows) => rows.map((one) => one.getBoundingClientRect().height));
  expect(new Set(heights).size).toBe(1);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect
    .poll(async () => Number(await page.locator('tr[data-index]').last().getAttribute('data-index')))
    .toBe(399);
  expect(await sideways()).toBeLessThanOrEqual(320);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in a table with tags, a selection and open panels, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openJobs(page, 30);
    const colours = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'];
    for (const [n, colour] of colours.entries()) {
      await box(page, 30 - n).check();
      await button(page, 'Tags').click();
      await page.keyboard.type(colour);
      await menu(page, 'Tags').getByTitle(colour).click();
      await page.keyboard.press('Enter');
      await expect(
        row(page, 30 - n)
          .locator('.chip')
          .first(),
      ).toHaveText(colour);
      await page.keyboard.press('Escape');
      await box(page, 30 - n).uncheck();
    }
    await box(page, 27).check();
    for (const panel of ['Tags', 'Views', 'Columns']) {
      await button(page, panel).click();
      expect.soft(await violationsOf(page), panel).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
}
