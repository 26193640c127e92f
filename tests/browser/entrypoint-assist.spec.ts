// Help while an entrypoint is written: what could be typed, what stands there, and how to mend what is wrong; by keyboard.
import { expect, test, type Page } from '@playwright/test';
import type { EntrypointContent } from '#core/resources/content.ts';
import { open } from './app.ts';

const GRAPH = `first:
  hello:
    name: $name
second:
  shout:
    greeting: $first
`;

/** An entrypoint of one's own on its page. */
async function openOwn(page: Page, change: Partial<EntrypointContent> = {}): Promise<string> {
  const alidade = await open(page);
  const model = (await alidade.entrypoints.find('Hello World'))!.content;
  const { resource } = await alidade.entrypoints.create({
    ...model,
    name: 'Mine',
    taskGraph: GRAPH,
    artifactGraph: '',
    ...change,
  });
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  await expect(text(page)).toBeVisible();
  return resource.id;
}

const text = (page: Page) => page.getByRole('textbox', { name: 'Task graph, YAML' });
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });
const proposals = (page: Page) => page.getByRole('listbox', { name: 'Completions' });
const written = (page: Page) =>
  page
    .locator('.cm-content')
    .evaluate((node) => [...node.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));

/** Types a line after the other as a person does: the editor indents by itself. */
async function typeAtEnd(page: Page, typed: string) {
  await text(page).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(typed, { delay: 20 });
}

test('tasks, inputs and references are proposed while typing, with what they are', async ({ page }) => {
  await openOwn(page);
  await typeAtEnd(page, 'third:\n  sho');
  await expect(proposals(page).getByRole('option').first()).toContainText('shout');
  await expect(proposals(page)).toContainText('greeting');
  await page.waitForTimeout(150); // the list takes no key at once, lest it takes one that was meant for the text
  await page.keyboard.press('Enter');
  await expect.poll(() => written(page)).toContain('third:\n  shout:');

  await page.keyboard.type('\n    gre', { delay: 20 });
  await expect(proposals(page).getByRole('option').first()).toContainText('greeting');
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
  // What wants a value asks for it at once.
  await expect(proposals(page).getByRole('option')).toContainText(['$name', '$second', '$first']);
  await page.waitForTimeout(150);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => written(page)).toContain('    greeting: $second');
  await expect(problems(page)).toContainText('No problems');
  await expect(page.locator('[data-step="third"]')).toBeVisible();
});

test('Ctrl Space proposes where nothing is typed yet; Esc closes the list and then leaves the editor', async ({
  page,
}) => {
  await openOwn(page);
  await typeAtEnd(page, 'third:\n  shout:\n    greeting: ');
  await expect(proposals(page)).toBeHidden();
  await page.keyboard.press('Control+Space');
  await expect(proposals(page).getByRole('option')).toContainText(['$name', '$second', '$first']);
  await page.keyboard.press('Escape');
  await expect(proposals(page)).toBeHidden();
  await expect(text(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(text(page)).not.toBeFocused();
});

test('a key tells what stands at the caret, and so does the pointer', async ({ page }) => {
  await openOwn(page);
  await text(page).focus();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+i');
  const told = page.locator('.cm-telling');
  await expect(told).toContainText('Task hello of hello_world');
  await expect(told).toContainText('hello(name: string) → ');
  await page.keyboard.press('Escape');
  await expect(told).toBeHidden();
  await page.locator('.cm-line').nth(5).locator('.cm-reference').hover();
  await expect(told).toContainText('of step first');
});

test('a misspelt name is mended by the key, and one step takes it back', async ({ page }) => {
  await openOwn(page, { taskGraph: GRAPH.replace('$first', '$frist') });
  await expect(problems(page)).toContainText('frist');
  await text(page).focus();
  await page.keyboard.press('F8');
  await page.keyboard.press('ControlOrMeta+.');
  const sheet = page.getByRole('dialog', { name: 'Ways to mend it' });
  await sheet.getByRole('button', { name: 'Change to $first' }).focus();
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(problems(page)).toContainText('No problems');
  expect(await written(page)).toContain('greeting: $first');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(problems(page)).toContainText('frist');
});

test('a parameter that is missing is made from the problem', async ({ page }) => {
  await openOwn(page, { taskGraph: GRAPH.replace('$name', '$person'), parameters: [] });
  await problems(page).getByRole('button', { name: 'Make a parameter "person"' }).click();
  await expect(problems(page)).toContainText('No problems');
  await page.getByRole('tab', { name: 'Definition' }).click();
  await expect(page.getByRole('group', { name: 'Parameters' }).getByLabel('Name of parameter 1')).toHaveValue(
    'person',
  );
  await page.keyboard.press('ControlOrMeta+z');
  await expect(problems(page)).toContainText('person');
});

test('a plugin that has the task is pinned from the problem', async ({ page }) => {
  await openOwn(page, { plugins: [], types: [] });
  await problems(page).getByRole('button', { name: 'Attach the plugin "hello_world"' }).first().click();
  await expect(problems(page)).toContainText('No problems');
});

test('a type that is missing is made from the problem', async ({ page }) => {
  const artifactParameters = [{ name: 'weights', outputs: [{ name: 'value', type: 'Weights' }] }];
  await openOwn(page, { artifactParameters });
  await problems(page).getByRole('button', { name: 'Make a type "Weights"' }).click();
  await expect(problems(page)).toContainText('No problems');
  expect(await page.evaluate(() => alidade.types.find('Weights'))).toMatchObject({
    content: { name: 'Weights' },
  });
});
