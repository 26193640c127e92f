/** The walls of the sandbox against modules that nobody checked: what code tries that the check of sources would refuse. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { chromiumLaunch } from '../chromium.ts';
import type { JobSpec, Ran } from './engine-harness/main.ts';
import { openHarness, serveHarness } from './engine-harness.ts';
import { listen, type Listener } from './listener.ts';
import * as walls from './walls.ts';

let site: { url: string; close: () => Promise<void> };
let listener: Listener;

test.beforeAll(async () => {
  site = await serveHarness();
  listener = await listen();
});
test.afterAll(async () => {
  await site.close();
  await listener.close();
});

const TASKS = `import { log } from 'alidade/sdk';
import * as attempts from './attempts.js';
import { imports } from './import-attempts.js';
const groups = { ...attempts, imports };
export async function attack(group, facts) {
  for (const [name, outcome] of Object.entries(await attempts.attempt(groups[group], facts))) log(name + '\\t' + outcome);
}`;

async function inside(page: Page, group: walls.Group, facts: walls.Facts): Promise<walls.Outcome> {
  const args = [group, facts].map((value) => ({ kind: 'literal', value }) as const);
  const spec: JobSpec = {
    files: {
      'attempts.js': walls.hostileFile('attempts.js'),
      'import-attempts.js': walls.hostileFile('import-attempts.js'),
      'tasks.js': TASKS,
    },
    steps: [{ name: 'attack', file: 'tasks.js', args, outputs: [] }],
    raw: true,
    timeout: 60,
  };
  const ran: Ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(ran.outcome, JSON.stringify(ran.events.at(-1))).toBe('finished');
  const lines = ran.events.flatMap((e) =>
    e.kind === 'log' && e.logger === 'demo.attack' ? [e.message] : [],
  );
  return Object.fromEntries(lines.map((line) => line.split('\t') as [string, string]));
}

async function world(page: Page): Promise<walls.World> {
  await openHarness(page, site.url);
  return walls.worldOf(page, listener, site.url, (group, told) => inside(page, group, told));
}

test('no network', async ({ page }) => walls.expectNoNetwork(await world(page), 'network'));

test('no imports', async ({ page }) => walls.expectNoNetwork(await world(page), 'imports'));

test('no datagrams', async ({ page }) => walls.expectNoDatagrams(await world(page)));

test('no storage, no other tab', async ({ page, context }) => {
  const tab = await context.newPage();
  await openHarness(tab, site.url);
  await walls.expectNoStorage(await world(page), tab);
});

test('nothing of a page', async ({ page }) => walls.expectNothingOfAPage(await world(page)));

test('no name is looked up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-'));
  const log = join(folder, 'net.json');
  // A profile of its own: in the tests' usual one, which forgets all, Chromium never prefetches.
  const options = chromiumLaunch([`--log-net-log=${log}`]);
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), options);
  const here = await world(await context.newPage());
  expect((await here.inside('page'))['dnsPrefetch']).toMatch(/^failed/);
  await here.page.goto(`${site.url}control.html`);
  await walls.attemptAsPage(here.page, { ...here.facts, name: 'outside.example' });
  await here.page.waitForTimeout(500);
  await context.close();
  const text = readFileSync(log, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  expect(text.includes('outside.example')).toBe(true);
  expect(text.includes('inside.example')).toBe(false);
});
