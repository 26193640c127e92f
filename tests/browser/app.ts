// The built app in a test: opens a page as a person does, and hands over its own client for what a person would wait for.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Client, ImportFile, JobRequest } from '#core/client.ts';
import type { MetricPoint } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';
import { bridgeClient } from '#node/client/bridge.ts';

/** Tasks that misbehave; see the folder. */
export const PROBES = join(import.meta.dirname, 'probes');

/** Every place of the app, as a person reaches it. */
export const PLACES = [
  '',
  'experiments/',
  'entrypoints/',
  'jobs/',
  'plugins/',
  'types/',
  'queues/',
  'workers/',
];

/** Milliseconds that the whole test may take on a slow machine that does other things too. */
export const LONG = 150_000;

/** Goes to a page and waits until it has drawn itself and its client can be called. */
export async function open(page: Page, path = ''): Promise<Client> {
  await page.goto(path);
  await expect(page.locator('h1').first()).not.toBeEmpty();
  await page.waitForFunction(() => 'alidade' in globalThis);
  return bridgeClient(page);
}

/** Waits until the live digit answers. */
export async function waitForDigit(page: Page): Promise<void> {
  await expect(page.getByRole('slider')).toBeEnabled({ timeout: 60_000 });
}

/** Queues a job; a refusal fails the test with what it says. */
export async function start(alidade: Client, request: JobRequest): Promise<JobRecord> {
  const { job, issues } = await alidade.jobs.run(request);
  expect(issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
  return job!;
}

/** Runs a job to its end. */
export async function run(alidade: Client, request: JobRequest): Promise<JobRecord> {
  const { id } = await start(alidade, request);
  return alidade.jobs.wait(id);
}

/** Waits until a job stands so. */
export async function waitForStatus(alidade: Client, id: string, status: JobRecord['status']): Promise<void> {
  await expect.poll(async () => (await alidade.jobs.get(id))?.status, { timeout: 60_000 }).toBe(status);
}

/** Imports the tasks that misbehave. */
export async function importProbes(alidade: Client): Promise<void> {
  const report = await alidade.import(filesBelow(PROBES), { conflicts: 'update' });
  expect(report.issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
}

export function filesBelow(folder: string): ImportFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file), bytes: new Uint8Array(readFileSync(file)) }));
}

/** The id in a page's own address. */
export function idOf(page: Page): string {
  return new URL(page.url()).searchParams.get('id') ?? '';
}

/** What a verdict counts: "Of 2,000 digits it reads 1,926. … and it reads 1,065 (between 1,021 and 1,109)." */
export interface Counts {
  readonly of: number;
  readonly clean: number;
  readonly attacked: number;
}

/** Reads the verdict on the job page, once it stands there. */
export async function readVerdict(page: Page): Promise<Counts> {
  const sentence = page.getByRole('region', { name: 'Verdict' }).getByText(/^Of [\d,]+/);
  await expect(sentence).toBeVisible({ timeout: LONG });
  const counts = /Of ([\d,]+) \w+ it reads ([\d,]+).* it reads ([\d,]+)/.exec(await sentence.innerText());
  const [of, clean, attacked] = counts!.slice(1).map((text) => Number(text.replaceAll(',', '')));
  return { of: of!, clean: clean!, attacked: attacked! };
}

/** The counts that recorded metrics stand for: shares of `of`. */
export function countsIn(metrics: readonly MetricPoint[], of: number): ReadonlySet<number> {
  const counts = metrics.map((metric) => metric.value * of);
  return new Set(counts.filter((count) => Math.abs(count - Math.round(count)) < 1e-6 * of).map(Math.round));
}

/** Everything that goes wrong in a page without a test asking for it. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  return faults;
}
