// Jobs side by side: chosen in the list, compared by what differs, and the address that says it all.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { parseCsv } from '#core/files/csv.ts';
import type { JobRecord } from '#core/job/record.ts';
import { seedJobs } from '../bench/seed-jobs.ts';
import { follow, importProbes, LONG, open, run, start, watchFaults } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violationsOf(page: Page): Promise<unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await (globalThis as any).axe.run(document, { runOnly });
    return violations.map((found: any) => [found.id, found.nodes.map((node: any) => node.failureSummary)]);
  });
}

const summary = (page: Page) => page.getByRole('main').locator('p[role=status]').first();
const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
const texts = async (page: Page, name: string) =>
  (await row(page, name).getByRole('cell').allInnerTexts()).map((text) => text.replace('≠', '').trim());

/** Nothing wider than the narrowest screen, and nothing that axe finds, in light and dark. */
async function isFit(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page), `${page.url()} ${colorScheme}`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, page.url()).toBeLessThanOrEqual(320);
  await page.setViewportSize(size);
}

test('two jobs are chosen in the list and compared by what differs; the address holds every choice', async ({
  page,
}) => {
  const faults = watchFaults(page);
  const alidade = await open(page);
  const ask = { entrypoint: 'Hello World', seed: 7 };
  const one = await run(alidade, { ...ask, values: { name: 'Ada' } });
  const other = await run(alidade, { ...ask, values: { name: 'Grace' } });
  await page.goto('jobs/');
  await page.getByRole('checkbox', { name: `Select Job ${one.number}`, exact: true }).check();
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  await expect(compare).toBeDisabled();
  await page.getByRole('checkbox', { name: `Select Job ${other.number}`, exact: true }).check();
  await compare.click();

  await expect(summary(page)).toHaveText('2 jobs of Hello World: they differ in name.');
  expect(await texts(page, 'name')).toEqual(['Ada', 'Grace']);
  await expect(row(page, 'seed')).toHaveCount(0);
  await page.getByLabel('Show what is the same, too').check();
  expect(await texts(page, 'seed')).toEqual(['7', '7']);
  await page.getByLabel('Base').selectOption(other.id);
  await expect(page.getByRole('columnheader', { name: `Job ${other.number}` }).first()).toContainText('base');

  const key = page.getByRole('toolbar', { name: 'Jobs in the charts' }).getByRole('button');
  await key.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(key.nth(1)).toBeFocused();
  await expect(key.nth(1)).toHaveAttribute('aria-pressed', 'false');

  await tab(page, 'Artifacts').click();
  await expect(page.getByRole('region', { name: `output of job ${one.number}` })).toContainText(
    'Goodbye, Ada',
  );
  await expect(page.getByRole('region', { name: `output of job ${other.number}` })).toContainText(
    'Goodbye, Grace',
  );
  await page.reload();
  await expect(page.getByRole('region', { name: `output of job ${other.number}` })).toContainText('Grace');
  await expect(page.getByLabel('Base')).toHaveValue(other.id);
  await expect(page.getByLabel('Show what is the same, too')).toBeChecked();
  await expect(key.nth(1)).toHaveAttribute('aria-pressed', 'false');
  await tab(page, 'Graph and code').click();
  await expect(page.getByText('All of them ran the same graph and the same code.')).toBeVisible();
  expect(faults).toEqual([]);
});

const SPOKEN = `/** Says a number. */
import { metric } from 'alidade/sdk';

/** Records and gives it. */
export function tell(value: number): number {
  for (let at = 0; at < 3; at++) metric('told', value * (at + 1), at);
  return value;
}
`;

test('of two snapshots the drawn graphs and the files of the plugin are held against each other', async ({
  page,
}) => {
  const alidade = await open(page);
  const file = {
    filename: 'tell.ts',
    contents: SPOKEN,
    description: '',
    functions: [
      {
        name: 'tell',
        inputs: [{ name: 'value', type: 'number', required: true }],
        outputs: [{ name: 'value', type: 'number' }],
      },
    ],
    artifacts: [],
  };
  const plugin = await alidade.plugins.create({ name: 'spoken', files: [file] });
  const { resource } = await alidade.entrypoints.create({
    name: 'Telling',
    taskGraph: 'first:\n  tell: [$value]\n',
    parameters: [{ name: 'value', type: 'float', defaultValue: '2' }],
    plugins: [plugin.resource.latest],
  });
  const one = await run(alidade, { entrypoint: 'Telling', seed: 7 });
  await alidade.plugins.update(plugin.resource.id, {
    files: [{ ...file, contents: SPOKEN.replace('value * (at + 1)', 'value * (at + 2)') }],
  });
  await alidade.entrypoints.sync(resource.id);
  await alidade.entrypoints.update(resource.id, {
    taskGraph: 'first:\n  tell: [$value]\nsecond:\n  tell: [$first]\n',
  });
  const other = await run(alidade, { entrypoint: 'Telling', seed: 7 });
  expect([one.status, other.status]).toEqual(['finished', 'finished']);

  await page.goto(`jobs/compare/?ids=${one.id},${other.id}&tab=code`);
  await expect(summary(page)).toContainText('they differ in the graph and plugin spoken');
  await expect(page.locator('[data-step="second"]')).toBeVisible();
  await expect(page.locator('.cm-content').filter({ hasText: 'value * (at + 2)' }).first()).toBeVisible();
  await expect(page.getByText('1 step added').first()).toBeVisible();
  await isFit(page);

  await tab(page, 'Curves').click();
  await expect(page.getByRole('img', { name: /^Told of first\. At 2: job 1 6, job 2 8/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Told of second\. At 2: job 2 8\./ })).toBeVisible();
});

/** Each job's verdict is a link to it, and the threat line says in what they differ. */
async function hasDoctor(page: Page, one: JobRecord, other: JobRecord): Promise<void> {
  const doctor = page.getByRole('region', { name: 'Attack doctor' });
  await expect(doctor.getByRole('link', { name: `job ${other.number}` }).first()).toHaveAttribute(
    'href',
    new RegExp(other.id),
  );
  await doctor.getByText('What each attacker sees, may change and tries').click();
  await expect(doctor).toContainText(`(job ${one.number}) or 10 steps`);
  await expect(doctor).toContainText('A stronger attack can only lower these numbers.');
}

/** Images are named by their attack, which can be chosen. */
async function checkAttacks(page: Page, digits: Locator, job: number): Promise<void> {
  await expect(digits.getByRole('row', { name: /^Attack FGSM at ε 0\.3 FGSM at ε 0\.3$/ })).toBeVisible();
  await page.getByRole('radio', { name: 'PGD' }).check({ force: true });
  await expect(page).toHaveURL(/attack=PGD/);
  await expect(digits.getByRole('row', { name: /^Attack PGD at ε/ })).toBeVisible();
  const attacked = new RegExp(`^In job ${job} attacked by PGD at ε 0\\.3, read as`);
  await expect(digits.getByRole('img', { name: attacked })).toHaveCount(12);
}

test('two demos are overlaid, their figures stand with bands and differences, and the same digits side by side', async ({
  page,
}) => {
  test.setTimeout(LONG);
  const alidade = await open(page);
  const ask = { entrypoint: 'Demo with the ready model', seed: 7 };
  const one = await run(alidade, { ...ask, values: { pgd_count: '32', pgd_iterations: '1' } });
  const other = await run(alidade, { ...ask, values: { pgd_count: '32', pgd_iterations: '10' } });
  const third = await run(alidade, { entrypoint: 'Hello World' });
  await page.goto(`jobs/compare/?ids=${one.id},${other.id}`);
  await expect(summary(page)).toContainText(
    /^2 jobs of Demo with the ready model: they differ in pgd_iterations; /,
  );
  await hasDoctor(page, one, other);

  const metrics = await alidade.jobs.metrics(one.id);
  const at = metrics.find(({ name, value }) => name === 'epsilon' && Math.abs(value - 0.1) < 1e-9)!.at;
  const valueOf = (name: string) => metrics.find((point) => point.name === name && point.at === at)!.value;
  const cell = page
    .getByRole('row')
    .filter({ hasText: 'pgd_accuracy' })
    .filter({ hasText: 'ε 0.1 ' })
    .getByRole('cell');
  await expect(cell.first()).toContainText(
    `${(100 * valueOf('pgd_accuracy_low')).toFixed(2)} % to ${(100 * valueOf('pgd_accuracy_high')).toFixed(2)} %, n 32`,
  );
  await expect(cell.nth(1)).toContainText(/−[\d.]+ points \(−[\d.]+ %\), bands (apart|overlap)/);
  await expect(page.getByRole('row').filter({ hasText: 'fgsm_accuracy' })).toHaveCount(0);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the figures as CSV' }).click();
  const saved = test.info().outputPath('figures.csv');
  await (await saving).saveAs(saved);
  const [head, ...rows] = parseCsv(readFileSync(saved, 'utf8'));
  const column = head!.indexOf(`job ${one.number}`);
  const line = rows.find(
    ([name, , epsilon]) => name === 'pgd_accuracy' && Number(epsilon) === valueOf('epsilon'),
  )!;
  expect(Number(line[column])).toBe(valueOf('pgd_accuracy'));
  await isFit(page);

  await tab(page, 'Curves').click();
  await expect(page.getByRole('region', { name: 'Attack doctor' }).getByRole('link')).toHaveCount(2);
  const chart = page.getByRole('img', { name: /^Accuracy under PGD against ε/ });
  await expect(chart).toHaveAccessibleName(new RegExp(`job ${one.number} .* job ${other.number} `));
  await isFit(page);
  await page.getByRole('button', { name: new RegExp(`^job ${one.number}\\b`) }).click();
  await expect(chart).not.toHaveAccessibleName(new RegExp(`job ${one.number} `));

  await tab(page, 'Images').click();
  const digits = page.getByRole('region', { name: 'Inputs and what became of them' });
  await expect(digits.getByRole('img')).toHaveCount(3 * 12);
  await checkAttacks(page, digits, other.number);
  await page.getByRole('radio', { name: '0.1', exact: true }).check({ force: true });
  await expect(page).toHaveURL(/epsilon=0\.1/);
  await isFit(page);

  await page.getByRole('combobox', { name: 'Add a job' }).click();
  await page.getByRole('option', { name: `Job ${third.number}, Hello World` }).click();
  await expect(page.getByText(`job ${third.number} kept no such images.`)).toBeVisible();
  await expect(digits.getByRole('img')).toHaveCount(3 * 12);
  await tab(page, 'Artifacts').click();
  await isFit(page);
});

test('fifty jobs hold on one page; of more it is said what is left out, and which stand there can be chosen', async ({
  page,
}) => {
  const alidade = await open(page, 'jobs/view/?id=none');
  await alidade.entrypoints.find('Demo');
  await seedJobs(page, 1, 60);
  const ids = (await alidade.jobs.list()).map(({ id }) => id);
  expect(ids.length).toBe(60);
  await page.goto(`jobs/compare/?ids=${ids.join()}`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(
    '50 of 60 jobs stand here, since one page compares 50 at most: the first 50',
  );
  await expect(alert).toContainText('10 jobs are left out');
  await expect(summary(page)).toContainText(/^50 jobs of 6 entrypoints: they differ in epsilon, /);
  await expect(page.getByRole('toolbar', { name: 'Jobs in the charts' }).getByRole('button')).toHaveCount(50);
  expect(await texts(page, 'epsilon')).toHaveLength(50);
  await isFit(page);

  await page.getByRole('button', { name: 'Choose which' }).click();
  const dialog = page.getByRole('dialog', { name: 'Jobs to compare' });
  await expect(dialog.getByRole('checkbox')).toHaveCount(60);
  await expect(dialog.getByRole('checkbox').last()).toBeDisabled();
  await isFit(page);
  await dialog.getByRole('button', { name: 'None' }).click();
  await dialog.getByRole('checkbox').last().check();
  await dialog.getByRole('checkbox').nth(2).check();
  await dialog.getByRole('button', { name: 'Compare 2 jobs' }).click();
  await expect(alert).toContainText('2 of 60 jobs stand here');
  await expect(page).toHaveURL(/only=/);
  await page.reload();
  const keys = page.getByRole('toolbar', { name: 'Jobs in the charts' }).getByRole('button');
  await expect(keys).toHaveCount(2);
  await page.getByRole('button', { name: 'Choose which' }).click();
  await dialog.getByRole('button', { name: '50 evenly spread' }).click();
  await dialog.getByRole('button', { name: 'Compare 50 jobs' }).click();
  await expect(keys).toHaveCount(50);
});

test('a job that runs is followed, one that is deleted is said, and one that is not here can be left out', async ({
  page,
}) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const gone = await run(alidade, { entrypoint: 'Hello World' });
  await alidade.jobs.remove(gone.id);
  const { id, number } = await start(alidade, {
    entrypoint: 'Plod',
    values: { batches: '3000', pause: '20' },
  });
  await follow(page, `jobs/compare/?ids=${id},${gone.id},nothing`);
  await expect(summary(page)).toContainText(
    `job ${number} has not ended; job ${gone.number} is in the bin; 1 asked for is not here`,
  );
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`ids=${id}(,|%2C)${gone.id}$`));
  const left = () => row(page, 'left').getByRole('cell').first().innerText();
  await expect.poll(left).toMatch(/\d/);
  const before = await left();
  await expect.poll(left).not.toBe(before);
  // Its figures change twice a second; a screen reader hears of it when something has happened.
  const said = page.getByRole('main').locator('p[role=status]').first();
  await expect(said).toContainText(`job ${number} has not ended`);
  await expect(said).not.toContainText('asked for');
  const heard = await said.evaluate(async (region) => {
    let count = 0;
    const watch = new MutationObserver((changes) => (count += changes.length));
    watch.observe(region, { childList: true, characterData: true, subtree: true });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    watch.disconnect();
    return count;
  });
  expect(heard).toBe(0);
  await alidade.jobs.cancel(id);
  await expect(summary(page)).toContainText(`job ${number} was cancelled`);
});
