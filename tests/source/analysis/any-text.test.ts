/** Whatever the text is, analysis ends in good time with a result. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTasks } from '#source/analysis/compare-tasks.ts';
import { countNesting, MOST_NESTING } from '#source/nesting.ts';
import { runnableHere } from '#source/runnable.ts';
import { analyse, file } from './show.ts';

const NAMES = ['tasks.ts', 'tasks.js', 'tasks.py'];

const PIECES = [
  'export ',
  'function ',
  'f',
  'g',
  'async ',
  'const ',
  'type ',
  'interface ',
  'T',
  '= ',
  '=> ',
  ': ',
  'number',
  'string',
  '<',
  '>',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
  ';',
  '?',
  '|',
  '&',
  '...',
  '.',
  '1',
  '"x"',
  '`',
  '${',
  '\n',
  ' ',
  'extends ',
  '/** @param {',
  '} x */',
  '/*',
  '*/',
  '//',
  'import ',
  'from ',
  '"./tasks.ts"',
  'readonly ',
  'keyof ',
  'infer ',
  'this',
  'def ',
  '@register',
  'from dioptra.pyplugs import register\n',
  'import ',
  '->',
  '*',
  '**',
  'lambda ',
  '    ',
  '"""',
  '#',
  ':\n',
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.string({ maxLength: 100, unit: 'binary' }),
);

test('no text makes it throw', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...NAMES), (contents, name) => {
      const plugin = file(name, contents, { functions: [{ name: 'f', inputs: [], outputs: [] }] });
      const analysis = analyse([plugin]);
      expect(analysis.readable || analysis.issues.length > 0).toBe(true);
      compareTasks(plugin, analysis, new Map());
      runnableHere([plugin], plugin.functions[0]!, name);
    }),
    // The parser that takes the types out refuses some texts that the other one reads.
    { numRuns: 2000, examples: [['type ;this', 'tasks.ts']] },
  );
}, 60_000);

/** Pieces that are long, deep, many, or that double with each step. */
const HEAVY: [string, string, (n: number) => string][] = [
  ['brackets', 'ts', (n) => '('.repeat(n)],
  ['type arguments that no one closes', 'ts', (n) => 'f<a>('.repeat(n)],
  ['type arguments in every bracket', 'ts', (n) => '<{[new a'.repeat(n)],
  ['arrays of arrays', 'ts', (n) => `export function f(x: number${'[]'.repeat(n)}) {}`],
  ['objects in objects', 'ts', (n) => `export function f(x: ${'{ a: '.repeat(n)}number${' }'.repeat(n)}) {}`],
  [
    'aliases that double',
    'ts',
    (n) =>
      `type A0 = [number, string];\n${Array.from({ length: Math.min(n, 60) }, (_, i) => `type A${i + 1} = [A${i}, A${i}];`).join('\n')}\nexport function f(x: A${Math.min(n, 60)}) {}`,
  ],
  [
    'interfaces of one form',
    'ts',
    (n) =>
      Array.from(
        { length: n / 20 },
        (_, i) => `interface I${i} { x: number }\nexport function f${i}(x: I${i}): { a${i}: number } {}`,
      ).join('\n'),
  ],
  [
    'many parameters',
    'ts',
    (n) => `export function f(${Array.from({ length: n / 4 }, (_, i) => `a${i}: number`).join(', ')}) {}`,
  ],
  [
    'a union of many',
    'ts',
    (n) =>
      `export function f(x: ${Array.from({ length: n / 4 }, (_, i) => `[number, 'a${i}'] | A${i}`).join(' | ')}) {}`,
  ],
  ['redeclarations', 'ts', (n) => 'let a;'.repeat(n / 4)],
  [
    'a comment of broken tags',
    'js',
    (n) => `/**${'\n * @param {a'.repeat(n / 8)} */\nexport function f(a) {}`,
  ],
  [
    'a long list of numbers',
    'js',
    (n) => `export const data = [${'1,'.repeat(n)}];\nexport function f() { return 1; }`,
  ],
  ['a dotted type', 'ts', (n) => `export function f(x: ${'a.'.repeat(n)}b) {}`],
  ['a long sum', 'ts', (n) => `export const f = (x = ${'1 + '.repeat(n)}1) => x;`],
  ['a long chain', 'js', (n) => `export const f = () => a${'.b()'.repeat(n)};`],
  [
    'a type in brackets',
    'py',
    (n) =>
      `from dioptra.pyplugs import register\n@register\ndef f(a: ${'('.repeat(n)}int${')'.repeat(n)}): pass\n`,
  ],
  [
    'a long union',
    'py',
    (n) => `from dioptra.pyplugs import register\n@register\ndef f(a: ${'int | '.repeat(n)}str): pass\n`,
  ],
  [
    'a dotted name',
    'py',
    (n) => `from dioptra.pyplugs import register\n@register\ndef f(a: ${'a.'.repeat(n)}b): pass\n`,
  ],
  ['brackets in Python', 'py', (n) => '('.repeat(n)],
  ['decorators', 'py', (n) => '@'.repeat(n)],
  [
    'tasks in Python',
    'py',
    (n) =>
      `from dioptra.pyplugs import register\n${'@register\ndef f(a: list[int], b, c: foo(1)): pass\n'.repeat(n / 40)}`,
  ],
  [
    'imports in Python',
    'py',
    (n) => `import ${Array.from({ length: n / 8 }, (_, i) => `a${i} as b`).join(', ')}\n`,
  ],
  [
    'indents in Python',
    'py',
    (n) => Array.from({ length: Math.min(n, 300) }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''),
  ],
];

describe('long texts end in good time', () => {
  test.each(HEAVY)('%s', (_, ending, make) => {
    const plugin = file(`tasks.${ending}`, make(20_000));
    const start = performance.now();
    compareTasks(plugin, analyse([plugin]), new Map());
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('two files that pass on each other', () => {
    const files = [
      file('a.ts', "export * from './b.ts';\nexport * from './a.ts';"),
      file('b.ts', "export * from './a.ts';\nexport { x } from './a.ts';"),
    ];
    expect(analyse(files)).toMatchObject({ readable: true, functions: [], unclear: ['x'] });
  });
});

describe('nesting', () => {
  test.each([
    ['f(a<b)', 0],
    ['f<a>(x)', 1],
    ['f<a>(g<b>(x), h<c>(y))', 2],
    ['a < b; f(x)', 0],
    ['"<(" + `x` // <(\n/* <( */ (a)', 0],
    ['class A<T> { m(): B<C> { return f<D>({ x: g<E>(1) }); } }', 4],
  ])('%s', (code, depth) => expect(countNesting(code)).toBe(depth));

  test('what people write is far from the limit', () => {
    expect(MOST_NESTING).toBeGreaterThan(5);
  });
});
