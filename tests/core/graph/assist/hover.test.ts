// What is told of the place at the cursor (‸).
import { describe, expect, test } from 'vitest';
import { hoverAt, type Shown } from '#core/graph/assist/hover.ts';
import { marked } from './marked.ts';

function shown(taskGraph: string, artifactGraph = ''): Shown | undefined {
  const { graphs, document, offset } = marked(taskGraph, artifactGraph);
  return hoverAt(graphs, document, offset)?.shown;
}

const simple = (name: string) => ({ name, detail: name });
const GRAPH = 'a: {load: []}\nparts: {split: [$a]}\n';

type Case = readonly [text: string, shown: Partial<Shown>];

const IN_TASK_GRAPH: readonly Case[] = [
  [
    `${GRAPH}s: {tr‸ain: {data: $parts.first}}\n`,
    {
      kind: 'task',
      name: 'train',
      signature: '(data: Data, epochs?: integer, rate?: number) → model: Model',
    },
  ],
  ['s: {task: sa‸y, args: [1]}\n', { kind: 'task', name: 'say', signature: '(text: any)' }],
  ['s: {unkn‸own: []}\n', { kind: 'task', name: 'unknown', signature: null, task: null }],
  [
    `${GRAPH}s: {train: {da‸ta: $a}}\n`,
    { kind: 'input', name: 'data', task: 'train', type: simple('Data'), required: true },
  ],
  [
    `${GRAPH}s: {train: {data: $pa‸rts.first}}\n`,
    { kind: 'output', step: 'parts', task: 'split', output: 'first', type: simple('Data') },
  ],
  [
    `${GRAPH}s: {merge: [[1, {k: $‸a}]]}\n`,
    { kind: 'output', step: 'a', task: 'load', output: 'data', type: simple('Data') },
  ],
  [
    's: {train: {epochs: $se‸ed}}\n',
    { kind: 'parameter', name: 'seed', type: simple('integer'), defaultValue: '1' },
  ],
  [
    's: {evaluate: [$weights‸]}\n',
    { kind: 'artifact parameter', name: 'weights', output: 'model', type: simple('Model') },
  ],
  ['s: {say: $nobo‸dy}\n', { kind: 'nothing', text: '$nobody', reason: 'unknown-reference' }],
  [`${GRAPH}s: {say: $par‸ts}\n`, { kind: 'nothing', text: '$parts', reason: 'output-needed' }],
  ['u: {unknown: []}\ns: {say: $‸u}\n', { kind: 'nothing', text: '$u', reason: 'unsure' }],
  ['a‸: {load: []}\n', { kind: 'step', name: 'a', task: 'load', signature: '(path?: string) → data: Data' }],
  ['a: {load: []}\ns: {load: [], dependencies: [a‸]}\n', { kind: 'step', name: 'a', task: 'load' }],
  ['a: {load: []}\ns: {load: [], dependencies: [b‸]}\n', { kind: 'nothing', text: 'b' }],
];

describe('in the task graph', () => {
  test.each(IN_TASK_GRAPH)('%j', (text, expected) => expect(shown(text)).toMatchObject(expected));

  test.each(['# com‸ment\ns: {say: x}\n', 's: {say: x‸}\n', '‸', 's: {train: {wrong‸: 1}}\n'])(
    'nothing is told of %j',
    (text) => {
      expect(shown(text)).toBeUndefined();
    },
  );

  test('a text that is no YAML is read as far as it goes', () => {
    expect(shown('a: {load: []}\ns:\n  train: [$‸a\nt: {')).toMatchObject({ kind: 'output', step: 'a' });
  });

  test('a type tells what it is made of', () => {
    const types = [{ name: 'Data', structure: { list: 'number' } }];
    const { graphs, offset } = marked('s: {load: []}\nt: {say: $‸s}\n', '', { types });
    expect(hoverAt(graphs, 'task graph', offset)).toMatchObject({
      from: 23,
      to: 25,
      shown: { type: { name: 'Data', detail: 'Data, a list of number' } },
    });
  });
});

describe('in the artifact graph', () => {
  test.each<Case>([
    ['out: {contents: $‸a, task: {name: TextTask}}\n', { kind: 'output', step: 'a', output: 'data' }],
    [
      'out: {contents: $a, task: {name: Model‸Task}}\n',
      { kind: 'artifact task', name: 'ModelTask', signature: 'model: Model' },
    ],
    [
      'out: {contents: $a, task: {name: No‸ne}}\n',
      { kind: 'artifact task', name: 'None', signature: null, task: null },
    ],
  ])('%j', (text, expected) => expect(shown(GRAPH, text)).toMatchObject(expected));
});
