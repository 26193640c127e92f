/** A job is handed the data that its plugins always need, and of the rest what its graph or values name. */
import { expect, test } from 'vitest';
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';
import { chooseData, readDataNames } from '#core/plugin/data-names.ts';

const plugin = (contents: string) => ({
  files: [{ filename: 'datasets.json', contents, description: '', functions: [], artifacts: [] }],
});
const step = (args: readonly Expression[], kwargs: PlanStep['kwargs'] = {}): PlanStep => ({
  name: 'model',
  task: { name: 'load', plugin: 'p', file: 'f.ts', inputs: [], outputs: [] },
  args,
  kwargs,
  outputs: 'none',
  after: [],
  releases: [],
});
const literal = (value: unknown): Expression => ({ kind: 'literal', value });
const chosen = (steps: readonly PlanStep[], values: Record<string, unknown> = {}) => [
  ...chooseData([{ always: ['small'], when_named: ['fast-at', 'mnist'] }], { steps, artifacts: [] }, values),
];

test('a list is always, an object tells both apart, no file is none', () => {
  expect(readDataNames(plugin('["mnist"]'))).toEqual({ always: ['mnist'], when_named: [] });
  expect(readDataNames(plugin('{"when_named": ["mnist"]}'))).toEqual({ always: [], when_named: ['mnist'] });
  expect(readDataNames({ files: [] })).toEqual({ always: [], when_named: [] });
});

test.each(['', '"mnist"', 'null', '[1]', '{"always": "mnist"}', '{"sometimes": ["mnist"]}'])(
  'datasets.json may not say %s',
  (contents) => expect(readDataNames(plugin(contents))).toBeNull(),
);

test('what nothing names stays away', () => {
  expect(chosen([step([literal('fast')]), step([literal(3)])])).toEqual(['small']);
  expect(chosen([step([{ kind: 'parameter', name: 'mnist' }])])).toEqual(['small']);
  expect(chosen([step([{ kind: 'output', step: 'mnist', output: 'mnist' }])])).toEqual(['small']);
});

test('a name may stand in an argument, however deep, or in a value', () => {
  expect(chosen([step([literal('mnist')])])).toEqual(['small', 'mnist']);
  expect(chosen([step([], { name: literal(['a', ['fast-at']]) })])).toEqual(['small', 'fast-at']);
  const list: Expression = { kind: 'list', items: [literal('mnist')] };
  expect(chosen([step([{ kind: 'map', entries: [['key', list]] }])])).toEqual(['small', 'mnist']);
  expect(chosen([step([{ kind: 'parameter', name: 'n' }])], { n: 'fast-at' })).toEqual(['small', 'fast-at']);
  expect(chosen([], { n: new Map([['mnist', { deep: 'fast-at' }]]) })).toEqual(['small', 'fast-at']);
});
