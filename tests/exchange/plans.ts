// Random imports: types, plugins and entrypoints of any shape that the store can hold.
import fc from 'fast-check';
import type { EntrypointParameter, Json, PluginFile, TypeContent } from '#core/resources/content.ts';
import type { EntrypointDraft, ImportPlan, PluginDraft } from '#core/resources/import-plan.ts';

const word = fc.constantFrom('a', 'b', 'Abc', 'load_data', 'x1', 'noise', 'Noise', 'T');
const unnamed = <T extends { name: string }>(items: readonly T[]) => [
  ...new Map(items.map((item) => [item.name, item])).values(),
];
/** Texts that a person or a machine may have written, awkward ones too. */
export const prose = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    'One line.',
    'Two\nlines.\n',
    ' \t"""\\" ',
    "'''\r\n",
    '\u0000\u007f\u2028',
    '\ufeffmark',
    'ε',
  ),
);
const typeName = fc.constantFrom('image', 'np.ndarray', 'a type', 'ß');
const anyType = fc.oneof(typeName, fc.constantFrom('string', 'number', 'any'));

const structure: fc.Arbitrary<Json> = fc.letrec<{ at: Json }>((tie) => ({
  at: fc.oneof(
    { maxDepth: 3 },
    anyType,
    fc.record({ list: tie('at') }),
    fc.record({ tuple: fc.array(tie('at'), { maxLength: 3 }) }),
    fc.record({
      mapping: fc.dictionary(
        fc.string({ maxLength: 5 }).filter((key) => key !== '__proto__'),
        tie('at'),
        { maxKeys: 3 },
      ),
    }),
  ),
})).at;

const type: fc.Arbitrary<TypeContent> = fc.record({
  name: typeName,
  description: prose,
  structure: fc.oneof(
    fc.constant(null),
    structure,
    fc.constantFrom<Json>({ odd: null }, { n: [1, 1.5, -0, 1e21, 2 ** 60] }),
  ),
});

const outputs = fc.array(fc.record({ name: word, type: anyType }), { maxLength: 2 }).map(unnamed);
const inputs = fc
  .array(fc.record({ name: word, type: anyType, required: fc.boolean() }), { maxLength: 3 })
  .map(unnamed);

const file = (filename: string): fc.Arbitrary<PluginFile> =>
  fc.record({
    filename: fc.constant(filename),
    contents: prose,
    description: prose,
    functions: fc
      .array(fc.record({ name: fc.constantFrom('f', 'g', 'run'), inputs, outputs }), { maxLength: 2 })
      .map(unnamed),
    artifacts: fc
      .array(fc.record({ name: fc.constantFrom('ATask', 'BTask'), outputs }), { maxLength: 2 })
      .map(unnamed),
  });

const files = fc
  .uniqueArray(fc.constantFrom('tasks.ts', 'tasks.py', 'deep/er/x.js', '__init__.py', 'datasets.json'), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((names) => fc.tuple(...names.map(file)))
  .map(registeredOnce);

/** A task is registered by one file of its plugin. */
function registeredOnce(list: readonly PluginFile[]): readonly PluginFile[] {
  const seen = new Set<string>();
  const once = <T extends { name: string }>(tasks: readonly T[]) =>
    tasks.filter(({ name }) => !seen.has(name) && seen.add(name));
  return list.map((one) => ({ ...one, functions: once(one.functions), artifacts: once(one.artifacts) }));
}

const plugin: fc.Arbitrary<PluginDraft> = fc.record({ name: word, description: prose, files });

export const graph = fc.oneof(
  fc.constantFrom(
    '',
    's: {t: []}',
    's: {t: []}\n',
    '# first\n\na:\n  f: [1, $x]  # said\n\n\nb:\n  g:\n    text: |\n      two\n\n      lines\n  dependencies: [a]\n',
    'a:\n  f: "x\n    y"\n',
    '\n\na: {f: []}\n\n',
    'a: &x {f: []}\nb: *x\n',
    'a:\r\n  f: []\r\n',
    '--- \na: {f: []}\n',
    'a: [',
    '- 1\n- 2\n',
    'plain',
    '\ta: 1\n',
    'artifacts:\n  f: []\n',
    "a:\n  f: ['''']\n# the end\n",
  ),
  prose,
);

const parameter: fc.Arbitrary<EntrypointParameter> = fc.oneof(
  fc.record({
    name: fc.constantFrom('p', 'eps', 'a b'),
    type: fc.constant('string' as const),
    defaultValue: fc.option(prose),
  }),
  fc.record({
    name: fc.constantFrom('n', 'm'),
    type: fc.constantFrom('float' as const, 'integer' as const),
    defaultValue: fc.constantFrom('1', '007', null),
  }),
  fc.record({
    name: fc.constant('l'),
    type: fc.constant('list' as const),
    defaultValue: fc.constantFrom('[1, "x"]', null),
  }),
);

const entrypoint: fc.Arbitrary<EntrypointDraft> = fc.record(
  {
    name: fc.oneof(
      fc.constantFrom('Demo', 'demo', 'Évasion: FGM', '../up', 'a/b', '?'),
      prose.filter((text) => text.trim() !== '' && text !== '__proto__'),
    ),
    description: prose,
    taskGraph: graph,
    artifactGraph: graph,
    parameters: fc.array(parameter, { maxLength: 3 }).map(unnamed),
    artifactParameters: fc.array(fc.record({ name: word, outputs }), { maxLength: 2 }).map(unnamed),
    plugins: fc.uniqueArray(word, { maxLength: 2 }),
    artifactPlugins: fc.uniqueArray(word, { maxLength: 1 }),
    queues: fc.uniqueArray(fc.constantFrom('auto', 'fast one'), { minLength: 1 }),
    topic: fc.constantFrom('Evasion', 'Black box'),
  },
  {
    requiredKeys: [
      'name',
      'description',
      'taskGraph',
      'artifactGraph',
      'parameters',
      'artifactParameters',
      'plugins',
      'artifactPlugins',
    ],
  },
);

export const anyPlan: fc.Arbitrary<ImportPlan> = fc.record({
  types: fc.array(type, { maxLength: 3 }).map(unnamed),
  plugins: fc.array(plugin, { maxLength: 3 }).map(unnamed),
  entrypoints: fc.array(entrypoint, { maxLength: 3 }).map(unnamed),
});
