// Three contents, two of them made from one: what is kept, what is chosen, and laws that hold for all contents.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareContent } from '#core/resources/compare.ts';
import type { ContentOf, EntrypointContent, Json, ResourceKind } from '#core/resources/content.ts';
import { applyMerge, chooseAll, mergeContent, sideOf } from '#core/resources/merge.ts';
import { sayPath } from '#core/resources/place.ts';
import { KINDS, related } from './contents.ts';

const parameter = (name: string, defaultValue: string | null = null) => ({
  name,
  type: 'string' as const,
  defaultValue,
});
const BASE: EntrypointContent = {
  name: 'Attack',
  description: '',
  taskGraph: 'a: {f: []}\nb: {f: []}\nc: {f: []}\nd: {f: []}\n',
  artifactGraph: '',
  parameters: [parameter('seed', '0'), parameter('epsilon', '0.1')],
  artifactParameters: [],
  plugins: [{ resource: 'p', number: 1, hash: 'h1' }],
  artifactPlugins: [],
  queues: [],
};
type Change = Partial<EntrypointContent>;
const merge = (mine: Change, theirs: Change) =>
  mergeContent('entrypoint', BASE, { ...BASE, ...mine }, { ...BASE, ...theirs });
const tell = (mine: Change, theirs: Change) =>
  merge(mine, theirs).parts.map(({ path, status, form }) => `${sayPath(path)}: ${form}: ${status}`);
const [seed, epsilon] = BASE.parameters as [
  EntrypointContent['parameters'][0],
  EntrypointContent['parameters'][0],
];

const MERGES: readonly (readonly [string, Change, Change, readonly string[], Change | null])[] = [
  [
    'fields of one parameter',
    { parameters: [seed, { ...epsilon, name: 'eps' }] },
    { parameters: [seed, { ...epsilon, defaultValue: '0.3' }] },
    ['Parameters › epsilon › name: value: mine', 'Parameters › epsilon › default value: value: theirs'],
    { parameters: [seed, { ...epsilon, name: 'eps', defaultValue: '0.3' }] },
  ],
  [
    'one removed what the other changed',
    { parameters: [seed] },
    { parameters: [seed, { ...epsilon, defaultValue: '0.3' }] },
    ['Parameters › epsilon: member: conflict'],
    null,
  ],
  [
    'one removed what the other left',
    { parameters: [seed] },
    { parameters: [{ ...seed, defaultValue: '1' }, epsilon] },
    ['Parameters › seed › default value: value: theirs', 'Parameters › epsilon: member: mine'],
    { parameters: [{ ...seed, defaultValue: '1' }] },
  ],
  [
    'both added something at one place',
    { parameters: [seed, epsilon, parameter('z')] },
    { parameters: [seed, epsilon, parameter('y')] },
    ['Parameters › z: member: mine', 'Parameters › y: member: theirs'],
    { parameters: [seed, epsilon, parameter('y'), parameter('z')] },
  ],
  [
    'both added the same name, otherwise',
    { parameters: [seed, epsilon, parameter('x', '1')] },
    { parameters: [seed, epsilon, parameter('x', '2')] },
    ['Parameters › x: member: conflict'],
    null,
  ],
  [
    'one renamed to the name that the other added',
    { parameters: [seed, { ...epsilon, name: 'x' }] },
    { parameters: [seed, epsilon, parameter('x', '2')] },
    ['Parameters › epsilon: member: mine', 'Parameters › x: member: conflict'],
    null,
  ],
  [
    'one moved, the other added',
    { parameters: [epsilon, seed] },
    { parameters: [seed, parameter('x'), epsilon] },
    ['Parameters › x: member: theirs', 'Parameters › order: order: mine'],
    { parameters: [epsilon, seed, parameter('x')] },
  ],
  [
    'both came to the same',
    { name: 'New', parameters: [epsilon, seed] },
    { name: 'New', parameters: [epsilon, seed] },
    ['Name: value: both', 'Parameters › order: order: both'],
    { name: 'New', parameters: [epsilon, seed] },
  ],
  [
    'pins to two snapshots',
    { plugins: [{ resource: 'p', number: 2, hash: 'h2' }] },
    { plugins: [{ resource: 'p', number: 3, hash: 'h3' }] },
    ['Plugins › p: pin: conflict'],
    null,
  ],
];

describe('parts', () => {
  test('are what either side changed, and texts come in chunks of lines', () => {
    const mine = { name: 'Mine', taskGraph: BASE.taskGraph.replace('a:', 'x:') };
    const theirs = { name: 'Theirs', taskGraph: BASE.taskGraph.replace('d:', 'y:'), queues: BASE.plugins };
    expect(tell(mine, theirs)).toEqual([
      'Name: value: conflict',
      'Task graph › line 1: text: mine',
      'Task graph › line 4: text: theirs',
      'Queues › p: pin: theirs',
    ]);
    const merged = merge(mine, theirs);
    expect(applyMerge(merged)).toBeNull();
    const name = merged.parts[0]!;
    expect(sideOf(name)).toBeNull();
    expect(applyMerge(merged, { [name.id]: 'theirs' })).toEqual({
      ...BASE,
      name: 'Theirs',
      taskGraph: 'x: {f: []}\nb: {f: []}\nc: {f: []}\ny: {f: []}\n',
      queues: BASE.plugins,
    });
  });

  test.each(MERGES)('%s', (_, mine, theirs, told, result) => {
    expect(tell(mine, theirs)).toEqual(told);
    expect(applyMerge(merge(mine, theirs))).toEqual(result && { ...BASE, ...result });
  });

  test.each<[string, Json, Json, Json, Json]>([
    [
      'fields',
      { mapping: { a: 'any', b: 'any' } },
      { mapping: { a: 'string', b: 'any', c: 'any' } },
      { mapping: { a: 'any' } },
      { mapping: { a: 'string', c: 'any' } },
    ],
    [
      'parts',
      { tuple: ['any', 'any'] },
      { tuple: ['string', 'any'] },
      { tuple: ['any', 'number'] },
      { tuple: ['string', 'number'] },
    ],
    ['two forms', { list: 'any' }, { tuple: ['any'] }, { union: ['any'] }, null],
    ['form and part', { list: 'any' }, { tuple: ['any'] }, { list: 'string' }, null],
  ])('a structure is merged as long as its form holds: %s', (_, base, mine, theirs, result) => {
    const type = (structure: Json) => ({ name: 't', description: '', structure });
    expect(applyMerge(mergeContent('type', type(base), type(mine), type(theirs)))).toEqual(
      result && type(result),
    );
  });
});

/** The fields that changed, by the key at the top. */
function changedFields<K extends ResourceKind>(
  kind: K,
  before: ContentOf[K],
  after: ContentOf[K],
): ReadonlySet<string> {
  return new Set(compareContent(kind, before, after).map(({ id }) => (JSON.parse(id) as string[])[0]!));
}

/** Each field of the one where `takes` says so, of the other else; a field that is absent there stays so. */
function choose<T extends object>(one: T, other: T, takes: (key: string) => boolean): T {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof T & string)[];
  const entries = keys.map((key) => [key, (takes(key) ? one : other)[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
}

/** Checks what must hold for any three contents of the kind. */
function laws<K extends ResourceKind>(
  kind: K,
  check: (base: ContentOf[K], mine: ContentOf[K], theirs: ContentOf[K]) => void,
): void {
  fc.assert(
    fc.property(related(kind), ([base, mine, theirs]) => check(base!, mine!, theirs!)),
    { numRuns: 60 },
  );
}

describe.each(KINDS)('any %s', (kind) => {
  test('taking a side everywhere gives that side', () => {
    laws(kind, (base, mine, theirs) => {
      const merged = mergeContent(kind, base, mine, theirs);
      expect(applyMerge(merged, chooseAll(merged, 'mine'))).toEqual(mine);
      expect(applyMerge(merged, chooseAll(merged, 'theirs'))).toEqual(theirs);
      expect(applyMerge(merged, chooseAll(merged, 'base'))).toEqual(base);
    });
  });

  test('where one side changed nothing the other is the result', () => {
    laws(kind, (base, mine) => {
      expect(applyMerge(mergeContent(kind, base, mine, base))).toEqual(mine);
      expect(applyMerge(mergeContent(kind, base, base, mine))).toEqual(mine);
      expect(applyMerge(mergeContent(kind, base, mine, mine))).toEqual(mine);
    });
  });

  test('changes of different fields come together', () => {
    laws(kind, (base, mine, theirs) => {
      const touched = changedFields(kind, base, mine);
      const others = choose(theirs, base, (key) => !touched.has(key));
      const own = changedFields(kind, base, others);
      const merged = applyMerge(mergeContent(kind, base, mine, others));
      const expected = choose(mine, others, (key) => !own.has(key));
      expect(merged).toEqual(expected);
    });
  });

  test('it does not matter who is mine and who is theirs', () => {
    const swap = { mine: 'theirs', theirs: 'mine', both: 'both', conflict: 'conflict' } as const;
    laws(kind, (base, mine, theirs) => {
      const [one, other] = [mergeContent(kind, base, mine, theirs), mergeContent(kind, base, theirs, mine)];
      const outline = (merged: typeof one, swapped: boolean) =>
        merged.parts.map(({ id, status }) => `${id} ${swapped ? swap[status] : status}`).toSorted();
      expect(outline(other, true)).toEqual(outline(one, false));
      expect(applyMerge(other)).toEqual(applyMerge(one));
    });
  });

  test('ids of parts are unique, and a result without choices has no conflict', () => {
    laws(kind, (base, mine, theirs) => {
      const merged = mergeContent(kind, base, mine, theirs);
      expect(new Set(merged.parts.map(({ id }) => id)).size).toBe(merged.parts.length);
      expect(applyMerge(merged) === null).toBe(merged.parts.some(({ status }) => status === 'conflict'));
    });
  });
});

test('no name comes twice where no side has one twice', () => {
  const names = (content: EntrypointContent) => content.parameters.map(({ name }) => name);
  const isUnique = (content: EntrypointContent) => new Set(names(content)).size === names(content).length;
  fc.assert(
    fc.property(related('entrypoint'), (three) => {
      fc.pre(three.every(isUnique));
      const [base, mine, theirs] = three as [EntrypointContent, EntrypointContent, EntrypointContent];
      const merged = mergeContent('entrypoint', base, mine, theirs);
      const conflicts = merged.parts.filter(({ status }) => status === 'conflict').map(({ id }) => id);
      for (const side of ['mine', 'theirs'] as const) {
        const choices = Object.fromEntries(conflicts.map((id) => [id, side]));
        expect(isUnique(applyMerge(merged, choices)!)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
