// Jobs side by side: chosen in the list, compared by what differs, and the address that says it all.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { parseCsv } from '#core/files/csv.ts';
import { seedJobs } from '../bench/seed-jobs.ts';
import { LONG, open, run, start, watchFaults } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violationsOf(page: Page): Promise<unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await (globalThis as any).axe.run(document, { runOnly });
    return violations.map((found: any) => [found.id, found.nodes.map((node: any) => node.failureSummary)]);
  });
}

const summary = (page: Page) => page.getByRole('main').locator('p[role=status]').first();
const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
const texts = async (page: Page, name: string) =>
  (await row(page, name).getByRole('cell').allInnerTexts()).map((text) => text.replace('≠', '').trim());

/** Nothing wider than the narrowest screen, and nothing that axe finds, in light and dark. */
async function isFit(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page), `${page.url()} ${colorScheme}`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, page.url()).toBeLessThanOrEqual(320);
  await page.setViewportSize(size);
}

test('two jobs are chosen in the list and compared by what differs; the address holds every choice', async ({
  page,
}) => {
  const faults = watchFaults(page);
  const alidade = await open(page);
  const ask = { entrypoint: 'Hello World', seed: 7 };
  const one = await run(alidade, { ...ask, values: { name: 'Ada' } });
  const other = await run(alidade, { ...ask, values: { name: 'Grace' } });
  await page.goto('jobs/');
  await page.getByRole('checkbox', { name: `Select Job ${one.number}`, exact: true }).check();
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  await expect(compare).toBeDisabled();
  await page.getByRole('checkbox', { name: `Select Job ${other.number}`, exact: true }).check();
  await compare.click();

  await expect(summary(page)).toHaveText('2 jobs of Hello World: they differ in name.');
  expect(await texts(page, 'name')).toEqual(['Ada', 'Grace']);
  await expect(row(page, 'seed')).toHaveCount(0);
  await page.getByLabel('Show what is the same, too').check();
  expect(await texts(page, 'seed')).toEqual(['7', '7']);
  await page.getByLabel('Base').selectOption(other.id);
  await expect(page.getByRole('columnheader', { name: `Job ${other.number}` }).first()).toContainText('base');

  const key = page.getByRole('toolbar', { name: 'Jobs in the charts' }).getByRole('button');
  await key.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(key.nth(1)).toBeFocused();
  await expect(key.nth(1)).toHaveAttribute('aria-pressed', 'false');

  await tab(page, 'Artifacts').click();
  await expect(page.getByRole('region', { name: `output of job ${one.number}` })).toContainText('Goodbye, Ada');
  await expect(page.getByRole('region', { name: `output of job ${other.number}` })).toContainText('Goodbye, Grace');
  await page.reload();
  await expect(page.getByRole('region', { name: `output of job ${other.number}` })).toContainText('Grace');
  await expect(page.getByLabel('Base')).toHaveValue(other.id);
  await expect(page.getByLabel('Show what is the same, too')).toBeChecked();
  await expect(key.nth(1)).toHaveAttribute('aria-pressed', 'false');
  await tab(page, 'Graph and code').click();
  await expect(page.getByText('All of them ran the same graph and the same code.')).toBeVisible();
  expect(faults).toEqual([]);
});
