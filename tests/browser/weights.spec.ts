// The home page reads with the weights that lie in its folder: others move its bars. Nothing in the picture is made up.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Browser } from '@playwright/test';
import { buildFolder } from '../../scripts/stale.mjs';
import { open, waitForDigit } from './app.ts';

const NAME = 'demo-weights';
const data = join(buildFolder, 'data');

interface Entry {
  readonly name: string;
  readonly file: string;
}

/** What the three pictures are read as, on a page whose weights went through `change`; null leaves them as they are. */
async function readBars(
  browser: Browser,
  baseURL: string,
  change: ((weights: Float32Array) => void) | null,
): Promise<string[]> {
  const context = await browser.newContext({ baseURL, serviceWorkers: 'block' });
  const page = await context.newPage();
  if (change) {
    const index: Entry[] = JSON.parse(readFileSync(join(data, 'index.json'), 'utf8'));
    const { file } = index.find((entry) => entry.name === NAME)!;
    const weights = new Float32Array(new Uint8Array(readFileSync(join(data, file))).buffer);
    change(weights);
    const body = Buffer.from(weights.buffer);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const changed = index.map((entry) => (entry.name === NAME ? { ...entry, sha256 } : entry));
    await page.route('**/data/index.json*', (route) => route.fulfill({ json: changed }));
    await page.route(`**/data/${file}*`, (route) => route.fulfill({ body }));
  }
  await open(page);
  await waitForDigit(page);
  const bars = ['The digit', 'Attacked', 'Random noise'].map((name) =>
    page.getByRole('region', { name }).getByRole('img').last(),
  );
  const labels: string[] = [];
  for (const bar of bars) labels.push((await bar.getAttribute('aria-label')) ?? '');
  await context.close();
  return labels;
}

test('other weights move the bars', async ({ browser, baseURL }) => {
  const as = await readBars(browser, baseURL!, null);
  expect(as[0]).toMatch(/\d with/);
  expect(await readBars(browser, baseURL!, () => undefined)).toEqual(as);

  const halved = await readBars(browser, baseURL!, (weights) =>
    weights.forEach((w, i) => (weights[i] = w / 2)),
  );
  const turned = await readBars(browser, baseURL!, (weights) => weights.reverse());
  const bars = [as, halved, turned].map((labels) => labels[0]);
  expect(new Set(bars).size).toBe(3);
});

test('weights that are not what the index says are refused', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.route('**/data/demo-weights.bin*', (route) => route.fulfill({ body: Buffer.alloc(23_976) }));
  await open(page);
  await expect(page.getByText(/did not start/)).toBeVisible({ timeout: 60_000 });
  await context.close();
});
