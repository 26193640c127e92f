// The app as a bench uses it: its client, with what is measured in it, and jobs run to their end.
import type { Browser, Page } from 'playwright';
import type { Client } from '#core/client.ts';
import { bridgeClient } from '#node/client/bridge.ts';
import { filesBelow } from '../exchange/files.ts';

export interface MeasuredApp {
  readonly page: Page;
  readonly alidade: Client;
}

/** The app with the plugin and the entrypoints of ./measured. */
export async function openMeasured(chromium: Browser, url: string): Promise<MeasuredApp> {
  const page = await chromium.newPage();
  await page.goto(new URL('queues/', url).href); // a page that computes nothing by itself
  await page.waitForFunction(() => 'alidade' in globalThis);
  const alidade = await bridgeClient(page);
  const { issues } = await alidade.import(filesBelow(new URL('./measured', import.meta.url).pathname), {
    conflicts: 'update',
  });
  for (const issue of issues) throw new Error(`${issue.message} ${issue.remedy}`);
  return { page, alidade };
}

/** Runs to the end; milliseconds since 1970 of the order, and the job's metrics by name. */
export async function runJob(alidade: Client, entrypoint: string, values: Record<string, string> = {}) {
  const asked = Date.now();
  const { job, issues } = await alidade.jobs.run({ entrypoint, values, backend: 'wasm' });
  if (!job) throw new Error(issues.map((issue) => issue.message).join(' '));
  const ended = await alidade.jobs.wait(job.id);
  if (ended.status !== 'finished') throw new Error(`${entrypoint} ${ended.status}: ${ended.reason}`);
  const metrics = await alidade.jobs.metrics(job.id);
  const valuesOf = (metric: string) => metrics.filter((m) => m.name === metric).map((m) => m.value);
  return { id: job.id, asked, ended: ended.ended ?? Date.now(), valuesOf };
}
