// Figures of attacks and defences in real jobs: each is moved by keys, read as a table, and saved as CSV and PNG.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { JobRequest } from '#core/client.ts';
import { LONG, open, run } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test.describe.configure({ timeout: LONG });

/** Runs a job and stands on its page, before the figure with this title. */
async function see(page: Page, request: JobRequest, title: string): Promise<Locator> {
  const alidade = await open(page);
  const job = await run(alidade, request);
  expect(job.fault).toBeNull();
  await page.goto(`jobs/view/?id=${job.id}`);
  const figure = page.getByRole('figure').filter({ has: page.getByRole('heading', { name: title }) });
  await expect(figure).toBeVisible();
  return figure;
}

/** The lines of the figure's CSV. */
async function readCsv(page: Page, figure: Locator): Promise<string[]> {
  const download = page.waitForEvent('download');
  await figure.getByRole('button', { name: /as CSV$/ }).click();
  return readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split(/\r?\n/);
}

/** Width and height of the figure's PNG. */
async function readPng(page: Page, figure: Locator): Promise<[number, number]> {
  const download = page.waitForEvent('download');
  await figure.getByRole('button', { name: /as PNG$/ }).click();
  const bytes = readFileSync(await (await download).path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

const asTable = (figure: Locator) => figure.getByRole('button', { name: /as a table$/ }).click();

/** Nothing stands beside the page at 320 pixels, and no rule of WCAG AA is broken in either theme. */
async function checkFigure(page: Page, selector = 'figure'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Nothing may lie below the bar at the top just now.
    await page.evaluate(() => scrollTo(0, 0));
    await page.evaluate(axe);
    const violations = await page.evaluate(async (within) => {
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const heard = await (globalThis as any).axe.run(
        { include: within, exclude: '.skeleton' },
        { runOnly: rules },
      );
      return heard.violations.map(
        ({ id, nodes }: any) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`,
      );
    }, selector);
    expect(violations).toEqual([]);
  }
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize(size);
}

test('confusion moves with ε, its cells are walked by keys, and one shows its images', async ({ page }) => {
  const values = { pgd_count: '16', pgd_iterations: '2', epsilons: '[0.1, 0.3]' };
  const figure = await see(page, { entrypoint: 'Demo with the ready model', values }, 'Confusion by ε');
  const words = figure.getByText(/of 2,000 are read right\. Worst is \d/);
  await expect(words).toContainText('FGSM at ε 0.1 (26/255)');
  const right = async () =>
    Number(/([\d,]+) of 2,000 are/.exec(await words.innerText())![1]!.replace(',', ''));
  const before = await right();
  const scale = figure.getByRole('slider');
  await scale.focus();
  await page.keyboard.press('ArrowRight');
  await expect(words).toContainText('FGSM at ε 0.3');
  expect(await right()).toBeLessThan(before / 2);
  await expect(scale).toHaveAttribute('aria-valuetext', /ε 0\.3 \(77\/255\)\. FGSM/);
  await page.keyboard.press('Home');
  await expect(words).toContainText('Unchanged');

  await figure.getByRole('radio', { name: 'PGD' }).check();
  await expect(figure.getByText(/PGD at ε 0\.1 .* of 16 are read right/)).toBeVisible();
  await figure.getByRole('radio', { name: 'FGSM' }).check();
  await expect(figure.getByRole('gridcell', { name: / read (as|right)/ })).toHaveCount(100);
  await figure.getByRole('gridcell', { name: /^0 read as 1:/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(figure.getByRole('gridcell', { name: /^2 read as 1:/ })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  const chosen = figure.getByRole('gridcell', { name: /^2 read as 8: [1-9]/ });
  await expect(chosen).toHaveAttribute('aria-selected', 'true');
  const images = figure.getByRole('list', { name: /^Images of 2 read as 8/ });
  await expect(images.getByRole('img', { name: /2, read as 8$/ }).first()).toBeVisible();
  await page.keyboard.press('.');
  await expect(words).toContainText('FGSM at ε 0.3');

  await checkFigure(page);
  const lines = await readCsv(page, figure);
  expect(lines).toHaveLength(1 + 2 * 3 * 100);
  const sizes = lines.slice(1).filter((line) => line.startsWith('FGSM,0.3,2,'));
  const counts = sizes.map((line) => line.split(',').map(Number));
  expect(counts.reduce((sum, [, , , , count]) => sum + count!, 0)).toBe(counts[0]![5]);
  const [width, height] = await readPng(page, figure);
  expect(Math.min(width, height)).toBeGreaterThan(300);
  await asTable(figure);
  await expect(figure.getByRole('row')).toHaveCount(11);
});

test('attack × defence sets oblivious beside adaptive, at every ε', async ({ page }) => {
  const values = { count: '32', iterations: '3', epsilons: '[0.05, 0.1]' };
  const figure = await see(
    page,
    { entrypoint: 'Defences: oblivious and adaptive', values },
    'Attack × defence',
  );
  // It closes in counts, as every job does.
  await expect(page.locator('.band')).toContainText('32 images, against all attacks here: undefended');
  const matrix = figure.getByRole('table');
  await expect(matrix.getByRole('columnheader', { name: 'adaptive' })).toHaveCount(4);
  await expect(matrix.getByRole('columnheader', { name: 'oblivious' })).toHaveCount(4);
  const rows = ['unchanged', 'random noise', 'FGSM', 'PGD', 'against all'];
  for (const [i, name] of rows.entries())
    await expect(matrix.getByRole('row').nth(i + 2)).toContainText(name);
  await expect(matrix.getByText('no robust accuracy')).toHaveCount(4);
  const all = matrix.getByRole('row', { name: /^against all/ });
  const at = await all.innerText();
  await figure.getByRole('slider').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(figure.getByText(/^ε 0\.05 \(13\/255\), 32 images/)).toBeVisible();
  expect(await all.innerText()).not.toBe(at);

  await figure.getByText('What each attacker sees, may change and tries').click();
  await expect(figure.getByText('PGD given median', { exact: false })).toBeVisible();
  await expect(figure.getByText(/^Attacker sees: .* May change: .* Tries: /).first()).toBeVisible();
  const curves = page
    .getByRole('figure')
    .filter({ has: page.getByRole('heading', { name: /^Accuracy against ε: .* figures$/ }) });
  await expect(curves).toHaveCount(4);
  await expect(curves.getByRole('img', { name: /random noise of the same size leaves/ })).toHaveCount(4);
  await curves.first().getByText('What each attacker sees, may change and tries').click();
  await expect(curves.getByText(/May change: .* Tries: 3 steps/).first()).toBeVisible();

  await checkFigure(page);
  const lines = await readCsv(page, figure);
  expect(lines).toHaveLength(1 + 2 * 5 * 9);
  const left = (attack: string, attacker: string) =>
    lines
      .filter((line) => line.startsWith(`0.1,${attack},median,${attacker},`))
      .map((line) => Number(line.split(',')[5]));
  expect(left('against all', 'adaptive')[0]).toBeLessThanOrEqual(
    Math.min(...left('PGD', 'adaptive'), ...left('FGSM', 'adaptive'), ...left('PGD', 'oblivious')),
  );
  const [width, height] = await readPng(page, figure);
  expect(Math.min(width, height)).toBeGreaterThan(200);
  await asTable(figure);
  await expect(figure.getByRole('row')).toHaveCount(1 + 5 * 9);
});

test('the reliability diagram sets what is right beside how sure the model is', async ({ page }) => {
  const figure = await see(
    page,
    { entrypoint: 'What it looks at', values: { count: '2' } },
    'As sure as it is right',
  );
  const summary = figure.getByText(/^Expected calibration error \d\.\d % in 15 bins of 2,000 images/);
  await expect(summary).toBeVisible();
  await expect(figure.getByRole('img', { name: /^As sure as it is right\. Expected/ })).toBeVisible();

  await checkFigure(page);
  const lines = await readCsv(page, figure);
  expect(lines).toHaveLength(16);
  expect(lines.slice(1).reduce((sum, line) => sum + Number(line.split(',')[2]), 0)).toBe(2000);
  const [width, height] = await readPng(page, figure);
  expect(Math.min(width, height)).toBeGreaterThan(400);
  await asTable(figure);
  await expect(figure.getByRole('row')).toHaveCount(16);
});

test('certified accuracy falls in steps to its cap, read by keys', async ({ page }) => {
  const values = { epochs: '1', n: '200', n0: '50', count: '32', iterations: '2', radii: '[0.25]' };
  const figure = await see(
    page,
    { entrypoint: 'Certificates: randomised smoothing', values },
    'Certified accuracy against the radius in L2',
  );
  await expect(figure.getByText(/With σ 0\.25 .* of 32 images are certified at radius 0/)).toBeVisible();
  await expect(figure.getByText(/200 votes certify no farther than 0\.\d+ and 0\.\d+/)).toBeVisible();
  const plot = figure.getByRole('img', { name: /Arrow keys read it/ });
  await plot.focus();
  await page.keyboard.press('Home');
  await expect(figure.getByText(/radius in L2 0: certified, σ 0\.25/)).toBeAttached();
  const byCap = page.getByRole('region', { name: 'Certificates by σ' });
  await expect(byCap.getByRole('row')).toHaveCount(3);
  await expect(page.getByText(/PGD-L2 .* on 32 of these images/)).toBeVisible();

  await checkFigure(page, '.certified');
  const lines = await readCsv(page, figure);
  const narrow = lines
    .slice(1)
    .map((line) => line.split(',')[1]!)
    .filter(Boolean)
    .map(Number);
  expect(narrow.length).toBeGreaterThan(20);
  expect(narrow).toEqual(narrow.toSorted((a, b) => b - a));
  expect(narrow.at(-1)).toBe(0);
  const [width] = await readPng(page, figure);
  expect(width).toBeGreaterThan(500);
  await asTable(figure);
  expect(await figure.getByRole('row').count()).toBeGreaterThan(20);
});

test('a patch is laid by keys, by sliders and by dragging, and the model reads it in its sandbox', async ({
  page,
}) => {
  const values = { max_iter: '60', count: '6' };
  const figure = await see(page, { entrypoint: 'Evasion: patch studio', values }, 'Patch studio');
  await expect(figure.getByText(/^read in \d+ ms$/)).toBeVisible({ timeout: 60_000 });
  await expect(figure.getByRole('status')).toHaveText(/^Image 1 reads \d$/);
  await expect(
    figure.getByText(/with it, where it lies now, \d are\. Of the \d of other classes \d are read as 8/),
  ).toBeVisible();
  const stage = figure.getByRole('application');
  await stage.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(stage).toHaveAccessibleName(/4 across, 0 down, turned 5°, 45\.?0? % of the image/);
  const size = figure.getByRole('slider', { name: 'Size' });
  await size.focus();
  await page.keyboard.press('Home');
  await expect(stage).toHaveAccessibleName(/10 % of the image/);
  // So small that it hides next to nothing.
  await expect(figure.getByText(/Without the patch 0 of 6 .* now, [01] (is|are)/)).toBeVisible();
  await page.keyboard.press('End');
  await expect(figure.getByText(/where it lies now, [3-6] are/)).toBeVisible();
  const { x, y, width, height } = (await stage.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - width / 4, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(stage).toHaveAccessibleName(/−[23](\.\d)? across/);

  await checkFigure(page);
  const lines = await readCsv(page, figure);
  expect(lines).toHaveLength(7);
  expect(lines[1]!.split(',').at(-1)).toBe('1');
  const [pngWidth] = await readPng(page, figure);
  expect(pngWidth).toBeGreaterThan(400);
  await figure.getByRole('button', { name: 'Back to the middle' }).click();
  await expect(stage).toHaveAccessibleName(/0 across, 0 down, turned 0°, 50/);
  await asTable(figure);
  await expect(figure.getByRole('row')).toHaveCount(7);
});

test('explanations stand beside their images, and one is enlarged by keys', async ({ page }) => {
  const values = { count: '7' };
  const figure = await see(page, { entrypoint: 'What it looks at', values }, 'What it looks at');
  await expect(
    figure.getByText(/\d of 7 images are read right\. Pixels brighter than half are/),
  ).toBeVisible();
  const grid = figure.getByRole('grid');
  for (const name of ['saliency', 'SmoothGrad', 'integrated gradients', 'Grad-CAM'])
    await expect(grid.getByRole('columnheader', { name })).toBeVisible();
  await expect(grid.getByRole('row')).toHaveCount(1 + 6);
  await expect(grid.getByRole('img', { name: /^Image 1, a \d, read as \d with / })).toBeVisible();
  const said = figure.getByText(/^Image \d, .* for \d: (strongest|nothing)/);
  await expect(said).toHaveText(/^Image 1, saliency/);
  await grid.getByRole('gridcell', { name: /^Image 1, saliency/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(grid.getByRole('gridcell', { name: /^Image 2, integrated gradients/ })).toBeFocused();
  await expect(said).toHaveText(/^Image 2, integrated gradients/);
  await page.keyboard.press('End');
  await expect(said).toHaveText(/^Image 2, Grad-CAM/);
  await expect(figure.getByText(/against \d/)).toHaveCount(0);
  await figure.getByRole('button', { name: 'Show all 7 images' }).click();
  await expect(grid.getByRole('row')).toHaveCount(1 + 7);

  await checkFigure(page);
  const lines = await readCsv(page, figure);
  expect(lines).toHaveLength(1 + 7 * 4);
  const shares = lines
    .filter((line) => line.includes('integrated gradients'))
    .map((line) => line.split(',').at(-1));
  // From black, integrated gradients can only lie where something is not black.
  shares.forEach((share) => expect(Number(share)).toBeGreaterThan(0.5));
  const [width, height] = await readPng(page, figure);
  expect(Math.min(width, height)).toBeGreaterThan(400);
  await asTable(figure);
  await expect(figure.getByRole('row')).toHaveCount(1 + 7 * 4);
});

test('a comparison has a bar for each attack and defence, the undefended one named', async ({ page }) => {
  const values = {
    epochs: '1',
    patch_max_iter: '10',
    dataset_split: '{"train": "train[:2000]", "val": "train[7000:7200]", "test": "test[:100]"}',
  };
  const figure = await see(
    page,
    { entrypoint: 'MNIST demo of Dioptra OPTIC', values },
    'Attacks and defences compared',
  );
  await expect(
    figure.getByText(/^Without a defence it reads right [\d.]+ % as they are, .* under patch\./),
  ).toBeVisible();
  for (const [attack, bars] of [
    ['unchanged', 4],
    ['random noise', 1],
    ['FGM', 4],
    ['patch', 4],
  ] as const) {
    const group = figure.getByRole('region', { name: attack });
    await expect(group.getByRole('listitem')).toHaveCount(bars);
    await expect(group.getByRole('listitem').first()).toContainText(/no defence.* % \d+ to \d+ %, of 100/);
  }
  await expect(figure.getByText(/none of these bars is a robust accuracy/)).toBeVisible();

  await checkFigure(page);
  expect(await readCsv(page, figure)).toHaveLength(1 + 13);
  const [width, height] = await readPng(page, figure);
  expect(Math.min(width, height)).toBeGreaterThan(300);
  await asTable(figure);
  await expect(figure.getByRole('row')).toHaveCount(1 + 13);
});
