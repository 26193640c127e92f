// Values that a task's own comment rules out, told before a run.
import { expect, it } from 'vitest';
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';
import { checkDomains, domainKey, namesOf } from '#core/job/check-domains.ts';
import { readDomain } from '#core/plugin/domain.ts';

const of = (name: string): Expression => ({ kind: 'parameter', name });
const task = (name: string, ...inputs: string[]) => ({
  name,
  plugin: 'mine',
  file: 'mine.ts',
  inputs: inputs.map((input) => ({ name: input, type: 'any', required: false })),
  outputs: [],
});
const step = (name: string, of: PlanStep['task'], kwargs: PlanStep['kwargs']): PlanStep => ({
  name,
  task: of,
  args: [],
  kwargs,
  outputs: 'none',
  after: [],
  releases: [],
});
const train = task('train', 'epochs', 'data');
const attack = task('attack', 'kind', 'epsilons', 'count');
const plan = {
  steps: [
    step('fit', train, { epochs: of('n'), data: { kind: 'output', step: 'digits', output: 'train' } }),
    { ...step('hit', attack, { count: of('n') }), args: [of('attack'), of('epsilons')] },
    step('again', attack, { kind: of('attack'), count: { kind: 'literal', value: 0 } }),
  ],
  domains: new Map(
    [
      [train, 'epochs', 'passes, 1 or more'],
      [attack, 'kind', 'one of fgsm, pgd'],
      [attack, 'epsilons', 'one or more, each more than 0'],
      [attack, 'count', 'of the images, 1 or more'],
    ].map(([of, input, text]) => [
      domainKey(of as PlanStep['task'], input as string),
      readDomain(text as string)!,
    ]),
  ),
};
const told = (known: Record<string, unknown[]>) =>
  checkDomains(plan, { n: [1], attack: ['pgd'], epsilons: [[0.1]], ...known }).map(
    ({ path, message, remedy, severity }) => [path[0], message, remedy, severity],
  );
const constant = [undefined, '0 is not what attack takes as its count.', 'Give 1 or more.', 'WARNING'];

it('is silent of values that may be right, and tells of a constant at no field', () =>
  expect(told({})).toEqual([constant]));

it('names the first task that refuses a value, at the parameter, once', () =>
  expect(told({ n: [3, -3] })).toEqual([
    ['n', '-3 is not what train takes as its epochs.', 'Give 1 or more.', 'WARNING'],
    constant,
  ]));

it('looks into lists, and at names', () => {
  expect(told({ epsilons: [[]] })[0]).toEqual([
    'epsilons',
    'An empty list is not what attack takes.',
    'Give one or more, each more than 0.',
    'WARNING',
  ]);
  expect(
    told({ epsilons: [['0.1', 'x']], attack: ['fgsm', 'pdg'] }).map(([name, text]) => [name, text]),
  ).toEqual([
    ['attack', '“pdg” is not what attack takes as its kind.'],
    ['epsilons', 'The text “0.1” is not what attack takes.'],
    constant.slice(0, 2),
  ]);
});

it('gives the names that a parameter can be', () => {
  expect(namesOf(plan)).toEqual({ attack: ['fgsm', 'pgd'] });
  expect(namesOf({ steps: plan.steps })).toEqual({});
});
