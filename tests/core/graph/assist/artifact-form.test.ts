// The artifact graph as a form shows it.
import { describe, expect, test } from 'vitest';
import { artifactForms } from '#core/graph/assist/artifact-form.ts';
import { prepare, SOURCE } from '../edit/tools.ts';

const TEXT = 'a: {load: []}\nparts: {split: [$a]}\ns: {train: [$parts.first]}\nr: {evaluate: [$s, $a]}\n';
const artifacts = [
  ...SOURCE.artifacts,
  {
    name: 'AnyTask',
    plugin: 'artifacts',
    file: 'any.ts',
    outputs: [{ name: 'value', type: 'any' }],
    args: { format: { enum: ['csv', 'json'] }, index: { type: 'boolean' }, digits: { type: 'integer' } },
  },
];
const forms = (artifactGraph: string) => artifactForms(prepare(TEXT, artifactGraph, { artifacts }));

describe('what could be stored', () => {
  test('is every output, with the tasks that take it, those for its type first', () => {
    const { storable } = forms('');
    expect(storable.map(({ text, type, tasks }) => [text, type, tasks])).toEqual([
      ['$r', 'string', ['TextTask', 'AnyTask']],
      ['$s', 'Model', ['ModelTask', 'AnyTask']],
      ['$parts.first', 'Data', ['AnyTask']],
      ['$parts.second', 'Data', ['AnyTask']],
      ['$a', 'Data', ['AnyTask']],
    ]);
  });

  test('is stored by the tasks of pinned plugins', () => {
    expect(forms('').tasks.map(({ name, signature }) => [name, signature])).toEqual([
      ['TextTask', 'text: string'],
      ['ModelTask', 'model: Model'],
      ['AnyTask', 'value: any'],
    ]);
  });
});

describe('an artifact', () => {
  const graph = `model:
  contents: $s
  task: {name: ModelTask}
table:
  contents: $parts.first
  task:
    name: AnyTask
    args: {format: csv, depth: 3}
odd: {contents: $a, task: {name: TextTask}}
open: {contents: $nowhere}
`;
  const { artifacts: found } = forms(graph);

  test('has its place, what it stores, and the task', () => {
    expect(found.map(({ name, task, plugin, fits }) => [name, task, plugin, fits])).toEqual([
      ['model', 'ModelTask', 'artifacts', true],
      ['table', 'AnyTask', 'artifacts', true],
      ['odd', 'TextTask', 'artifacts', false],
      ['open', null, null, null],
    ]);
    const { from, to } = found[0]!.range!;
    expect(graph.slice(from, to)).toBe('model:\n  contents: $s\n  task: {name: ModelTask}');
    expect(found[0]!.contents).toMatchObject({ kind: 'reference', text: '$s', target: { kind: 'output' } });
  });

  test('has the arguments of its task, and those that are given beside', () => {
    expect(found[1]!.args).toEqual([
      { name: 'format', given: 'csv', literal: 'word', words: ['csv', 'json'], description: '' },
      { name: 'index', given: null, literal: 'word', words: ['true', 'false'], description: '' },
      { name: 'digits', given: null, literal: 'integer', words: [], description: '' },
      { name: 'depth', given: '3', literal: 'yaml', words: [], description: '' },
    ]);
  });
});

test('a text that is half typed is read as far as it can be', () => {
  expect(forms('a: [').artifacts).toMatchObject([{ name: 'a', task: null, contents: { kind: 'missing' } }]);
  expect(forms('- a').artifacts).toEqual([]);
});
