/** What differs between registered tasks and the text, and taking it over one by one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FunctionTask, Json, PluginFile } from '#core/resources/content.ts';
import type { KnownTypes } from '#core/plugin/analysis.ts';
import { applyProposal, typesOfChange } from '#source/analysis/apply-proposal.ts';
import type { Change } from '#core/plugin/comparison.ts';
import { compareTasks } from '#source/analysis/compare-tasks.ts';
import { proposalsOf } from '#source/analysis/proposals.ts';
import { analyse, file } from './show.ts';

const KNOWN: KnownTypes = new Map<string, Json>([
  ['epsilons', { list: 'number' }],
  ['numbers', { list: 'number' }],
  ['size', { tuple: ['integer', 'integer'] }],
  ['report', null],
  ['my_report', null],
  ['optional', { union: ['null', 'string'] }],
  ['epsilon', { is_a: 'number' }],
]);

const input = (words: string) => {
  const [name = '', type = ''] = words.split(': ');
  return { name: name.replace('?', ''), type, required: !name.endsWith('?') };
};

/** `f(a: number, b?: string) -> x: number` as a registered task. */
function task(words: string): FunctionTask {
  const [, name = '', inputs = '', outputs = ''] = /^(\w+)\((.*)\) ->(.*)$/.exec(words) ?? [];
  const list = (text: string) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  const outs = list(outputs)
    .map(input)
    .map(({ name: output, type }) => ({ name: output, type }));
  return { name, inputs: list(inputs).map(input), outputs: outs };
}

function compare(text: string, registered: string[], known = KNOWN) {
  const plugin = file('tasks.ts', text, { functions: registered.map(task) });
  return { plugin, comparisons: compareTasks(plugin, analyse([plugin], known), known) };
}

const wordsOf = (change: Change) => {
  const { what, ...rest } = change;
  return `${what} ${JSON.stringify(rest)}`;
};

describe('a task is the same', () => {
  const CASES: [string, string, string][] = [
    ['word for word', 'f(a: number): string', 'f(a: number) -> x: string'],
    [
      'with a whole number, for which TypeScript has no word',
      'f(a: number, b: number[]): number',
      'f(a: integer, b: numbers) -> x: integer',
    ],
    ['by another name of the same structure', 'f(a: number[]): number[]', 'f(a: epsilons) -> x: numbers'],
    ['with whole numbers inside', 'f(a: [number, number]): void', 'f(a: size) ->'],
    ['where null is the default', 'f(a: string | null = null): void', 'f(a?: string) ->'],
    ['and says so', 'f(a: string | null = null): void', 'f(a?: optional) ->'],
    ['where the text says nothing', 'f(a) { return a; }', 'f(a: report) -> x: report'],
    ['a tuple as several outputs', 'f(): [low: number, high: number]', 'f() -> low: number, high: number'],
    ['a tuple without names', 'f(): [number, number]', 'f() -> low: number, high: number'],
    ['a tuple as one output', 'f(): [number, number]', 'f() -> x: size'],
    ['a named tuple as several', 'f(): Size', 'f() -> a: number, b: number'],
  ];
  test.each(CASES)('%s', (_, text, registered) => {
    const { comparisons } = compare(`type Size = [number, number];\nexport function ${text} {}`, [
      registered,
    ]);
    expect(comparisons).toMatchObject([{ name: 'f', standing: 'same', changes: [] }]);
  });

  test('and another name for what the author calls otherwise is left alone, but told', () => {
    const { comparisons } = compare('interface Result { run(): void }\nexport function f(): Result {}', [
      'f() -> x: my_report',
    ]);
    expect(comparisons[0]).toMatchObject({ standing: 'same' });
    expect(comparisons[0]?.changes.map(wordsOf)).toEqual([
      'outputs {"from":[{"name":"x","type":"my_report"}],"to":[{"name":"x","type":"result"}],"works":true}',
    ]);
    expect(proposalsOf(comparisons)).toEqual([]);
  });

  test('where what is registered is narrower for an input, or wider for an output', () => {
    const { comparisons } = compare('export function f(a: number | string, b: number): number | null {}', [
      'f(a: string, b: epsilon) -> x: any',
    ]);
    expect(comparisons[0]).toMatchObject({ standing: 'same' });
    expect(comparisons[0]?.changes).toHaveLength(3);
  });
});

describe('a task has changed', () => {
  const CASES: [string, string, string[]][] = [
    [
      'f(a: string): void',
      'f(a: number) ->',
      ['input-type {"input":"a","from":"number","to":"string","works":false}'],
    ],
    [
      'f(a: number): void',
      'f(a: any) ->',
      ['input-type {"input":"a","from":"any","to":"number","works":false}'],
    ],
    ['f(a: number): void', 'f(a?: number) ->', ['input-required {"input":"a","from":false,"to":true}']],
    [
      'f(a: number, b = 1): void',
      'f(a: number) ->',
      ['input-added {"index":1,"input":{"name":"b","type":"number","required":false}}'],
    ],
    ['f(b: number): void', 'f(a: number, b: number) ->', ['input-removed {"input":"a"}']],
    [
      'f(a: number, b: number): void',
      'f(b: number, a: number) ->',
      ['input-order {"from":["b","a"],"to":["a","b"]}'],
    ],
    [
      'f(): number',
      'f() -> x: string',
      ['outputs {"from":[{"name":"x","type":"string"}],"to":[{"name":"x","type":"number"}],"works":false}'],
    ],
    [
      'f(): void',
      'f() -> x: string',
      ['outputs {"from":[{"name":"x","type":"string"}],"to":[],"works":false}'],
    ],
    [
      'f(): [a: number, b: number]',
      'f() -> a: number, c: integer',
      [
        'outputs {"from":[{"name":"a","type":"number"},{"name":"c","type":"integer"}],"to":[{"name":"a","type":"number"},{"name":"b","type":"integer"}],"works":false}',
      ],
    ],
  ];
  test.each(CASES)('%s', (text, registered, changes) => {
    const { comparisons } = compare(`export function ${text} {}`, [registered]);
    expect(comparisons[0]?.standing).toBe('changed');
    expect(comparisons[0]?.changes.map(wordsOf)).toEqual(changes);
  });
});

test('tasks are new, gone or unclear', () => {
  const text =
    'export function a(x: string) {}\nexport const b = make();\n/** @internal */\nexport function c() {}';
  const { plugin, comparisons } = compare(text, ['b() ->', 'd() ->']);
  expect(comparisons.map(({ name, standing, offered }) => [name, standing, offered])).toEqual([
    ['b', 'unclear', true],
    ['d', 'gone', true],
    ['a', 'new', true],
    ['c', 'new', false],
  ]);
  const proposals = proposalsOf(comparisons);
  expect(proposals.map(({ task: name, change }) => `${name} ${change.what}`)).toEqual([
    'd task-removed',
    'a task-added',
  ]);
  expect(proposals.flatMap(({ change }) => typesOfChange(change))).toEqual(['string']);
  expect(proposals.reduce(applyProposal, plugin).functions.map(({ name }) => name)).toEqual(['b', 'a']);
});

test('of a text that cannot be read nothing is proposed', () => {
  const { comparisons } = compare('export function (', ['f() ->']);
  expect(comparisons).toMatchObject([{ name: 'f', standing: 'unclear', changes: [] }]);
});

test('a function that became an artifact task is gone as one and new as the other', () => {
  const { plugin, comparisons } = compare(
    'export const T: ArtifactTask<string> = { serialize() {}, deserialize() {} };',
    ['T() ->'],
  );
  expect(comparisons.map(({ kind, standing }) => `${kind} ${standing}`)).toEqual([
    'function gone',
    'artifact new',
  ]);
  const after = proposalsOf(comparisons).reduce(applyProposal, plugin);
  expect(after).toMatchObject({
    functions: [],
    artifacts: [{ name: 'T', outputs: [{ name: 'output', type: 'string' }] }],
  });
});

describe('taken over', () => {
  const names = fc
    .subarray(['a', 'b', 'c', 'd'])
    .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }));
  const type = fc.constantFrom(
    'number',
    'string',
    'boolean',
    'any',
    'number[]',
    '[number, number]',
    'Thing',
    'Thing[]',
  );
  const parameter = fc.tuple(type, fc.constantFrom('', '?'));
  const signature = fc.record({
    names,
    parameters: fc.array(parameter, { minLength: 4, maxLength: 4 }),
    returns: fc.constantFrom('void', 'number', '[low: number, high: Thing]', 'Thing', 'string[]'),
  });
  const textOf = ({
    names: some,
    parameters,
    returns,
  }: typeof signature extends fc.Arbitrary<infer T> ? T : never) =>
    `interface Thing { run(): void }\nexport function f(${some.map((name, i) => `${name}${parameters[i]?.[1]}: ${parameters[i]?.[0]}`).join(', ')}): ${returns} {}`;

  const contents = (plugin: PluginFile, text: string) => ({ ...plugin, contents: text });
  const typesAfter = (plugin: PluginFile, known: KnownTypes): KnownTypes =>
    new Map([
      ...known,
      ...analyse([plugin], known).missingTypes.map(({ name, structure }) => [name, structure] as const),
    ]);

  test('all changes, one after the other, make the registration that the text asks for', () => {
    fc.assert(
      fc.property(signature, signature, (before, after) => {
        const empty = file('tasks.ts', textOf(before));
        const known = typesAfter(contents(empty, textOf(after)), typesAfter(empty, new Map()));
        const changesOf = (plugin: PluginFile) => compareTasks(plugin, analyse([plugin], known), known);
        const every = (plugin: PluginFile) =>
          changesOf(plugin).flatMap(({ kind, name, changes }) =>
            changes.map((change) => ({ kind, task: name, change })),
          );
        const registered = every(empty).reduce(applyProposal, empty);
        expect(changesOf(registered)).toMatchObject([{ standing: 'same', changes: [] }]);
        const edited = contents(registered, textOf(after));
        const synced = every(edited).reduce(applyProposal, edited);
        expect(changesOf(synced)).toMatchObject([{ standing: 'same', changes: [] }]);
      }),
      { numRuns: 100 },
    );
  });
});
