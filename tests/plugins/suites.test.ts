/** The suites as the app imports them: nothing wrong in any file, and every task is there as it is registered. */
import path from 'node:path';
import { parse } from '@babel/parser';
import { describe, expect, test } from 'vitest';
import { readDataNames } from '#core/plugin/data-names.ts';
import { READY_MODELS } from '../../plugins/robustness/pretrained.ts';
import { bundledData, compileBundled, readSuites } from './entrypoints.ts';

const suites = readSuites();
const folder = path.join(import.meta.dirname, '..', '..', 'plugins');

test.each(suites.entrypoints.map((entrypoint) => [entrypoint.name, entrypoint] as const))(
  'the entrypoint %s compiles without an issue',
  (_, entrypoint) => {
    const { issues, plan } = compileBundled(suites, entrypoint);
    expect(issues).toEqual([]);
    expect(plan).not.toBeNull();
  },
);

test('the entrypoints are these', () => {
  expect(suites.entrypoints.map(({ name }) => name).toSorted()).toEqual([
    'Attack doctor',
    'Attack × defence',
    'AutoAttack-lite',
    'Certificates: randomised smoothing',
    'Defence: PGD training and TRADES',
    'Defence: adversarial training',
    'Defence: distillation, shown broken',
    'Defence: randomised smoothing',
    'Defences: oblivious and adaptive',
    'Defense: Preprocessing',
    'Demo',
    'Demo with the ready model',
    'Evaluate Keras Image Classifier',
    'Evasion Attack: Adversarial Patch (Apply)',
    'Evasion Attack: Adversarial Patch (Generate)',
    'Evasion Attack: Fast Gradient Method',
    'Evasion: Carlini and Wagner in three norms',
    'Evasion: PGD against a ready model',
    'Evasion: black box',
    'Evasion: black box in L2',
    'Evasion: fast gradient method, every option',
    'Evasion: least changes: DeepFool and C&W',
    'Evasion: one change for all digits',
    'Evasion: one pixel',
    'Evasion: patch studio',
    'Evasion: spatial',
    'Evasion: towards a class',
    'Evasion: transfer',
    'Exact case: softmax regression',
    'Hello Artifact',
    'Hello World',
    'Live digit',
    'Live digit, robust model',
    'Live patch',
    'Loss landscape',
    'MNIST demo of Dioptra OPTIC',
    'Patch studio of a kept patch',
    'Predict Keras Image Classifier',
    'Reference models',
    'Reproduce: Carlini and Wagner',
    'Reproduce: fast adversarial training',
    'Reproduce: randomised smoothing',
    'Train Keras Image Classifier',
    'What it looks at',
  ]);
});

test('each entrypoint says in a sentence or two what it does, and stands under one of a few topics', () => {
  const topics = new Map<string, number>();
  for (const { name, description, topic = '' } of suites.entrypoints) {
    expect(description, name).toMatch(/^\p{Lu}.{50,260}\.$/u);
    topics.set(topic, (topics.get(topic) ?? 0) + 1);
  }
  expect(topics.has('')).toBe(false);
  // A list offers eight values of a field at most.
  expect(topics.size).toBeLessThanOrEqual(8);
  expect(Math.min(...topics.values())).toBeGreaterThan(1);
});

describe('each task is exported with its registered inputs, in order', () => {
  const tasks = suites.plugins.flatMap((plugin) =>
    plugin.files.flatMap((file) =>
      file.functions.map((task) => [`${plugin.name}/${file.filename} ${task.name}`, file, task] as const),
    ),
  );
  test.each(tasks)('%s', (_, file, task) => {
    const signature = readFunctions(file.contents).get(task.name);
    expect(signature?.map(({ name }) => name)).toEqual(task.inputs.map(({ name }) => name));
    expect(signature?.map(({ required }) => required)).toEqual(task.inputs.map(({ required }) => required));
  });
});

test.each(
  suites.plugins.flatMap((plugin) =>
    plugin.files.flatMap((file) =>
      file.artifacts.map((task) => [`${plugin.name}/${file.filename}`, task.name] as const),
    ),
  ),
)('%s exports the artifact task %s', async (file, name) => {
  const task = (await import(path.join(folder, file)))[name];
  expect([typeof task.serialize, typeof task.deserialize]).toEqual(['function', 'function']);
});

/** Tasks without an example, and why. */
const WITHOUT_EXAMPLE: Readonly<Record<string, string>> = {
  BytesArtifactTask: 'no task here gives bytes; it is there for graphs of the reference',
  confusion_by_epsilon: 'its example comes with its figure',
};

test('every task stands in an entrypoint, but for these', () => {
  const graphs = suites.entrypoints.map(({ taskGraph, artifactGraph }) => `${taskGraph}\n${artifactGraph}`);
  const names = suites.plugins.flatMap(({ files }) =>
    files.flatMap(({ functions, artifacts }) => [...functions, ...artifacts].map(({ name }) => name)),
  );
  const bare = [...new Set(names)].filter(
    (name) => !graphs.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
  );
  expect(bare.filter((name) => !(name in WITHOUT_EXAMPLE))).toEqual([]);
});

test('every data set that a plugin names is there', () => {
  const named = suites.plugins.flatMap((plugin) => {
    const { always, when_named } = readDataNames(plugin)!;
    return [...always, ...when_named];
  });
  expect(new Set(named)).toEqual(new Set(['mnist', 'digits8x8', ...Object.keys(READY_MODELS)]));
  named.forEach((name) => expect(bundledData(name)).toBeDefined());
});

test('a plugin declared in two suites is declared alike', () => {
  const [first, second] = suites.plugins.filter(({ name }) => name === 'artifacts');
  expect(second).toEqual(first);
  for (const type of suites.types) {
    const others = suites.types.filter(({ name }) => name === type.name);
    others.forEach((other) => expect(other).toEqual(type));
  }
});

interface Input {
  readonly name: string;
  readonly required: boolean;
}

function readFunctions(source: string): Map<string, Input[]> {
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  return new Map(
    program.body.flatMap((statement) => {
      if (statement.type !== 'ExportNamedDeclaration') return [];
      const { declaration } = statement;
      if (declaration?.type !== 'FunctionDeclaration' || !declaration.id) return [];
      const inputs = declaration.params.map((param): Input => {
        const required = param.type !== 'AssignmentPattern';
        const name = param.type === 'AssignmentPattern' ? param.left : param;
        return { name: name.type === 'Identifier' ? name.name : '?', required };
      });
      return [[declaration.id.name, inputs]];
    }),
  );
}
