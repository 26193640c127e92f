import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { findTomlPlaces } from '#exchange/toml-places.ts';
import { SUITE } from './files.ts';

const TEXT = String.raw`top = 1 # not [[plugins]]
"quoted \"key\"".'literal.key' = 'x'
text = """
[[plugins]]
path = "no" """
[[plugins]]
path = "p"
tasks.functions = [
  { filename = "a.py", outputs = [{ name = "o" }] }, # first
  { filename = 'b"]', outputs = [] },
]
[[plugins]]
path = '''
''q'''
  [[plugins.tasks.functions]]
  filename = "c.py"
  [plugins.more]
  x = 2020-01-01
[[plugins.tasks.functions]]
filename = "d.py"
`;

test.each([
  [['top'], 'top = 1'],
  [['quoted "key"', 'literal.key'], String.raw`"quoted \"key\""`],
  [['plugins', 0], '[[plugins]]\npath = "p"'],
  [['plugins', 0, 'path'], 'path = "p"'],
  [['plugins', 0, 'tasks', 'functions', 0, 'filename'], 'filename = "a.py"'],
  [['plugins', 0, 'tasks', 'functions', 0, 'outputs', 0, 'name'], 'name = "o"'],
  [['plugins', 0, 'tasks', 'functions', 1], '{ filename = \'b"]'],
  [['plugins', 1, 'path'], "path = '''"],
  [['plugins', 1, 'tasks', 'functions', 0, 'filename'], 'filename = "c.py"'],
  [['plugins', 1, 'more', 'x'], 'x = 2020'],
  [['plugins', 1, 'tasks', 'functions', 1, 'filename'], 'filename = "d.py"'],
  [['plugins', 1, 'tasks', 'functions', 1, 'absent', 3], '[[plugins.tasks.functions]]\nfilename = "d.py"'],
])('%j', (path, beginning) => {
  parse(TEXT);
  expect(TEXT.slice(findTomlPlaces(TEXT)(path)!)).toSatisfy((rest: string) => rest.startsWith(beginning));
});

const key = fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.string({ maxLength: 4 }));
const { table } = fc.letrec<{ value: unknown; table: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('table'),
  ),
  table: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

test('every key of any document is found where its value stands', () => {
  fc.assert(
    fc.property(table, (document) => {
      const text = stringify(document as never);
      const place = findTomlPlaces(text);
      for (const path of pathsOf(parse(text))) {
        const at = place(path)!;
        const parent = path.length > 1 ? place(path.slice(0, -1)) : -1;
        expect(at, JSON.stringify(path)).not.toBeNull();
        if (typeof path.at(-1) === 'string' && parent !== at) {
          const rest = text.slice(at);
          const name = String(path.at(-1));
          expect(rest.includes(name) || rest.startsWith('"') || rest.startsWith('['), text).toBe(true);
        }
      }
    }),
  );
});

function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([k, v]) => [[...path, k], ...pathsOf(v, [...path, k])]);
}

test('no text holds the scan up, even one that no parser accepts', () => {
  const units = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '=',
    '.',
    ',',
    '#',
    '\n',
    '\\',
    'a',
    ' ',
    '"""',
    "'''",
    '[[',
  );
  fc.assert(
    fc.property(fc.array(units, { maxLength: 60 }), (parts) => {
      findTomlPlaces(parts.join(''))(['a']);
    }),
    { numRuns: 500 },
  );
  expect(findTomlPlaces(SUITE['dioptra.toml'])(['entrypoints', 0, 'params', 2, 'name'])).toBeGreaterThan(0);
});
