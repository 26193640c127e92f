// Text and drawing are two views of one document: what is typed is checked at its line and drawn anew, then saved and run.
import { expect, test, type Page } from '@playwright/test';
import { GRAPH, open } from './app.ts';

/** An entrypoint of one's own, opened on its page. */
async function openOwn(page: Page): Promise<string> {
  const alidade = await open(page);
  const model = (await alidade.entrypoints.find('Hello World'))!.content;
  const { resource } = await alidade.entrypoints.create({
    ...model,
    name: 'Mine',
    taskGraph: GRAPH,
    artifactGraph: '',
  });
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  await expect(page.locator('[data-step]')).toHaveCount(2);
  return resource.id;
}

const text = (page: Page) => page.getByRole('textbox', { name: 'Task graph, YAML' });
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });

/** The line of the text that carries the mark of a problem. */
const markedLines = (page: Page) =>
  page
    .locator('.cm-line')
    .evaluateAll((lines) =>
      lines.flatMap((line, i) => (line.querySelector('.cm-lintRange-error') ? [i + 1] : [])),
    );

test('a problem stands at its line while typing, and goes when it is mended', async ({ page }) => {
  await openOwn(page);
  await expect(problems(page)).toContainText('No problems');
  await text(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('third:\n  whisper:\n    text: ');
  await expect(problems(page)).toContainText('whisper');
  await expect(problems(page).getByText(/^8:/)).toBeVisible();
  await expect.poll(() => markedLines(page)).toContain(8);
  await expect(page.getByText(/to mend before it can run/)).toBeVisible();

  for (let i = 0; i < 60; i++) await page.keyboard.press('Backspace');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(GRAPH);
  await expect(problems(page)).toContainText('No problems');
  await expect.poll(() => markedLines(page)).toEqual([]);
});

test('what is typed is drawn', async ({ page }) => {
  await openOwn(page);
  await text(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`${GRAPH}third:\n  shout:\n    greeting: $second\n`);
  await expect(page.locator('[data-step="third"]')).toBeVisible();
  await expect(page.locator('[data-edge="second→third"][data-kind="reference"]')).toHaveCount(1);
});

test('Save makes a snapshot, Run saves first; a half-typed line leaves the graph standing', async ({
  page,
}) => {
  const id = await openOwn(page);
  await text(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(GRAPH.replaceAll('second', 'last'));
  await expect(page.locator('[data-step="last"]')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => page.evaluate((of) => alidade.entrypoints.history(of), id)).toHaveLength(2);

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`${GRAPH}third: [`);
  await expect(problems(page)).not.toContainText('No problems');
  await expect(page.locator('[data-step="first"]')).toBeVisible();

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(GRAPH);
  await expect(problems(page)).toContainText('No problems');
  await page.getByRole('button', { name: 'Save and run' }).click();
  await expect(page).toHaveURL(/jobs\/view\/\?id=/);
  await expect(page.locator('[data-step="second"]')).toHaveAttribute('data-state', 'done', {
    timeout: 30_000,
  });
  expect(await page.evaluate((of) => alidade.entrypoints.history(of), id)).toHaveLength(3);
});

test('Run warns of steps that cannot cross ε, and no more once they can', async ({ page }) => {
  const alidade = await open(page);
  const model = (await alidade.entrypoints.find('Evasion: PGD against a ready model'))!.content;
  const { resource } = await alidade.entrypoints.create({
    ...model,
    name: 'Short steps',
    taskGraph: model.taskGraph.replace('restarts: $restarts', 'restarts: $restarts\n    relative_step: 0.01'),
  });
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  const iterations = page.getByRole('textbox', { name: 'iterations' });
  await expect(page.getByText('10 steps of 0.01·ε are 0.1·ε in all')).toBeVisible();
  await expect(iterations).toHaveAccessibleDescription(/cannot cross from edge to edge/);
  await iterations.fill('300');
  await expect(page.getByText('cannot cross from edge to edge')).toBeHidden();
});
