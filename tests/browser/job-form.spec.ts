// The form of a job by mouse and by keys, a job that runs again, and the life of a job's record: described, tagged, deleted, taken back.
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import { idOf, importProbes, open, run, start, waitForStatus, watchFaults } from './app.ts';

const field = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true });
const choose = async (page: Page, name: string, option: string) => {
  await page.getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: new RegExp(`^${option}\\b`) }).click();
};
const noteOf = async (page: Page, name: string) =>
  page.locator(`[id="${await field(page, name).getAttribute('aria-describedby')}"]`);

/** Another snapshot of an entrypoint, with one more parameter. */
async function addParameter(alidade: Client, entrypoint: string): Promise<void> {
  const { resource, content } = (await alidade.entrypoints.find(entrypoint))!;
  const more = { name: 'extra', type: 'string', defaultValue: '' } as const;
  await alidade.entrypoints.update(resource.id, { ...content, parameters: [...content.parameters, more] });
}

test('by mouse: faults stand at their fields, a reload loses nothing, and the job is what was asked for', async ({
  page,
}) => {
  const faults = watchFaults(page);
  const alidade = await open(page, 'jobs/');
  await importProbes(alidade);
  await page.getByRole('link', { name: 'New job' }).click();
  await expect(page.locator('h1')).toHaveText('New job');

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Entrypoint' })).toBeFocused();
  await expect(await noteOf(page, 'Entrypoint')).toContainText('No entrypoint is chosen');

  await choose(page, 'Entrypoint', 'Plod');
  await expect(page).toHaveURL(/entrypoint=/);
  await field(page, 'batches').fill('three');
  await expect(await noteOf(page, 'batches')).toContainText('whole number');
  await field(page, 'Description').fill('to see it walk');
  await page.locator('summary').click();
  await field(page, 'Time limit').fill('soon');
  await expect(await noteOf(page, 'Time limit')).toContainText('90s, 15m or 24h');
  await field(page, 'Seed').fill('-1');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(field(page, 'batches')).toBeFocused();
  await expect(field(page, 'Seed')).toHaveAttribute('aria-invalid', 'true');
  expect(await alidade.jobs.list()).toEqual([]);

  await field(page, 'batches').fill('3');
  await field(page, 'Time limit').fill('15m');
  await field(page, 'Seed').fill('7');
  await page.getByRole('combobox', { name: 'Experiment' }).fill('Walks');
  await page.getByRole('combobox', { name: 'Experiment' }).press('Tab');
  await expect(await noteOf(page, 'Experiment')).toContainText('made with the job');
  await field(page, 'Queue').selectOption('cpu');
  await page.reload();
  await expect(field(page, 'batches')).toHaveValue('3');
  await expect(field(page, 'Description')).toHaveValue('to see it walk');
  await expect(field(page, 'Queue').locator('option:checked')).toHaveText('cpu');
  await expect(page.getByRole('combobox', { name: 'Experiment' })).toHaveValue('Walks');

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('h1')).toContainText('Plod');
  const job = await alidade.jobs.wait(await idOf(page));
  expect(job).toMatchObject({
    status: 'finished',
    values: { batches: '3', pause: '20' },
    seed: 7,
    timeout: 900,
    description: 'to see it walk',
    names: { experiment: 'Walks', queue: 'cpu' },
  });
  expect((await alidade.experiments.find('Walks'))!.content.entrypoints).toEqual([job.entrypoint]);
  expect(faults).toEqual([]);
});

test('by keys alone: chosen, filled and run', async ({ page }) => {
  const alidade = await open(page, 'jobs/new/');
  await page.getByRole('combobox', { name: 'Entrypoint' }).focus();
  await page.keyboard.type('hello world');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/entrypoint=/);
  const first = (await alidade.entrypoints.find('Hello World'))!.content.parameters[0]!.name;
  for (let n = 0; n < 30; n += 1) {
    await page.keyboard.press('Tab');
    if (await field(page, first).evaluate((one) => one === document.activeElement)) break;
  }
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Ada');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.locator('h1')).toContainText('Hello World');
  const job = await alidade.jobs.wait(await idOf(page));
  expect(job).toMatchObject({ status: 'finished', values: { [first]: 'Ada' } });
});

test('an entrypoint that names queues runs on these alone, and says what to do', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const { resource, content } = (await alidade.entrypoints.find('Plod'))!;
  const { snapshot } = (await alidade.queues.find('wasm'))!;
  const wasm = { resource: snapshot.resource, number: snapshot.number, hash: snapshot.content };
  await alidade.entrypoints.update(resource.id, { ...content, queues: [wasm] });

  const refused = await alidade.jobs.run({ entrypoint: 'Plod', queue: 'cpu' });
  expect(refused.issues).toMatchObject([{ code: 'queue-of-another', path: ['queue'] }]);
  await page.goto('jobs/new/?entrypoint=Plod');
  await expect(field(page, 'Queue').locator('option:checked')).toHaveText('wasm');
  await field(page, 'Queue').selectOption('cpu');
  await expect(await noteOf(page, 'Queue')).toContainText('Choose wasm, or add it to the queues');
  await expect(field(page, 'Queue')).toHaveAttribute('aria-invalid', 'true');
  const { job } = await alidade.jobs.run({ entrypoint: 'Plod', values: { batches: '1' } });
  expect(job?.names.queue).toBe('wasm');
});

test('an artifact of fitting type feeds a job, and can be looked at first', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const kept = await run(alidade, { entrypoint: 'Keep' });
  const [shelf] = await alidade.jobs.artifacts(kept.id);
  await page.goto('jobs/new/?entrypoint=Take');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(field(page, 'shelf')).toBeFocused();
  await expect(await noteOf(page, 'shelf')).toContainText('is not fed');
  await field(page, 'shelf').selectOption(shelf!.id);
  await page.getByRole('link', { name: 'Look inside' }).click();
  await expect(page.locator('h1')).toHaveText(shelf!.name);
  await page.goBack();
  await expect(field(page, 'shelf')).toHaveValue(shelf!.id);
  await expect(page.getByRole('combobox', { name: 'Entrypoint' })).toHaveValue('Take');
  await expect(page.getByRole('combobox', { name: 'Experiment' })).toHaveValue('Scratch');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(field(page, 'shelf')).toHaveValue('');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field(page, 'shelf')).toHaveValue(shelf!.id);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('h1')).toContainText('Take');
  expect((await alidade.jobs.wait(await idOf(page))).artifactValues).toEqual({ shelf: shelf!.id });
});

test('again: with a new seed, with the same, or with changes on the very snapshot', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const first = await run(alidade, {
    entrypoint: 'Plod',
    values: { batches: '2', pause: '1' },
    queue: 'cpu',
  });
  await addParameter(alidade, 'Plod');

  await page.goto(`jobs/view/?id=${first.id}`);
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await expect.poll(() => idOf(page)).not.toBe(first.id);
  const second = await alidade.jobs.wait(await idOf(page));
  expect(second).toMatchObject({ values: first.values, entrypoint: first.entrypoint, queue: first.queue });
  expect(second.seed).not.toBe(first.seed);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Run again with the same seed' }).click();
  await expect.poll(() => idOf(page)).not.toBe(second.id);
  const third = await alidade.jobs.wait(await idOf(page));
  expect(third).toMatchObject({ values: first.values, seed: second.seed });

  await page.getByRole('link', { name: 'Run again with changes' }).click();
  await expect(page.locator('h1')).toHaveText(`Job ${third.number} again`);
  await expect(field(page, 'batches')).toHaveValue('2');
  await expect(field(page, 'Queue').locator('option:checked')).toHaveText('cpu');
  await expect(page.getByText(`Job ${third.number} ran this one. Snapshot 2 is newer.`)).toBeVisible();
  await expect(field(page, 'extra')).toHaveCount(0);
  await field(page, 'batches').fill('3');
  await page.getByRole('button', { name: 'Take the latest' }).click();
  await expect(field(page, 'extra')).toBeVisible();
  await expect(field(page, 'batches')).toHaveValue('3');
  await field(page, 'Snapshot').selectOption('1');
  await expect(field(page, 'extra')).toHaveCount(0);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('h1')).toContainText('Plod');
  const changed = await alidade.jobs.wait(await idOf(page));
  expect(changed).toMatchObject({ values: { batches: '3', pause: '1' }, entrypoint: first.entrypoint });
});

test('a job is described, tagged, deleted, and comes back', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  const { id, number } = await start(alidade, { entrypoint: 'Spin' });
  await waitForStatus(alidade, id, 'started');
  await alidade.jobs.cancel(id);
  await alidade.jobs.wait(id);

  await page.goto(`jobs/view/?id=${id}`);
  await field(page, 'Description').fill('went round and round');
  await field(page, 'Description').blur();
  await expect.poll(async () => (await alidade.jobs.get(id))?.description).toBe('went round and round');
  await page.getByRole('button', { name: 'Tags' }).click();
  await page.getByLabel('Find or make a tag').fill('endless');
  await page.getByRole('button', { name: 'Make “endless”' }).click();
  await expect.poll(async () => (await alidade.jobs.get(id))?.tags.length).toBe(1);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Delete the job' }).click();
  await expect(page.locator('h1')).toHaveText('Jobs');
  await expect(page.getByText(`Job ${number} is in the bin.`)).toBeVisible();
  expect(await alidade.jobs.list()).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: `Job ${number}` })).toBeVisible();

  await alidade.jobs.remove(id);
  await page.goto(`jobs/view/?id=${id}`);
  await expect(page.getByText('This job was deleted')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run again' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Restore it' }).click();
  await expect(page.getByRole('button', { name: 'Run again', exact: true })).toBeVisible();
  expect((await alidade.jobs.get(id))?.deleted).toBeNull();
});

test('a job that runs cannot be deleted, and its menu says why', async ({ page }) => {
  const alidade = await open(page);
  await importProbes(alidade);
  await page.goto('jobs/new/?entrypoint=Spin');
  await expect(field(page, 'Queue')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.locator('[data-step="wheel"]')).toHaveAttribute('data-state', 'running');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const remove = page.getByRole('button', { name: 'Delete the job' });
  await expect(remove).toBeDisabled();
  await expect(remove).toHaveAccessibleDescription(/Cancel it/);
  await expect(alidade.jobs.remove(await idOf(page))).rejects.toThrow('has not ended');
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await waitForStatus(alidade, await idOf(page), 'cancelled');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(remove).toBeEnabled();
});
