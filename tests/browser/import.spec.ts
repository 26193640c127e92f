// Files go in and come out as a person's do: a folder becomes a plugin, its job leaves files, and these feed the next job.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { unpackArchive } from '#exchange/archive.ts';
import { tar, zip } from '../exchange/archives.ts';
import { idOf, LONG, open, waitForStatus } from './app.ts';
import { expectAccessible, standing } from './import-sheet.ts';

test.setTimeout(LONG);

const SUITE = {
  'tally.toml': `[[plugins]]
path = "tally"
description = "Counts and adds."

  [[plugins.tasks.functions]]
  filename = "tasks.ts"
  name = "count"
  input_params = [{ name = "upto", type = "integer", required = true }]
  output_params = [{ name = "numbers", type = "tallied" }]

  [[plugins.tasks.functions]]
  filename = "tasks.ts"
  name = "add"
  input_params = [{ name = "numbers", type = "tallied", required = true }]
  output_params = []

  [[plugins.tasks.artifacts]]
  filename = "tasks.ts"
  name = "NumbersArtifactTask"
  output_params = [{ name = "numbers", type = "tallied" }]

[[plugin_param_types]]
name = "tallied"
structure = { list = "integer" }

[[entrypoints]]
path = "graphs/count.yaml"
name = "Count"
params = [{ name = "upto", type = "integer", default_value = 4 }]
plugins = ["tally"]
artifact_plugins = ["tally"]

[[entrypoints]]
path = "graphs/add.yaml"
name = "Add"
artifact_params = [{ name = "numbers", output_params = [{ name = "numbers", type = "tallied" }] }]
plugins = ["tally"]
artifact_plugins = []
`,
  'tally/tasks.ts': `import { metric, type ArtifactTask } from 'alidade/sdk';

export function count(upto: number): number[] {
  return Array.from({ length: upto }, (_, n) => n + 1);
}

export function add(numbers: number[]): void {
  metric('sum', numbers.reduce((sum, n) => sum + n, 0));
}

export const NumbersArtifactTask: ArtifactTask<number[]> = {
  serialize: (value) => new Map([
    ['numbers.json', new TextEncoder().encode(JSON.stringify(value))],
    ['about/how many.txt', new TextEncoder().encode(String(value.length))],
  ]),
  deserialize: (files) => JSON.parse(new TextDecoder().decode(files.get('numbers.json'))),
};
`,
  'graphs/count.yaml': `graph:
  numbers:
    count:
      upto: $upto
artifacts:
  counted:
    contents: $numbers
    task: {name: NumbersArtifactTask}
`,
  'graphs/add.yaml': 'graph:\n  sum:\n    add: [$numbers]\n',
  'node_modules/big.json': '[]',
  '.git/config.txt': 'no part of it',
} as const;

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alidade-import-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lay(name: string, texts: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, text] of Object.entries(texts)) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, name);
}

/** Opens the sheet of a list, by keys alone. */
async function openSheet(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Import…' }).focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Import' });
  await expect(sheet).toBeVisible();
  return sheet;
}

async function importFolder(sheet: Locator, path: string): Promise<Locator> {
  await sheet.getByLabel('Choose a folder…').setInputFiles(path);
  if ((await standing(sheet)) === 'ready')
    await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  return sheet.locator('[data-outcome]');
}

/** Chooses or drops files under names that no file picker gives. */
function give(input: Locator, texts: Readonly<Record<string, string>>): Promise<void> {
  return input.evaluate((at, given) => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(given)) transfer.items.add(new File([text], name));
    (at as HTMLInputElement).files = transfer.files;
    at.dispatchEvent(new Event('change', { bubbles: true }));
  }, texts);
}

test('a folder becomes a plugin, its job leaves files, and these feed the next job', async ({ page }) => {
  const alidade = await open(page, 'plugins/');
  const sheet = await openSheet(page);
  await expectAccessible(page);
  const outcome = await importFolder(sheet, lay('suite', SUITE));
  await expect(outcome).toContainText('Imported 2 entrypoints, 1 plugin, 1 type.');
  await expectAccessible(page);
  await outcome.getByRole('link', { name: 'tally' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('tally');
  const plugin = await alidade.plugins.find('tally');
  expect(plugin!.content.files.map(({ filename }) => filename)).toEqual(['tasks.ts']);

  const count = (await alidade.entrypoints.find('Count'))!.resource.id;
  await page.goto(`entrypoints/view/?id=${count}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/jobs\/view/);
  await waitForStatus(alidade, await idOf(page), 'finished');
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save all/ }).click();
  const saved = new Blob([readFileSync(await (await download).path())]);
  const archive = (await unpackArchive(saved, 'saved.zip', { wanted: () => true })).files;
  const files = Object.fromEntries(archive.map(({ path, bytes }) => [path, bytes]));
  expect(Object.keys(files).sort()).toEqual([
    'counted/about/how many.txt',
    'counted/numbers.json',
    'job.json',
  ]);
  expect(new TextDecoder().decode(files['counted/numbers.json'])).toBe('[1,2,3,4]');

  const add = (await alidade.entrypoints.find('Add'))!.resource.id;
  await page.goto(`entrypoints/view/?id=${add}`);
  const field = page.locator('[data-parameter="numbers"]');
  const take = (path: string) => field.getByLabel('From files… for numbers').setInputFiles(path);
  await take(lay('spoilt', { ...files, 'counted/numbers.json': '[1,2,3,5]' }));
  await expect(field.getByRole('status')).toContainText('“counted” are not those that its record names');
  await expect(field.getByRole('combobox')).toHaveValue('');
  await take(lay('whole', files));
  await expect(field.getByRole('status')).toContainText('counted is taken in and chosen.');
  await expect(field.getByRole('combobox').locator('option:checked')).toContainText('counted, from files');
  const first = await field.getByRole('combobox').inputValue();
  await take(join(folder, 'whole'));
  await expect(field.getByRole('status')).toContainText('counted is taken in and chosen.');
  await expect(field.getByRole('combobox')).toHaveValue(first);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/jobs\/view/);
  await waitForStatus(alidade, await idOf(page), 'finished');
  expect(await alidade.jobs.metrics(await idOf(page))).toMatchObject([{ name: 'sum', value: 10 }]);
});

test('what is wrong stands at its line and nothing is imported, until it is mended', async ({ page }) => {
  const alidade = await open(page, 'entrypoints/');
  const before = (await alidade.entrypoints.list()).length;
  const sheet = await openSheet(page);
  const wrong = SUITE['tally.toml']
    .replace('type = "integer", default_value = 4', 'type = "integer", default_value = "four"')
    .replace('path = "graphs/add.yaml"', 'path = "../../etc/passwd"')
    .replace('name = "count"', 'name = "<img src=x onerror=alert(1)>"');
  const outcome = await importFolder(sheet, lay('suite', { ...SUITE, 'tally.toml': wrong }));
  await expect(outcome.getByRole('alert')).toContainText('Nothing was imported');
  const lineOf = (text: string) => wrong.slice(0, wrong.indexOf(text)).split('\n').length;
  for (const text of ['"four"', '"../../etc/passwd"', '"<img'])
    await expect(outcome.getByText(`tally.toml:${lineOf(text)}:`)).toBeVisible();
  await expect(outcome.getByText('leads out of the folder')).toBeVisible();
  await expect(outcome.locator('img')).toHaveCount(0);
  await expectAccessible(page);
  expect((await alidade.entrypoints.list()).length).toBe(before);
  expect(await alidade.plugins.find('tally')).toBeNull();

  const mended = await importFolder(sheet, lay('suite', SUITE));
  await expect(mended).toContainText('Imported 2 entrypoints');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Import…' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Count' })).toBeVisible();
});

test('a name that is taken is refused, unless a new snapshot or a replacement is asked for', async ({
  page,
}) => {
  const alidade = await open(page, 'types/');
  const sheet = await openSheet(page);
  const suite = lay('suite', SUITE);
  await expect(await importFolder(sheet, suite)).toHaveAttribute('data-outcome', 'imported');
  await sheet.getByRole('button', { name: 'Import more' }).click();
  lay('suite', { 'graphs/add.yaml': 'graph:\n  total:\n    add: [$numbers]\n' });
  await importFolder(sheet, suite);
  expect(await standing(sheet)).toBe('refused');
  const row = sheet.locator('[data-item="Add"]');
  await expect(row).toHaveAttribute('data-deed', 'refuse');
  await expect(row).toContainText('There is already an entrypoint named “Add”.');
  await sheet.getByRole('button', { name: 'Import', exact: true }).click({ force: true });
  const snapshots = async () => (await alidade.entrypoints.find('Add'))!.snapshot.number;
  expect(await snapshots()).toBe(1);
  await sheet.getByLabel('New snapshot').check();
  await expect(row).toHaveAttribute('data-deed', 'update');
  await row.getByText('1 change').click();
  await expect(row.getByText('Task graph')).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(sheet.locator('[data-outcome]')).toHaveAttribute('data-outcome', 'imported');
  expect(await snapshots()).toBe(2);
});

test('an archive is looked into, chosen from, and taken in', async ({ page }) => {
  const alidade = await open(page, 'plugins/');
  const sheet = await openSheet(page);
  await sheet
    .getByLabel('Choose files…')
    .setInputFiles({ name: 'suite.zip', mimeType: 'application/zip', buffer: Buffer.from(zip(SUITE)) });
  expect(await standing(sheet)).toBe('ready');
  await expect(sheet.getByRole('status').first()).toContainText('suite.zip');
  const choice = (name: string) => sheet.getByRole('checkbox', { name, exact: true });
  await choice('tally').uncheck();
  for (const name of ['Count', 'Add']) await expect(choice(name)).not.toBeChecked();
  await expect(choice('tallied')).toBeChecked();
  await choice('Count').check();
  await expect(choice('tally')).toBeChecked();
  await expect(sheet.getByText('3 of 4 records chosen')).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(sheet.locator('[data-outcome]')).toContainText('Imported 1 entrypoint, 1 plugin, 1 type.');
  expect(await alidade.entrypoints.find('Add')).toBeNull();

  await sheet.getByRole('button', { name: 'Import more' }).click();
  await sheet.getByLabel('Choose files…').setInputFiles({
    name: 'evil.tar',
    mimeType: 'application/x-tar',
    buffer: Buffer.from(tar([{ name: 'a.toml', type: '2', link: '/etc' }])),
  });
  await expect(sheet.locator('[data-outcome]')).toContainText('“a.toml” in “evil.tar” is a symbolic link.');
});

test('of several resource files one is chosen, and without any it is said', async ({ page }) => {
  await open(page, 'plugins/');
  const sheet = await openSheet(page);
  await sheet.getByLabel('Choose a folder…').setInputFiles(lay('bare', { 'a.txt': 'x' }));
  await expect(sheet.getByRole('alert')).toContainText('None of the files is a resource file');
  const other = '[[plugin_param_types]]\nname = "other"\n';
  await sheet
    .getByLabel('Choose a folder…')
    .setInputFiles(lay('suite', { ...SUITE, 'deep/other.toml': other }));
  await sheet.getByLabel('Resource file').selectOption('deep/other.toml');
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(sheet.locator('[data-outcome]')).toContainText('Imported 1 type.');
});

test('names that lead elsewhere are refused, in an import and in what a job left', async ({ page }) => {
  const alidade = await open(page, 'plugins/');
  const sheet = await openSheet(page);
  const chosen = { 'types.toml': '[[plugin_param_types]]\nname = "sly"\n', '../up.ts': 'export {};' };
  await give(sheet.getByLabel('Choose files…'), chosen);
  await expect(sheet.locator('[data-outcome]')).toContainText('up.ts” leads out of the folder');
  expect(await alidade.types.find('sly')).toBeNull();

  const artifact = (await alidade.entrypoints.find('Hello Artifact'))!.resource.id;
  await page.goto(`entrypoints/view/?id=${artifact}`);
  const field = page.locator('[data-parameter="greeting_artifact"]');
  const hash = 'a'.repeat(64);
  const entry = {
    entry: '../../secret.txt',
    folder: false,
    type: 'string',
    handler: { plugin: 'artifacts', task: 'StringArtifactTask', hash },
    sha256: hash,
    bytes: 1,
    files: [{ path: 'secret.txt', bytes: 1, sha256: hash }],
  };
  const index = { format: 1, job: 'j', entrypoint: 'E', artifacts: { secret: entry } };
  const run = lay('run', { 'job.json': JSON.stringify(index), 'secret.txt': 'x' });
  await field.getByLabel('From files… for greeting_artifact').setInputFiles(run);
  await expect(field.getByRole('status')).toContainText(
    '“../../secret.txt” of the artifact “secret” leads out',
  );
  await field.getByLabel('From files… for greeting_artifact').setInputFiles(lay('none', { 'a.txt': 'x' }));
  await expect(field.getByRole('status')).toContainText('There is no job.json among the files.');
  await expect(field.getByRole('combobox')).toHaveValue('');
});

test('a folder that is dropped counts as chosen', async ({ page, context }) => {
  await open(page, 'types/');
  const sheet = await openSheet(page);
  const box = (await sheet.getByRole('group', { name: 'Files to import' }).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const data = { items: [], files: [lay('suite', SUITE)], dragOperationsMask: 1 };
  const mouse = await context.newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await mouse.send('Input.dispatchDragEvent', { type, x, y, data });
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await sheet.getByRole('link', { name: 'tallied' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('tallied');
});

test('a file that is dropped from elsewhere counts as chosen', async ({ page }) => {
  await open(page, 'types/');
  const sheet = await openSheet(page);
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['[[plugin_param_types]]\nname = "dropped"\n'], 'types.toml'));
    return transfer;
  });
  await sheet.getByRole('group', { name: 'Files to import' }).dispatchEvent('drop', { dataTransfer: files });
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await sheet.getByRole('link', { name: 'dropped' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('dropped');
});
