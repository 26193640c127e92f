/** TypeScript in, tasks out. */
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/resources/content.ts';
import { typesNeeded } from '#source/analysis/proposals.ts';
import type { KnownTypes } from '#core/plugin/analysis.ts';
import { analyse, file, issuesOf, tasksOf, typesOf } from './show.ts';

const TF = "import * as tf from '@tensorflow/tfjs';\n";

describe('which exports are function tasks', () => {
  const CASES: [string, string, string[]][] = [
    ['a function', 'export function f() {}', ['f() ->']],
    [
      'an asynchronous one',
      'export async function f(): Promise<number> { return 1; }',
      ['f() -> output: number'],
    ],
    ['an arrow function', 'export const f = (a: string): string => a;', ['f(a: string) -> output: string']],
    ['a function expression', 'export const f = function (a: string) {};', ['f(a: string) ->']],
    [
      'one behind satisfies',
      'export const f = ((a: string) => {}) satisfies (a: string) => void;',
      ['f(a: string) ->'],
    ],
    ['one under another name', 'function a() {}\nexport { a as b };', ['b() ->']],
    ['a constant that is a function', 'function a(x: string) {}\nexport const b = a;', ['b(x: string) ->']],
    ['not the default', 'export default function f() {}', []],
    ['not what stays inside', 'function f() {}', []],
    [
      'not a class, a value or a type',
      'export class A {}\nexport const b = 1;\nexport type C = () => void;\nexport enum D {}',
      [],
    ],
    ['not a declaration alone', 'export declare function f(): void;', []],
    [
      'the body of an overload',
      'export function f(a: string): string;\nexport function f(a: string | number): string { return ""; }',
      ['f(a: string_or_number) -> output: string'],
    ],
    ['several at once', 'export const a = () => {}, b = () => {};', ['a() ->', 'b() ->']],
  ];
  test.each(CASES)('%s', (_, text, tasks) => expect(tasksOf(analyse(text))).toEqual(tasks));

  test('what only running would tell is unclear', () => {
    expect(analyse('export const f = wrap(() => 1);').unclear).toEqual(['f']);
  });
});

const TYPES: [string, string, unknown][] = [
  ['string', 'string', {}],
  ['number', 'number', {}],
  ['boolean', 'boolean', {}],
  ['null', 'null', {}],
  ['unknown', 'any', {}],
  ['any', 'any', {}],
  ['object', 'any', {}],
  ["'a' | 'b'", 'string', {}],
  ['1 | 2', 'number', {}],
  ['-1', 'number', {}],
  ['`a${string}`', 'string', {}],
  ['keyof { a: 1 }', 'string', {}],
  ['(number)', 'number', {}],
  ['number /* integer */', 'integer', {}],
  ['integer', 'integer', {}],
  ["number & { readonly __brand: 'Epoch' }", 'number', {}],
  ['number[]', 'list_of_number', { list_of_number: { list: 'number' } }],
  ['readonly string[]', 'list_of_string', { list_of_string: { list: 'string' } }],
  ['Array<boolean>', 'list_of_boolean', { list_of_boolean: { list: 'boolean' } }],
  ['ReadonlyArray<boolean>', 'list_of_boolean', { list_of_boolean: { list: 'boolean' } }],
  ['Iterable<number>', 'list_of_number', { list_of_number: { list: 'number' } }],
  ['number[][]', 'list_of_list_of_number', { list_of_list_of_number: { list: { list: 'number' } } }],
  [
    '[number, string]',
    'tuple_of_number_and_string',
    { tuple_of_number_and_string: { tuple: ['number', 'string'] } },
  ],
  [
    'readonly [h: number, w: number]',
    'tuple_of_number_and_number',
    { tuple_of_number_and_number: { tuple: ['number', 'number'] } },
  ],
  [
    '[string, ...number[]]',
    'list_of_string_or_number',
    { list_of_string_or_number: { list: { union: ['string', 'number'] } } },
  ],
  ['Record<string, number>', 'mapping_of_number', { mapping_of_number: { mapping: ['string', 'number'] } }],
  ['Record<number, string>', 'mapping_of_string', { mapping_of_string: { mapping: ['integer', 'string'] } }],
  [
    '{ [key: string]: boolean }',
    'mapping_of_boolean',
    { mapping_of_boolean: { mapping: ['string', 'boolean'] } },
  ],
  ['{ a: number; b: string[] }', 'x', { x: { mapping: { a: 'number', b: { list: 'string' } } } }],
  [
    '{ a: number; b?: string }',
    'mapping_of_number_or_string',
    { mapping_of_number_or_string: { mapping: ['string', { union: ['number', 'string'] }] } },
  ],
  ['{ a: number } & { b: string }', 'x', { x: { mapping: { a: 'number', b: 'string' } } }],
  ['Partial<{ a: number }>', 'mapping_of_number', { mapping_of_number: { mapping: ['string', 'number'] } }],
  [
    'string | number | null',
    'string_or_number_or_null',
    { string_or_number_or_null: { union: ['string', 'number', 'null'] } },
  ],
  ['number | any', 'any', {}],
  ['tf.Tensor2D', 'tensor', { tensor: null }],
  ['tf.LayersModel', 'keras.Model', { 'keras.Model': null }],
  ['tf.Optimizer', 'optimizer', { optimizer: null }],
  ['tf.Tensor[]', 'list_of_tensor', { tensor: null, list_of_tensor: { list: 'tensor' } }],
  ['NdArray', 'np.ndarray', { 'np.ndarray': null }],
  ['DataFrame', 'pd.DataFrame', { 'pd.DataFrame': null }],
  ['Float32Array', 'np.ndarray', { 'np.ndarray': null }],
  ['Uint8Array<ArrayBuffer>', 'bytes', { bytes: null }],
  ['Map<string, number>', 'map', { map: null }],
];

describe('types', () => {
  const IMPORTS = `${TF}import type { DataFrame, NdArray } from 'alidade/sdk';\n`;
  test.each(TYPES)('%s', (type, name, types) => {
    const analysis = analyse(`${IMPORTS}export function f(x: ${type}) {}`);
    expect(tasksOf(analysis)).toEqual([`f(x: ${name}) ->`]);
    expect(typesOf(analysis)).toEqual(types);
    expect(analysis.issues).toEqual([]);
  });

  test.each(['() => void', 'typeof f', 'bigint', 'symbol', "import('x').Y", 'T extends string ? 1 : 2'])(
    'no parameter type says %s',
    (type) => {
      const analysis = analyse(`export function f(\n  x: ${type}) {}`);
      expect(tasksOf(analysis)).toEqual(['f(x: any) ->']);
      expect(issuesOf(analysis)).toEqual(['type-not-mapped 2:3']);
      expect(analysis.issues[0]).toMatchObject({
        severity: 'WARNING',
        remedy: expect.stringContaining('data'),
      });
    },
  );
});

describe('types that exist', () => {
  const known: KnownTypes = new Map<string, Json>([
    ['epsilons', { list: 'number' }],
    ['numbers', { list: 'number' }],
    ['Dataset', null],
    ['options_dict', { mapping: ['string', 'any'] }],
    ['options_dicts', { list: 'options_dict' }],
    ['keras.Model', null],
    ['taken', { list: 'string' }],
  ]);
  const CASES: [string, string][] = [
    ['x: number[]', 'f(x: numbers) ->'],
    ['epsilons: number[]', 'f(epsilons: epsilons) ->'],
    ['epsilon: number[]', 'f(epsilon: epsilons) ->'],
    ['x: Record<string, unknown>', 'f(x: options_dict) ->'],
    ['x: Record<string, unknown>[]', 'f(x: options_dicts) ->'],
    ['x: Dataset', 'f(x: Dataset) ->'],
    ['x: tf.LayersModel', 'f(x: keras.Model) ->'],
    ['x: Taken', 'f(x: taken_2) ->'],
  ];
  test.each(CASES)('%s', (parameter, task) => {
    const text = `${TF}interface Dataset { a: number }\ntype Taken = number[][];\nexport function f(${parameter}) {}`;
    expect(tasksOf(analyse(text, known))).toEqual([task]);
  });
});

describe('parameters', () => {
  const CASES: [string, string][] = [
    ['a: number, b: string', 'a: number, b: string'],
    ['a?: number', 'a?: number'],
    ['a: number | undefined', 'a?: number'],
    ['a = 3', 'a?: number'],
    ["a = 'x'", 'a?: string'],
    ['a = false', 'a?: boolean'],
    ['a = [0.1, 0.2]', 'a?: list_of_number'],
    ['a = {}', 'a?: mapping_of_any'],
    ['a = 3 as integer', 'a?: integer'],
    ['a: number = 3', 'a?: number'],
    ['a: number | null = null', 'a?: number'],
    ['a: number | null', 'a: number_or_null'],
    ['{ a, b }: { a: number; b: string }', 'options: options'],
    ['{ a }: Dataset', 'dataset: dataset'],
    ['{ a = 1 } = {}', 'options?: mapping_of_any'],
    ['[a, b]: [number, number]', 'values: tuple_of_number_and_number'],
    ['{ options }: { options: number }', 'options_1: options_1'],
    ['this: void, a: number', 'a: number'],
    ['a: number, ...rest: number[]', 'a: number'],
  ];
  test.each(CASES)('(%s)', (parameters, inputs) => {
    expect(tasksOf(analyse(`export function f(${parameters}) {}`))).toEqual([`f(${inputs}) ->`]);
  });

  test('one without a type takes anything, and the author is told', () => {
    const analysis = analyse('export function f(a, b = null) {}');
    expect(tasksOf(analysis)).toEqual(['f(a: any, b?: any) ->']);
    expect(issuesOf(analysis)).toEqual(['input-without-type 1:19', 'input-without-type 1:22']);
  });

  test('names that no registration takes', () => {
    const analysis = analyse('export function f(\n  $x: number) {}\nexport function $g() {}');
    expect(tasksOf(analysis)).toEqual([]);
    expect(issuesOf(analysis)).toEqual(['input-name 2:3', 'task-name 3:8']);
    expect(analysis.unclear).toEqual(['f']);
  });
});

describe('what comes back', () => {
  const CASES: [string, string][] = [
    ['(): void {}', ''],
    ['(): Promise<void> {}', ''],
    ['(): never {}', ''],
    ['() {}', ''],
    ['(): string {}', 'output: string'],
    ['(): Promise<number> {}', 'output: number'],
    ['(): [number, string] {}', 'output_1: number, output_2: string'],
    ['(): [low: number, high: number] {}', 'low: number, high: number'],
    ['(): Promise<[a: number, _: string, a: string]> {}', 'a: number, output_2: string, output_3: string'],
    ['(): Pair {}', 'output: pair'],
    ['(): [number] {}', 'output: tuple_of_number'],
    ['(): number | undefined {}', 'output: number_or_null'],
    ['(x): x is string {}', 'output: boolean'],
  ];
  test.each(CASES)('function f%s', (rest, outputs) => {
    const analysis = analyse(`type Pair = [a: number, b: number];\nexport async function f${rest}`);
    expect(tasksOf(analysis)[0]?.split('-> ')[1] ?? '').toBe(outputs);
  });

  test('without a type: an expression tells, a return does not', () => {
    const analysis = analyse(
      'export const a = () => 1;\nexport function b() { return g(); }\nexport function c() { return; }\nexport function d() { [].map(() => { return 1; }); }',
    );
    expect(tasksOf(analysis)).toEqual(['a() -> output: number', 'b() -> output: any', 'c() ->', 'd() ->']);
    expect(issuesOf(analysis)).toEqual(['return-without-type 2:8']);
  });

  test('a call of a function of the plugin gives what that one says', () => {
    const files = [
      file('a.ts', "import { g } from './b.ts';\nexport const f = () => g();"),
      file('b.ts', 'export function g(): Promise<string[]> {}'),
    ];
    expect(tasksOf(analyse(files))).toEqual(['f() -> output: list_of_string']);
  });

  test('values one after the other are told of', () => {
    expect(issuesOf(analyse('export function* f(): Iterable<number> {}'))).toEqual(['generator-task 1:8']);
  });
});

describe('comments', () => {
  test('describe the task and its inputs, and may say that a number is whole', () => {
    const text = `/** What the file is. */

/**
 * Counts what is right.
 *
 * @param {integer} count how many, at
 *   most
 * @param model - what is asked
 */
export function f(count: number, model: string): void {}`;
    const { functions } = analyse(text);
    expect(functions[0]).toMatchObject({
      description: 'Counts what is right.',
      inputs: [
        { name: 'count', type: 'integer', description: 'how many, at most' },
        { name: 'model', type: 'string', description: 'what is asked' },
      ],
      range: { start: { line: 10 } },
    });
  });

  test('the comment that opens a file belongs to no function', () => {
    expect(analyse('/** The file. */\n\nexport function f() {}').functions[0]?.description).toBe('');
  });
});

describe('what is offered', () => {
  const offered = (...files: Parameters<typeof file>[]) =>
    analyse(files.map((parts) => file(...parts)))
      .functions.filter((task) => task.offered)
      .map(({ name }) => name);

  test('not what is marked as internal, what another file uses, or what is passed on', () => {
    expect(offered(['a.ts', '/** @internal */\nexport function f() {}\nexport function g() {}'])).toEqual([
      'g',
    ]);
    expect(
      offered(
        ['a.ts', 'export function f() {}\nexport function g() {}'],
        ['b.ts', "import { f } from './a.ts';"],
      ),
    ).toEqual(['g']);
    expect(
      offered(
        ['a.ts', "export * from './b.ts';\nexport { h as k } from './b.ts';"],
        ['b.ts', 'export function h() {}'],
      ),
    ).toEqual([]);
  });

  test('but what is registered', () => {
    const functions = [{ name: 'f', inputs: [], outputs: [] }];
    expect(offered(['a.ts', '/** @internal */\nexport function f() {}', { functions }])).toEqual(['f']);
  });

  test('the missing types that are needed, and those that these are made of', () => {
    const analysis = analyse(`${TF}export function f(x: tf.Tensor[]) {}\nexport function g(x: string[]) {}`);
    const needed = (...names: string[]) => typesNeeded(analysis, names).map(({ name }) => name);
    expect(needed('list_of_tensor', 'number')).toEqual(['tensor', 'list_of_tensor']);
    expect(needed('list_of_string')).toEqual(['list_of_string']);
  });
});

describe('what cannot be read', () => {
  test('has its place and no tasks', () => {
    const analysis = analyse('export function f() {}\nexport function g( {');
    expect(analysis).toMatchObject({ readable: false, functions: [] });
    expect(issuesOf(analysis)).toEqual(['source-syntax 2:21']);
  });

  test('is too long', () => {
    const analysis = analyse(`export function f() {}\n${' '.repeat(500_000)}`);
    expect(issuesOf(analysis)).toEqual(['source-too-long -:-']);
  });

  test('is of another language', () => {
    expect(analyse('[]', new Map(), 'datasets.json')).toMatchObject({
      readable: true,
      functions: [],
      issues: [],
    });
  });
});
