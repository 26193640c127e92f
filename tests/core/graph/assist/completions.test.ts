// What is proposed at the cursor (‸), and what a text becomes by it.
import { describe, expect, test } from 'vitest';
import { completionsAt, type Completion } from '#core/graph/assist/completions.ts';
import { marked } from './marked.ts';

const DATA = 'a: {load: []}\n';
const PARTS = `${DATA}parts: {split: [$a]}\n`;

function completions(taskGraph: string, artifactGraph = ''): readonly Completion[] {
  const { graphs, document, offset } = marked(taskGraph, artifactGraph);
  return completionsAt(graphs, document, offset);
}

function labels(taskGraph: string, artifactGraph = ''): string[] {
  return completions(taskGraph, artifactGraph).map(({ label }) => label);
}

/** The text once the first proposal is taken. */
function take(text: string, label?: string): string {
  const found = completions(text).find((item) => label === undefined || item.label === label)!;
  const plain = text.replace('‸', '');
  return plain.slice(0, found.from) + found.insert + plain.slice(found.to);
}

describe('keys and tasks', () => {
  test.each([
    ['s:\n  ‸', ['load', 'split', 'train', 'evaluate', 'merge', 'say', 'task', 'task', 'dependencies']],
    ['s:\n  tr‸', ['train']],
    ['s: {sp‸', ['split']],
    ['s:\n  train: 1\n  ‸', ['dependencies']],
    ['s:\n  dep‸\n  train: 1\n', ['dependencies']],
    ['s:\n  task: train\n  ‸', ['args', 'kwargs', 'dependencies']],
    ['s:\n  task: train\n  args: []\n  ‸', ['kwargs', 'dependencies']],
    ['s:\n  task: ev‸', ['evaluate']],
    ['s: {task: ‸', ['load', 'split', 'train', 'evaluate', 'merge', 'say', 'task']],
    ['‸', []],
    ['s‸', []],
    ['s:\n  say: # x‸', []],
  ])('%j', (text, found) => expect(labels(text)).toEqual(found));

  test('a task tells its signature and its plugin', () => {
    expect(completions('s:\n  train‸')[0]).toEqual({
      label: 'train',
      kind: 'task',
      detail: '(data: Data, epochs?: integer, rate?: number) → model: Model · tools',
      fits: null,
      from: 5,
      to: 10,
      insert: 'train:',
    });
  });

  test.each([
    ['s:\n  tr‸', 's:\n  train:'],
    ['s:\n  tr‸: 1', 's:\n  train: 1'],
    ['s: {tr‸ain: 1}', 's: {train: 1}'],
    ['s:\n  task: tr‸', 's:\n  task: train'],
    ['s:\n  train: 1\n  dep‸', 's:\n  train: 1\n  dependencies: '],
    ['s:\n  train:\n    ep‸', 's:\n  train:\n    epochs: '],
  ])('%j becomes %j', (before, after) => expect(take(before)).toBe(after));
});

describe('names of arguments', () => {
  test.each([
    ['s:\n  train:\n    ‸', ['data', 'epochs', 'rate']],
    ['s:\n  train:\n    data: $a\n    ‸', ['epochs', 'rate']],
    ['s:\n  train:\n    ‸\n    epochs: 3\n', ['data', 'rate']],
    ['s: {train: {epochs: 1, ‸', ['data', 'rate']],
    ['s: {train: {epochs: 1, ‸}}', ['data', 'rate']],
    ['s:\n  task: train\n  args: [1]\n  kwargs:\n    ‸', ['epochs', 'rate']],
    ['s:\n  kwargs:\n    ‸\n  task: split\n', ['data', 'share']],
    ['s: {task: train, kwargs: {‸', ['data', 'epochs', 'rate']],
    ['s:\n  unknown:\n    ‸', []],
    ['s:\n  merge:\n    items:\n      k: 1\n      ‸', []],
  ])('%j', (text, found) => expect(labels(text)).toEqual(found));

  test('tell their type', () => {
    expect(completions('s:\n  train:\n    ‸').map(({ detail }) => detail)).toEqual([
      'Data',
      'integer, optional',
      'number, optional',
    ]);
  });
});

describe('values', () => {
  test.each([
    // What fits comes first: Data goes into `data`, parameters and weights do not.
    [`${DATA}s:\n  train:\n    data: ‸`, ['$a', '$seed', '$share', '$weights']],
    [`${DATA}s: {train: [‸`, ['$a', '$seed', '$share', '$weights']],
    [`${PARTS}s: {train: ‸}`, ['$parts.first', '$parts.second', '$a', '$seed', '$share', '$weights']],
    [`${PARTS}s: {train: [$a, ‸`, ['$seed', '$share', '$weights', '$parts.first', '$parts.second', '$a']],
    [`${PARTS}s: {train: {rate: $s‸}}`, ['$seed', '$share', '$weights', '$parts.first', '$parts.second']],
    [`${PARTS}s: {train: {rate: $f‸}}`, ['$parts.first']],
    [`${PARTS}s: {train: {data: $parts.‸}}`, ['$parts.first', '$parts.second']],
    [`${PARTS}s: {train: {data: $PA‸}}`, ['$parts.first', '$parts.second']],
    [
      `${PARTS}s: {evaluate: {model: ‸}}`,
      ['$weights', '$seed', '$share', '$parts.first', '$parts.second', '$a'],
    ],
    [`${PARTS}s: {merge: [[$a, {k: $f‸`, ['$parts.first']],
    ['s: {load: ‸}\nlater: {train: [$s]}\nother: {load: []}\n', ['$seed', '$share', '$weights', '$other']],
    ['s: {load: ‸}\nlater: {load: [], dependencies: [s]}\n', ['$seed', '$share', '$weights']],
    ['s:\n  load: [$s‸\nbroken: {[\n', ['$seed', '$share', '$weights']],
  ])('%j', (text, found) => expect(labels(text)).toEqual(found));

  test('tell their type, and whether it fits', () => {
    const found = completions(`${PARTS}s: {train: {epochs: ‸}}`);
    expect(found.map(({ label, kind, detail, fits }) => [label, kind, detail, fits])).toEqual([
      ['$seed', 'parameter', 'integer', true],
      ['$share', 'parameter', 'number', false],
      ['$weights', 'artifact parameter', 'Model', false],
      ['$parts.first', 'output', 'Data', false],
      ['$parts.second', 'output', 'Data', false],
      ['$a', 'output', 'Data', false],
    ]);
  });

  test.each([
    ['my step: {load: []}\ns: {train: [$my‸]}\n', 'my step: {load: []}\ns: {train: [$my step]}\n'],
    ['a, b: {load: []}\ns: {train: [$a‸]}\n', 'a, b: {load: []}\ns: {train: ["$a, b"]}\n'],
    ["it's: {load: []}\ns: {train: ['$i‸']}\n", "it's: {load: []}\ns: {train: ['$it''s']}\n"],
    [
      'data: {load: []}\ns:\n  train:\n    data: "$d‸" # it\n',
      'data: {load: []}\ns:\n  train:\n    data: "$data" # it\n',
    ],
  ])('are quoted as they must be: %j', (before, after) => expect(take(before)).toBe(after));

  test('of a boolean are two words as well', () => {
    const functions = [
      {
        name: 'f',
        plugin: 'p',
        file: 'f.ts',
        inputs: [{ name: 'x', type: 'boolean', required: true }],
        outputs: [],
      },
    ];
    const { graphs, offset } = marked('s: {f: {x: ‸}}', '', { functions });
    expect(
      completionsAt(graphs, 'task graph', offset)
        .slice(0, 2)
        .map(({ insert }) => insert),
    ).toEqual(['true', 'false']);
  });
});

describe('dependencies', () => {
  test.each([
    ['a: {load: []}\nb: {load: []}\ns: {load: [], dependencies: ‸}\n', ['b', 'a']],
    ['a: {load: []}\nb: {load: []}\ns: {load: [], dependencies: [b, ‸]}\n', ['a']],
    ['a: {load: []}\ns:\n  load: []\n  dependencies:\n    - ‸\nlater: {train: [$s]}\n', ['a']],
  ])('%j', (text, found) => expect(labels(text)).toEqual(found));
});

describe('the artifact graph', () => {
  const graph = 'a: {load: []}\nm: {train: [$a]}\nr: {evaluate: [$m, $a]}\n';
  test.each([
    ['out:\n  ‸', ['contents', 'task']],
    ['out: {contents: $m, ‸', ['task']],
    ['out:\n  contents: ‸', ['$seed', '$share', '$weights', '$r', '$m', '$a']],
    ['out:\n  contents: ‸\n  task: {name: ModelTask}\n', ['$weights', '$m', '$seed', '$share', '$r', '$a']],
    ['out: {contents: $r, task: {‸', ['name', 'args']],
    ['out: {contents: $r, task: {name: ‸}}', ['TextTask', 'ModelTask']],
    ['out: {contents: $m, task: {name: ‸}}', ['ModelTask', 'TextTask']],
  ])('%j', (text, found) => expect(labels(graph, text)).toEqual(found));

  test('knows the arguments that a task declares', () => {
    const artifacts = [
      {
        name: 'T',
        plugin: 'p',
        file: 'f.ts',
        outputs: [],
        args: { format: { type: 'string', enum: ['csv', 'yes'] }, rows: { type: 'integer' } },
      },
    ];
    const names = marked('', 'out: {contents: x, task: {name: T, args: {rows: 1, ‸}}}', { artifacts });
    expect(completionsAt(names.graphs, 'artifact graph', names.offset).map(({ insert }) => insert)).toEqual([
      'format: ',
    ]);
    const values = marked('', 'out: {contents: x, task: {name: T, args: {format: ‸}}}', { artifacts });
    expect(completionsAt(values.graphs, 'artifact graph', values.offset).map(({ insert }) => insert)).toEqual(
      ['csv', '"yes"'],
    );
  });
});
