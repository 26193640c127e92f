/** Small parts of the worker that need no worker: positions, file names, memo, texts of values. */
import { expect, test } from 'vitest';
import type { Expression, Plan, PlanStep } from '#core/graph/plan-types.ts';
import { placeArguments } from '#engine/worker/arguments.ts';
import { nameFiles } from '#engine/worker/artifacts.ts';
import { Memo } from '#engine/worker/memo.ts';
import { showValue } from '#engine/worker/show-value.ts';

const literal = (value: unknown): Expression => ({ kind: 'literal', value });
const parameter = (name: string): Expression => ({ kind: 'parameter', name });
const output = (step: string): Expression => ({ kind: 'output', step, output: 'out' });

const step = (
  name: string,
  kwargs: Record<string, Expression>,
  args: Expression[] = [],
  after: string[] = [],
): PlanStep => ({
  name,
  task: {
    plugin: 'p',
    file: 'f.ts',
    name,
    inputs: ['a', 'b', 'c'].map((input) => ({ name: input, type: 'any', required: false })),
    outputs: [{ name: 'out', type: 'any' }],
  },
  args,
  kwargs,
  outputs: 'whole',
  after,
  releases: [],
});

const scope = { parameters: { n: 5 }, steps: new Map([['x', new Map([['out', 7]])]]), artifacts: new Map() };

test('arguments go to the registered positions; what is not given is undefined, null is null', () => {
  expect(placeArguments(step('s', { c: parameter('n'), a: literal(null) }), scope)).toEqual([
    null,
    undefined,
    5,
  ]);
  expect(placeArguments(step('s', { b: output('x') }, [literal(1)]), scope)).toEqual([1, 7]);
  expect(() => placeArguments(step('s', { a: output('y') }), scope)).toThrow('"y" has given no output "out"');
  expect(() => placeArguments(step('s', { z: literal(1) }), scope)).toThrow('no input "z"');
});

test('artifacts are named by what was serialized', () => {
  const bytes = Uint8Array.of(1);
  const shape = (value: Parameters<typeof nameFiles>[1]) => {
    const { folder, files } = nameFiles('net', value);
    return [folder, files.map((file) => file.path)];
  };
  expect(shape('text')).toEqual([false, ['net.txt']]);
  expect(shape(bytes)).toEqual([false, ['net.bin']]);
  expect(shape(new Map([['net.json', bytes]]))).toEqual([false, ['net.json']]);
  expect(shape(new Map([['net', bytes]]))).toEqual([false, ['net']]);
  expect(shape(new Map([['other.json', bytes]]))).toEqual([true, ['other.json']]);
  expect(shape(new Map([['net.tar.gz', bytes]]))).toEqual([true, ['net.tar.gz']]);
  expect(shape(new Map([['net/a', bytes]]))).toEqual([true, ['net/a']]);
  expect(
    shape(
      new Map([
        ['net.json', bytes],
        ['b', bytes],
      ]),
    ),
  ).toEqual([true, ['net.json', 'b']]);
  for (const path of ['../a', 'a//b', '/a', 'a\\b', 'c:x', '', '.']) {
    expect(() => nameFiles('net', new Map([[path, bytes]]))).toThrow('cannot be a path');
  }
  expect(() => nameFiles('net', 5 as never)).toThrow('must return');
});

test('only what changed values reach, and answers need, runs again', () => {
  const plan: Plan = {
    steps: [
      step('load', {}),
      step('train', { a: output('load'), b: parameter('epochs') }, [], ['load']),
      step('attack', { a: output('train'), b: { kind: 'list', items: [parameter('eps')] } }, [], ['train']),
      step('unused', { a: parameter('eps') }),
    ],
    artifacts: [],
    artifactParameters: [],
  };
  const memo = new Memo(plan);
  const ask = (values: Record<string, unknown>, ...wanted: string[]) => {
    const stale = memo.stale(values, wanted);
    for (const one of stale) memo.remember(one);
    return stale.map((one) => one.name);
  };
  expect(ask({ epochs: 1, eps: 0.1 }, 'train.out')).toEqual(['load', 'train']);
  expect(ask({ epochs: 1, eps: 0.1 }, 'attack.out')).toEqual(['attack']);
  expect(ask({ epochs: 1, eps: 0.1 }, 'attack')).toEqual([]);
  expect(ask({ epochs: 1, eps: 0.2 }, 'attack.out')).toEqual(['attack']);
  expect(ask({ epochs: 2, eps: 0.2 }, 'attack.out')).toEqual(['train', 'attack']);
  expect(ask({ epochs: 3, eps: 0.2 }, 'load.out')).toEqual([]);
  expect(ask({ epochs: 3, eps: 0.2 }, 'attack.out')).toEqual(['train', 'attack']);
  expect(ask({ epochs: 3, eps: [0.2] }, 'attack.out')).toEqual(['attack']);
  expect(ask({ epochs: 3, eps: [0.2] }, 'attack.out')).toEqual([]);
});

test('any value has a short text', () => {
  const cyclic: Record<string, unknown> = { a: 1 };
  cyclic['self'] = cyclic;
  expect(showValue([1, 'a', null], 100)).toBe('[1, a, null]');
  expect(showValue({ a: [true], b: new Map([[1, 2]]) }, 100)).toBe('{a: [true], b: Map of 1}');
  expect(showValue({ classes: 10, logits: () => [1] }, 100)).toBe('{classes: 10}');
  expect(showValue(() => 1, 100)).toBe('a function');
  expect(showValue(new (class Net {})(), 100)).toBe('Net');
  expect(
    showValue(
      new (class e {
        layers = [1, 2];
        countParams = () => 5994;
      })(),
      100,
    ),
  ).toBe('2 layers, 5,994 weights');
  expect(showValue(new Float32Array(2), 100)).toBe('Float32Array of 8 bytes');
  for (const value of [cyclic, 'x'.repeat(1e6), Array.from({ length: 1e6 }, () => 1), Object.create(null)]) {
    expect(showValue(value, 200).length).toBeLessThan(300);
  }
});
