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

/** Every address of the app: views with something in them, and a job of each end. */
async function addressesOf(alidade: Client): Promise<string[]> {
  await importProbes(alidade);
  const ended = await run(alidade, { entrypoint: 'Hello World' });
  const failed = await run(alidade, { entrypoint: 'Trip' });
  const plodded = await run(alidade, { entrypoint: 'Plod', values: { pause: '0' } });
  const first = async (noun: 'experiments' | 'entrypoints' | 'plugins' | 'types' | 'queues') =>
    (await alidade[noun].list({ limit: 1 }))[0]!.id;
  const ids: Record<string, readonly string[]> = {
    'jobs/view/': [ended.id, failed.id, plodded.id, 'none'],
    'experiments/view/': [await first('experiments')],
    'entrypoints/view/': [(await alidade.entrypoints.find('Demo'))!.resource.id],
    'plugins/view/': [(await alidade.plugins.find('dioptra_optic'))!.resource.id],
    'types/view/': [await first('types')],
    'queues/view/': [await first('queues')],
  };
  return pages.flatMap((path) => ids[path]?.map((id) => `${path}?id=${id}`) ?? [path]);
}

/** Goes there and waits until it has settled. */
async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('h1').first()).not.toBeEmpty();
  await page.waitForLoadState('networkidle');
  await expect(page.locator('.skeleton'))
    .toHaveCount(0, { timeout: 30_000 })
    .catch(() => undefined);
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

async function violationsOf(page: Page): Promise<Violation[]> {
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const addresses = await addressesOf(await open(page));
    for (const address of addresses) {
      await settle(page, address);
      expect.soft(await violationsOf(page), address || 'home').toEqual([]);
    }
  });
}

test('no page scrolls sideways at 320 px', async ({ page }) => {
  const addresses = await addressesOf(await open(page));
  await page.setViewportSize({ width: 320, height: 640 });
  for (const address of addresses) {
    await settle(page, address);
    const { width, widest } = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('main *')].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.right > 321 && !one.closest('[data-scrolls], .graph, pre, .scroll, .table, .log');
      });
      return {
        width: document.documentElement.scrollWidth,
        widest: boxes.slice(0, 3).map((one) => `${one.tagName} ${one.className}`),
      };
    });
    expect.soft(width, `${address || 'home'}: ${widest.join('; ')}`).toBeLessThanOrEqual(320);
  }
});
