// What differs between two contents: told where a person would say it, and by laws that hold for all contents.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { compareContent, type ContentChange } from '#core/resources/compare.ts';
import type {
  ContentOf,
  EntrypointContent,
  Json,
  PluginFile,
  ResourceKind,
} from '#core/resources/content.ts';
import { sayPath } from '#core/resources/place.ts';
import { KINDS, related } from './contents.ts';

const ENTRYPOINT: EntrypointContent = {
  name: 'Attack',
  description: 'It attacks.',
  taskGraph: 'load:\n  read: []\n',
  artifactGraph: '',
  parameters: [
    { name: 'seed', type: 'integer', defaultValue: '0' },
    { name: 'epsilon', type: 'float', defaultValue: '0.1' },
  ],
  artifactParameters: [],
  plugins: [{ resource: 'p', number: 1, hash: 'h1' }],
  artifactPlugins: [],
  queues: [],
};
const tell = <K extends ResourceKind>(kind: K, before: ContentOf[K], after: ContentOf[K]) =>
  compareContent(kind, before, after, (id) => ({ p: 'hello_world' })[id]).map(sayChange);

function sayChange(change: ContentChange): string {
  const words = [sayPath(change.path), change.form];
  if (change.form === 'value' || change.form === 'renamed' || change.form === 'moved')
    words.push(JSON.stringify(change.before), JSON.stringify(change.after));
  if (change.form === 'pin') words.push(`${change.before?.number} ${change.after?.number}`);
  if (change.form === 'text') words.push(`+${change.added} -${change.removed}`);
  return words.join(': ');
}

describe('an entrypoint', () => {
  const change = (after: Partial<EntrypointContent>) =>
    tell('entrypoint', ENTRYPOINT, { ...ENTRYPOINT, ...after });
  const [seed, epsilon] = ENTRYPOINT.parameters as [
    EntrypointContent['parameters'][0],
    EntrypointContent['parameters'][0],
  ];

  test.each<[string, Partial<EntrypointContent>, readonly string[]]>([
    ['name', { name: 'Defend' }, ['Name: value: "Attack": "Defend"']],
    ['text', { taskGraph: 'load:\n  read: [1]\n  dependencies: x\n' }, ['Task graph: text: +2 -1']],
    [
      'default value',
      { parameters: [seed, { ...epsilon, defaultValue: null }] },
      ['Parameters › epsilon › default value: value: "0.1": null'],
    ],
    ['parameter gone', { parameters: [seed] }, ['Parameters › epsilon: removed']],
    [
      'parameter renamed',
      { parameters: [seed, { ...epsilon, name: 'eps' }] },
      ['Parameters › eps: renamed: "epsilon": "eps"'],
    ],
    [
      'parameter renamed and changed',
      { parameters: [seed, { ...epsilon, name: 'eps', type: 'string' }] },
      ['Parameters › eps: added', 'Parameters › epsilon: removed'],
    ],
    ['parameters in another order', { parameters: [epsilon, seed] }, ['Parameters › epsilon: moved: 2: 1']],
    ['one name twice', { parameters: [seed, epsilon, seed] }, ['Parameters › seed: added']],
    ['pin', { plugins: [{ resource: 'p', number: 3, hash: 'h3' }] }, ['Plugins › hello_world: pin: 1 3']],
    ['pin gone', { plugins: [] }, ['Plugins › hello_world: pin: 1 undefined']],
    [
      'pin of an unknown resource',
      { queues: [{ resource: 'q', number: 1, hash: '' }] },
      ['Queues › q: pin: undefined 1'],
    ],
  ])('%s', (_, after, told) => expect(change(after)).toEqual(told));

  test('two that were renamed and are alike are told as gone and come', () => {
    const twins = (names: readonly string[]) => ({
      ...ENTRYPOINT,
      parameters: names.map((name) => ({ ...seed, name })),
    });
    expect(tell('entrypoint', twins(['a', 'b']), twins(['x', 'y']))).toEqual([
      'Parameters › x: added',
      'Parameters › y: added',
      'Parameters › a: removed',
      'Parameters › b: removed',
    ]);
  });

  test('what a later version keeps beside it is told by its key', () => {
    expect(change({ notes: 'new' } as Partial<EntrypointContent>)).toEqual(['notes: added']);
  });
});

const STRUCTURES: readonly (readonly [Json, Json, readonly string[]])[] = [
  ['number', { list: 'number' }, ['Structure: value: "number": {"list":"number"}']],
  [{ list: 'number' }, { list: 'string' }, ['Structure › list: value: "number": "string"']],
  [
    { mapping: { a: 'number', b: { list: 'any' } } },
    { mapping: { b: { list: 'string' }, c: 'any' } },
    [
      'Structure › mapping › a: removed',
      'Structure › mapping › b › list: value: "any": "string"',
      'Structure › mapping › c: added',
    ],
  ],
  [
    { mapping: ['string', 'any'] },
    { mapping: ['string', 'number'] },
    ['Structure › mapping › value: value: "any": "number"'],
  ],
  [
    { tuple: ['any', 'any'] },
    { tuple: ['any', 'string'] },
    ['Structure › tuple › part 2: value: "any": "string"'],
  ],
  [{ tuple: ['any'] }, { tuple: ['any', 'any'] }, ['Structure › tuple: value: ["any"]: ["any","any"]']],
  [{ list: 'any' }, { union: ['any'] }, ['Structure: value: {"list":"any"}: {"union":["any"]}']],
];

describe('other nouns', () => {
  const file = (changed: Partial<PluginFile> = {}): PluginFile => ({
    filename: 'tasks.ts',
    contents: 'export const a = 1;\n',
    description: '',
    functions: [
      { name: 'train', inputs: [{ name: 'epochs', type: 'integer', required: false }], outputs: [] },
    ],
    artifacts: [],
    ...changed,
  });
  const plugin = (...files: PluginFile[]) => ({ name: 'p', description: '', files, types: [] });

  test('a plugin, by its files and tasks', () => {
    const required = [{ name: 'epochs', type: 'integer', required: true }];
    const after = file({ contents: '', functions: [{ name: 'train', inputs: required, outputs: [] }] });
    expect(tell('plugin', plugin(file()), plugin(after))).toEqual([
      'tasks.ts › source: text: +0 -1',
      'tasks.ts › tasks › train › inputs › epochs › required: value: false: true',
    ]);
    expect(tell('plugin', plugin(file()), plugin(file({ filename: 'more.ts' })))).toEqual([
      'more.ts: renamed: "tasks.ts": "more.ts"',
    ]);
  });

  test('a queue and a model', () => {
    const queue = { name: 'q', description: '', backend: 'auto', concurrency: 1 } as const;
    expect(tell('queue', queue, { ...queue, concurrency: 2 })).toEqual(['Concurrency: value: 1: 2']);
    const version = { number: 1, description: '', artifact: 'x', hash: 'x' };
    const model = { name: 'm', description: '', versions: [version] };
    expect(
      tell('model', model, {
        ...model,
        versions: [
          { ...version, artifact: 'y' },
          { ...version, number: 2 },
        ],
      }),
    ).toEqual(['Versions › version 1 › artifact: value: "x": "y"', 'Versions › version 2: added']);
  });

  test.each(STRUCTURES)('a structure, %j to %j', (before, after, told) => {
    const type = (structure: Json) => ({ name: 't', description: '', structure });
    expect(tell('type', type(before), type(after))).toEqual(told);
  });
});

describe.each(KINDS)('any %s', (kind) => {
  test('has no changes if and only if the contents are equal, and each change is told once', () => {
    fc.assert(
      fc.property(related(kind), ([a, b]) => {
        const changes = compareContent(kind, a!, b!);
        expect(compareContent(kind, a!, structuredClone(a!))).toEqual([]);
        expect(changes.length === 0).toBe(canonicalJson(a) === canonicalJson(b));
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
      }),
    );
  });

  test('swapped contents swap what is added and removed, before and after', () => {
    const swap = { added: 'removed', removed: 'added' } as Readonly<Record<string, string>>;
    const outline = (changes: readonly ContentChange[], swapped: boolean) =>
      changes
        .filter(({ form }) => form !== 'moved')
        .map(({ form, before, after }) =>
          swapped ? [swap[form] ?? form, after, before] : [form, before, after],
        )
        .map((change) => JSON.stringify(change))
        .toSorted();
    fc.assert(
      fc.property(related(kind), ([a, b]) => {
        expect(outline(compareContent(kind, b!, a!), true)).toEqual(
          outline(compareContent(kind, a!, b!), false),
        );
      }),
    );
  });
});
