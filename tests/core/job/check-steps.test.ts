// The rule of the step's length, judged before a run from the plan and what the form holds.
import { describe, expect, it, test } from 'vitest';
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';
import { checkSteps } from '#core/job/check-steps.ts';

const of = (name: string): Expression => ({ kind: 'parameter', name });
const is = (value: unknown): Expression => ({ kind: 'literal', value });
const stepOf = (
  inputs: readonly string[],
  kwargs: Readonly<Record<string, Expression>>,
  args: readonly Expression[] = [],
): PlanStep => ({
  name: 'defended',
  task: {
    name: 'train_anything',
    plugin: 'mine',
    file: 'mine.ts',
    inputs: inputs.map((name) => ({ name, type: 'number', required: false })),
    outputs: [],
  },
  args,
  kwargs,
  outputs: 'whole',
  after: [],
  releases: [],
});
const WALK = ['model', 'eps', 'step', 'iterations'];
const given = { eps: of('eps'), step: of('size'), iterations: of('n') };
const check = (eps: number, size: number, n: number) =>
  checkSteps({ steps: [stepOf(WALK, given)] }, { eps: [eps], size: [size], n: [n] });

describe('steps as they are', () => {
  it('warns of a step that is larger than ε, with the mend', () => {
    expect(check(0.3, 0.4, 10)).toMatchObject([
      {
        code: 'step-size',
        severity: 'WARNING',
        document: 'parameters',
        path: ['size'],
        message:
          'defended (train_anything): a step of 0.4 is larger than ε 0.3: each only jumps from edge to edge.',
        remedy: 'Take 2.5·ε/iterations = 0.075.',
      },
    ]);
  });
  it('warns of steps that do not cross', () => {
    const [warning] = check(0.3, 0.01, 40);
    expect(warning!.message).toBe(
      'defended (train_anything): 40 steps of 0.01 are 0.4 in all, less than 2·ε = 0.6: they cannot cross from edge to edge.',
    );
    expect(warning!.remedy).toBe('Take 2.5·ε/iterations = 0.0187, or more iterations.');
  });
  it.each([
    ['just as long as ε', 0.3, 0.3, 10],
    ['just across', 0.3, 0.06, 10],
    ['2.5·ε/iterations, of two', 0.3, 0.375, 2],
    ['a single step', 0.3, 0.375, 1],
    ['no ε at all', 0, 0.01, 40],
  ])('says nothing of %s', (_, eps, size, n) => expect(check(eps, size, n)).toEqual([]));
  it('says nothing of its own mend', () => {
    for (const n of [2, 3, 7, 10, 40, 100]) expect(check(0.3, (2.5 * 0.3) / n, n)).toEqual([]);
  });
});

test('a share of ε needs no ε', () => {
  const step = stepOf(['model', 'epsilons', 'iterations', 'relative_step'], {
    iterations: is(10),
    relative_step: of('share'),
  });
  const of10 = (share: number) => checkSteps({ steps: [step] }, { share: [share] });
  expect(of10(0.2)).toEqual([]);
  expect(of10(0.1)[0]!.message).toMatch(/10 steps of 0.1·ε are 1·ε in all, less than 2·ε/);
  expect(of10(0.1)[0]!.remedy).toBe('Take 2.5/iterations = 0.25, or more iterations.');
  expect(of10(1.1)[0]!.message).toMatch(/a step of 1.1·ε is larger than ε/);
});

test('of a family the worst of its values is judged, of a list of ε the greatest', () => {
  const steps = [stepOf(WALK, given)];
  const known = { eps: [0.1], size: [0.03, 0.05], n: [10] };
  expect(checkSteps({ steps }, known)).toEqual([]);
  expect(checkSteps({ steps }, { ...known, n: [10, 5] })).toHaveLength(1);
  expect(checkSteps({ steps }, { ...known, eps: [[0.05, 0.2]] })).toHaveLength(1);
});

test('arguments by place count as those by name; constants alone belong to no field', () => {
  const [warning] = checkSteps({ steps: [stepOf(WALK, {}, [is(null), is(0.3), is(0.01), is(40)])] }, {});
  expect(warning).toMatchObject({ code: 'step-size', path: [] });
});

test.each<[string, readonly string[], Readonly<Record<string, Expression>>]>([
  ['a task that takes no step', ['eps', 'iterations'], { eps: is(0.3), iterations: is(10) }],
  ['a task without iterations', ['eps', 'eps_step'], { eps: is(0.3), eps_step: is(0.4) }],
  ['what another step gives', WALK, { ...given, eps: { kind: 'output', step: 'a', output: 'b' } }],
  ['a default', WALK, { eps: is(0.3), iterations: is(40) }],
  ['null', WALK, { eps: is(0.3), iterations: is(40), step: is(null) }],
])('%s is not judged', (_, inputs, kwargs) => {
  expect(checkSteps({ steps: [stepOf(inputs, kwargs)] }, { size: [9], n: [10] })).toEqual([]);
});
