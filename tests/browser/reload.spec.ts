// A tab that dies in mid-job: what was recorded is whole up to the last batch, and the job reads interrupted, never started for ever.
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import { importProbes, open, start, waitForStatus } from './app.ts';

const PLOD = { entrypoint: 'Plod', values: { batches: '100000', pause: '4' } };

/** Starts a job that goes on for long, and waits until it has written something. */
async function plod(page: Page): Promise<{ id: string; seen: number }> {
  const alidade = await open(page);
  await importProbes(alidade);
  const { id } = await start(alidade, PLOD);
  await waitForStatus(alidade, id, 'started');
  await expect
    .poll(async () => (await alidade.jobs.metrics(id)).length, { timeout: 30_000 })
    .toBeGreaterThan(100);
  return { id, seen: (await alidade.jobs.metrics(id)).length };
}

/** The road says left, right and a line, again and again: what is recorded is what it said up to some point, and nothing is missing before. */
async function expectWhole(alidade: Client, id: string, atLeast: number): Promise<void> {
  const metrics = await alidade.jobs.metrics(id);
  const logs = (await alidade.jobs.logs(id)).filter((log) => log.message.startsWith('batch '));
  const left = metrics.filter((metric) => metric.name === 'left');
  const right = metrics.filter((metric) => metric.name === 'right');
  const said = left.length + right.length + logs.length;
  expect(metrics.length).toBeGreaterThanOrEqual(atLeast);
  expect([left.length, right.length, logs.length]).toEqual(
    [2, 1, 0].map((more) => Math.floor((said + more) / 3)),
  );

  const sumTo = (batch: number) => (batch * (batch + 1)) / 2;
  expect(left.map(({ at, value }) => [at, value])).toEqual(left.map((_, batch) => [batch, sumTo(batch)]));
  expect(right.map(({ at, value }) => [at, -value])).toEqual(
    left.slice(0, right.length).map(({ at, value }) => [at, value]),
  );
  expect(logs.map((log) => log.message)).toEqual(logs.map((_, batch) => `batch ${batch}`));
}

async function expectInterrupted(page: Page, alidade: Client, id: string): Promise<void> {
  await waitForStatus(alidade, id, 'interrupted');
  const view = await alidade.jobs.view(id);
  expect(view.status).toBe('interrupted');
  expect(['running', 'waiting']).not.toContain(view.steps.get('road')?.status);
  await page.goto(`jobs/view/?id=${id}`);
  await expect(
    page
      .getByRole('main')
      .getByText(/interrupted/i)
      .first(),
  ).toBeVisible();
  const again = await start(alidade, { entrypoint: 'Hello World' });
  expect((await alidade.jobs.wait(again.id)).status).toBe('finished');
}

test('a reload in mid-job', async ({ page }) => {
  const { id, seen } = await plod(page);
  await page.reload();
  const alidade = await open(page);
  await expectInterrupted(page, alidade, id);
  await expectWhole(alidade, id, seen);
});

test('a tab closed in mid-job', async ({ page, context }) => {
  const { id, seen } = await plod(page);
  await page.close();
  const next = await context.newPage();
  const alidade = await open(next);
  await expectInterrupted(next, alidade, id);
  await expectWhole(alidade, id, seen);
});

test('a second tab leaves a job alone that the first still runs', async ({ page, context }) => {
  const { id } = await plod(page);
  const second = await context.newPage();
  const alidade = await open(second);
  await alidade.entrypoints.list();
  expect((await alidade.jobs.get(id))?.status).toBe('started');
  await alidade.jobs.cancel(id);
  await waitForStatus(alidade, id, 'cancelled');
});
