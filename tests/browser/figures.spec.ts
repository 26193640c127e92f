// Figures that explain: read by eye, by keys and as a table, with what stands behind their points.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { LONG, open, run } from './app.ts';

test('a point of the ε curve leads to the images that fell there, by mouse and by keys', async ({ page }) => {
  test.setTimeout(LONG);
  const alidade = await open(page);
  const values = { pgd_count: '16', pgd_iterations: '2', epsilons: '[0.1, 0.3]' };
  const job = await run(alidade, { entrypoint: 'Demo with the ready model', values });
  await page.goto(`jobs/view/?id=${job.id}`);
  const curve = page.getByRole('img', { name: /Enter shows who fell there/ });
  const images = page.getByRole('region', { name: 'Images' });
  await expect(images).toHaveAccessibleName('Images attacked by FGSM');
  await curve.focus();
  await page.keyboard.press('End');
  // Up to the noise, of which nothing is kept, and down to PGD, which leaves least.
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(images).toContainText('This job kept no images of random noise');
  await curve.focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(images).toBeFocused();
  await expect(images).toHaveAccessibleName('Images attacked by PGD');
  await expect(images).not.toContainText('kept no images');
  await expect(
    images.getByRole('img', { name: /^The same attacked by PGD at ε 0\.3, read as/ }).first(),
  ).toBeVisible();
  await expect(images.getByRole('radio', { name: '0.3' })).toBeChecked();
  await expect(images.getByRole('radio', { name: 'fooled' })).toBeChecked();
  const { width, height } = (await curve.boundingBox())!;
  // A third of the way from 0 to 0.3 lies ε 0.1.
  await curve.click({ position: { x: 52 + (width - 52) * 0.25, y: height / 2 } });
  await expect(images.getByRole('radio', { name: '0.1' })).toBeChecked();
});

test('the loss landscape is drawn, said in a sentence, and read cell by cell', async ({ page }) => {
  test.setTimeout(LONG);
  const alidade = await open(page);
  const job = await run(alidade, { entrypoint: 'Loss landscape', values: { size: '21', iterations: '10' } });
  expect(job.status).toBe('finished');
  await page.goto(`jobs/view/?id=${job.id}`);
  const figure = page.getByRole('figure').filter({ hasText: 'Loss landscape' });
  await expect(figure).toContainText(/From the \d the attack goes from loss [\d.e-]+ to [\d.]+ in 10 steps/);
  const plane = figure.getByRole('img', { name: /Arrow keys read it/ });
  await plane.focus();
  await page.keyboard.press('ArrowRight');
  const read = figure.getByRole('paragraph').filter({ hasText: /along, .* across: loss .*, read as \d/ });
  await expect(read).toBeVisible();
  await figure.getByRole('button', { name: 'Figures of Loss landscape as a table' }).click();
  await expect(figure.getByRole('row')).toHaveCount(12);
  const download = page.waitForEvent('download');
  await figure.getByRole('button', { name: 'Save Loss landscape as CSV' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv.trim().split('\n')).toHaveLength(1 + 21 * 21);
});
