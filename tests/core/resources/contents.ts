// Contents of every noun at random, small enough that names meet, and what a person may do to one.
import fc from 'fast-check';
import type { ContentOf, Json, Pin, ResourceKind } from '#core/resources/content.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const type = fc.constantFrom('string', 'number', 'any');
const text = fc
  .array(fc.constantFrom('one\n', 'two\n', 'three\n', '\n'), { maxLength: 6 })
  .map((lines) => lines.join(''));
const words = fc.constantFrom('', 'A word.', 'Two words.\nOn two lines.\n');

/** A list whose members now and then share a name, as in a draft. */
function list<T>(member: fc.Arbitrary<T>, key: (value: T) => unknown): fc.Arbitrary<readonly T[]> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.uniqueArray(member, { selector: key, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(member, { maxLength: 4 }) },
  );
}
function named<T extends { readonly name: string }>(member: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
  return list(member, (value) => value.name);
}
const pin: fc.Arbitrary<Pin> = fc
  .record({ resource: name, number: fc.integer({ min: 1, max: 3 }) })
  .map(({ resource, number }) => ({ resource, number, hash: `${resource}${number}` }));
const pins = list(pin, (value) => value.resource);
const outputs = named(fc.record({ name, type }));
const file = fc.record({
  filename: fc.constantFrom('tasks.ts', 'nets/small.ts', 'data.json'),
  description: words,
  contents: text,
  functions: named(
    fc.record({ name, inputs: named(fc.record({ name, type, required: fc.boolean() })), outputs }),
  ),
  artifacts: named(fc.record({ name, outputs })),
});
const { structure } = fc.letrec<{ structure: Json }>((tie) => ({
  structure: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    type,
    fc.constantFrom(null, {}),
    fc.record({ list: tie('structure') }),
    fc.record({ tuple: fc.array(tie('structure'), { maxLength: 3 }) }),
    fc.record({ union: fc.array(tie('structure'), { maxLength: 3 }) }),
    fc.record({ mapping: fc.tuple(type, tie('structure')) }),
    fc.record({ mapping: fc.dictionary(name, tie('structure'), { maxKeys: 3, noNullPrototype: true }) }),
  ),
}));

/** A content of each kind. */
export const CONTENTS: { readonly [K in ResourceKind]: fc.Arbitrary<ContentOf[K]> } = {
  plugin: fc.record({ name, description: words, files: list(file, (f) => f.filename), types: pins }),
  type: fc.record({ name, description: words, structure }),
  entrypoint: fc
    .record({
      name,
      description: words,
      taskGraph: text,
      artifactGraph: text,
      parameters: named(
        fc.record({
          name,
          type: fc.constantFrom('string', 'float', 'list'),
          defaultValue: fc.constantFrom(null, '1', '2'),
        }),
      ),
      artifactParameters: named(fc.record({ name, outputs })),
      plugins: pins,
      artifactPlugins: pins,
      queues: pins,
      types: pins,
    })
    // Its list of types is absent where it has none.
    .map(({ types, ...rest }) => (types.length > 0 ? { ...rest, types } : rest)),
  experiment: fc.record({ name, description: words, entrypoints: pins }),
  queue: fc.record({
    name,
    description: words,
    backend: fc.constantFrom('auto', 'cpu'),
    concurrency: fc.integer({ min: 1, max: 3 }),
  }),
  model: fc.record({
    name,
    description: words,
    versions: list(
      fc.record({
        number: fc.integer({ min: 1, max: 4 }),
        description: words,
        artifact: name,
        hash: fc.constantFrom('x', 'y'),
      }),
      (version) => version.number,
    ),
  }),
};

export const KINDS = Object.keys(CONTENTS) as readonly ResourceKind[];

/** A content of one kind, and others that share many of its pieces: in each field the own piece or another's. */
export function related<K extends ResourceKind>(kind: K): fc.Arbitrary<readonly ContentOf[K][]> {
  const content = CONTENTS[kind] as fc.Arbitrary<ContentOf[K]>;
  const picks = fc.array(fc.nat(3), { minLength: 12, maxLength: 12 });
  return fc
    .tuple(fc.array(content, { minLength: 3, maxLength: 3 }), picks, picks)
    .map(([all, first, second]) => [all[0]!, mix(all, first), mix(all, second)]);
}

function mix<T extends object>(all: readonly T[], picks: readonly number[]): T {
  const keys = Object.keys(all[0]!) as (keyof T)[];
  const entries = keys.map((key, index) => {
    const pick = picks[index]!;
    const [own, other] = [all[0]![key], all[pick === 3 ? 1 : pick]![key]];
    return [key, pick === 3 ? splice(own, other) : other];
  });
  return Object.fromEntries(entries) as T;
}

/** The first half of one list or text, the second of another. */
function splice(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return [...a.slice(0, a.length / 2), ...b.slice(b.length / 2)];
  if (typeof a === 'string' && typeof b === 'string' && a.includes('\n') && b.includes('\n'))
    return a.slice(0, a.indexOf('\n') + 1) + b.slice(b.indexOf('\n') + 1);
  return b;
}
