// A step as a form shows it.
import { describe, expect, test } from 'vitest';
import { stepForm } from '#core/graph/assist/step-form.ts';
import { prepare } from '../edit/tools.ts';

const TEXT = `a: {load: []}
parts: {split: [$a]}
s:
  task: train
  args: [$parts.first]
  kwargs:
    epochs: [$seed, 2]
    extra: 5
  dependencies: a
later: {evaluate: [$s, $parts.second]}
last: {say: {text: [$s.model, 1]}}
`;

const form = stepForm(prepare(TEXT, 'out: {contents: $s, task: {name: ModelTask}}\n'), 's')!;

describe('a step', () => {
  test('has its task and its place', () => {
    expect(form).toMatchObject({ name: 's', task: 'train', plugin: 'tools', dependencies: ['a'] });
    expect(TEXT.slice(form.range!.from, form.range!.to)).toMatch(/^s:[^]*dependencies: a$/);
  });

  test('has its inputs, with what is given to them', () => {
    expect(form.inputs.map(({ name, required, given, fits }) => [name, required, given.kind, fits])).toEqual([
      ['data', true, 'reference', true],
      ['epochs', false, 'mixed', false],
      ['rate', false, 'missing', null],
    ]);
    expect(form.inputs[0]!.given).toEqual({
      kind: 'reference',
      text: '$parts.first',
      target: {
        kind: 'output',
        step: 'parts',
        task: 'split',
        output: 'first',
        type: { name: 'Data', detail: 'Data' },
      },
    });
    expect(form.inputs.map(({ range }) => range && TEXT.slice(range.from, range.to))).toEqual([
      '$parts.first',
      '[$seed, 2]',
      null,
    ]);
  });

  test('offers references that fit and make no circle', () => {
    const choices = form.inputs.map((input) => input.choices.map(({ text }) => text));
    expect(choices).toEqual([['$parts.first', '$parts.second', '$a'], ['$seed'], ['$seed', '$share']]);
    expect(form.inputs[0]!.choices[0]).toEqual({
      kind: 'output',
      text: '$parts.first',
      name: 'parts',
      output: 'first',
      type: 'Data',
    });
  });

  test('tells arguments without an input, and steps that it may wait for', () => {
    expect(form.surplus).toMatchObject([{ name: 'extra', text: '5' }]);
    expect(form.mayDependOn).toEqual(['parts']);
  });

  test('tells who uses its outputs', () => {
    expect(form.outputs).toEqual([
      {
        name: 'model',
        type: { name: 'Model', detail: 'Model' },
        usedBy: [
          { owner: 'later', input: 'model', text: '$s' },
          { owner: 'last', input: 'text', text: '$s.model' },
          { owner: 'out', input: null, text: '$s' },
        ],
      },
    ]);
  });
});

describe('a value', () => {
  test.each([
    ['0.50', 0.5],
    ['"$$5"', '$5'],
    ['[yes, "x", $$y]', [true, 'x', '$y']],
    ['null', null],
  ])('%s is shown as written and as the task gets it', (text, value) => {
    const [input] = stepForm(prepare(`s: {say: {text: ${text}}}\n`), 's')!.inputs;
    expect(input!.given).toEqual({ kind: 'literal', text, value });
  });
});

test('a step without a known task has neither inputs nor outputs', () => {
  const found = stepForm(prepare('s: {other: [1, {k: $seed}]}\n'), 's')!;
  expect(found).toMatchObject({ task: 'other', plugin: null, inputs: [], outputs: [] });
  expect(found.surplus.map(({ name }) => name)).toEqual(['#1', '#2']);
  expect(stepForm(prepare('s: 5\n'), 's')).toMatchObject({ task: null, inputs: [], surplus: [] });
  expect(stepForm(prepare('s: 5\n'), 'x')).toBeNull();
});
