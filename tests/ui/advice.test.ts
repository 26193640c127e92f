// What the job form says of a run that may start as it is.
import { expect, it } from 'vitest';
import type { Expression, Plan } from '#core/graph/plan-types.ts';
import type { Axis } from '#core/family/sweep.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { adviseFamily, adviseRun } from '#ui/form/advice.ts';

const of = (name: string): Expression => ({ kind: 'parameter', name });
const step = (name: string, inputs: string[], kwargs: Record<string, Expression>) => ({
  name,
  task: {
    name,
    plugin: 'mine',
    file: 'mine.ts',
    inputs: inputs.map((input) => ({ name: input, type: 'number', required: false })),
    outputs: [],
  },
  args: [],
  kwargs,
  outputs: 'whole' as const,
  after: [],
  releases: [],
});
const plan: Plan = {
  steps: [
    step('digits', ['name'], { name: { kind: 'literal', value: 'mnist' } }),
    step('train', ['dataset', 'eps', 'step', 'iterations'], {
      dataset: { kind: 'output', step: 'digits', output: 'train' },
      eps: of('eps'),
      step: of('step'),
      iterations: of('n'),
    }),
    step('count', ['dataset'], { dataset: { kind: 'output', step: 'digits', output: 'test' } }),
  ],
  artifacts: [],
  artifactParameters: [],
};
const content: EntrypointContent = {
  ...KINDS.entrypoint.empty,
  parameters: [
    { name: 'eps', type: 'float', defaultValue: '0.3' },
    { name: 'step', type: 'float', defaultValue: '0.02' },
    { name: 'n', type: 'integer', defaultValue: '40' },
  ],
};
const codes = (values: Record<string, string>, vary: Record<string, Axis> | null = null) =>
  adviseRun(plan, content, { values }, vary && { vary, seeds: 1, name: '' }).map(({ code, path }) => [
    code,
    ...path,
  ]);

it('is silent where the steps fit and nothing varies', () => expect(codes({})).toEqual([]));

it('warns at the field of the step as it is typed, and never of what cannot be read', () => {
  expect(codes({ step: '0.001' })).toEqual([['step-size', 'step']]);
  expect(codes({ n: '10' })).toEqual([['step-size', 'step']]);
  expect(codes({ step: 'small' })).toEqual([]);
});

it('says that a family that counts on test tunes on it, and judges the worst value of an axis', () => {
  expect(codes({}, { n: { kind: 'list', values: ['40', '80'] } })).toEqual([['tunes-on-test']]);
  expect(codes({}, { n: { kind: 'range', from: 10, to: 40, scale: 'linear', count: 4 } })).toEqual([
    ['tunes-on-test'],
    ['step-size', 'step'],
  ]);
  expect(codes({}, {})).toEqual([]);
});

it('says the same of a family that ran', () => {
  const axis: Axis = { kind: 'range', from: 10, to: 40, scale: 'linear', count: 4 };
  const sweep = { vary: [{ parameter: 'n', axis }], draws: 0, drawSeed: 0, seeds: [1, 2] };
  const said = (values: Record<string, string | null>, of = sweep) =>
    adviseFamily(plan, content, { values, sweep: of }).map(({ code }) => code);
  expect(said({ step: '0.02' })).toEqual(['tunes-on-test', 'step-size']);
  expect(said({ step: null })).toEqual(['tunes-on-test']);
  expect(said({}, { ...sweep, vary: [] })).toEqual([]);
});
