// Whatever the files say, an import ends in a plan or in issues: it throws nothing, hangs nowhere, and touches no prototype.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImportFile } from '#core/client.ts';
import { LIMITS } from '#exchange/intake.ts';
import { readImport } from '#exchange/read-import.ts';
import { files, SUITE } from './files.ts';

const codes = (given: readonly ImportFile[]) => readImport(given).issues.map((issue) => issue.code);

test.each([
  ['../x.ts', 'leads out of the folder'],
  ['a/../../x.ts', 'leads out of the folder'],
  ['/etc/x.ts', 'is absolute'],
  ['C:/x.ts', 'is absolute'],
  ['c:x.ts', 'is absolute'],
  ['a\\..\\x.ts', 'holds a backslash'],
  ['a\0.ts', 'holds a control character'],
  ['a\n.ts', 'holds a control character'],
  ['', 'is empty'],
  ['a/'.repeat(600), 'is too long'],
])('a file at %j is refused: it %s', (path, fault) => {
  const { issues, plan } = readImport(files({ ...SUITE, [path]: 'x' }));
  expect(issues.map((issue) => issue.code)).toEqual(['import-path']);
  expect(issues[0]!.message).toContain(fault);
  expect(issues[0]!.message.length).toBeLessThan(200);
  expect(plan.plugins).toEqual([]);
});

test('two files at one path are refused', () => {
  expect(codes([...files(SUITE), ...files({ './plugins//noise/tasks.ts': 'other' })])).toEqual([
    'import-same-path',
  ]);
});

test.each([
  ['plugins/noise/Tasks.ts', 'case'],
  ['PLUGINS/noise/tasks.ts', 'case'],
])('two files that many systems hold for one are refused: %s', (path) => {
  expect(codes([...files(SUITE), ...files({ [path]: 'other' })])).toEqual(['import-alike-path']);
});

test('sizes have limits', () => {
  const large = { path: 'plugins/noise/big.ts', bytes: new Uint8Array(LIMITS.fileBytes + 1) };
  expect(codes([...files(SUITE), large])).toEqual(['import-too-large']);
  const many = Array.from({ length: LIMITS.files + 1 }, (_, i) => ({
    path: `f${i}`,
    bytes: new Uint8Array(),
  }));
  expect(codes(many)).toEqual(['import-too-large']);
  const total = Array.from({ length: 17 }, (_, i) => ({
    path: `f${i}`,
    bytes: new Uint8Array(LIMITS.fileBytes),
  }));
  expect(codes(total)).toEqual(['import-too-large']);
});

test('bytes that are no UTF-8 are refused', () => {
  const broken = Uint8Array.of(0xc3, 0x28);
  expect(codes([{ path: 'dioptra.toml', bytes: broken }])).toEqual(['import-encoding']);
  expect(codes([...files(SUITE), { path: 'plugins/noise/bad.ts', bytes: broken }])).toEqual([
    'import-encoding',
  ]);
  const yaml = { ...SUITE, 'dioptra.toml': SUITE['dioptra.toml'].replace('noise.yaml', 'bad.yaml') };
  expect(codes([...files(yaml), { path: 'entrypoints/bad.yaml', bytes: broken }])).toEqual([
    'import-encoding',
  ]);
});

const PROTO = '__proto__';

test.each([
  ['as a key', `[${PROTO}]\nx = 1`, 'import-unknown-key'],
  ['in a table', `[[plugins]]\npath = "p"\n${PROTO} = 1`, 'import-unknown-key'],
  ['as a plugin', `[[plugins]]\npath = "${PROTO}"`, 'import-name'],
  ['as a type', `[[plugin_param_types]]\nname = "${PROTO}"`, 'import-name'],
  [
    'in a structure',
    `[[plugin_param_types]]\nname = "a"\nstructure = { mapping = { ${PROTO} = "any" } }`,
    'import-name',
  ],
])('the key of prototypes %s is refused', (_, toml, code) => {
  expect(codes(files({ 'dioptra.toml': toml }))).toContain(code);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('"constructor" is a name like any other', () => {
  const { plan, issues } = readImport(
    files({ 'dioptra.toml': '[[plugin_param_types]]\nname = "constructor"' }),
  );
  expect(issues).toEqual([]);
  expect(plan.types[0]!.name).toBe('constructor');
  expect(codes(files({ 'dioptra.toml': 'toString = 1' }))).toEqual(['import-unknown-key']);
});

test.each([
  ['deep TOML', { 'dioptra.toml': `x = ${'['.repeat(5000)}${']'.repeat(5000)}` }],
  ['deep tables', { 'dioptra.toml': `[${'a.'.repeat(5000)}a]` }],
  ['deep YAML', { ...SUITE, 'entrypoints/noise.yaml': `graph: ${'['.repeat(20_000)}` }],
  ['aliases within aliases', { ...SUITE, 'entrypoints/noise.yaml': laughs(12) }],
])('%s ends in issues', (_, texts) => {
  expect(codes(files(texts)).length).toBeGreaterThan(0);
});

/** Each level names the one before it nine times: ten to the twelfth in full. */
function laughs(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, i) => `  l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
  );
  return ['graph:', '  l0: &l0 ["ha"]', ...lines, ''].join('\n');
}

test('a text changed anywhere throws nothing', () => {
  const place = fc.nat(SUITE['dioptra.toml'].length);
  const noise = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom('"', "'''", '[', ']]', '{', '\n', '= 1', '\\u0000'),
  );
  fc.assert(
    fc.property(place, fc.nat(8), noise, (at, gone, text) => {
      const toml = SUITE['dioptra.toml'];
      const changed = toml.slice(0, at) + text + toml.slice(at + gone);
      const { issues } = readImport(files({ ...SUITE, 'dioptra.toml': changed }));
      for (const issue of issues) expect(issue.message).not.toMatch(/\{\w+\}|undefined/);
    }),
    { numRuns: 300 },
  );
});

test('an entrypoint file changed anywhere throws nothing', () => {
  const yaml = SUITE['entrypoints/noise.yaml'];
  const noise = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom(': ', '&a ', '*a', '- ', '|', '\t', '---', '!!map ', '# '),
  );
  fc.assert(
    fc.property(fc.nat(yaml.length), fc.nat(8), noise, (at, gone, text) => {
      readImport(
        files({ ...SUITE, 'entrypoints/noise.yaml': yaml.slice(0, at) + text + yaml.slice(at + gone) }),
      );
    }),
    { numRuns: 300 },
  );
});
