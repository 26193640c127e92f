// Every page, in light and dark: nothing that axe finds, and nothing wider than the narrowest screen.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { buildFolder } from '../../scripts/stale.mjs';
import type { Client } from '#core/client.ts';
import { importProbes, LONG, open, run } from './app.ts';

test.setTimeout(2 * LONG);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /(^|\/)index\.html$/.test(file))
  .map((file) => file.replace(/index\.html$/, ''))
  .sort();

let page: Page;
let addresses: readonly string[];

// One visit for all: its records are what the pages show.
test.beforeAll(async ({ browser }, { project }) => {
  page = await browser.newPage({ baseURL: project.use.baseURL!, reducedMotion: 'reduce' });
  addresses = await addressesOf(await open(page));
});
test.afterAll(() => page.close());

/** Every address of the app: views with something in them, and a job of each end. */
async function addressesOf(alidade: Client): Promise<string[]> {
  await importProbes(alidade);
  const demo = await run(alidade, { entrypoint: 'Demo with the ready model', values: { pgd_count: '16' } });
  const plodded = await run(alidade, { entrypoint: 'Plod', values: { pause: '0' } });
  const failed = await run(alidade, { entrypoint: 'Trip' });
  const { family } = await alidade.families.run({
    entrypoint: 'Plod',
    vary: {
      batches: { kind: 'list', values: ['1', '2'] },
      pause: { kind: 'list', values: ['0', '1'] },
    },
    seeds: 2,
  });
  await alidade.families.wait(family!.id);
  const first = async (noun: 'experiments' | 'entrypoints' | 'plugins' | 'types' | 'queues') =>
    (await alidade[noun].list({ limit: 1 }))[0]!.id;
  const ids: Record<string, readonly string[]> = {
    'jobs/view/': [demo.id, plodded.id, failed.id, 'none'],
    'families/view/': [`${family!.id}&down=batches&across=pause`, 'none'],
    'experiments/view/': [await first('experiments')],
    'entrypoints/view/': [(await alidade.entrypoints.find('Demo'))!.resource.id],
    'plugins/view/': [(await alidade.plugins.find('dioptra_optic'))!.resource.id],
    'plugins/edit/': [(await alidade.plugins.find('dioptra_optic'))!.resource.id],
    'types/view/': [await first('types')],
    'queues/view/': [await first('queues')],
  };
  return pages.flatMap((path) => ids[path]?.map((id) => `${path}?id=${id}`) ?? [path]);
}

/** Goes there and waits until it has settled. */
async function settle(address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('h1').first(), address).not.toBeEmpty();
  await page.waitForFunction(() => 'alidade' in globalThis);
  if (/^(jobs|entrypoints)\/view\/\?id=(?!none)/.test(address))
    await expect(page.locator('[data-step]').first(), address).toBeVisible();
  await expect(page.locator('main .skeleton'), address).toHaveCount(0);
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

async function violationsOf(): Promise<Violation[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map((found: any) => ({
      id: found.id,
      help: found.help,
      nodes: found.nodes.slice(0, 5).map((node: any) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
  });
}

test('axe is heard: a fault that is put there is found', async () => {
  await settle('queues/');
  await page.evaluate(() => document.querySelector('main')!.append(new Image()));
  expect((await violationsOf()).map((found) => found.id)).toEqual(['image-alt']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    for (const address of addresses) {
      await settle(address);
      expect.soft(await violationsOf(), address || 'home').toEqual([]);
    }
  });
}

test('no page scrolls sideways at 320 px', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const address of addresses) {
    await settle(address);
    const { width, widest } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      widest: [...document.querySelectorAll('main *')]
        .filter((one) => one.getBoundingClientRect().right > 321)
        .slice(0, 5)
        .map((one) => `${one.tagName} ${one.className}`),
    }));
    expect.soft(width, `${address || 'home'}: ${widest.join('; ')}`).toBeLessThanOrEqual(320);
  }
});
