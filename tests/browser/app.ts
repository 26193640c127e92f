// The built app in a test: opens a page as a person does, and hands over its own client for what a person would wait for.
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Client, JobRequest } from '#core/client.ts';
import type { MetricPoint } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';
import { bridgeClient } from '#node/client/bridge.ts';
import { filesBelow } from '../exchange/files.ts';

/** Tasks that misbehave; see the folder. */
export const PROBES = join(import.meta.dirname, 'probes');

/** Milliseconds that the whole test may take on a slow machine that does other things too. */
export const LONG = 300_000;

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

/** Two steps of the plugin of greetings, the second fed by the first. */
export const GRAPH = `first:
  hello:
    name: $name
second:
  shout:
    greeting: $first
`;

/** The id in a page's own address. */
export async function idOf(page: Page): Promise<string> {
  await page.waitForURL(({ searchParams }) => searchParams.has('id'));
  return new URL(page.url()).searchParams.get('id') ?? '';
}

/** What a verdict counts: "Of 2,000 digits it reads 1,926. … and it reads 1,065 (between 1,021 and 1,109)." */
export interface Counts {
  readonly of: number;
  readonly clean: number;
  readonly attacked: number;
  readonly low: number;
  readonly high: number;
  /** Of 255 grey levels, how many each pixel may change by. */
  readonly levels: number;
}

const SENTENCE =
  /^Of (?<of>[\d,]+) digits it reads (?<clean>[\d,]+)\. .* at most (?<levels>\d+) of 255 grey levels and it reads (?<attacked>[\d,]+) \(between (?<low>[\d,]+) and (?<high>[\d,]+)\)\./;

/** Reads the verdict on the job page, once it stands there. */
export async function readVerdict(page: Page): Promise<Counts> {
  const sentence = page.getByRole('region', { name: 'Verdict' }).getByText(/^Of [\d,]+/);
  await expect(sentence).toBeVisible({ timeout: LONG });
  await expect(sentence).toHaveText(SENTENCE);
  const { groups } = SENTENCE.exec((await sentence.innerText()).replaceAll(/\s+/g, ' '))!;
  const count = (name: keyof Counts) => Number(groups![name]!.replaceAll(',', ''));
  const [of, clean, attacked] = [count('of'), count('clean'), count('attacked')];
  return { of, clean, attacked, low: count('low'), high: count('high'), levels: count('levels') };
}

/** The same counts, from the metrics that a job recorded of the attack that saw as many images. */
export function countsOf(metrics: readonly MetricPoint[], { of, levels }: Counts): Counts {
  const value = (name: string, at: number) =>
    metrics.find((metric) => metric.name === name && metric.at === at)?.value ?? NaN;
  const at = metrics.find((m) => m.name === 'epsilon' && Math.round(m.value * 255) === levels)?.at ?? -1;
  const attack = ['pgd', 'fgsm'].find((name) => value(`${name}_count`, 0) === of);
  const [low, high] = [value(`${attack}_accuracy_low`, at), value(`${attack}_accuracy_high`, at)];
  return {
    of,
    clean: value(`${attack}_correct`, 0),
    attacked: value(`${attack}_correct`, at),
    low: Math.round(low * of),
    high: Math.round(high * of),
    levels,
  };
}

/** Everything that goes wrong in a page without a test asking for it. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  return faults;
}

/** Goes to another page as a link does, without a new document: a job that this tab runs goes on. */
export async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    link.remove();
  }, new URL(address, test.info().project.use.baseURL).href);
  await page.waitForURL((url) => url.href.endsWith(address));
}
