// The reference's tutorial "Learning the Essentials", parts 2 to 6, done in the page from start to end, with tasks in TypeScript.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import type { JobRecord } from '#core/job/record.ts';
import { idOf, LONG, open, watchFaults } from './app.ts';

const SOURCES = join(import.meta.dirname, 'essentials');
const PNG = join(import.meta.dirname, '../../plugins/dioptra_optic/png.ts');
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const yaml = (page: Page, graph: 'Task' | 'Artifact') =>
  page.getByRole('textbox', { name: `${graph} graph, YAML` });

async function write(page: Page, graph: 'Task' | 'Artifact', text: string): Promise<void> {
  await yaml(page, graph).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

async function choose(page: Page, field: Locator, name: string): Promise<void> {
  await field.click();
  await field.fill(name);
  await page.getByRole('option', { name }).first().click();
}

async function makeType(page: Page, name: string, structure?: string): Promise<void> {
  await page.goto('types/');
  await page.getByRole('link', { name: 'New type' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  if (structure) {
    await page.getByRole('radio', { name: 'Structure' }).check();
    await page.getByRole('radio', { name: 'As text' }).check();
    await page.getByRole('textbox', { name: 'Structure, YAML or JSON' }).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(structure);
  }
  await button(page, 'Create type').click();
  await expect(page.locator('h1')).toHaveText(name);
}

/** Files are brought from the device, and their tasks registered as the text says. */
async function makePlugin(page: Page, name: string, files: readonly string[]): Promise<string> {
  await page.goto('plugins/');
  await page.getByRole('link', { name: 'New plugin' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  const chosen = files.map((path) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    mimeType: 'text/plain',
    buffer: readFileSync(path),
  }));
  await page
    .getByRole('group', { name: 'Files of the plugin' })
    .locator('input[type=file]')
    .setInputFiles(chosen);
  await registerAll(page);
  await button(page, 'Create plugin').click();
  await expect(page).toHaveURL(/plugins\/edit\/\?id=/);
  return idOf(page);
}

/** The tasks of the file that is shown. */
async function registerAll(page: Page): Promise<void> {
  await button(page, 'Take all').click();
  await expect(page.getByText('What is registered is what the text says.')).toBeVisible();
}

interface Parts {
  readonly name: string;
  readonly graph: string;
  /** Name, type as the form says it, default. */
  readonly parameters: readonly (readonly [string, string, string])[];
  readonly plugins: readonly string[];
  readonly artifactGraph?: string;
  readonly artifactPlugin?: string;
  readonly artifactParameter?: { readonly name: string; readonly type: string };
}

async function makeEntrypoint(page: Page, parts: Parts): Promise<string> {
  await page.goto('entrypoints/');
  await page.getByRole('link', { name: 'New entrypoint' }).click();
  await page.getByRole('tab', { name: 'Definition' }).click();
  const form = page.getByRole('tabpanel');
  await form.getByLabel('Name', { exact: true }).fill(parts.name);
  for (const [place, [name, type, value]] of parts.parameters.entries()) {
    await form.getByRole('button', { name: 'Parameter', exact: true }).click();
    await form.getByLabel(`Name of parameter ${place + 1}`, { exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await form.getByLabel(`Type of ${name}`).selectOption(type);
    await form.getByLabel(`Default of ${name}`).fill(value);
  }
  if (parts.artifactParameter) {
    await form.getByRole('button', { name: 'Artifact parameter', exact: true }).click();
    await form.getByLabel('Name of artifact parameter 1').fill(parts.artifactParameter.name);
    await page.keyboard.press('Enter');
    const group = form.getByRole('group', { name: parts.artifactParameter.name });
    await choose(page, group.getByRole('combobox', { name: /^Type of/ }), parts.artifactParameter.type);
  }
  for (const [list, plugins] of [
    ['Plugins', parts.plugins],
    ['Artifact plugins', parts.artifactPlugin ? [parts.artifactPlugin] : []],
  ] as const)
    for (const plugin of plugins) {
      const picker = form.getByRole('group', { name: list, exact: true });
      await choose(page, picker.getByRole('combobox'), plugin);
    }
  await write(page, 'Task', parts.graph);
  if (parts.artifactGraph) {
    await page.getByRole('tab', { name: 'Artifact graph' }).click();
    await write(page, 'Artifact', parts.artifactGraph);
  }
  await button(page, 'Save').click();
  await expect(page).toHaveURL(/[?&]id=/);
  return idOf(page);
}

/** Runs what is open with these values, and waits for the end on the page of the job. */
async function runWith(
  page: Page,
  alidade: Client,
  values: Readonly<Record<string, string>>,
): Promise<JobRecord> {
  await page.getByRole('tab', { name: 'Run' }).click();
  for (const [name, value] of Object.entries(values))
    await page.getByRole('tabpanel').getByLabel(name, { exact: true }).fill(value);
  await button(page, 'Run').click();
  await expect(page).toHaveURL(/jobs\/view\//);
  const job = await alidade.jobs.wait(await idOf(page));
  expect(job.status).toBe('finished');
  await page.getByRole('tab', { name: /^Log\b/ }).click();
  return job;
}

/** The number after these words in the log that is shown. */
async function logged(page: Page, words: string): Promise<number> {
  const line = page.getByText(words).first();
  await expect(line).toBeVisible();
  return Number(/-?\d+\.\d+/.exec((await line.innerText()).split(words)[1]!)![0]);
}

const ARGUMENTS = `random_seed: $random_seed
    mean: $mean
    variance: $variance
    sample_size: $sample_size
`;
const PARAMETERS = [
  ['random_seed', 'integer', '0'],
  ['mean', 'float', '10'],
  ['variance', 'float', '1'],
  ['sample_size', 'integer', '100'],
] as const;
const STEPS = `draw_samples:
  task: sample_normal_distribution
  args: []
  kwargs:
    ${ARGUMENTS}log_stats_1:
  task: print_stats
  args: []
  kwargs:
    plugin_step_name: draw_samples
    array: $draw_samples
add_noise_step:
  task: add_noise
  args: []
  kwargs:
    array: $draw_samples
    random_seed: $random_seed
log_stats_2:
  task: print_stats
  args: []
  kwargs:
    plugin_step_name: add_noise
    array: $add_noise_step
transform_step:
  task: nonlinear_transform
  args: []
  kwargs:
    array: $add_noise_step
    transform: $transform
log_stats_3:
  task: print_stats
  args: []
  kwargs:
    plugin_step_name: transform
    array: $transform_step
`;

/** Takes the latest snapshot of the plugin that is behind, after a look at what that changes. */
async function sync(page: Page, plugin: string): Promise<void> {
  await button(page, `Sync ${plugin} to 2`).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('no new problems');
  await sheet.getByRole('button', { name: 'Sync', exact: true }).click();
}

const source = (name: string) => join(SOURCES, name);

/** Part 2. */
async function inputsAndOutputs(page: Page, alidade: Client): Promise<void> {
  await makeType(page, 'NumpyArray');
  await makePlugin(page, 'sample_normal', [source('sample_normal.ts')]);
  const plugin = (await alidade.plugins.find('sample_normal'))!;
  expect(plugin.content.files[0]!.functions[0]!.outputs).toEqual([{ name: 'output', type: 'NumpyArray' }]);
  const id = await makeEntrypoint(page, {
    name: 'Sample',
    graph: `sample:\n  sample_normal:\n    ${ARGUMENTS}`,
    parameters: PARAMETERS,
    plugins: ['sample_normal'],
  });
  await runWith(page, alidade, {});
  expect(Math.abs((await logged(page, 'The mean of the sample is ')) - 10)).toBeLessThan(0.5);
  await page.goto(`entrypoints/view/?id=${id}`);
  await runWith(page, alidade, { sample_size: '10000' });
  expect(Math.abs((await logged(page, 'The mean of the sample is ')) - 10)).toBeLessThan(0.05);
}

/** Part 3. */
async function severalSteps(page: Page, alidade: Client): Promise<void> {
  await makePlugin(page, 'several_steps', [source('several_steps.ts')]);
  await makeEntrypoint(page, {
    name: 'Several steps',
    graph: STEPS,
    parameters: [...PARAMETERS, ['transform', 'string', 'square']],
    plugins: ['several_steps'],
  });
  await expect(page.locator('[data-step]')).toHaveCount(6);
  await runWith(page, alidade, { sample_size: '2000' });
  expect(Math.abs((await logged(page, 'draw_samples: mean ')) - 10)).toBeLessThan(0.2);
  expect(Math.abs((await logged(page, 'transform: mean ')) - 101)).toBeLessThan(4);
}

/** Part 4. */
async function metrics(page: Page, alidade: Client): Promise<void> {
  const { resource } = (await alidade.plugins.find('several_steps'))!;
  const several = (await alidade.entrypoints.find('Several steps'))!.resource.id;
  await page.goto(`plugins/edit/?id=${resource.id}`);
  const text = readFileSync(source('several_steps.ts'), 'utf8')
    .replace('import { log, random,', 'import { log, metric, random,')
    .replace(/(\s+)log\(`\$\{plugin_step_name\}/, '$1metric(`${plugin_step_name}_mean`, mean);$&');
  await page.getByRole('textbox', { name: 'Source of several_steps.ts' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved as snapshot 2.')).toBeVisible();

  await page.goto(`entrypoints/view/?id=${several}`);
  await page.getByRole('tab', { name: 'Definition' }).click();
  await sync(page, 'several_steps');
  await button(page, 'Save').click();
  await expect.poll(async () => (await alidade.entrypoints.get(several))?.snapshot.number).toBe(2);
  const { id } = await runWith(page, alidade, {});
  await page.getByRole('tab', { name: 'Metrics' }).click();
  await expect(page.getByText('transform_mean').first()).toBeVisible();
  const names = (await alidade.jobs.metrics(id)).map(({ name }) => name);
  expect(names.toSorted()).toEqual(['add_noise_mean', 'draw_samples_mean', 'transform_mean']);
}

/** Part 5. */
async function saveArtifact(page: Page, alidade: Client): Promise<void> {
  await makePlugin(page, 'numpy_array', [source('numpy_array.ts')]);
  await makeEntrypoint(page, {
    name: 'Kept sample',
    graph: STEPS,
    parameters: [...PARAMETERS, ['transform', 'string', 'tanh']],
    plugins: ['several_steps'],
    artifactGraph: 'save:\n  contents: $transform_step\n  task:\n    name: NumpyArrayArtifactTask\n',
    artifactPlugin: 'numpy_array',
  });
  const { id } = await runWith(page, alidade, {});
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await expect(page.locator('[data-artifact]')).toContainText('NumpyArrayArtifactTask');
  const [artifact] = await alidade.jobs.artifacts(id);
  expect(artifact).toMatchObject({ name: 'save', bytes: 128 + 800, files: [{ path: 'save.npy' }] });
}

/** Part 6. */
async function useArtifact(page: Page, alidade: Client): Promise<void> {
  await makeType(page, 'ScaledArrays', 'mapping: [string, NumpyArray]');
  await makeType(page, 'PngBytes');
  await makePlugin(page, 'rescaling', [source('rescaling.ts'), PNG]);
  await makeEntrypoint(page, {
    name: 'Scaled',
    graph: `scaled:
  scale_array: $artifact_input_array
picture:
  visualize_rescaling_multi: [$scaled, $figure_title]
`,
    parameters: [['figure_title', 'string', 'Three scales']],
    plugins: ['rescaling'],
    artifactParameter: { name: 'artifact_input_array', type: 'NumpyArray' },
    artifactGraph: 'figure:\n  contents: $picture\n  task:\n    name: PngBytesArtifactTask\n',
    artifactPlugin: 'rescaling',
  });
  await page.getByRole('tab', { name: 'Run' }).click();
  await page
    .getByRole('tabpanel')
    .getByLabel('artifact_input_array', { exact: true })
    .selectOption({ index: 1 });
  await runWith(page, alidade, {});
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  const download = page.waitForEvent('download');
  await button(page, 'Save figure').click();
  const bytes = readFileSync(await (await download).path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([256, 192]);
}

test('Learning the Essentials, parts 2 to 6', async ({ page }) => {
  test.setTimeout(2 * LONG);
  page.setDefaultTimeout(60_000);
  const faults = watchFaults(page);
  const alidade = await open(page, 'types/');
  await test.step('2: inputs and outputs', () => inputsAndOutputs(page, alidade));
  await test.step('3: several steps', () => severalSteps(page, alidade));
  await test.step('4: metrics', () => metrics(page, alidade));
  await test.step('5: an artifact is saved', () => saveArtifact(page, alidade));
  await test.step('6: an artifact is used', () => useArtifact(page, alidade));
  expect(faults).toEqual([]);
});
