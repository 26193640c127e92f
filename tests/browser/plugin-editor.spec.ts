// A plugin is written in the page: files, their text against the tasks that are registered, each tried, and saved as a snapshot.
import { expect, test, type Page } from '@playwright/test';
import { idOf, open, watchFaults } from './app.ts';
import {
  addFile,
  bar,
  begin,
  files,
  fresh,
  outcome,
  problems,
  registered,
  source,
  takeOffer,
  write,
} from './plugin-editor.ts';

test('a plugin is made: its task is registered from the text, tried, and saved', async ({ page }) => {
  const faults = watchFaults(page);
  const alidade = await begin(page, 'mine');
  await fresh(page, 'scale').getByRole('button', { name: 'Register' }).click();
  await expect(registered(page, 'scale')).toContainText('scale(value: number, factor?: number) → ');
  await expect(page.getByText('What is registered is what the text says.')).toBeVisible();

  await registered(page, 'scale').getByRole('button', { name: 'Try it' }).click();
  await page.getByLabel('value', { exact: true }).fill('21');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(outcome(page)).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
  await expect(outcome(page).locator('pre')).toHaveText('42');
  await expect(outcome(page).getByRole('log')).toContainText('21 times 2 is 42');
  expect(await alidade.jobs.list()).toEqual([]);

  await page.getByLabel('What changed, optional').fill('first');
  await bar(page).getByRole('button', { name: 'Create plugin' }).click();
  await expect(page.getByText('Saved as snapshot 1.')).toBeVisible();
  await expect(page).toHaveURL(/plugins\/edit\/\?id=/);
  const { content } = (await alidade.plugins.get(await idOf(page)))!;
  expect(content.files.map(({ filename, functions }) => [filename, functions.length])).toEqual([
    ['tasks.ts', 1],
  ]);

  await write(page, 'export function scale(value: number): number {\n  return value;\n}\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 2.')).toBeVisible();
  expect(await alidade.plugins.history(await idOf(page))).toHaveLength(2);
  expect(faults).toEqual([]);
});

test('what changed in the text is told and taken one by one or all, and undone', async ({ page }) => {
  const alidade = await begin(page, 'changing');
  await write(
    page,
    `export interface Box { left: number; top: number }
export function cut(image: number[], box: Box, eps = 0.1): [low: number, names: string[][]] {
  return [box.left + image.length, [[String(eps)]]];
}
export const Boxes = { serialize: (box: Box) => JSON.stringify(box), deserialize: (): Box => ({ left: 0, top: 0 }) };
`,
  );
  await expect(fresh(page, 'cut')).toContainText('box: box');
  await expect(fresh(page, 'cut')).toContainText('Makes the type');
  const missing = page.getByRole('region', { name: 'Missing types' });
  await missing.locator('[data-type="box"]').getByRole('button', { name: 'Make' }).click();
  await expect(missing.locator('[data-type="box"]')).toHaveCount(0);
  expect((await alidade.types.find('box'))?.content.structure).toEqual({
    mapping: { left: 'number', top: 'number' },
  });

  await page.getByRole('button', { name: 'Take all' }).click();
  await expect(registered(page, 'cut')).toContainText('(image: numbers, box: box, eps?: number)');
  await expect(registered(page, 'cut')).toContainText('low: number, names: list_of_list_of_string');
  await expect(registered(page, 'Boxes')).toContainText('artifact task');
  expect(await alidade.types.find('list_of_list_of_string')).not.toBeNull();

  await write(page, 'export function cut(image: number[], eps: string): void {}\n');
  await expect(registered(page, 'cut')).toContainText('changed in the text');
  await expect(registered(page, 'Boxes')).toContainText('gone from the text');
  await expect(problems(page)).toContainText('The registered inputs');
  await registered(page, 'cut')
    .getByRole('button', { name: /input box is gone/ })
    .click();
  await expect(registered(page, 'cut').locator('.signature')).toHaveText(
    /^cut\(image: numbers, eps\?: number\)/,
  );
  await registered(page, 'Boxes').getByRole('button', { name: 'Take out' }).click();
  await expect(registered(page, 'Boxes')).toHaveCount(0);
  await bar(page).getByRole('button', { name: 'Undo' }).click();
  await expect(registered(page, 'Boxes')).toContainText('gone from the text');
  await page.getByRole('button', { name: 'Take all' }).click();
  await expect(registered(page, 'cut').locator('.signature')).toHaveText(
    'cut(image: numbers, eps: string) → nothing',
  );
  await expect(problems(page)).toContainText('No problems');
});

test('a registration is set by hand', async ({ page }) => {
  await begin(page, 'byhand');
  await page.getByRole('button', { name: 'Function task' }).click();
  const form = page.getByRole('group', { name: /^Registration of/ });
  await form.getByLabel('Name', { exact: true }).fill('scale');
  await form.getByRole('button', { name: 'Input' }).click();
  await form.getByLabel('Name of input 1 of scale').fill('value');
  await form.getByRole('combobox', { name: 'Type of value' }).click();
  await page.keyboard.type('integ');
  await page.getByRole('option', { name: 'integer' }).click();
  await form.getByRole('checkbox', { name: /required/ }).uncheck();
  await form.getByRole('button', { name: 'Output' }).click();
  await form.getByLabel('Name of output 1 of scale').fill('product');
  await form.getByRole('button', { name: 'Done' }).click();
  await expect(registered(page, 'scale')).toContainText('scale(value?: integer) → product: any');
  await expect(problems(page)).toContainText('is registered as not required');
});

test('problems stand at their line and lead there; the editor completes the SDK and TensorFlow.js', async ({
  page,
}) => {
  await begin(page, 'problematic');
  await addFile(page, 'other');
  await write(
    page,
    "import fs from 'fs';\nimport { nothing } from './tasks.ts';\nexport const a = [fs, nothing];\n",
    'other.ts',
  );
  await expect(problems(page)).toContainText('"fs" cannot be imported here');
  await expect(problems(page)).toContainText('exports no "nothing"');
  await expect(files(page).getByRole('button', { name: /other\.ts 2 errors/ })).toBeVisible();
  await files(page)
    .getByRole('button', { name: /^tasks\.ts/ })
    .click();
  await problems(page).getByRole('button', { name: /"fs"/ }).click();
  await expect(source(page, 'other.ts')).toBeFocused();
  await expect(page.locator('.cm-lintRange-error').first()).toHaveText("'fs'");
  await write(page, 'export function broken( {\n', 'other.ts');
  await expect(problems(page)).toContainText('Mend the syntax at this place.');
  await expect(problems(page).getByText(/other\.ts [12]:/)).toHaveCount(1);

  await write(page, "import * as tf from '@tensorflow/tfjs';\nexport const a = tf.", 'other.ts');
  await page.keyboard.type('onesL');
  const list = page.getByRole('listbox');
  await expect(list.getByRole('option', { name: /onesLike/ })).toBeVisible();
  await takeOffer(page);
  await expect(source(page, 'other.ts')).toContainText('tf.onesLike');
  await write(page, 'export const a = 1;\n', 'other.ts');
  await page.keyboard.type('progre');
  await expect(list.getByRole('option', { name: /progress/ }).first()).toBeVisible();
  await takeOffer(page);
  await expect(source(page, 'other.ts')).toContainText("import { progress } from 'alidade/sdk';");
});

test('files are renamed with their imports, and deleted with a way back', async ({ page }) => {
  await begin(page, 'filed');
  await addFile(page, 'nets/small');
  await files(page)
    .getByRole('button', { name: /^tasks\.ts/ })
    .click();
  await write(page, "export * from './nets/small.ts';\n");
  await files(page).getByRole('button', { name: /^nets/ }).click();
  await page.getByRole('button', { name: 'Rename nets/small.ts' }).click();
  await page.getByLabel('File name').fill('tasks.ts');
  await expect(page.getByText('There is already a file tasks.ts.')).toBeVisible();
  await page.getByLabel('File name').fill('net.ts');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await files(page)
    .getByRole('button', { name: /^tasks\.ts/ })
    .click();
  await expect(source(page)).toContainText("export * from './net.ts';");

  await page.getByRole('button', { name: 'Delete tasks.ts' }).click();
  await expect(source(page, 'net.ts')).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(files(page).getByRole('button', { name: /^tasks\.ts/ })).toBeVisible();

  await addFile(page, 'bad name.ts');
  await expect(page.getByText('cannot be a file here')).toBeVisible();
});

test('files come from the device: Python is kept, and runs from the script that exports the task', async ({
  page,
}) => {
  const alidade = await begin(page, 'brought');
  const python = 'from dioptra import pyplugs\n\n@pyplugs.register\ndef old(x: int) -> int:\n    return x\n';
  await files(page)
    .locator('input[type="file"]')
    .setInputFiles([
      { name: 'old.py', mimeType: 'text/x-python', buffer: Buffer.from(python) },
      { name: 'NOTES.md', mimeType: 'text/markdown', buffer: Buffer.from('# Notes\n') },
      { name: 'a picture.png', mimeType: 'image/png', buffer: Buffer.from([0, 1]) },
    ]);
  await expect(page.getByText('“a picture.png” cannot be a file here')).toBeVisible();
  await expect(source(page, 'old.py')).toContainText('def old');
  await expect(page.getByText('Python is kept for exchange with Dioptra')).toBeVisible();
  await fresh(page, 'old').getByRole('button', { name: 'Register' }).click();
  await expect(registered(page, 'old')).toContainText('old(x: integer)');
  await expect(registered(page, 'old')).toContainText('not runnable here');

  // A file that is dropped on the editor is a file, not text.
  const held = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['export const dropped = 1;\n'], 'dropped.ts'));
    return transfer;
  });
  await source(page, 'old.py').dispatchEvent('drop', { dataTransfer: held });
  await expect(source(page, 'dropped.ts')).toHaveText('export const dropped = 1;');

  // A script that exports it runs it, wherever it is registered.
  await addFile(page, 'old');
  await write(page, 'export function old(x: number): number {\n  return x + 1;\n}\n', 'old.ts');
  await files(page)
    .getByRole('button', { name: /^old\.py/ })
    .click();
  await expect(registered(page, 'old')).toContainText('runs from old.ts');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 1.')).toBeVisible();

  const id = await idOf(page);
  await page.goto(`plugins/view/?id=${id}&tab=try&task=old`);
  await page.getByLabel('x', { exact: true }).fill('41');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(outcome(page).locator('pre')).toHaveText('42', { timeout: 60_000 });
  const entrypoint = await alidade.entrypoints.create({
    ...(await alidade.entrypoints.find('Hello World'))!.content,
    name: 'Runs Python by its script',
    taskGraph: 'one:\n  old:\n    x: 1\n',
    artifactGraph: '',
    parameters: [],
    plugins: [(await alidade.plugins.get(id))!.resource.latest],
  });
  const { job, issues } = await alidade.jobs.run({ entrypoint: entrypoint.resource.id });
  expect(issues).toEqual([]);
  expect((await alidade.jobs.wait(job!.id)).status).toBe('finished');
});

test('a built-in is changed as a copy, with all of its files and types', async ({ page }) => {
  const alidade = await open(page);
  const { resource, content } = (await alidade.plugins.find('dioptra_optic'))!;
  await page.goto(`plugins/view/?id=${resource.id}`);
  await page.getByRole('button', { name: 'Change as a copy' }).click();
  await expect(page).toHaveURL(/plugins\/edit\/\?id=/);
  await expect(files(page).getByRole('listitem')).toHaveCount(content.files.length);
  const copy = (await alidade.plugins.find('dioptra_optic_copy'))!.content;
  expect({ ...copy, name: content.name }).toEqual(content);
  await expect(problems(page)).toContainText('No problems', { timeout: 60_000 });

  // Typing into a built-in itself is kept too, and saved as a copy.
  await page.goto(`plugins/edit/?id=${resource.id}`);
  await page.getByLabel('Description').fill('Mine');
  await bar(page).getByRole('button', { name: 'Save as my own copy' }).click();
  await expect(page.getByText('It is yours to change.')).toBeVisible();
  expect((await alidade.plugins.find('dioptra_optic_copy2'))?.content.description).toBe('Mine');
  expect((await alidade.plugins.find('dioptra_optic'))?.content.description).toBe(content.description);
});

test('a draft whose base moved on shows both, file by file', async ({ page }) => {
  const alidade = await begin(page, 'moving');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 1.')).toBeVisible();
  const id = await idOf(page);
  await page.getByLabel('Description').fill('mine');
  await expect(bar(page).getByText('Kept as a draft')).toBeVisible();
  const { content } = (await alidade.plugins.get(id))!;
  await page.evaluate(([of, next]) => alidade.plugins.update(of, next), [
    id,
    { ...content, files: [...content.files, { ...content.files[0]!, filename: 'theirs.ts' }] },
  ] as const);
  const merge = page.getByRole('region', { name: 'Base, mine and theirs' });
  await expect(merge).toBeVisible();
  await merge.getByRole('button', { name: 'Go on with this' }).click();
  await expect(files(page).getByRole('button', { name: /^theirs\.ts/ })).toBeVisible();
  await expect(page.getByLabel('Description')).toHaveValue('mine');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await alidade.plugins.get(id))?.snapshot.number).toBe(3);
});

/** Goes on by Tab, and out of an editor by Escape, until what has the focus is called so. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let n = 0; n < 120; n++) {
    if (await page.evaluate(() => !!document.activeElement?.closest('.cm-content')))
      await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const called = await page.evaluate(() => {
      const { activeElement: at } = document;
      if (!at) return '';
      const label = at.id ? document.querySelector(`label[for="${at.id}"]`)?.textContent : '';
      return (at.getAttribute('aria-label') ?? (label || at.textContent) ?? '')
        .replaceAll(/\s+/g, ' ')
        .trim();
    });
    if (typeof name === 'string' ? called === name : name.test(called)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}.`);
}

test('by keyboard alone: created, written, registered, tried, saved', async ({ page }) => {
  const alidade = await open(page, 'plugins/');
  await tabTo(page, 'New plugin');
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText('New plugin');
  await tabTo(page, 'Name');
  await page.keyboard.type('keyed');
  await tabTo(page, 'Name of a new file');
  await page.keyboard.type('double');
  await page.keyboard.press('Enter');
  await expect(source(page, 'double.ts')).toBeVisible();
  await tabTo(page, 'Source of double.ts');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('export function double(x: number): number {\n  return 2 * x;\n}\n');
  await expect(fresh(page, 'double')).toBeVisible();
  await tabTo(page, /^Register/);
  await page.keyboard.press('Enter');
  await expect(registered(page, 'double')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(registered(page, 'double')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+y');
  await expect(registered(page, 'double')).toBeVisible();
  await tabTo(page, /^Tasks/);
  await page.keyboard.press('ArrowRight');
  await tabTo(page, 'x');
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(outcome(page).locator('pre')).toHaveText('8', { timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 1.')).toBeVisible();
  expect((await alidade.plugins.find('keyed'))?.content.files[0]?.functions[0]?.name).toBe('double');
});
