// The attack doctor's panel: by its own entrypoint rule by rule, and beside any verdict from the report alone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { follow, LONG, open, run } from './app.ts';

test.setTimeout(LONG);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function faultsIn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: { run: (at: string) => Promise<Found> } }).axe;
    interface Found {
      violations: { id: string }[];
    }
    return (await run('section[aria-label="Attack doctor"]')).violations.map(({ id }) => id);
  });
}

test('its entrypoint says what it found, in words, and fits the narrowest screen', async ({ page }) => {
  const alidade = await open(page);
  const { id, status } = await run(alidade, {
    entrypoint: 'Attack doctor',
    values: { iterations: '5', count: '20' },
  });
  expect(status).toBe('finished');
  await follow(page, `jobs/view/?id=${id}`);
  const panel = page.getByRole('region', { name: 'Attack doctor' });
  await expect(panel.getByRole('heading', { name: 'Attack doctor' })).toBeVisible();
  await expect(panel).toContainText('PGD, 5 steps of 2.5·ε/iterations, on 20 images at ε 0.1');
  await panel.getByText(/^(What was examined|The other rules)/).click();
  await expect(panel.getByRole('listitem')).toHaveCount(15);
  await expect(panel.getByRole('listitem').filter({ hasText: 'Every gradient is a number' })).toContainText(
    'passes',
  );
  const rule = (title: string) => panel.getByRole('listitem').filter({ hasText: title });
  await expect(rule('Knowing the weights helps')).toContainText('Square');
  await expect(rule('No more is certified')).toContainText('not judged');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faultsIn(page), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('beside a verdict it judges what the report tells', async ({ page }) => {
  const alidade = await open(page);
  const { id } = await run(alidade, {
    entrypoint: 'Demo with the ready model',
    values: { pgd_count: '200' },
  });
  await follow(page, `jobs/view/?id=${id}`);
  const panel = page.getByRole('region', { name: 'Attack doctor' });
  await expect(panel).toContainText('No sign in these figures');
  await panel.getByText('What was examined').click();
  await expect(panel.getByRole('listitem')).toHaveCount(7);
  await expect(panel).toContainText('(PGD at ε 0.1 (26/255))');
  await expect(panel.getByRole('listitem').filter({ hasText: 'No other attack of this job' })).toContainText(
    /At ε 0.1 PGD leaves [\d.]+ % of 200, FGSM [\d.]+ % of 2000\./,
  );
  await expect(panel.getByRole('listitem').filter({ hasText: 'Random noise' })).toContainText('passes');
});

test('a family has the verdicts of its jobs and one threat line beside its curve, and each verdict leads to its job', async ({
  page,
}) => {
  const alidade = await open(page);
  const { family } = await alidade.families.run({
    entrypoint: 'Demo with the ready model',
    values: { pgd_count: '32' },
    vary: { pgd_iterations: { kind: 'list', values: ['1', '10'] } },
  });
  await alidade.families.wait(family!.id);
  const jobs = await alidade.families.jobs(family!.id);
  await follow(page, `families/view/?id=${family!.id}`);
  const digest = page.getByRole('region', { name: 'Attack doctor' });
  for (const { number, id } of jobs)
    await expect(digest.getByRole('link', { name: `job ${number}` }).first()).toHaveAttribute(
      'href',
      new RegExp(id),
    );
  await digest.getByText('What each attacker sees, may change and tries').click();
  await expect(digest).toContainText(`(job ${jobs[0]!.number}) or 10 steps`);
  await expect(digest).toContainText('A stronger attack can only lower these numbers.');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faultsIn(page), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await digest
    .getByRole('link', { name: `job ${jobs[0]!.number}` })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`jobs/view/.*${jobs[0]!.id}`));
});
