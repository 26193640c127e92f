// Help while an entrypoint is written: what could be typed, what stands there, and how to mend what is wrong; by keyboard.
import { expect, test, type Page } from '@playwright/test';
import type { EntrypointContent } from '#core/resources/content.ts';
import { GRAPH, open } from './app.ts';

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
const problems = (page: Page) => page.getByRole('region', { name: 'Problems', exact: true });
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
  await expect(sheet.getByRole('button', { name: 'Change to $first' })).toBeFocused();
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

const card = (page: Page, step: string) => page.locator(`[data-step="${step}"]`);
const TUNE = `export function tune(count: number, share = 0.5, bold = false, title = ''): number {
  return bold && title ? count : share;
}
`;

test('arguments are set in a form by their types; what is none of its type is told and not written', async ({
  page,
}) => {
  const alidade = await open(page);
  const input = (name: string, type: string, required = false) => ({ name, type, required });
  const inputs = [
    input('count', 'integer', true),
    input('share', 'number'),
    input('bold', 'boolean'),
    input('title', 'string'),
  ];
  const functions = [{ name: 'tune', inputs, outputs: [{ name: 'result', type: 'number' }] }];
  const file = { filename: 'tasks.ts', contents: TUNE, description: '', functions, artifacts: [] };
  const plugin = await alidade.plugins.create({ name: 'tuning', description: '', files: [file], types: [] });
  const { id, latest } = plugin.resource;
  await openOwn(page, {
    taskGraph: 'one:\n  tune:\n    count: $times  # how often\n',
    parameters: [{ name: 'times', type: 'integer', defaultValue: '3' }],
    plugins: [{ resource: id, number: latest.number, hash: latest.hash }],
  });
  await card(page, 'one').click();
  const field = (name: string) => page.getByRole('combobox', { name, exact: true });
  const set = async (name: string, typed: string) => {
    await field(name).fill(typed);
    await page.keyboard.press('Tab');
  };
  await expect(field('count')).toHaveValue('$times');
  await set('share', '1e-3');
  await expect.poll(() => written(page)).toContain('share: 0.001');
  await set('share', 'much');
  await expect(page.getByText('"much" is no number.')).toBeVisible();
  expect(await written(page)).toContain('share: 0.001');
  await set('title', '12');
  await expect.poll(() => written(page)).toContain('title: "12"');
  await field('bold').click();
  await expect(page.locator('.combobox-item')).toHaveText([/^true/, /^false/]);
  await page.getByRole('option', { name: 'true' }).click();
  await expect.poll(() => written(page)).toContain('bold: true');
  expect(await written(page)).toContain('count: $times  # how often');
  await expect(problems(page)).toContainText('No problems');
});

test('an output is kept as an artifact, renamed and let go, in a form beside the YAML', async ({ page }) => {
  await openOwn(page);
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  const keep = page.getByRole('group', { name: 'Keep an output' });
  await keep.getByRole('combobox', { name: 'Output to keep' }).click();
  await page.getByRole('option', { name: '$second' }).click();
  await keep.getByRole('list', { name: 'Stored by' }).getByRole('button').first().click();
  const artifact = page.getByRole('group', { name: 'Artifact second' });
  await expect(artifact).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Artifact graph, YAML' })).toContainText(
    'contents: $second',
  );
  await expect(problems(page)).toContainText('No problems');

  const name = artifact.getByLabel('Name of the artifact');
  await name.fill('greeting');
  await name.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Artifact graph, YAML' })).toContainText('greeting:');
  await page.getByRole('button', { name: 'Do not keep greeting' }).click();
  await expect(page.getByRole('textbox', { name: 'Artifact graph, YAML' })).not.toContainText('greeting:');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('group', { name: 'Artifact greeting' })).toBeVisible();
});

test('steps are copied, pasted, duplicated, all selected and deleted by keys', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openOwn(page);
  await card(page, 'first').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByText('2 steps chosen')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.locator('[data-step]')).toHaveCount(4);
  await expect(page.locator('[data-edge="first_2→second_2"]')).toHaveCount(1);

  await card(page, 'second').focus();
  await page.keyboard.press('Escape');
  await card(page, 'second').focus();
  await page.keyboard.press('ControlOrMeta+d');
  await expect(page.locator('[data-step]')).toHaveCount(5);

  await card(page, 'first').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-step]')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.locator('[data-step]')).toHaveCount(5);
});

test('what is wrong with a step is mended at its card and beside it', async ({ page }) => {
  await openOwn(page, { taskGraph: GRAPH.replace('$first', '$frist') });
  await expect(card(page, 'second')).toContainText('unknown $frist');
  await card(page, 'second').focus();
  await page.keyboard.press('ControlOrMeta+.');
  const sheet = page.getByRole('dialog', { name: 'Ways to mend it' });
  await expect(sheet.getByRole('button', { name: 'Change to $first' })).toBeVisible();
  await page.keyboard.press('Escape');
  await card(page, 'second').click();
  await page
    .getByRole('region', { name: 'What is wrong with second' })
    .getByRole('button', { name: 'Change to $first' })
    .click();
  await expect(problems(page)).toContainText('No problems');
});
