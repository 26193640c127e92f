// What happens at run time: arguments from what there is, outputs from what a task gave back.
import { describe, expect, test } from 'vitest';
import { readDescription } from '#core/graph/description.ts';
import { matchParameters } from '#core/graph/parameters.ts';
import type { Expression, KnownTask, PlanStep } from '#core/graph/plan-types.ts';
import {
  bindArtifact,
  bindOutputs,
  resolveArguments,
  resolveExpression,
  type Scope,
} from '#core/graph/run.ts';
import { parseYaml } from '#core/graph/yaml.ts';

const scope: Scope = {
  parameters: { p: 2, nothing: null },
  steps: new Map([
    [
      'a',
      new Map<string, unknown>([
        ['v', 1],
        ['w.x', undefined],
      ]),
    ],
  ]),
  artifacts: new Map([['model', new Map<string, unknown>([['m', { weights: 1 }]])]]),
};

const literal = (value: unknown): Expression => ({ kind: 'literal', value });
const parameter = (name: string): Expression => ({ kind: 'parameter', name });
const output = (step: string, name: string): Expression => ({ kind: 'output', step, output: name });

describe('arguments', () => {
  test('come from parameters, steps and artifacts, however deep', () => {
    const args: Expression[] = [
      { kind: 'list', items: [literal('$a'), parameter('p'), output('a', 'v')] },
      {
        kind: 'map',
        entries: [
          ['k', { kind: 'artifact', name: 'model', output: 'm' }],
          ['__proto__', parameter('nothing')],
        ],
      },
      { kind: 'map', entries: [[1, output('a', 'w.x')]] },
    ];
    const resolved = resolveArguments({ args, kwargs: { x: parameter('p') } }, scope);
    expect(resolved).toEqual({
      args: [
        ['$a', 2, 1],
        Object.fromEntries([
          ['k', { weights: 1 }],
          ['__proto__', null],
        ]),
        new Map([[1, undefined]]),
      ],
      kwargs: { x: 2 },
    });
  });

  test.each([
    [parameter('q'), 'no-parameter', '"q"'],
    [parameter('toString'), 'no-parameter', '"toString"'],
    [output('a', 'z'), 'no-output', '"z"'],
    [output('b', 'v'), 'no-output', '"b"'],
    [{ kind: 'artifact', name: 'data', output: 'd' } as Expression, 'no-artifact', '"data"'],
  ])('what is missing is named: %o', (expression, kind, name) => {
    const resolved = resolveArguments(
      { args: [literal(1), { kind: 'list', items: [expression] }], kwargs: {} },
      scope,
    );
    expect(resolved).toMatchObject({ fault: { kind, message: expect.stringContaining(name) } });
    expect(resolveExpression(expression, scope)).toMatchObject({ fault: { kind } });
  });
});

const step = (outputs: PlanStep['outputs'], ...names: string[]) => ({
  name: 's',
  outputs,
  task: { outputs: names.map((name) => ({ name, type: 'any' })) } as unknown as KnownTask,
});

function* count() {
  yield 1;
  yield 2;
  throw new Error('asked for more than was needed');
}

describe('outputs', () => {
  test('one output is the whole value, even null', () => {
    expect(bindOutputs(step('whole', 'v'), [1, 2])).toEqual({
      outputs: new Map([['v', [1, 2]]]),
      warning: null,
    });
    expect(bindOutputs(step('whole', 'v'), null)).toEqual({ outputs: new Map([['v', null]]), warning: null });
  });

  test('no outputs take nothing', () => {
    expect(bindOutputs(step('none'), [1, 2])).toEqual({ outputs: new Map(), warning: null });
  });

  test.each<[string, unknown, unknown[], boolean]>([
    ['a list', [1, 2], [1, 2], false],
    ['a list of one', [1], [1], true],
    ['a longer list', [1, 2, 3], [1, 2], true],
    ['a text', 'ab', ['a', 'b'], false],
    ['a text of letters beyond 16 bits', '😀b', ['😀', 'b'], false],
    ['a mapping', { k1: 1, k2: 2 }, ['k1', 'k2'], false],
    ['a Map', new Map([[1, 2]]), [1], true],
    ['a Set', new Set(['x', 'y']), ['x', 'y'], false],
    ['a typed array', new Float32Array([0.5, 1, 2]), [0.5, 1], true],
    ['an iterator, no more than is needed', count(), [1, 2], false],
  ])('several take what %s yields', (_name, value, expected, warns) => {
    const bound = bindOutputs(step('tuple', 'x', 'y'), value);
    expect('outputs' in bound && [...bound.outputs]).toEqual(
      ['x', 'y'].slice(0, expected.length).map((name, i) => [name, expected[i]]),
    );
    expect('outputs' in bound && bound.warning !== null).toBe(warns);
  });

  test('a list of one output still unpacks', () => {
    expect(bindOutputs(step('tuple', 'v'), [[1]])).toEqual({ outputs: new Map([['v', [1]]]), warning: null });
  });

  class Tensor {}
  test.each([[3], [null], [undefined], [true], [() => 1], [new Tensor()]])('%s yields nothing', (value) => {
    expect(bindOutputs(step('tuple', 'x', 'y'), value)).toMatchObject({
      fault: { kind: 'not-iterable', message: expect.stringContaining('"s"') },
    });
  });

  test('artifact inputs bind as steps do, by how many outputs they have', () => {
    const one = { name: 'model', outputs: [{ name: 'm', type: 'any' }] };
    const two = { name: 'pair', outputs: [...one.outputs, { name: 'n', type: 'any' }] };
    expect(bindArtifact(one, [1, 2])).toMatchObject({ outputs: new Map([['m', [1, 2]]]) });
    expect(bindArtifact(two, [1, 2])).toMatchObject({
      outputs: new Map([
        ['m', 1],
        ['n', 2],
      ]),
    });
    expect(bindArtifact({ name: 'none', outputs: [] }, [1])).toMatchObject({ outputs: new Map() });
  });
});

describe('parameters', () => {
  const description = readDescription(
    parseYaml('parameters: {a: 1, b: {type: integer}, c: {default: {x: $y}}, d: null}').root,
  );

  test('given values win over defaults and are not checked; what is given in vain is named', () => {
    expect(matchParameters(description, { a: 'text', b: null, z: 1 })).toEqual({
      values: { a: 'text', b: null, c: { x: '$y' }, d: null },
      missing: [],
      extra: ['z'],
    });
  });

  test('what has no value is missing', () => {
    expect(matchParameters(description, {})).toMatchObject({ values: { a: 1, d: null }, missing: ['b'] });
  });
});
