// A list of 100,000 jobs beside one of 1,000: opening, searching, sorting, scrolling and selecting, and how long the page is ever held up.
import type { Browser, Page } from 'playwright';
import type { BenchContext, Row } from './index.ts';
import { seedJobs } from './seed-jobs.ts';

export const name = 'Table: 100,000 jobs beside 1,000';

const SIZES = [1_000, 100_000] as const;
const PATIENCE = 180_000;

interface Held {
  /** The longest task of the page's main thread, in milliseconds of its own CPU time, whatever else the machine does meanwhile. */
  readonly task: number;
  /** Tasks of more than 50 such milliseconds. */
  readonly long: number;
  /** Frames that came more than 50 ms after the one before, by the clock. */
  readonly frames: number;
}

interface Step extends Held {
  readonly does: string;
  readonly milliseconds: number;
}

export async function run({ site, browser, say }: BenchContext): Promise<readonly Row[]> {
  const [url, chromium] = [await site(), await browser()];
  const [few, many] = [
    await measure(chromium, url, SIZES[0], say),
    await measure(chromium, url, SIZES[1], say),
  ] as const;
  return many.map((step, place) => {
    const before = few[place]!;
    return {
      step: step.does,
      'ms, 1,000': Math.round(before.milliseconds),
      'ms, 100,000': Math.round(step.milliseconds),
      ratio: step.milliseconds / Math.max(1, before.milliseconds),
      'longest task ms, 1,000': Math.round(before.task),
      'longest task ms, 100,000': Math.round(step.task),
      'tasks over 50 ms': `${before.long} | ${step.long}`,
      'frames over 50 ms': `${before.frames} | ${step.frames}`,
    };
  });
}

async function measure(
  chromium: Browser,
  url: string,
  jobs: number,
  say: BenchContext['say'],
): Promise<readonly Step[]> {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 } });
  // The runner names each function by a function of its own, which the page does not have.
  await context.addInitScript('globalThis.__name = (named) => named');
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${url}jobs/view/?id=none`);
  await page.waitForFunction(() => 'alidade' in globalThis);
  await page.evaluate(() => globalThis.alidade.entrypoints.find('Demo'));
  await page.waitForTimeout(8000); // what a first visit fetches for later ones
  const began = Date.now();
  await seedJobs(page, 1, jobs);
  say(`${jobs} jobs written in ${Math.round((Date.now() - began) / 1000)} s`);
  await page.reload();
  await page.waitForFunction(() => 'alidade' in globalThis);
  await page.evaluate(() => globalThis.alidade.jobs.list({ limit: 1 }));
  await page.waitForTimeout(3000);

  const steps: Step[] = [];
  for (const [does, act] of stepsOf(page, jobs)) {
    const stop = await watch(chromium, page);
    const from = Date.now();
    await act();
    const milliseconds = Date.now() - from;
    await page.waitForTimeout(300);
    steps.push({ does, milliseconds, ...(await stop()) });
    say(`${jobs}: ${does} ${milliseconds} ms`);
  }
  await context.close();
  return steps;
}

/** What a person does, one after the other. */
function stepsOf(
  page: Page,
  jobs: number,
): readonly (readonly [does: string, act: () => Promise<unknown>])[] {
  const row = page.locator('tr[data-id] a[data-row]').first();
  const all = jobs.toLocaleString('en');
  return [
    [
      'open, until the first rows stand there',
      async () => {
        await page.getByRole('navigation').getByRole('link', { name: 'Jobs' }).click();
        await row.waitFor();
      },
    ],
    ['until all are read', () => page.getByText(`${all} jobs`, { exact: true }).waitFor()],
    ['search a state', () => search(page, 'status:failed', /of/)],
    ['search words', () => search(page, 'sweep 12', /of/)],
    ['search nothing again', () => search(page, '', new RegExp(`^${all} jobs$`))],
    ['sort by state', () => sort(page, 'State')],
    ['sort by time taken', () => sort(page, 'Took')],
    ['scroll by 200 turns of a wheel', () => page.evaluate(scroll, { by: 240, times: 200 })],
    ['drag the scroll bar down and up', () => drag(page)],
    [
      'select all',
      async () => {
        await row.focus();
        await page.keyboard.press('*');
        await page.getByText(`${all} jobs selected`).waitFor();
      },
    ],
    ['select none', () => page.keyboard.press('Escape')],
    ['tag one job, until its chip stands there', () => tagFirst(page)],
  ];
}

async function drag(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.evaluate(scroll, { by: height / 30, times: 30 });
  await page.evaluate(scroll, { by: -height / 30, times: 31 });
  await page.locator('tr[data-index="0"][data-id]').waitFor();
}

async function tagFirst(page: Page): Promise<void> {
  await page.locator('tr[data-id] a[data-row]').first().focus();
  await page.keyboard.press('x');
  await page.getByRole('group', { name: 'What to do' }).getByRole('button', { name: 'Tags' }).click();
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.locator('tr[data-id] .chip').first().waitFor();
}

/** Waits until the count says what it should. */
async function search(page: Page, text: string, count: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'Search jobs' }).fill(text);
  await page.locator('p.count').filter({ hasText: count }).waitFor();
  await page.keyboard.press('Escape'); // what is offered stands before the table
}

/** Waits until the first row is another one, or the order is told. */
async function sort(page: Page, column: string): Promise<void> {
  const first = page.locator('tr[data-index="0"]');
  const before = await first.getAttribute('data-id');
  await page.getByRole('columnheader', { name: column }).getByRole('button').click();
  await page.waitForFunction(
    (id) => document.querySelector<HTMLElement>('tr[data-index="0"]')?.dataset.id !== id,
    before,
  );
}

/** Runs in the page: so many pixels with each frame. */
async function scroll({ by, times }: { readonly by: number; readonly times: number }): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    scrollBy(0, by);
    await new Promise(requestAnimationFrame);
  }
}

/** Begins to watch the page; what it gives ends that, and tells what was seen. */
async function watch(chromium: Browser, page: Page): Promise<() => Promise<Held>> {
  await page.evaluate(() => {
    const watched = { frames: 0, goes: true };
    let before = performance.now();
    requestAnimationFrame(function next(now) {
      if (now - before > 50) watched.frames += 1;
      before = now;
      if (watched.goes) requestAnimationFrame(next);
    });
    Object.assign(globalThis, { watched });
  });
  await chromium.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  return async () => {
    const tasks = readTasks(await chromium.stopTracing());
    const frames = await page.evaluate(() => {
      const { watched } = globalThis as unknown as { watched: { frames: number; goes: boolean } };
      watched.goes = false;
      return watched.frames;
    });
    return { task: Math.max(0, ...tasks), long: tasks.filter((time) => time > 50).length, frames };
  };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the thread's own CPU time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** CPU milliseconds of each task that a page's main thread ran. */
function readTasks(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const key = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const mains = new Set(
    traceEvents
      .filter(({ name: kind, args }) => kind === 'thread_name' && args.name === 'CrRendererMain')
      .map(key),
  );
  return traceEvents
    .filter((event) => event.name === 'RunTask' && event.ph === 'X' && mains.has(key(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
}
