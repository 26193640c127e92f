// Whether a graph counts on the test part follows from the graph, whatever its tasks are called.
import { expect, it, test } from 'vitest';
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';
import { checkParts } from '#core/job/check-parts.ts';

const is = (value: unknown): Expression => ({ kind: 'literal', value });
const output = (step: string, name: string): Expression => ({ kind: 'output', step, output: name });
const stepOf = (name: string, kwargs: Readonly<Record<string, Expression>>): PlanStep => ({
  name,
  task: { name: `do_${name}`, plugin: 'mine', file: 'mine.ts', inputs: [], outputs: [] },
  args: [],
  kwargs,
  outputs: 'whole',
  after: [],
  releases: [],
});
const graph = (splits: Expression | null, part: string): { steps: PlanStep[] } => ({
  steps: [
    stepOf('digits', { name: is('mnist'), ...(splits && { split: splits }) }),
    stepOf('attack', { data: { kind: 'list', items: [output('digits', part)] } }),
  ],
});
const HONEST = { train: 'train[:7000]', val: 'train[7000:]', test: 'test' };

it('says where the test part is counted on, and what to do', () => {
  const warning = checkParts(graph(is(HONEST), 'test'), {})!;
  expect(warning).toMatchObject({ code: 'tunes-on-test', severity: 'WARNING', path: [] });
  expect(warning.message).toContain('($digits.test, in attack)');
  expect(warning.remedy).toContain('train[7000:]');
});

test.each<[string, Expression | null, string]>([
  ['the validation part of train', is(HONEST), 'val'],
  ['a test part that is a part of train', is({ test: 'train[7000:]' }), 'test'],
])('%s may be chosen by', (_, splits, part) => {
  expect(checkParts(graph(splits, part), {})).toBeNull();
});

test.each<[string, Expression | null, string]>([
  ['the splits that stand where none are given', null, 'test'],
  ['a part of another name that holds test rows', is({ val: 'test[:1000]' }), 'val'],
  ['all', is({ test: 'all' }), 'test'],
  ['both', is({ val: 'train[7000:]+test' }), 'val'],
])('%s may not', (_, splits, part) => {
  expect(checkParts(graph(splits, part), {})).not.toBeNull();
});

it('points to the parameter that names the splits', () => {
  const plan = graph({ kind: 'parameter', name: 'dataset_split' }, 'test');
  expect(checkParts(plan, { dataset_split: [{ test: 'test' }] })).toMatchObject({
    path: ['dataset_split'],
    document: 'parameters',
  });
  expect(checkParts(plan, { dataset_split: [{ test: 'train[7000:]' }] })).toBeNull();
});
