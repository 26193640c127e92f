/** The graph of every task, compiled by the app's own compiler, with the numbers of each step's outputs as an artifact. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '#core/graph/plan-types.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { bundledData, compileBundled, readSuites } from '../../plugins/entrypoints.ts';
import type { PluginText } from '../engine-harness/main.ts';

const folder = import.meta.dirname;
const text = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

export interface Compiled {
  readonly plan: Plan;
  readonly plugins: readonly PluginText[];
}

/** @returns the plan, and the tasks of the suites that neither a step runs nor `skipped` names */
export function planEveryTask(
  skipped: Readonly<Record<string, string>>,
): Compiled & { readonly missing: readonly string[] } {
  const compiled = compile(text('graph.yaml'));
  const run = new Set(compiled.plan.steps.map(({ task }) => task.name));
  const tasks = readSuites().plugins.flatMap(({ files }) => files.flatMap(({ functions }) => functions));
  const missing = tasks.map(({ name }) => name).filter((name) => !run.has(name) && !(name in skipped));
  return { ...compiled, missing };
}

/** Trains the network that the others attack: `model__model` are its weights. */
export const planTraining = (): Compiled => compile(text('training.yaml'));

function compile(taskGraph: string): Compiled {
  const suites = readSuites();
  const known = new Map(suites.plugins.map((plugin) => [plugin.name, plugin]));
  const own = numbersPlugin();
  const entrypoint = {
    name: 'every task',
    description: '',
    taskGraph,
    parameters: [],
    artifactParameters: [],
    plugins: [...known.keys(), own.name],
    artifactPlugins: [own.name],
  };
  const planWith = (artifactGraph: string): Plan => {
    const draft = { ...entrypoint, artifactGraph } as unknown as ImportPlan['entrypoints'][number];
    const { plan, issues } = compileBundled({ ...suites, plugins: [...suites.plugins, own] }, draft);
    if (!plan || issues.length > 0) throw new Error(JSON.stringify(issues, null, 1));
    return plan;
  };
  const artifacts = planWith('').steps.flatMap(({ name, task: { outputs } }) =>
    outputs.map((output) => {
      const contents = outputs.length === 1 ? `$${name}` : `$${name}.${output.name}`;
      return `${name}__${output.name}:\n  contents: ${contents}\n  task: { name: NumbersArtifactTask }\n`;
    }),
  );
  const plugins = [...known.values(), own].map(({ name, files }) => ({
    name,
    files: files.map(({ filename, contents }) => ({ filename, contents })),
  }));
  return { plan: planWith(artifacts.join('')), plugins };
}

function numbersPlugin(): ImportPlan['plugins'][number] {
  const input = (name: string, type: string, required = true) => ({ name, type, required });
  const read = {
    name: 'read_slopes',
    description: '',
    inputs: [input('model', 'classifier'), input('dataset', 'Dataset'), input('count', 'integer', false)],
    outputs: [{ name: 'slopes', type: 'any' }],
  };
  const file = {
    filename: 'tasks.ts',
    description: '',
    contents: text('numbers.ts'),
    functions: [read],
    artifacts: [
      { name: 'NumbersArtifactTask', description: '', outputs: [{ name: 'numbers', type: 'any' }] },
    ],
  };
  return { name: 'numbers', description: '', files: [file] } as unknown as ImportPlan['plugins'][number];
}

/** Height and width of the small digits: two convolutions 5×5 of stride 2 leave 2×2 of them. */
const SIDE = 17;

/** Some of the bundled digits, made smaller by leaving out rows and columns, as base64. */
export function fewDigits(train: number, test: number): string {
  const whole = bundledData('mnist')!;
  const end = whole.indexOf(10);
  const header = JSON.parse(Buffer.from(whole.subarray(0, end)).toString()) as {
    count: number;
    shape: [number, number, number];
    splits: { test: [number, number] };
  };
  const [side] = header.shape;
  const taken = Array.from({ length: SIDE }, (_, i) => Math.floor(((i + 0.5) * side) / SIDE));
  const rows = [...Array(train).keys(), ...Array.from({ length: test }, (_, i) => header.splits.test[0] + i)];
  const labels = Uint8Array.from(rows, (row) => whole[end + 1 + row]!);
  const pixels = rows.flatMap((row) => {
    const start = end + 1 + header.count + row * side * side;
    return taken.flatMap((y) => taken.map((x) => whole[start + y * side + x]!));
  });
  const few = {
    ...header,
    count: rows.length,
    shape: [SIDE, SIDE, 1],
    splits: { train: [0, train], test: [train, train + test] },
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(few)}\n`), labels, Buffer.from(pixels)]).toString(
    'base64',
  );
}
