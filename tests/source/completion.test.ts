/** What is proposed where the cursor stands, marked as ‸ in the text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeSource } from '#source/completion/complete.ts';
import { loadLibrary } from '#source/completion/completion.ts';
import { importEdit } from '#source/completion/import-edit.ts';
import { file } from './analysis/show.ts';

const library = await loadLibrary();
const TF = "import * as tf from '@tensorflow/tfjs';\n";

const OTHERS = [
  file(
    'dataset.ts',
    `${TF}/** What is read. */\nexport interface Dataset {\n  /** The images. */\n  readonly images: tf.Tensor4D;\n  readonly meta: { name: string };\n  sizeOf(): number;\n}\n/** How many. */\nexport function sizeOf(dataset: Dataset, part = 1): number { return 1; }\nexport const LIMIT = 3;\nfunction own() {}`,
  ),
  file('nets/small.ts', 'export const makeNet = () => 1;'),
  file('datasets.json', '[]'),
];

/** The completions at the mark. */
function complete(marked: string, filename = 'tasks.ts') {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  return completeSource(filename, text, offset, [...OTHERS, file(filename, text)], library);
}

const labels = (marked: string, filename?: string) =>
  complete(marked, filename)?.options.map(({ label }) => label) ?? null;
const option = (marked: string, label: string) =>
  complete(marked)?.options.find((other) => other.label === label);

const TENSORS: [string, string][] = [
  ['a parameter by its type', 'function f(x: tf.Tensor4D) { x.‸ }'],
  ['one that may be missing', 'function f(x?: tf.Tensor | null) { x?.‸ }'],
  ['one with a default', 'function f(x = tf.zeros([1])) { x.‸ }'],
  ['what a function of the library gives', 'const x = tf.add(1, 2);\nx.‸'],
  ['a chain', 'tf.add(1, 2).mul(3).‸'],
  ['what is waited for', 'const x = await tf.booleanMaskAsync(1, 2);\n(x).‸'],
  ['what is taken for one', '(y as tf.Tensor).‸'],
  ['what a function here gives', 'function g(): Promise<tf.Tensor> {}\nasync () => { (await g()).‸ }'],
  [
    'a field of an object',
    "import type { Dataset } from './dataset.ts';\nfunction f(d: Dataset) { d.images.‸ }",
  ],
  ['a variable', 'const x = tf.variable(1);\nx.‸'],
];

describe('members of libraries', () => {
  test('of the numeric library, with signature and sentence', () => {
    expect(option(`${TF}const a = tf.‸`, 'add')).toEqual({
      label: 'add',
      kind: 'function',
      detail: '(a: Tensor | TensorLike, b: Tensor | TensorLike): Tensor',
      info: 'Adds two `tf.Tensor`s element-wise, A + B.',
      rank: 0,
    });
    expect(complete(`${TF}const a = tf.ze‸ro(1)`)).toMatchObject({
      from: TF.length + 13,
      to: TF.length + 17,
    });
    expect(labels(`${TF}tf.layers.‸`)).toContain('dense');
    expect(labels(`${TF}tf.train.‸`)).toContain('adam');
    expect(labels("import { layers } from '@tensorflow/tfjs';\nlayers.‸")).toContain('conv2d');
    expect(labels("import * as sdk from 'alidade/sdk';\nsdk.‸")).toEqual(
      expect.arrayContaining(['log', 'metric', 'progress']),
    );
  });

  test('what the sandbox lacks or a task must not do is not proposed', () => {
    const found = labels(`${TF}tf.‸`) ?? [];
    for (const name of ['loadGraphModel', 'setBackend', 'nextFrame', 'AddInputs', 'Abs'])
      expect(found).not.toContain(name);
  });

  test.each(TENSORS)('of a tensor: %s', (_, text) => {
    expect(labels(TF + text)).toEqual(expect.arrayContaining(['add', 'data', 'shape', 'dispose']));
  });
});

describe('members of objects', () => {
  test('of models, optimizers and random numbers', () => {
    expect(labels(`${TF}function f(m: tf.LayersModel) { m.‸ }`)).toEqual(
      expect.arrayContaining(['predict', 'getWeights']),
    );
    expect(labels(`${TF}const m = tf.sequential();\nm.‸`)).toEqual(
      expect.arrayContaining(['add', 'predict']),
    );
    expect(labels(`${TF}const o = tf.train.adam(0.1);\no.‸`)).toContain('minimize');
    expect(labels("import { random } from 'alidade/sdk';\nrandom('x').‸")).toEqual(
      expect.arrayContaining(['uniform', 'shuffle']),
    );
    expect(labels("import { Random } from 'alidade/sdk';\nnew Random(1).‸")).toContain('normal');
    expect(labels("import type { DataFrame } from 'alidade/sdk';\nfunction f(t: DataFrame) { t.‸ }")).toEqual(
      ['columns', 'rows'],
    );
    expect(labels('/** @param {tf.Tensor} x */\nexport function f(x) { x.‸ }', 'a.js')).toContain('add');
  });

  test('of an object with fields', () => {
    expect(
      complete("import type { Dataset } from './dataset.ts';\nfunction f(d: Dataset) { d.‸ }")?.options,
    ).toEqual([
      { label: 'images', kind: 'property', detail: 'tf.Tensor4D', info: 'The images.', rank: 0 },
      { label: 'meta', kind: 'property', detail: '{ name: string }', info: '', rank: 0 },
      { label: 'sizeOf', kind: 'method', detail: '(): number;', info: '', rank: 0 },
    ]);
    expect(
      labels("import type { Dataset } from './dataset.ts';\nfunction f(d: Readonly<Dataset>) { d.meta.‸ }"),
    ).toEqual(['name']);
  });

  test('of what nobody knows there are none', () => {
    expect(labels('function f(x) { x.‸ }')).toBeNull();
    expect(labels('whatever.‸')).toBeNull();
    expect(labels('function f(x: number[]) { x.‸ }')).toBeNull();
  });
});

/** What is not to be imported first. */
const near = (marked: string) =>
  complete(marked)
    ?.options.filter(({ rank }) => rank < 2)
    .map(({ label }) => label) ?? null;

describe('names in scope', () => {
  test('parameters, locals and what is declared at the top, the nearest first', () => {
    const text = `import { log } from 'alidade/sdk';
const LIMIT = 1;
function f(a: number, { b, c: [d] }, ...rest) {
  const e = 1;
  for (const g of rest) {
    try { e; } catch (fault) { ‸ const later = 1; }
  }
}
export const h = () => 1;
type T = number;`;
    expect(near(text)).toEqual(['fault', 'g', 'e', 'a', 'b', 'd', 'rest', 'log', 'LIMIT', 'f']);
  });

  test('with signature, type and comment', () => {
    expect(option('/** Counts. */\nexport function f(a: number, b = 1): number { return ‸ }', 'f')).toEqual({
      label: 'f',
      kind: 'function',
      detail: '(a: number, b = 1): number',
      info: 'Counts.',
      rank: 1,
    });
    expect(option('function f(a: number) { ‸ }', 'a')).toMatchObject({ kind: 'parameter', detail: 'number' });
    expect(option("import { sizeOf } from './dataset.ts';\n‸", 'sizeOf')).toMatchObject({
      kind: 'function',
      detail: '(dataset: Dataset, part = 1): number',
      info: 'How many.',
    });
    expect(option("import { log as say } from 'alidade/sdk';\n‸", 'say')).toMatchObject({ kind: 'function' });
  });

  test('a nearer name hides others', () => {
    expect(option('const x: string = "";\nfunction f(x: number) { ‸ }', 'x')).toMatchObject({
      detail: 'number',
    });
  });
});

describe('types, and places for new names', () => {
  test('types where a type stands', () => {
    const text = `${TF}import type { Dataset } from './dataset.ts';\ninterface Own {}\nfunction f(a: ‸) {}`;
    expect(near(text)).toEqual(['tf', 'Dataset', 'Own']);
    expect(labels(text)).toEqual(expect.arrayContaining(['number', 'Float32Array', 'DataFrame']));
    expect(labels(`${TF}function f(a: tf.‸) {}`)).toEqual(
      expect.arrayContaining(['Tensor', 'Tensor4D', 'LayersModel']),
    );
    expect(labels(`${TF}function f(a: tf.‸) {}`)).not.toContain('add');
  });

  test.each([
    'const ‸ = 1;',
    'function ‸() {}',
    'function f(‸) {}',
    'const { ‸ } = x;',
    'x = { ‸: 1 }',
    '// ‸',
    '/* ‸ */',
    '"‸"',
    '`‸`',
    'type ‸ = 1',
    'interface A { ‸: number }',
    'class A { ‸() {} }',
  ])('nothing where a name is made or no code stands: %s', (text) => expect(labels(text)).toBeNull());

  test('but inside a template there is code', () => expect(near('const a = 1;\nf(`${‸}`);')).toEqual(['a']));
});

const EDITS: [string, string, string][] = [
  ['', 'log', "import { log } from 'alidade/sdk';\n"],
  [
    '/** What it is. */\nconst a = 1;\n',
    'log',
    "/** What it is. */\nimport { log } from 'alidade/sdk';\nconst a = 1;\n",
  ],
  ["import { data } from 'alidade/sdk';\n", 'log', "import { data, log } from 'alidade/sdk';\n"],
  [
    "import {\n  data,\n  metric,\n} from 'alidade/sdk';\n",
    'log',
    "import {\n  data,\n  metric, log,\n} from 'alidade/sdk';\n",
  ],
  ["import {} from 'alidade/sdk';", 'log', "import { log } from 'alidade/sdk';"],
  [
    "import { a } from './b.ts';\n\nconst x = 'import';\n",
    'log',
    "import { a } from './b.ts';\nimport { log } from 'alidade/sdk';\n\nconst x = 'import';\n",
  ],
  ["import { a } from './b.ts'", 'log', "import { a } from './b.ts'\nimport { log } from 'alidade/sdk';\n"],
];

describe('imports', () => {
  test('of what: the files of the plugin and the libraries', () => {
    expect(labels("import { x } from '‸';")).toEqual([
      './dataset.ts',
      './nets/small.ts',
      'alidade/sdk',
      '@tensorflow/tfjs',
    ]);
    expect(labels("import { x } from './‸';", 'nets/other.ts')).toEqual([
      '../dataset.ts',
      './small.ts',
      'alidade/sdk',
      '@tensorflow/tfjs',
    ]);
    expect(complete("import { x } from './da‸ta';")).toMatchObject({ from: 19, to: 25 });
    expect(labels("const m = import('‸');")).toContain('./dataset.ts');
  });

  test('of which names', () => {
    expect(labels("import { ‸ } from './dataset.ts';")).toEqual(['sizeOf', 'LIMIT', 'Dataset']);
    expect(labels("import { log, ‸ } from 'alidade/sdk';")).toEqual(
      expect.arrayContaining(['metric', 'DataFrame']),
    );
    expect(labels("export { ‸ } from './dataset.ts';")).toContain('LIMIT');
    expect(labels("import { ‸ } from './nothing.ts';")).toBeNull();
    expect(labels("import * as d from './dataset.ts';\nd.‸")).toEqual(['sizeOf', 'LIMIT']);
  });
});

describe('imports to be written', () => {
  test('that are not there yet', () => {
    expect(option('function f() { ‸ }', 'metric')).toMatchObject({
      rank: 3,
      needs: { from: 'alidade/sdk', name: 'metric' },
    });
    expect(option('function f() { ‸ }', 'tf')).toMatchObject({
      needs: { from: '@tensorflow/tfjs', name: '*' },
    });
    expect(option('function f() { ‸ }', 'makeNet')).toMatchObject({
      needs: { from: './nets/small.ts', name: 'makeNet' },
    });
    expect(option("import { log } from 'alidade/sdk';\n‸", 'log')?.needs).toBeUndefined();
  });

  test.each(EDITS)('are written: %j', (text, name, after) => {
    const { at, insert } = importEdit(text, name, { from: 'alidade/sdk', name });
    expect(text.slice(0, at) + insert + text.slice(at)).toBe(after);
  });

  test('of a whole library', () => {
    expect(importEdit('', 'tf', { from: '@tensorflow/tfjs', name: '*' }).insert).toBe(
      "import * as tf from '@tensorflow/tfjs';\n",
    );
  });
});

describe('texts that are being written', () => {
  const CASES: [string, string][] = [
    ['nothing behind it', 'export function f(x: tf.Tensor) {\n  const y = tf.‸\n  return y;\n}'],
    ['open brackets', 'export function f(x: tf.Tensor) {\n  return tf.tidy(() => {\n    g([1, { a: tf.‸'],
    ['an open condition', 'export function f(x: tf.Tensor) {\n  if (tf.‸'],
    ['an open question', 'const a = 1;\nconst b = a ? tf.‸'],
    ['a fault after it', 'const a = tf.‸;\nfunction ( {'],
    [
      'a fault in another function',
      'function broken( {\n  ???\n}\n\nexport function f() {\n  return tf.‸\n}',
    ],
    ['a fault before it in the same function', 'export function f() {\n  const = ;\n  const b = tf.‸\n}'],
  ];
  test.each(CASES)('%s', (_, text) => expect(labels(TF + text)).toContain('matMul'));

  test('types of a parameter that is not closed', () => {
    expect(labels(`${TF}export function f(x: tf.‸`)).toContain('LayersModel');
  });

  test('names in scope stay known', () => {
    expect(labels('export function f(first: number) {\n  const second = 1;\n  g(‸')).toEqual(
      expect.arrayContaining(['first', 'second']),
    );
  });
});

test('other languages and long texts have none', () => {
  expect(labels('import ‸', 'a.py')).toBeNull();
  expect(labels(`‸${' '.repeat(200_001)}`)).toBeNull();
});

test('no text makes it throw, and what it replaces is a word at the cursor', () => {
  const pieces = [
    'tf',
    '.',
    'x',
    ' ',
    '\n',
    '(',
    ')',
    '{',
    '}',
    '[',
    '=>',
    '=',
    ':',
    "'",
    '"',
    '`',
    '${',
    '<',
    '>',
    'function f',
    'const ',
    'import ',
    'type ',
    "from './dataset.ts'",
    'export ',
    '/*',
    '*/',
    '//',
    '?',
    ',',
    ';',
    '...',
    'await ',
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom('tasks.ts', 'tasks.js'), (before, at, name) => {
      const full = TF + before;
      const offset = at % (full.length + 1);
      const found = completeSource(name, full, offset, OTHERS, library);
      if (found) expect(found.from <= offset && offset <= found.to && found.to <= full.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
}, 60_000);
