/** The graph of every task, compiled by the app's own compiler, with the numbers of each step's outputs as an artifact. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '#core/graph/plan-types.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { bundledData, compileBundled, readSuites } from '../../plugins/entrypoints.ts';
import type { PluginText } from '../engine-harness/main.ts';

const folder = import.meta.dirname;
const text = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

export interface EveryTask {
  readonly plan: Plan;
  readonly plugins: readonly PluginText[];
  /** Tasks of the suites that no step runs. */
  readonly missing: readonly string[];
}

export function planEveryTask(skipped: Readonly<Record<string, string>>): EveryTask {
  const suites = readSuites();
  const known = new Map(suites.plugins.map((plugin) => [plugin.name, plugin]));
  const tasks = [...known.values()].flatMap(({ files }) => files.flatMap(({ functions }) => functions));
  const names = [...known.keys()];
  const own = numbersPlugin();
  const taskGraph = text('graph.yaml');
  const entrypoint = {
    name: 'every task',
    description: '',
    taskGraph,
    artifactGraph: '',
    parameters: [],
    artifactParameters: [],
    plugins: [...names, own.name],
    artifactPlugins: [own.name],
  } as unknown as ImportPlan['entrypoints'][number];
  const compile = (artifactGraph: string): Plan => {
    const found = compileBundled(
      { ...suites, plugins: [...suites.plugins, own] },
      { ...entrypoint, artifactGraph },
    );
    if (!found.plan || found.issues.length > 0) throw new Error(JSON.stringify(found.issues, null, 1));
    return found.plan;
  };
  const artifacts = compile('').steps.flatMap(({ name, task: { outputs } }) =>
    outputs.map((output) => {
      const contents = outputs.length === 1 ? `$${name}` : `$${name}.${output.name}`;
      return `${name}__${output.name}:\n  contents: ${contents}\n  task: { name: NumbersArtifactTask }\n`;
    }),
  );
  const plan = compile(artifacts.join(''));
  const run = new Set(plan.steps.map(({ task }) => task.name));
  const missing = tasks.map(({ name }) => name).filter((name) => !run.has(name) && !(name in skipped));
  const plugins = [...known.values(), own].map(({ name, files }) => ({
    name,
    files: files.map(({ filename, contents }) => ({ filename, contents })),
  }));
  return { plan, plugins, missing };
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

/** The bundled digits, but 48 to train and 8 to test, as base64. */
export function fewDigits(): string {
  const whole = bundledData('mnist')!;
  const end = whole.indexOf(10);
  const header = JSON.parse(Buffer.from(whole.subarray(0, end)).toString()) as {
    count: number;
    shape: number[];
    splits: { test: [number, number] };
  };
  const size = header.shape.reduce((product, length) => product * length, 1);
  const [test] = header.splits.test;
  const rows = [...Array(48).keys(), ...Array.from({ length: 8 }, (_, i) => test + i)];
  const at = end + 1;
  const labels = Uint8Array.from(rows, (row) => whole[at + row]!);
  const pixels = rows.map((row) => {
    const start = at + header.count + row * size;
    return whole.subarray(start, start + size);
  });
  const few = { ...header, count: rows.length, splits: { train: [0, 48], test: [48, 56] } };
  return Buffer.concat([Buffer.from(`${JSON.stringify(few)}\n`), labels, ...pixels]).toString('base64');
}

export const demoWeights = (): string => Buffer.from(bundledData('demo-weights')!).toString('base64');
