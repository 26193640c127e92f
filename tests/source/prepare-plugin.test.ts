/** Plugin text in, modules or issues out: every refusal names its file and line. */
import { describe, expect, test } from 'vitest';
import type { PluginFile } from '#core/resources/content.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';

type Sources = Record<string, string>;

const file = (filename: string, contents: string, more: Partial<PluginFile> = {}): PluginFile => ({
  filename,
  contents,
  description: '',
  functions: [],
  artifacts: [],
  ...more,
});

const prepare = (sources: Sources) =>
  preparePlugin(
    'demo',
    'h',
    Object.entries(sources).map(([name, text]) => file(name, text)),
  );

/** `code file:line` of each issue. */
const found = (sources: Sources) =>
  prepare(sources).issues.map(
    ({ code, document, range }) => `${code} ${document}:${range?.start.line ?? '-'}`,
  );

const IMPORTS: [string, Sources, string[]][] = [
  [
    'the SDK and the numeric library',
    {
      'a.ts':
        "import { log } from 'alidade/sdk';\nimport * as tf from '@tensorflow/tfjs';\nlog(String(tf.scalar(1)));",
    },
    [],
  ],
  [
    'a file of the plugin, with its ending',
    { 'a.ts': "import { b } from './b.ts';\nb();", 'b.ts': 'export function b() {}' },
    [],
  ],
  [
    'a file of the plugin, without',
    { 'a.ts': "import { b } from './b';\nb();", 'b.js': 'export function b() {}' },
    [],
  ],
  [
    'TypeScript by the name of what it becomes',
    { 'a.ts': "import { b } from './b.js';\nb();", 'b.ts': 'export const b = () => 1;' },
    [],
  ],
  [
    'up from a folder',
    { 'nets/a.ts': "import { b } from '../b.ts';\nb();", 'b.ts': 'export const b = () => 1;' },
    [],
  ],
  [
    'passed on by name and by star',
    {
      'a.ts': "import { x, y } from './b.ts';\nx + y;",
      'b.ts': "export { x } from './c.ts';\nexport * from './c.ts';",
      'c.ts': 'export const x = 1, { y } = { y: 2 };',
    },
    [],
  ],
  [
    'only a type, even unmarked',
    { 'a.ts': "import { ArtifactTask, log } from 'alidade/sdk';\nlog('');\nexport let t: ArtifactTask;" },
    [],
  ],
  [
    'a dynamic import of a file',
    { 'a.ts': "export const load = () => import('./b.ts');", 'b.ts': 'export const b = 1;' },
    [],
  ],
  ['not another package', { 'a.ts': "\nimport x from 'lodash';\nx();" }, ['import-refused a.ts:2']],
  ['not an address', { 'a.js': "import 'https://example.org/x.js';" }, ['import-refused a.js:1']],
  ['not a data address', { 'a.js': "import 'data:text/javascript,0';" }, ['import-refused a.js:1']],
  ['not out of the plugin', { 'a.js': "import '../other/b.js';" }, ['import-refused a.js:1']],
  [
    'not a file that is not there',
    { 'a.ts': "import { b } from './b.ts';\nb();" },
    ['import-unknown-file a.ts:1'],
  ],
  [
    'not by a computed address',
    { 'a.ts': "const at = 'x';\nexport const m = import(at);" },
    ['import-computed a.ts:2'],
  ],
  [
    'not a name that is not there',
    { 'a.ts': "import {\n  b,\n  c,\n} from './b.ts';\nb(c);", 'b.ts': 'export function b() {}' },
    ['export-missing a.ts:3'],
  ],
  [
    'not a missing default',
    { 'a.ts': "import b from './b.ts';\nb();", 'b.ts': 'export const b = 1;' },
    ['export-missing a.ts:1'],
  ],
  [
    'not what the SDK keeps to itself',
    { 'a.ts': "import { enterStep } from 'alidade/sdk';\nenterStep();" },
    ['export-missing a.ts:1'],
  ],
  [
    'not a member that the library lacks',
    { 'a.ts': "import * as tf from '@tensorflow/tfjs';\n\nexport const m = () => tf.loadGraphModel('x');" },
    ['export-missing a.ts:3'],
  ],
  [
    'but a local of that name is its own',
    {
      'a.ts':
        "import * as tf from '@tensorflow/tfjs';\ntf.scalar(1);\nexport const f = (tf: any) => tf.whatever;",
    },
    [],
  ],
  [
    'not in a circle',
    {
      'a.ts': "import { b } from './b.ts';\nexport const a = () => b;",
      'b.ts': "import { a } from './a.ts';\nexport const b = () => a;",
    },
    ['import-cycle a.ts:-'],
  ],
];

describe('what may be imported', () => {
  test.each(IMPORTS)('%s', (_, sources, expected) => expect(found(sources)).toEqual(expected));
});

describe('syntax', () => {
  test('a fault has its place in the author’s text', () => {
    const { issues, plugin } = prepare({ 'a.ts': 'export function f(a: number) {\n  return a +;\n}\n' });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({
      code: 'source-syntax',
      type: 'SOURCE',
      document: 'a.ts',
      range: { start: { line: 2, column: 13 } },
    });
    expect(plugin.modules).toEqual([]);
  });

  test('several faults are told at once', () => {
    expect(found({ 'a.ts': 'let a = 1;\nlet a = 2;\nlet a = 3;', 'b.js': 'const x: number = 1;' })).toEqual([
      'source-syntax a.ts:2',
      'source-syntax a.ts:3',
      'source-syntax b.js:1',
    ]);
  });

  test('what can be parsed but keeps its types has its place too', () => {
    const { issues } = prepare({ 'a.ts': 'export const a = 1;\ntype ;this' });
    expect(issues).toMatchObject([
      {
        code: 'source-syntax',
        range: { start: { line: 2, column: 7 } },
        message: expect.stringMatching(/^[^(]+$/),
      },
    ]);
  });

  test('other files are left alone', () => {
    const { plugin, issues } = prepare({
      'a.py': 'def f(',
      'datasets.json': '[]',
      'types.d.ts': 'x',
      'a.ts': 'export {}',
    });
    expect(issues).toEqual([]);
    expect(plugin.modules.map((module) => module.file)).toEqual(['a.ts']);
  });
});

describe('modules', () => {
  const text =
    "import * as tf from '@tensorflow/tfjs';\nimport { b } from './b';\nenum Kind {\n  A,\n}\nclass P {\n  constructor(readonly x: number) {}\n}\nexport const f = (n: number): unknown => [b(n), Kind.A, new P(1), tf.scalar(n), import('./b.ts')];\n";
  const { plugin } = prepare({ 'a.ts': text, 'b.ts': 'export const b = (n: number) => n;' });
  const module = plugin.modules[0]!;

  test('lose their types and keep their lines', () => {
    expect(module.code).not.toContain(': number');
    expect(module.code.split('\n')).toHaveLength(text.split('\n').length);
    expect(module.code.split('\n')[8]).toContain('export const f');
  });

  test('know each import by its place', () => {
    expect(module.imports.map(({ start, end }) => module.code.slice(start, end))).toEqual([
      '@tensorflow/tfjs',
      './b',
      './b.ts',
    ]);
    expect(module.imports.map(({ target, dynamic }) => [target, dynamic])).toEqual([
      ['tfjs', false],
      ['demo@h/b.ts', false],
      ['demo@h/b.ts', true],
    ]);
  });
});

describe('registration', () => {
  const input = (name: string, required = true) => ({ name, type: 'any', required });
  const check = (text: string, inputs: ReturnType<typeof input>[], name = 'f') =>
    preparePlugin('demo', 'h', [
      file('a.ts', text, { functions: [{ name, inputs, outputs: [] }] }),
    ]).issues.map((i) => i.code);

  test('agrees by name and order', () => {
    expect(check('export function f(a: number, b = 1) {}', [input('a'), input('b', false)])).toEqual([]);
    expect(
      check('export const f = async (a: number, b?: string) => a;', [input('a'), input('b', false)]),
    ).toEqual([]);
    expect(check('export function f(a: number, own = 1) {}', [input('a')])).toEqual([]);
    expect(check('function g(a) {}\nexport { g as f };', [input('a')])).toEqual([]);
  });

  test('differs', () => {
    expect(check('export function f(b: number, a: number) {}', [input('a'), input('b')])).toEqual([
      'task-parameters-differ',
    ]);
    expect(check('export function f(a: number, b: number) {}', [input('a')])).toEqual([
      'task-parameters-differ',
    ]);
    expect(check('export function f(a: number) {}', [input('a'), input('b')])).toEqual([
      'task-parameters-differ',
    ]);
    expect(check('export function f({ a }: { a: number }) {}', [input('a')])).toEqual([
      'task-parameters-differ',
    ]);
    expect(check('export function f(...a: number[]) {}', [input('a')])).toEqual(['task-parameters-differ']);
    expect(check('export function g() {}', [])).toEqual(['task-missing']);
    expect(check('export const f = { x: 1 };', [])).toEqual(['task-not-a-function']);
    expect(check('export function f(a: number) {}', [input('a', false)])).toEqual(['task-input-needed']);
    expect(check('export function f(a: number | null) {}', [input('a', false)])).toEqual([]);
  });

  test('is found in the file that a task is passed on from', () => {
    const files = [
      file('a.ts', "export * from './b.ts';\nexport { g } from './b.ts';", {
        functions: [
          { name: 'f', inputs: [input('x')], outputs: [] },
          { name: 'g', inputs: [input('x')], outputs: [] },
        ],
      }),
      file('b.ts', 'export function f(x: number) {}\nexport function g(y: number) {}'),
    ];
    expect(preparePlugin('demo', 'h', files).issues.map((i) => i.code)).toEqual(['task-parameters-differ']);
  });

  test('artifact tasks are objects, and tasks in other languages are told of', () => {
    const artifact = { artifacts: [{ name: 'T', outputs: [] }] };
    const codes = (f: PluginFile) =>
      preparePlugin('demo', 'h', [f]).issues.map((i) => `${i.code} ${i.severity}`);
    expect(codes(file('a.ts', 'export const T = { serialize() {}, deserialize() {} };', artifact))).toEqual(
      [],
    );
    expect(codes(file('a.ts', 'export class T {}', artifact))).toEqual([]);
    expect(codes(file('a.ts', 'export function T() {}', artifact))).toEqual([
      'artifact-task-is-a-function ERROR',
    ]);
    expect(codes(file('a.py', 'class T: pass', artifact))).toEqual(['file-not-run WARNING']);
  });
});

test('a task runs from whichever file exports it as it is registered', () => {
  const x = { name: 'x', type: 'any', required: true };
  const task = { functions: [{ name: 'f', inputs: [x], outputs: [] }] };
  const prepare = (...files: PluginFile[]) => {
    const { issues, runs, plugin } = preparePlugin('demo', 'h', files);
    return [
      ...[...runs.values()].map((run) => run.file),
      ...issues.map((i) => `${i.code} ${i.severity}`),
      plugin.modules.length,
    ];
  };
  const python = file('a.py', 'def f(x): pass', task);
  expect(prepare(python, file('b.ts', 'export function f(x: number) {}'))).toEqual(['b.ts', 1]);
  expect(prepare(python, file('b.ts', 'export function f(y: number) {}'))).toEqual([
    null,
    'task-parameters-differ WARNING',
    1,
  ]);
  expect(
    prepare(file('a.ts', 'export const n = 1;', task), file('b.ts', 'export function f(x: number) {}')),
  ).toEqual(['b.ts', 2]);
  expect(prepare(file('a.ts', 'export const n = 1;', task))).toEqual([null, 'task-missing ERROR', 0]);
});
