/** The built app against a plugin that tries every way out: imported, checked and run as any other. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Client, ImportFile } from '#core/client.ts';
import { open, run } from './app.ts';
import { serve } from '../../scripts/serve.mjs';
import { buildFolder } from '../../scripts/stale.mjs';
import { listen, type Listener } from './listener.ts';
import * as walls from './walls.ts';

let site: { url: string; close: () => Promise<void> };
let folder: string;
let listener: Listener;

/** The built app with the controls beside it: only what a server of the same address sends has the same rights. */
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alidade-'));
  cpSync(buildFolder, folder, { recursive: true });
  cpSync(join(import.meta.dirname, 'hostile'), folder, { recursive: true });
  site = await serve({ root: folder });
  listener = await listen();
});
test.afterAll(async () => {
  await site.close();
  await listener.close();
  rmSync(folder, { recursive: true, force: true });
});

const TASKS = `import { log } from 'alidade/sdk';
import * as attempts from './attempts.js';

type Group = Parameters<typeof attempts.attempt>[0];

export async function attack(group: string, facts: Record<string, unknown>): Promise<void> {
  const tried = await attempts.attempt((attempts as unknown as Record<string, Group>)[group], facts);
  for (const [name, outcome] of Object.entries(tried)) log(name + '\\t' + outcome);
}
`;
const SMUGGLE = `import { log } from 'alidade/sdk';
import lodash from 'lodash';
import 'https://example.org/x.js';
import '../hostile/tasks.ts';
export async function smuggle() {
  const address = 'https://example.org/y.js';
  log(lodash(await import(address)));
}
`;
const GRAPHS = {
  'attack.yaml': 'graph:\n  out:\n    attack:\n      group: $group\n      facts: $facts\n',
  'smuggle.yaml': 'graph:\n  out:\n    smuggle: {}\n',
};

function files(): ImportFile[] {
  const texts: Record<string, string> = {
    'hostile.toml': walls.hostileFile('hostile.toml'),
    'hostile/attempts.js': walls.hostileFile('attempts.js'),
    'hostile/tasks.ts': TASKS,
    'smuggler/tasks.ts': SMUGGLE,
    ...GRAPHS,
  };
  return Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
}

async function importHostile(alidade: Client): Promise<void> {
  const report = await alidade.import(files(), { conflicts: 'update', config: 'hostile.toml' });
  expect(report.issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
}

async function inside(alidade: Client, group: walls.Group, facts: walls.Facts): Promise<walls.Outcome> {
  const job = await run(alidade, { entrypoint: 'Attack', values: { group, facts: JSON.stringify(facts) } });
  expect(job.status, job.reason ?? '').toBe('finished');
  const logs = (await alidade.jobs.logs(job.id)).filter((line) => line.logger === 'hostile.attack');
  return Object.fromEntries(logs.map(({ message }) => message.split('\t') as [string, string]));
}

async function world(page: Page): Promise<walls.World> {
  const alidade = await open(page, site.url);
  await importHostile(alidade);
  return walls.worldOf(page, listener, site.url, (group, told) => inside(alidade, group, told));
}

test('no network', async ({ page }) => walls.expectNoNetwork(await world(page), 'network'));

test('no datagrams', async ({ page }) => walls.expectNoDatagrams(await world(page)));

test('no storage, no other tab', async ({ page, context }) => {
  const tab = await context.newPage();
  await open(tab, site.url);
  await walls.expectNoStorage(await world(page), tab);
});

test('nothing of a page', async ({ page }) => walls.expectNothingOfAPage(await world(page)));

test('what may not be imported is refused before anything runs, each at its line', async ({ page }) => {
  const alidade = await open(page, site.url);
  await importHostile(alidade);
  const { job, issues } = await alidade.jobs.run({ entrypoint: 'Smuggle' });
  expect(job).toBeNull();
  expect(issues.map(({ code, document, range }) => `${code} ${document}:${range?.start.line}`)).toEqual([
    'import-refused tasks.ts:2',
    'import-refused tasks.ts:3',
    'import-refused tasks.ts:4',
    'import-computed tasks.ts:7',
  ]);
});
