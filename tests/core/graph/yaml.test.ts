// YAML as PyYAML 6.0.3's safe_load reads it: pyyaml.jsonl holds what it made of each text.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Node } from '#core/graph/node.ts';
import { Source } from '#core/graph/source.ts';
import { plainValue } from '#core/graph/value.ts';
import { readWithLibrary } from '#core/graph/yaml-library.ts';
import { readPlainEntries } from '#core/graph/yaml-plain.ts';
import { TreeBuilder } from '#core/graph/yaml-tree.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { hasErrors } from '#core/issues.ts';

interface Oracle {
  readonly text: string;
  readonly value?: unknown;
  readonly error?: string;
}

const oracles = readFileSync(new URL('./pyyaml.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Oracle);

/**
 * Where the library that we read with is stricter or laxer than PyYAML: lines in quotes and brackets must be indented deeper than
 * their key, `?` before a word in brackets is part of the word, and the mark of an end may stand alone.
 */
const KNOWN_DIFFERENCES = new Set<string>([
  '{?a: 1}',
  'k: {?a: 1}\n',
  '...',
  ...oracles
    .map(({ text }) => text)
    .filter((text) => /e=pochs: \[1\n,|1_000, ---\n1:30|l---\nine string/.test(text)),
]);

/** A node in the encoding of pyyaml.jsonl. */
function encode(node: Node): unknown {
  if (node.kind === 'list')
    return node.set
      ? { $set: node.items.map((item) => JSON.stringify(encode(item))).toSorted() }
      : node.items.map(encode);
  if (node.kind === 'map')
    return { $map: node.entries.map(({ key, value }) => [encode(key), encode(value)]) };
  switch (node.type) {
    case 'integer':
      return { $int: String(node.value) };
    case 'number':
      return { $float: String(node.value) };
    case 'date':
      return { $date: (node.value as Date).toISOString() };
    case 'bytes':
      return { $bytes: [...(node.value as Uint8Array)] };
    default:
      return node.value;
  }
}

/** Python's spelling of floats made JavaScript's. */
function respell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respell);
  if (typeof value !== 'object' || value === null) return value;
  const [key, inner] = Object.entries(value)[0]!;
  if (key === '$map') return { $map: respell(inner) };
  if (key !== '$float') return value;
  const special: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity, nan: NaN };
  return { $float: String(special[inner] ?? Number(inner)) };
}

describe('what PyYAML says', () => {
  test.each(oracles.map((oracle) => [JSON.stringify(oracle.text), oracle] as const))(
    '%s',
    (name, { text, value, error }) => {
      const { root, issues } = parseYaml(text);
      const agrees =
        error === undefined
          ? !hasErrors(issues) && JSON.stringify(encode(root)) === JSON.stringify(respell(value))
          : hasErrors(issues);
      if (KNOWN_DIFFERENCES.has(text)) expect(agrees, 'is no longer different').toBe(false);
      else
        expect(hasErrors(issues) ? 'error' : encode(root), name).toEqual(
          error === undefined ? respell(value) : 'error',
        );
    },
  );
});

describe('places', () => {
  const text = 'a: 1\nb:\n  - "x"\n  - {k: $a}\nc: |\n  text\n';

  test('every node knows where it stands', () => {
    const found: string[] = [];
    const visit = (node: Node): void => {
      found.push(text.slice(node.place!.start, node.place!.end));
      if (node.kind === 'list') node.items.forEach(visit);
      if (node.kind === 'map') for (const { key, value } of node.entries) [key, value].forEach(visit);
    };
    visit(parseYaml(text).root);
    expect(found).toEqual([
      text,
      'a',
      '1',
      'b',
      '- "x"\n  - {k: $a}',
      '"x"',
      '{k: $a}',
      'k',
      '$a',
      'c',
      '|\n  text\n',
    ]);
  });

  test('lines and columns count from 1, offsets in UTF-16 units', () => {
    const { range } = parseYaml('a: 1\n😀: [\n').issues[0]!;
    expect(range!.start).toEqual({ offset: 11, line: 3, column: 1 });
    expect(parseYaml('"😀": @x\n').issues[0]!.range!.start).toEqual({ offset: 6, line: 1, column: 7 });
  });
});

const names = fc.stringMatching(/^[A-Za-z_][\w.-]{0,6}$/);
const plain = fc.constantFrom(
  '1',
  '1.5',
  'yes',
  '~',
  '$a.b',
  'x y',
  '"q"',
  "'s'",
  '1e3',
  '-3',
  'a:b',
  'x#y',
  '[1, [a]]',
  '{a: 1}',
  '[]',
  '{}',
);
const scalars = fc.oneof(
  { arbitrary: plain, weight: 9 },
  { arbitrary: fc.stringMatching(/^[\w$.+/ ,[\]{}"'-]{0,8}$/), weight: 1 },
);

const lineEnds = fc.constantFrom('', '', '', ' ', ' # c: d', ' #', '#x', '\n', '\n# c');
const items = fc.option(fc.array(scalars, { minLength: 1, maxLength: 3 }), { freq: 4 });

/** Text of nested block mappings with one-line values and lists, most of it plain and some of it not. */
const blocks = fc
  .array(fc.tuple(names, fc.option(scalars), fc.nat(3), lineEnds, items, fc.constantFrom(0, 2, 4)), {
    minLength: 1,
    maxLength: 8,
  })
  .map((lines) => {
    let indent = 0;
    return lines
      .map(([name, value, outwards, end, list, deeper]) => {
        const start = `${' '.repeat(indent)}${name}:`;
        const dash = `\n${' '.repeat(indent + deeper)}- `;
        const line = `${start}${list ? list.map((item) => `${dash}${item}`).join(end) : value === null ? '' : ` ${value}`}${end}\n`;
        indent = value === null && !list ? indent + 2 : Math.max(0, indent - 2 * (outwards - 1));
        return line;
      })
      .join('');
  });

/** Nodes without their sources, which differ in identity. */
function bare(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'source' ? undefined : typeof value === 'bigint' ? String(value) : value,
    ),
  );
}

describe('the quick reader', () => {
  test('reads what it reads to the same tree as the library, places included', () => {
    let read = 0;
    fc.assert(
      fc.property(blocks, (text) => {
        const source = new Source('yaml', text);
        const builder = new TreeBuilder(source);
        const entries = readPlainEntries(source, text, 0, (own, place) => builder.unite(own, place));
        if (!entries) return;
        read += 1;
        builder.appendEntries(entries);
        const library = readWithLibrary(source, text);
        expect(hasErrors(library.issues)).toBe(false);
        expect(bare(builder.buildAppended())).toEqual(bare(library.root));
      }),
      { numRuns: 600 },
    );
    expect(read, 'enough texts are plain for this to mean something').toBeGreaterThan(80);
  });

  test('long texts read in pieces give the same tree as read whole', () => {
    const steps = Array.from(
      { length: 1500 },
      (_, i) => `step_${i}:\n  task: # ${i}\n    a: [1, "two", $step_${i}.x]\n    b: {c: *base}\n`,
    );
    const plain = Array.from({ length: 1500 }, (_, i) => `plain_${i}:\n  task:\n    a: ${i}\n`);
    const text = `base: {add: &base {a: 1}}\n${steps.join('')}${plain.join('')}`;
    const whole = readWithLibrary(new Source('yaml', text), text);
    const { root, issues } = parseYaml(text);
    expect(issues).toEqual([]);
    expect(bare(root)).toEqual(bare(whole.root));
  });

  test('a cut in the wrong place is undone', () => {
    const filler = Array.from({ length: 3000 }, (_, i) => `key_${i}: value\n`).join('');
    const text = `a: [\n${filler}`;
    expect(hasErrors(parseYaml(text).issues)).toBe(true);
    const quoted = `${filler}z: "one\n  two"\n`;
    expect(hasErrors(parseYaml(quoted).issues)).toBe(false);
  });
});

describe('round trip', () => {
  const leaves = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 8),
  );
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaves,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  test('what is written as YAML 1.1 is read as it was', () => {
    fc.assert(
      fc.property(values, (value) => {
        // Text that YAML 1.1 cannot hold as it is must be escaped, so everything is put in double quotes.
        const text = stringify(value, {
          version: '1.1',
          defaultStringType: 'QUOTE_DOUBLE',
          defaultKeyType: 'QUOTE_DOUBLE',
          lineWidth: 0,
        });
        fc.pre(!/[^\t\n\r -~\u0085\u00A0-\uD7FF\uE000-\uFFFD]/.test(text));
        const { root, issues } = parseYaml(text);
        expect(issues).toEqual([]);
        expect(plainValue(root)).toEqual(normalise(value));
      }),
    );
  });
});

/** JSON's view of a value: no minus zero. */
function normalise(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...' \n\t:-?[]{},#&*!|>\'"%@`~=<.$ab01é\u0007') }),
      (text) => {
        parseYaml(text);
      },
    ),
    { numRuns: 600 },
  );
});
