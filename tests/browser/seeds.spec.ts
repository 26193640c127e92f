// A verdict is made of what its job recorded, and not of anything else: two seeds give two verdicts, each with its own metrics.
import { expect, test } from '@playwright/test';
import { countsOf, LONG, open, readVerdict, run, type Counts } from './app.ts';

test.setTimeout(3 * LONG);

test('two seeds give verdicts that differ and equal their metrics', async ({ page }) => {
  const alidade = await open(page);
  const verdicts: Counts[] = [];
  for (const seed of [1, 2]) {
    const values = { epochs: '1', pgd_count: '16' };
    const { id } = await run(alidade, { entrypoint: 'Demo', seed, values });
    await page.goto(`jobs/view/?id=${id}`);
    const verdict = await readVerdict(page);
    const recorded = await alidade.jobs.metrics(id);
    expect(verdict).toEqual(countsOf(recorded, verdict));
    verdicts.push(verdict);
  }
  expect(verdicts[0]).not.toEqual(verdicts[1]);
});
