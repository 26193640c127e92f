// The first minute: from the home page to a verdict with one click, by keyboard alone, and with the network cut.
import { expect, test, type Page } from '@playwright/test';
import { countsIn, idOf, LONG, open, readVerdict, waitForDigit, watchFaults } from './app.ts';

test.setTimeout(2 * LONG);

/** What stands on the job page at the end equals what the job recorded. */
async function expectVerdict(page: Page): Promise<void> {
  const counts = await readVerdict(page);
  expect(counts.of).toBe(2000);
  expect(counts.clean / counts.of).toBeGreaterThan(0.95);
  expect(counts.attacked).toBeLessThan(counts.clean);
  const recorded = await page.evaluate((id) => alidade.jobs.metrics(id), idOf(page));
  expect(countsIn(recorded, counts.of)).toContain(counts.clean);
  expect(countsIn(recorded, counts.of)).toContain(counts.attacked);
  const job = await page.evaluate((id) => alidade.jobs.get(id), idOf(page));
  expect(job?.status).toBe('finished');
  expect(job?.manifest?.backend?.backend).toBe('wasm');
}

test('one click leads from the home page to the verdict', async ({ page }) => {
  const faults = watchFaults(page);
  await open(page);
  await page.getByRole('button', { name: 'Run the full test' }).click();
  await expect(page).toHaveURL(/jobs\/view\/\?id=/);
  await expect(page.locator('[data-step][data-state="running"]').first()).toBeVisible({ timeout: 30_000 });
  await expectVerdict(page);
  const states = await page
    .locator('[data-step]')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-state')));
  expect(states.length).toBeGreaterThan(3);
  expect(new Set(states)).toEqual(new Set(['done']));
  expect(faults).toEqual([]);
});

test('the keyboard alone leads there too', async ({ page }) => {
  await open(page);
  await waitForDigit(page);
  await tabTo(page, 'slider');
  const before = await page.getByRole('slider').getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('slider')).not.toHaveAttribute('aria-valuetext', before!);
  await tabTo(page, 'button', 'Run the full test');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/jobs\/view\/\?id=/);
  await expectVerdict(page);
  await tabTo(page, 'option');
  const first = await focusedStep(page);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focusedStep(page)).not.toBe(first);
  await tabTo(page, 'link', 'Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Run the full test' })).toBeVisible();
});

test('after one visit it all works with the network cut', async ({ page, context }) => {
  await open(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect(page.getByText('Ready offline')).toBeVisible({ timeout: 60_000 });
  await context.setOffline(true);
  await page.reload();
  await waitForDigit(page);
  await page.getByRole('button', { name: 'Run the full test' }).click();
  await expectVerdict(page);
});

/** Presses Tab until something of this role and name has the focus. */
async function tabTo(
  page: Page,
  role: 'slider' | 'button' | 'option' | 'link',
  name?: string,
): Promise<void> {
  const wanted = page.getByRole(role, { ...(name !== undefined && { name }) });
  for (let presses = 0; presses < 80; presses++) {
    const there = await wanted.evaluateAll((found) => found.some((one) => one === document.activeElement));
    if (there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached the ${role} ${name ?? ''}.`);
}

const focusedStep = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-step') ?? null);
