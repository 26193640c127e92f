// How jobs end that do not finish: cancelled in a second, or failed at the author's own line; and the page lives on.
import { expect, test } from '@playwright/test';
import { follow, importProbes, open, start, waitForStatus } from './app.ts';

test('an endless loop is cancelled within a second, and the page stays alive', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const { id } = await start(alidade, { entrypoint: 'Spin' });
  await follow(page, `jobs/view/?id=${id}`);
  await waitForStatus(alidade, id, 'started');
  await expect(page.locator('[data-step="wheel"]')).toHaveAttribute('data-state', 'running');

  const clock = page.evaluate(watchCancel);
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  const { pressed, read } = await clock;
  expect(read - pressed).toBeLessThan(1000);
  const job = await alidade.jobs.get(id);
  expect(job?.status).toBe('cancelled');
  expect(job!.ended! - pressed).toBeLessThan(1000);
  await expect(page.locator('[data-step="never"]')).toHaveAttribute('data-state', 'skipped');

  const next = await start(alidade, { entrypoint: 'Hello World' });
  expect((await alidade.jobs.wait(next.id)).status).toBe('finished');
});

/** In the page: when a button was pressed, and when the step that ran reads cancelled. */
async function watchCancel(): Promise<{ pressed: number; read: number }> {
  const pressed = await new Promise<number>((done) =>
    addEventListener('click', () => done(Date.now()), { capture: true, once: true }),
  );
  while (document.querySelector('[data-step="wheel"]')?.getAttribute('data-state') !== 'cancelled')
    await new Promise((done) => setTimeout(done, 5));
  return { pressed, read: Date.now() };
}

test('the page answers while a task never lets go of its worker', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const { id } = await start(alidade, { entrypoint: 'Spin' });
  await waitForStatus(alidade, id, 'started');
  await expect.poll(async () => (await alidade.jobs.view(id)).steps.get('wheel')?.status).toBe('running');
  const longest = await page.evaluate(async () => {
    let most = 0;
    for (let tick = 0; tick < 100; tick++) {
      const asked = performance.now();
      await new Promise((done) => setTimeout(done, 10));
      most = Math.max(most, performance.now() - asked);
    }
    return most;
  });
  expect(longest).toBeLessThan(500);
  await alidade.jobs.cancel(id);
  expect((await alidade.jobs.wait(id)).status).toBe('cancelled');
});

test('a job is drawn once: what it says reads no graph again, and turns no frames by itself', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const alidade = await open(page);
  await importProbes(alidade);
  const { id } = await start(alidade, { entrypoint: 'Plod', values: { batches: '3000', pause: '50' } });
  await follow(page, `jobs/view/?id=${id}`);
  await expect(page.locator('[data-step][data-state=running]')).toBeVisible();
  await expect(page.locator('svg.provisional')).toHaveCount(0);
  const said = async () => (await alidade.jobs.metrics(id)).length;
  const before = await said();
  await page.evaluate(countWork);
  await expect.poll(said).toBeGreaterThan(before + 40);
  const { calls, frames, seconds } = await page.evaluate(() => window.work!());
  expect(calls).toBe(0);
  expect(frames / seconds).toBeLessThan(10);
  await alidade.jobs.cancel(id);
});

declare global {
  interface Window {
    work?: () => { calls: number; frames: number; seconds: number };
  }
}

/** In the page: counts what it asks of its workers, and the frames that it asks for, from now on. */
function countWork(): void {
  const began = performance.now();
  let [calls, frames] = [0, 0];
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof postMessage>) {
    calls += 1;
    return Reflect.apply(postMessage, this, args) as void;
  } as typeof postMessage;
  const { requestAnimationFrame } = window;
  window.requestAnimationFrame = (then) => {
    frames += 1;
    return requestAnimationFrame(then);
  };
  window.work = () => ({ calls, frames, seconds: (performance.now() - began) / 1000 });
}

test('a job that outlives its time limit fails with that reason', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const { id } = await start(alidade, { entrypoint: 'Spin', timeout: 1 });
  const job = await alidade.jobs.wait(id);
  expect(job.status).toBe('failed');
  expect(job.reason).toMatch(/second|time/i);
  expect(job.ended! - job.started!).toBeLessThan(6000);
});

test('a task that throws is shown with its author’s file and line', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const { id } = await start(alidade, { entrypoint: 'Trip' });
  const job = await alidade.jobs.wait(id);
  expect(job.status).toBe('failed');
  expect(job.fault).toMatchObject({
    step: 'walk',
    task: 'trip',
    place: { plugin: 'probes', file: 'parts/fall.ts', line: 10 },
  });
  expect(job.fault?.message).toContain('the floor is gone');
  expect(job.fault?.stack).toContain('tasks.ts:10');

  await page.goto(`jobs/view/?id=${id}`);
  const fault = page.getByRole('region', { name: 'What went wrong' });
  await expect(fault).toContainText('the floor is gone');
  await expect(fault).toContainText('probes/parts/fall.ts:10');
  await expect(fault).toContainText('walk');
  await expect(page.locator('[data-step="walk"]')).toHaveAttribute('data-state', 'failed');
  await expect(page.locator('[data-step="after"]')).toHaveAttribute('data-state', 'skipped');
});
