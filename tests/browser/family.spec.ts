// A sweep as a person asks for it, sees its curve, reloads in the middle, stops it, runs the rest, and throws it away.
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import type { Axis } from '#core/family/sweep.ts';
import { LONG, idOf, open, watchFaults } from './app.ts';

/** Robust accuracy by a closed form, so that every mean is known: a defence halves what ε takes, noise takes nothing, a seed shifts by its last digit. */
const SOURCE = `import { metric } from 'alidade/sdk';
export async function duel(attack: string, defence: string, eps: number, seed: number, pause: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, pause));
  if (eps > 1) throw new Error('ε is at most 1.');
  const takes = attack === 'noise' ? 0 : defence === 'none' ? 1 : 0.5;
  metric('robust_accuracy', 0.9 - takes * eps - (seed % 10) / 100);
}
`;

async function makeDuel(alidade: Client): Promise<void> {
  const input = (name: string, type: string) => ({ name, type, required: true });
  const task = {
    name: 'duel',
    inputs: [
      input('attack', 'string'),
      input('defence', 'string'),
      input('eps', 'number'),
      input('seed', 'integer'),
      input('pause', 'integer'),
    ],
    outputs: [],
  };
  const file = {
    filename: 'duel.ts',
    contents: SOURCE,
    description: '',
    functions: [task],
    artifacts: [],
  };
  const { resource } = await alidade.plugins.create({ name: 'duels', files: [file] });
  await alidade.entrypoints.create({
    name: 'Duel',
    taskGraph:
      'fight:\n  duel:\n    attack: $attack\n    defence: $defence\n    eps: $eps\n    seed: $shift\n    pause: $pause\n',
    plugins: [resource.latest],
    parameters: [
      { name: 'attack', type: 'string', defaultValue: 'fgsm' },
      { name: 'defence', type: 'string', defaultValue: 'none' },
      { name: 'eps', type: 'float', defaultValue: '0.1' },
      { name: 'shift', type: 'integer', defaultValue: '0' },
      { name: 'pause', type: 'integer', defaultValue: '50' },
    ],
  });
}

const main = (page: Page) => page.getByRole('main');
const list = (...values: string[]): Axis => ({ kind: 'list', values });
const chart = (page: Page) => page.getByRole('img', { name: /^Robust accuracy against eps/ });

test('by keys and mouse: a list and seeds become one family, whose curve outlives a reload', async ({
  page,
}) => {
  test.setTimeout(LONG);
  const faults = watchFaults(page);
  const alidade = await open(page, 'jobs/new/');
  await makeDuel(alidade);
  const { resource } = (await alidade.entrypoints.find('Duel'))!;
  await page.goto(`jobs/new/?entrypoint=${resource.id}`);

  await main(page).getByLabel('How eps varies').selectOption('list');
  const values = main(page).getByLabel('Values of eps');
  await expect(values).toHaveValue('0.1');
  await values.fill('0, 0.1, lots');
  await expect(main(page).getByText('Value 3 of “eps”')).toBeVisible();
  await values.fill('0, 0.1, 0.2, 0.3');
  await main(page).getByLabel('Seeds', { exact: true }).fill('200');
  await expect(
    main(page).getByText('This is 800 jobs: 4 eps × 200 seeds; a family has 500 at most.'),
  ).toBeVisible();
  await main(page).getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/jobs\/new/);
  expect(await alidade.families.list()).toEqual([]);

  await main(page).getByLabel('Seeds', { exact: true }).fill('3');
  await expect(main(page).getByText('12 jobs: 4 eps × 3 seeds')).toBeVisible();
  await main(page).getByLabel('Name of the family').fill('How far');
  await page.reload();
  await expect(values).toHaveValue('0, 0.1, 0.2, 0.3');
  await main(page).getByLabel('Name of the family').press('Control+Enter');

  await expect(page.locator('h1')).toContainText('How far');
  const id = await idOf(page);
  await expect(chart(page)).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.locator('h1')).toContainText('How far');
  const again = await open(page, `families/view/?id=${id}`);
  await again.families.wait(id);
  // What ran as the page went was interrupted, and is run again.
  const rerun = main(page).getByRole('button', { name: /^Run \d+ again$/ });
  const { counts: after } = (await again.families.get(id))!;
  if (after.interrupted + after.failed > 0) await rerun.click();
  else expect(await rerun.count()).toBe(0);
  await expect
    .poll(async () => (await again.families.get(id))?.counts.finished, { timeout: 90_000 })
    .toBe(12);

  const { rows, metrics } = await again.families.table(id);
  expect(metrics).toEqual(['robust_accuracy']);
  expect(rows.map(({ values: { eps } }) => eps)).toEqual(
    ['0', '0.1', '0.2', '0.3'].flatMap((eps) => [eps, eps, eps]),
  );
  expect(new Set(rows.map(({ seed }) => seed)).size).toBe(3);
  await expect(chart(page)).toHaveAttribute(
    'aria-label',
    /goes from 90\.0 % at eps 0 to 60\.0 % at 0\.3\. Each point is the mean of 3 seeds/,
  );
  await expect(main(page).getByRole('link', { name: 'Job', exact: false })).toHaveCount(12);
  await expect(main(page).getByText('12 of 12 jobs finished')).toBeVisible();
  expect(faults).toEqual([]);
});

test('attack × defence: cancelled, run on, a matrix of means, and away with it and back', async ({
  page,
}) => {
  test.setTimeout(LONG);
  const alidade = await open(page, 'families/');
  await makeDuel(alidade);
  await expect(main(page).getByText('No families yet')).toBeVisible();
  const { family, issues } = await alidade.families.run({
    entrypoint: 'Duel',
    values: { eps: '0.2', pause: '700' },
    vary: {
      attack: list('fgsm', 'noise'),
      defence: list('none', 'smooth'),
      shift: { kind: 'range', from: 0, to: 4, scale: 'linear', step: 4 },
    },
  });
  expect(issues).toEqual([]);
  await main(page).getByRole('link', { name: 'Family 1' }).click();
  await main(page).getByRole('button', { name: 'Cancel all' }).click();
  await expect(main(page).getByText('It was stopped: The family was cancelled.')).toBeVisible();
  const stopped = await alidade.families.wait(family!.id);
  expect(stopped.counts.cancelled).toBeGreaterThan(4);
  expect((await alidade.families.jobs(family!.id)).at(-1)).toMatchObject({
    status: 'cancelled',
    reason: 'The family was cancelled.',
  });

  await main(page).getByRole('button', { name: 'Run the rest' }).click();
  await expect(main(page).getByText('8 of 8 jobs finished')).toBeVisible({ timeout: 90_000 });
  const matrix = main(page).getByRole('region', { name: 'robust_accuracy by attack × defence' });
  await expect(matrix.getByRole('row')).toHaveCount(3);
  await expect(matrix.getByRole('row', { name: /^fgsm/ })).toContainText('70.0 %');
  await expect(matrix.getByRole('row', { name: /^fgsm/ })).toContainText('80.0 %');
  await main(page).getByRole('combobox', { name: 'shift' }).selectOption('4');
  await expect(matrix.getByRole('row', { name: /^noise/ })).toContainText('86.0 %');
  await expect(main(page).getByText('lowest at fgsm × none, 66.0 %')).toBeVisible();

  await main(page).getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Delete the family' }).click();
  await expect(page).toHaveURL(/families\/$/);
  expect((await alidade.jobs.list()).length).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(main(page).getByRole('link', { name: 'Family 1' })).toBeVisible();
  expect((await alidade.families.jobs(family!.id)).length).toBe(8);
});

/** What the tasks say of their inputs rules values out before anything runs. */
async function refuseImpossible(page: Page): Promise<void> {
  const iterations = main(page).getByLabel('iterations', { exact: true });
  await iterations.fill('-3');
  await expect(iterations).toHaveAccessibleDescription(
    '-3 is not what attack_by_name takes. Give 1 or more.',
  );
  await main(page).getByLabel('epsilons', { exact: true }).fill('[]');
  await expect(main(page).getByLabel('epsilons', { exact: true })).toHaveAccessibleDescription(
    /^An empty list is not what .* takes\. Give one or more, each more than 0\.$/,
  );
  await main(page).getByLabel('epsilons', { exact: true }).fill('[0.1]');
  await iterations.fill('3');
  await expect(iterations).toHaveAccessibleDescription('default 10');
}

async function saveBoth(page: Page, title: string): Promise<void> {
  for (const kind of ['CSV', 'PNG']) {
    const saved = page.waitForEvent('download');
    await main(page)
      .getByRole('button', { name: `Save ${title} as ${kind}` })
      .click();
    expect((await saved).suggestedFilename()).toMatch(new RegExp(`\\.${kind.toLowerCase()}$`));
  }
}

test('by clicks alone: the bundled attack × defence, from its page to the matrix and its files', async ({
  page,
}) => {
  test.setTimeout(LONG);
  const faults = watchFaults(page);
  const alidade = await open(page, 'entrypoints/');
  const { resource } = (await alidade.entrypoints.find('Attack × defence'))!;
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  await main(page).getByRole('link', { name: 'Sweep' }).click();
  await expect(page).toHaveURL(/jobs\/new/);

  await refuseImpossible(page);
  await main(page).getByLabel('dataset_split', { exact: true }).fill('{"test": "test[:20]"}');
  await expect(main(page).getByLabel('attack', { exact: true })).toHaveValue('pgd');

  const vary = async (name: string, ...names: string[]) => {
    await main(page).getByLabel(`How ${name} varies`).selectOption('list');
    const group = main(page).getByRole('group', { name: `Names for ${name}` });
    for (const one of names) await group.getByLabel(one, { exact: true }).check();
  };
  await vary('attack', 'noise');
  await vary('defence', 'jpeg');
  await expect(main(page).getByLabel('Values of attack')).toHaveValue('noise\npgd');
  await expect(main(page).getByText('4 jobs: 2 attack × 2 defence')).toBeVisible();
  await main(page).getByRole('button', { name: 'Run 4 jobs' }).click();

  await expect(page).toHaveURL(/families\/view/);
  await expect(main(page).getByText('4 of 4 jobs finished')).toBeVisible({ timeout: 120_000 });
  const title = 'robust_accuracy at ε 0.1 by attack × defence';
  const matrix = main(page).getByRole('region', { name: title });
  await expect(matrix.getByRole('columnheader')).toHaveText([/attack/, 'none', 'jpeg']);
  await expect(matrix.getByRole('rowheader')).toHaveText(['noise', 'pgd']);
  await expect(matrix.getByRole('link')).toHaveCount(4);
  const { rows } = await alidade.families.table(await idOf(page));
  const at = (attack: string, defence: string) =>
    rows.find(({ values }) => values.attack === attack && values.defence === defence)!.figures;
  for (const defence of ['none', 'jpeg']) {
    expect(at('noise', defence).robust_accuracy).toBeGreaterThan(at('pgd', defence).robust_accuracy! + 0.2);
    expect(at('pgd', defence).noise_accuracy ?? at('pgd', defence)['figures.noise_accuracy']).toBeGreaterThan(
      0.8,
    );
  }
  await expect(main(page).getByText(/^robust_accuracy is lowest at pgd × /)).toBeVisible();
  await expect(main(page).getByText(/has no random noise|No job of this family is undefended/)).toHaveCount(
    0,
  );
  // Noise as the attack is none, and no attack that was not judged.
  const doctor = main(page).getByRole('region', { name: 'Attack doctor' });
  await expect(doctor).toContainText('pass');
  await expect(doctor).not.toContainText('not judged');
  await saveBoth(page, title);
  await matrix.getByRole('link').last().click();
  await expect(page).toHaveURL(/jobs\/view/);
  await expect(
    main(page)
      .getByText(/^Attacker sees: .*the defence \(JPEG, quality 50\)/)
      .first(),
  ).toBeVisible();
  expect(faults).toEqual([]);
});

test('a rule leaves out what is not worth running, and each job says why', async ({ page }) => {
  test.setTimeout(LONG);
  const alidade = await open(page, 'families/');
  await makeDuel(alidade);
  const { family } = await alidade.families.run({
    entrypoint: 'Duel',
    vary: { eps: { kind: 'range', from: 0, to: 0.5, scale: 'linear', step: 0.1 } },
    seeds: 1,
    stop: { when: 'below', metric: 'robust_accuracy', bound: 0.75 },
  });
  const { counts, stopped } = await alidade.families.wait(family!.id);
  expect(counts).toMatchObject({ finished: 3, cancelled: 3 });
  const [, , third, fourth] = await alidade.families.jobs(family!.id);
  expect(stopped!.reason).toMatch(`robust_accuracy of job ${third!.number} is 0.7`);
  expect(fourth).toMatchObject({ status: 'cancelled', reason: stopped!.reason });
  await page.goto(`families/view/?id=${family!.id}`);
  await expect(main(page).getByText(/^It was stopped: Left out: robust_accuracy/)).toBeVisible();

  const failing = await alidade.families.run({ entrypoint: 'Duel', vary: { eps: list('0.1', '2') } });
  const failed = await alidade.families.wait(failing.family!.id);
  expect(failed.counts).toMatchObject({ finished: 1, failed: 1 });
  const [job] = await alidade.families.again(failing.family!.id);
  expect(job!.family).toEqual({ id: failing.family!.id, place: 1 });
  expect((await alidade.families.wait(failing.family!.id)).counts).toMatchObject({ finished: 1, failed: 1 });
});

test('a range of powers draws itself from its first job on, and is marked to its ends', async ({ page }) => {
  const faults = watchFaults(page);
  const alidade = await open(page, 'families/');
  await makeDuel(alidade);
  const { family } = await alidade.families.run({
    entrypoint: 'Duel',
    values: { pause: '1500' },
    vary: { eps: { kind: 'range', from: 0.01, to: 0.2, scale: 'log', count: 3 } },
  });
  await main(page).getByRole('link', { name: 'Family 1' }).click();
  await expect(chart(page)).toBeVisible();
  await alidade.families.wait(family!.id);
  await expect(main(page).getByText(/goes from 89\.0 % at eps 0\.01 to 70\.0 % at 0\.2/)).toBeVisible();
  expect(faults).toEqual([]);
});

test('in two tabs a family goes on when the one that began it is closed, and either can end it', async ({
  page,
  context,
}) => {
  test.setTimeout(LONG);
  const alidade = await open(page, 'families/');
  await makeDuel(alidade);
  const ask = {
    entrypoint: 'Duel',
    values: { pause: '900' },
    vary: { shift: { kind: 'range', from: 1, to: 8, scale: 'linear', count: 8 } as Axis },
  };
  const { family } = await alidade.families.run(ask);
  const other = await context.newPage();
  const there = await open(other, `families/view/?id=${family!.id}`);
  await expect(main(other).getByText(/^[1-6] of 8 jobs finished/)).toBeVisible({ timeout: 60_000 });
  await page.close();
  const { counts } = await there.families.wait(family!.id);
  expect(counts).toMatchObject({ queued: 0, started: 0, cancelled: 0, failed: 0 });
  expect(counts.finished + counts.interrupted).toBe(8);
  expect(counts.interrupted).toBeLessThanOrEqual(1);

  const third = await context.newPage();
  const begun = await (await open(third, 'families/')).families.run(ask);
  await other.goto(`families/view/?id=${begun.family!.id}`);
  await expect(main(other).getByText(/1 running/)).toBeVisible({ timeout: 60_000 });
  await main(other).getByRole('button', { name: 'Cancel all' }).click();
  const stopped = await (await open(third, 'families/')).families.wait(begun.family!.id);
  expect(stopped.counts.cancelled).toBeGreaterThan(4);
  expect(stopped.counts.queued + stopped.counts.started).toBe(0);
});

test('what was typed for a sweep is not lost: one value and back, another entrypoint and undone', async ({
  page,
}) => {
  const alidade = await open(page, 'jobs/new/');
  await makeDuel(alidade);
  const { resource } = (await alidade.entrypoints.find('Duel'))!;
  await page.goto(`jobs/new/?entrypoint=${resource.id}`);
  const mode = main(page).getByLabel('How eps varies');
  const values = main(page).getByLabel('Values of eps');
  await mode.selectOption('list');
  await values.fill('0, 0.25');
  await mode.selectOption('one');
  await expect(main(page).getByText('2 jobs: 2 eps')).toHaveCount(0);
  await page.reload();
  await mode.selectOption('list');
  await expect(values).toHaveValue('0, 0.25');
  await main(page).getByRole('combobox', { name: 'Entrypoint' }).click();
  await page
    .getByRole('option', { name: /^Hello World/ })
    .first()
    .click();
  await expect(page.getByText('What was typed for “Duel” is cleared.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(values).toHaveValue('0, 0.25');

  await alidade.entrypoints.update(resource.id, {
    taskGraph: 'fight:\n  duel: [fgsm, none, 0.1, $shift, $pause]\n',
    parameters: ['shift', 'pause'].map((name) => ({ name, type: 'integer', defaultValue: '1' })),
  });
  await page.reload();
  await expect(main(page).getByRole('status').filter({ hasText: 'eps: what stood there' })).toBeVisible();
});

test('a family stands with its experiment and its entrypoint, and its jobs are found by its number', async ({
  page,
}) => {
  test.setTimeout(LONG);
  const alidade = await open(page, 'families/');
  await makeDuel(alidade);
  const { family } = await alidade.families.run({ entrypoint: 'Duel', vary: { eps: list('0', '0.1') } });
  await alidade.families.wait(family!.id);
  await page.goto(`experiments/view/?id=${family!.experiment.resource}&tab=families`);
  await expect(main(page).getByRole('link', { name: 'Family 1' })).toBeVisible();
  await page.goto(`entrypoints/view/?id=${family!.entrypoint.resource}`);
  await main(page).getByRole('tab', { name: 'Jobs' }).click();
  await main(page).getByRole('link', { name: 'Family 1' }).click();
  await expect(page.locator('h1')).toContainText('Family 1');

  await page.goto('jobs/');
  const search = page.getByRole('combobox', { name: 'Search jobs' });
  await search.fill('fam');
  await page.getByRole('option', { name: 'family:' }).click();
  await page.getByRole('option', { name: /^1\b/ }).click();
  await expect(main(page).getByText('2 of 2 jobs')).toBeVisible();

  await alidade.jobs.remove((await alidade.families.jobs(family!.id))[0]!.id);
  await expect(main(page).getByText('1 of 1 job')).toBeVisible();
  await main(page).getByRole('button', { name: 'With deleted ones' }).click();
  await expect(main(page).getByText('2 of 2 jobs')).toBeVisible();
  await expect(page).toHaveURL(/deleted=1/);
  await page.goto('families/');
  await expect(main(page).getByText('1 of 2')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.locator('h1')).toHaveText('Compare');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Compare' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});
