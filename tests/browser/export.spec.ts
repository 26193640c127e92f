// What goes out, as a resource file or as a bundle, comes in again whole.
import { readFileSync } from 'node:fs';
import { unzipSync as unzip } from 'fflate';
import { expect, test } from '@playwright/test';
import { LONG, open, run } from './app.ts';
import { expectAccessible, standing } from './import-sheet.ts';

test.setTimeout(LONG);

test('a study goes out as a bundle and comes into another browser whole', async ({ page, browser }) => {
  const here = await open(page, 'jobs/');
  const job = await run(here, { entrypoint: 'Hello World', values: { name: 'Ada' }, seed: 7 });
  const { name, bytes, issues } = await here.export({ jobs: [job.id] });
  expect(issues).toEqual([]);
  expect(name).toBe('job-1.alidade');

  const other = await (await browser.newContext()).newPage();
  const there = await open(other, 'jobs/');
  const data = await other.evaluateHandle(
    (list) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(list)], 'study.alidade'));
      return transfer;
    },
    [...bytes!],
  );
  await other.locator('body').dispatchEvent('drop', { dataTransfer: data });
  const sheet = other.getByRole('dialog', { name: 'Import' });
  expect(await standing(sheet)).toBe('ready');
  await expectAccessible(other);
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await sheet.getByRole('link', { name: 'Job 1, Hello World' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Hello World');
  expect(await there.jobs.get(job.id)).toEqual(await here.jobs.get(job.id));
  const [artifact] = await there.jobs.artifacts(job.id);
  expect(new TextDecoder().decode(await there.artifacts.read(artifact!.id, artifact!.files[0]!.path))).toBe(
    'Goodbye, Ada',
  );
  const again = await there.export({ jobs: [job.id] });
  expect(Object.keys(unzip(again.bytes!)).sort()).toEqual(Object.keys(unzip(bytes!)).sort());
  const report = await there.import([{ path: 'study.alidade', bytes: bytes! }]);
  expect(report.issues).toEqual([]);
  expect(report.records.filter(({ noun }) => noun === 'job')).toMatchObject([{ does: 'same' }]);
  await other.context().close();
});

test('resources go out as a resource file that comes in again without a trace', async ({ page }) => {
  const alidade = await open(page, 'plugins/');
  const { name, bytes, issues } = await alidade.export({ entrypoints: ['Hello World'] });
  expect([name, issues]).toEqual(['Hello World.zip', []]);
  const files = unzip(bytes!);
  expect(Object.keys(files)).toContain('plugins/hello_world/tasks.ts');
  expect(new TextDecoder().decode(files['dioptra.toml'])).toContain('name = "Hello World"');
  const given = [{ path: name, bytes: bytes! }];
  const { items, basis } = await alidade.previewImport(given);
  expect(new Set(items.map((item) => item.under.update.does))).toEqual(new Set(['same']));
  const report = await alidade.import(given, {
    conflicts: 'update',
    basis,
    only: items.map(({ key }) => key),
  });
  expect(report.issues).toEqual([]);
  expect((await alidade.entrypoints.find('Hello World'))!.snapshot.number).toBe(1);
  const unknown = await alidade.export({ plugins: ['nowhere'] });
  expect(unknown).toMatchObject({ bytes: null, issues: [{ code: 'export-unknown' }] });
});

test('a page hands its record over as a resource file or as a bundle', async ({ page }) => {
  const alidade = await open(page, 'plugins/');
  const id = (await alidade.plugins.find('hello_world'))!.resource.id;
  await page.goto(`plugins/view/?id=${id}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Export' });
  await expectAccessible(page);
  const saved = async () => {
    const download = page.waitForEvent('download');
    await sheet.getByRole('button', { name: 'Save the file' }).click();
    const file = await download;
    return { name: file.suggestedFilename(), files: unzip(readFileSync(await file.path())) };
  };
  const resources = await saved();
  expect(resources.name).toBe('hello_world.zip');
  expect(Object.keys(resources.files)).toEqual(['dioptra.toml', 'plugins/hello_world/tasks.ts']);
  await expect(sheet.getByRole('status')).toContainText('hello_world.zip is saved');
  await sheet.getByLabel('Bundle').check();
  const bundle = await saved();
  expect(bundle.name).toBe('hello_world.alidade');
  expect(Object.keys(bundle.files)).toContain(`resources/${id}.json`);

  const job = await run(alidade, { entrypoint: 'Hello World' });
  await page.goto(`jobs/view/?id=${job.id}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  expect(Object.keys((await saved()).files)).toContain(`jobs/${job.id}.json`);
});
