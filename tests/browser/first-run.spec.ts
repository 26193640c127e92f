// The first minute: from the home page to a verdict with one click, by keyboard alone, and with the network cut.
import { expect, test, type Page } from '@playwright/test';
import { countsOf, idOf, LONG, open, readVerdict, waitForDigit, watchFaults } from './app.ts';

test.setTimeout(2 * LONG);

/** What stands on the job page at the end equals what the job recorded. */
async function expectVerdict(page: Page): Promise<void> {
  const verdict = await readVerdict(page);
  expect(verdict.of).toBe(256);
  expect(verdict.clean).toBeGreaterThan(236);
  expect(verdict.attacked).toBeLessThan(verdict.clean);
  const recorded = await page.evaluate((id) => alidade.jobs.metrics(id), await idOf(page));
  expect(verdict).toEqual(countsOf(recorded, verdict));
  const job = await page.evaluate((id) => alidade.jobs.get(id), await idOf(page));
  expect(job?.status).toBe('finished');
  expect(job?.manifest?.backend?.backend).toBe('wasm');
}

test('one click leads from the home page to the verdict', async ({ page }) => {
  const faults = watchFaults(page);
  await open(page);
  await page.getByRole('button', { name: 'Run the full test' }).click();
  await expect(page).toHaveURL(/jobs\/view\/\?id=/, { timeout: 60_000 });
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
  await expect(page).toHaveURL(/jobs\/view\/\?id=/, { timeout: 60_000 });
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

test('the slider answers at once, and moves what the network reads', async ({ page }) => {
  await open(page);
  await waitForDigit(page);
  const slider = page.getByRole('slider');
  const attacked = page.getByRole('region', { name: 'Attacked' });
  const untouched = page.getByRole('region', { name: 'The digit' }).getByRole('img').last();
  const before = await untouched.getAttribute('aria-label');
  await slider.fill('0');
  await expect(attacked).toContainText('unchanged');
  const waits: number[] = [];
  for (const value of ['0.1', '0.2', '0.3', '0.4', '0.5']) {
    const bars = attacked.getByRole('img').last();
    const old = await bars.getAttribute('aria-label');
    const moved = Date.now();
    await slider.fill(value);
    await expect(bars).not.toHaveAttribute('aria-label', old!, { timeout: 2000 });
    waits.push(Date.now() - moved);
  }
  expect(Math.min(...waits)).toBeLessThan(500);
  await expect(attacked).toContainText('fooled');
  expect(await untouched.getAttribute('aria-label')).toBe(before);

  await page.getByRole('button', { name: 'Next digit' }).click();
  await expect(untouched).not.toHaveAttribute('aria-label', before!);
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
