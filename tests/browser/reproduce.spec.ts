// A published figure run anew: found in its list, pressed, and read beside what was published, over three seeds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import { idOf, LONG, open, watchFaults } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A paper's experiment of no time at all: 900 to 980 of 1,000, by chance alone, so that seeds differ. */
const SOURCE = `import { random } from 'alidade/sdk';
export function toss(count: number): { columns: string[]; rows: unknown[][] } {
  const right = Math.round(count * (0.9 + 0.08 * random('toss').uniform()));
  return { columns: ['count', 'accuracy'], rows: [[count, right / count]] };
}
`;

const GRAPH = `measured:
  toss:
    count: $count
verdict:
  compare_with_published:
    tables: { toss: $measured }
    source: A paper of nobody
    difference: Ten tosses instead of a hundred.
    ranges: of this test
    figures:
      - { name: Accuracy, unit: share, table: toss, column: accuracy, published: 0.99, accept: [0.9, 0.98] }
      - { name: Accuracy out of reach, unit: share, table: toss, column: accuracy, published: null, accept: [0.995, 1] }
    conditions:
      - { what: tosses, published: 100, here: $count, recipe: 1000 }
`;

const ARTIFACTS = `reproduction:
  contents: $verdict
  task:
    name: ReproductionArtifactTask
`;

async function makeTosses(alidade: Client): Promise<string> {
  const task = {
    name: 'toss',
    inputs: [{ name: 'count', type: 'integer', required: true }],
    outputs: [{ name: 'table', type: 'pd.DataFrame' }],
  };
  const file = { filename: 'toss.ts', contents: SOURCE, description: '', functions: [task], artifacts: [] };
  const { resource } = await alidade.plugins.create({ name: 'tosses', files: [file] });
  const comparing = (await alidade.plugins.find('reproductions'))!.resource.latest;
  const made = await alidade.entrypoints.create({
    name: 'Reproduce: tosses',
    taskGraph: GRAPH,
    artifactGraph: ARTIFACTS,
    plugins: [resource.latest, comparing],
    artifactPlugins: [comparing],
    parameters: [{ name: 'count', type: 'integer', defaultValue: '1000' }],
  });
  return made.resource.id;
}

const main = (page: Page) => page.getByRole('main');

async function violationsOf(page: Page): Promise<unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map((found: any) => [found.id, found.nodes.map((node: any) => node.target.join(' '))]);
  });
}

test('Reproduce runs three seeds as one family, whose page has the verdict beside the published figure', async ({
  page,
}) => {
  test.setTimeout(2 * LONG);
  const faults = watchFaults(page);
  const alidade = await open(page, 'entrypoints/');
  const published = page.getByRole('region', { name: 'Published figures' });
  for (const name of ['fast adversarial training', 'Carlini and Wagner', 'randomised smoothing'])
    await expect(published.getByRole('link', { name: `Reproduce: ${name}` })).toBeVisible();
  await makeTosses(alidade);
  await published.getByRole('link', { name: 'Reproduce: tosses' }).click();
  await main(page).getByRole('button', { name: 'Reproduce', exact: true }).click();

  await page.waitForURL(/families\/view/);
  await expect(page.locator('h1')).toContainText('Reproduce: tosses');
  const id = await idOf(page);
  await alidade.families.wait(id);
  const { rows } = await alidade.families.table(id);
  expect(rows.map(({ seed, status }) => [seed, status])).toEqual([1, 2, 3].map((seed) => [seed, 'finished']));
  const values = rows.map(({ figures }) => figures.accuracy!);
  expect(new Set(values).size).toBeGreaterThan(1);
  const mean = values.reduce((sum, value) => sum + value) / 3;

  const verdict = page.getByRole('region', { name: 'Beside what was published' }).first();
  await expect(verdict).toContainText('Over 3 seeds 1 of 2 figures reproduced', { timeout: 60_000 });
  await expect(verdict).toContainText(`Accuracy: ${(100 * mean).toFixed(1)} ±`);
  await expect(verdict).toContainText('Reproduced, all 3 seeds');
  await expect(verdict).toContainText('Not reproduced: below the range, 0 of 3 seeds within it');
  await expect(verdict).toContainText('Ten tosses instead of a hundred.');
  await expect(verdict.getByRole('img', { name: /^Beside what was published/ })).toBeVisible();

  const download = page.waitForEvent('download');
  await verdict.getByRole('button', { name: 'Save Beside what was published as CSV' }).click();
  const [head, first] = readFileSync(await (await download).path(), 'utf8').split(/\r?\n/);
  expect(head).toContain('published,accepted_low,accepted_high,seed_1,seed_2,seed_3,mean,standard_deviation');
  expect(first!.split(',').slice(0, 8).map(String)).toEqual(
    ['Accuracy', 'share', 0.99, 0.9, 0.98, ...values].map(String),
  );
  await verdict.getByRole('button', { name: /as a table$/ }).click();
  await expect(verdict.getByRole('row').filter({ hasText: 'Accuracy out of reach' })).toContainText(
    'not published',
  );
  await verdict.getByRole('button', { name: /as a table$/ }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`family-${colorScheme}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(faults).toEqual([]);
});

test('a run with another recipe says so on the job’s own page', async ({ page }) => {
  test.setTimeout(LONG);
  const alidade = await open(page, 'entrypoints/');
  const entrypoint = await makeTosses(alidade);
  const { job } = await alidade.jobs.run({ entrypoint, seed: 1, values: { count: '10' } });
  expect((await alidade.jobs.wait(job!.id)).status).toBe('finished');
  await page.goto(`jobs/view/?id=${job!.id}`);
  const figure = page.getByRole('figure').filter({ hasText: 'Beside what was published' });
  await expect(figure).toContainText('another recipe than the ranges are for: tosses 10 instead of 1000');
  await expect(main(page)).toContainText('Figures on fewer than 500 images (here 10) have wide bands.');
  await main(page).getByText('How this run is like the published one').click();
  await expect(main(page).getByRole('row', { name: /^tosses 100 10/ })).toContainText('the recipe has 1000');
  expect(await violationsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.screenshot({ path: test.info().outputPath('job-320.png'), fullPage: true });
});
