// What differs between two task graphs, from their texts: told step by step, and by laws that hold for all graphs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareGraphs, isSameGraph, unionPicture, type GraphComparison } from '#core/graph/compare.ts';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { Picture } from '#core/graph/plan-types.ts';

const output = (name: string) => ({ name, type: 'any' });
const input = (name: string) => ({ name, type: 'any', required: false });
const task = (name: string, outputs: readonly string[] = ['out']) => ({
  name,
  plugin: 'tools',
  file: 'tasks.ts',
  inputs: [input('x'), input('y'), input('z')],
  outputs: outputs.map(output),
});

function draw(taskGraph: string): Picture {
  return compileEntrypoint({
    taskGraph,
    artifactGraph: '',
    parameters: [{ name: 'seed', type: 'integer', defaultValue: '1' }],
    artifactParameters: [],
    functions: [task('make'), task('use'), task('split', ['left', 'right'])],
    artifacts: [],
    types: [],
  }).picture;
}

function tell({ steps, edges }: GraphComparison): readonly string[] {
  return [
    ...steps.flatMap(({ name, mark, before, differences }) => [
      ...(mark === 'same' ? [] : [mark === 'renamed' ? `${before!.name} is ${name}` : `${mark} ${name}`]),
      ...differences.map((difference) =>
        difference.part === 'dependency'
          ? `  waits for ${difference.step}: ${difference.mark}`
          : `  ${difference.part === 'task' ? 'task' : difference.name}: ${difference.before} → ${difference.after}`,
      ),
    ]),
    ...edges.flatMap(({ mark, edge }) => (mark === 'same' ? [] : [`${mark} ${edge.from}→${edge.to}`])),
  ];
}
const compare = (before: string, after: string) => tell(compareGraphs(draw(before), draw(after)));

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['nothing', 'a: {make: [1, $seed]}', '# why\na:\n  make:\n    x: 1\n    y: $seed # so', []],
  [
    'quotes and outputs by name',
    'a: {make: ["x"]}\nb: {use: $a}',
    "a: {make: ['x']}\nb: {use: [$a.out]}",
    [],
  ],
  ['a step more', 'a: {make: []}', 'a: {make: []}\nb: {use: $a}', ['added b', 'added a→b']],
  ['a step less', 'a: {make: []}\nb: {use: $a}', 'a: {make: []}', ['removed b', 'removed a→b']],
  ['a number', 'a: {make: [1]}', 'a: {make: [1.0]}', ['changed a', '  x: 1 → 1.0']],
  ['an argument more', 'a: {make: [1]}', 'a: {make: [1, 2]}', ['changed a', '  y: null → 2']],
  ['a task', 'a: {make: [1]}', 'a: {use: [1]}', ['changed a', '  task: make → use']],
  [
    'what comes after the cut of a long text',
    `a: {make: ["${'x'.repeat(200)}1"]}`,
    `a: {make: ["${'x'.repeat(200)}2"]}`,
    ['changed a', `  x: "${'x'.repeat(200)}1" → "${'x'.repeat(200)}2"`],
  ],
  [
    'another output of the same step',
    'a: {split: []}\nb: {use: $a.left}',
    'a: {split: []}\nb: {use: $a.right}',
    ['changed b', '  x: $a.left → $a.right', 'added a→b', 'removed a→b'],
  ],
  [
    'a dependency',
    'a: {make: []}\nb: {use: []}',
    'a: {make: []}\nb: {use: [], dependencies: [a, ghost]}',
    ['changed b', '  waits for ghost: added', '  waits for a: added', 'added a→b'],
  ],
  [
    'a renaming, followed by all who use it',
    'a: {make: [1]}\nb: {use: {x: [$a, {k: $a.out}]}, dependencies: a}\nc: {use: $b}',
    'first: {make: [1]}\nb: {use: {x: [$first, {k: $first.out}]}, dependencies: first}\nc: {use: $b}',
    ['a is first'],
  ],
  [
    'a chain of renamings',
    'a: {make: [1]}\nb: {use: $a}\nc: {use: $b}\nd: {use: $c}',
    'A: {make: [1]}\nB: {use: $A}\nC: {use: $B}\nd: {use: $C}',
    ['a is A', 'b is B', 'c is C'],
  ],
  [
    'twins that only their users tell apart',
    'a: {make: []}\nb: {make: []}\nu: {use: [$a, 1]}\nv: {use: [$b, 2]}',
    'B: {make: []}\nA: {make: []}\nU: {use: [$A, 1]}\nV: {use: [$B, 2]}',
    ['b is B', 'a is A', 'u is U', 'v is V'],
  ],
  [
    'twins that nothing tells apart',
    'a: {make: []}\nb: {make: []}',
    'x: {make: []}\ny: {make: []}',
    ['removed a', 'removed b', 'added x', 'added y'],
  ],
  ['another name and another argument', 'a: {make: [1]}', 'b: {make: [2]}', ['removed a', 'added b']],
  [
    'a step whose source was replaced is no renaming',
    'a: {make: [1]}\nb: {use: $a}',
    'x: {make: [2]}\ny: {use: $x}',
    ['removed a', 'removed b', 'added x', 'added y', 'added x→y', 'removed a→b'],
  ],
  [
    'a renamed step that waits for another',
    'a: {make: [1]}\nw: {make: [9]}\nb: {use: [5]}',
    'a: {make: [1]}\nw: {make: [9]}\nB: {use: [5], dependencies: w}',
    ['b is B', '  waits for w: added', 'added w→B'],
  ],
];

describe('two graphs', () => {
  test.each(CASES)('%s', (_, before, after, told) => expect(compare(before, after)).toEqual(told));

  test('a thousand renamed steps take a moment, even on a busy machine', () => {
    const chain = (prefix: string) =>
      Array.from({ length: 1000 }, (_, i) => `${prefix}${i}: {use: ${i ? `$${prefix}${i - 1}` : '0'}}`).join(
        '\n',
      );
    const [before, after] = [draw(chain('a')), draw(chain('b'))];
    const start = performance.now();
    const { steps } = compareGraphs(before, after);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(steps.every(({ mark }) => mark === 'renamed')).toBe(true);
  });
});

interface Written {
  readonly name: string;
  readonly task: string;
  readonly args: readonly (number | string)[];
  readonly waits: readonly string[];
}

const names = ['a', 'b', 'c', 'd', 'e', 'a b', 'q"'] as const;
const name = fc.constantFrom(...names);
const argument = fc.oneof(
  fc.nat(2),
  name.map((step) => `$${step}`),
  name.map((step) => `$${step}.left`),
  fc.constantFrom('$seed', 'plain', '$$a'),
);
const graph: fc.Arbitrary<readonly Written[]> = fc.uniqueArray(
  fc.record({
    name,
    task: fc.constantFrom('make', 'use', 'split', 'unknown'),
    args: fc.array(argument, { maxLength: 3 }),
    waits: fc.uniqueArray(name, { maxLength: 2 }),
  }),
  { selector: (step) => step.name, maxLength: 6 },
);

function write(steps: readonly Written[]): string {
  const body = ({ task: called, args, waits }: Written) => ({ [called]: args, dependencies: waits });
  return JSON.stringify(Object.fromEntries(steps.map((step) => [step.name, body(step)])));
}

/** The same graph with other names, references and dependencies following. */
function rename(steps: readonly Written[], to: (name: string) => string): readonly Written[] {
  const there = new Set(steps.map((step) => step.name));
  const follow = (text: string) => (there.has(text) ? to(text) : text);
  const inside = (value: string | number) =>
    typeof value === 'string' && /^\$[^$]/.test(value)
      ? value.replace(/^\$([^.]*)/, (_, step: string) => `$${follow(step)}`)
      : value;
  return steps.map((step) => ({
    ...step,
    name: to(step.name),
    args: step.args.map(inside),
    waits: step.waits.map(follow),
  }));
}

describe('any two graphs', () => {
  const swap = { added: 'removed', removed: 'added' } as Readonly<Record<string, string>>;
  const pictures = fc.tuple(graph, graph).map(([a, b]) => [draw(write(a)), draw(write(b))] as const);

  test('a graph is the same as itself, and as itself written otherwise', () => {
    fc.assert(
      fc.property(graph, (steps) => {
        const comparison = compareGraphs(
          draw(write(steps)),
          draw(JSON.stringify(JSON.parse(write(steps)), null, 3)),
        );
        expect(isSameGraph(comparison)).toBe(true);
        expect(comparison.steps.every(({ differences }) => differences.length === 0)).toBe(true);
      }),
    );
  });

  test('swapping the two swaps what was added and removed, and keeps what was renamed or changed', () => {
    const outline = ({ steps, edges }: GraphComparison, swapped: boolean) => {
      const renamed = new Map(steps.map((step) => [step.name, step.before?.name ?? step.name]));
      const nameOf = (step: string) => (swapped ? step : renamed.get(step)!);
      return [
        ...steps.map(
          (step) => `${swapped ? (swap[step.mark] ?? step.mark) : step.mark} ${nameOf(step.name)}`,
        ),
        ...edges.map(
          ({ mark, edge }) =>
            `${swapped ? (swap[mark] ?? mark) : mark} ${JSON.stringify([edge.kind, nameOf(edge.from), nameOf(edge.to), edge.output, edge.input])}`,
        ),
      ].toSorted();
    };
    fc.assert(
      fc.property(pictures, ([a, b]) => {
        expect(outline(compareGraphs(b, a), true)).toEqual(outline(compareGraphs(a, b), false));
      }),
      { numRuns: 200 },
    );
  });

  test('the picture of both has every step and edge of either, under the names of the later one', () => {
    fc.assert(
      fc.property(pictures, ([a, b]) => {
        const comparison = compareGraphs(a, b);
        const { steps, edges } = unionPicture(comparison);
        expect(new Set(steps.map((step) => step.name)).size).toBe(steps.length);
        const marked = (mark: string) => comparison.steps.filter((step) => step.mark === mark).length;
        expect(steps.length - marked('removed')).toBe(b.steps.length);
        expect(steps.length - marked('added')).toBe(a.steps.length);
        const there = new Set(steps.map((step) => step.name));
        for (const { from, to } of edges) expect(there.has(from) && there.has(to)).toBe(true);
      }),
    );
  });
});

describe('any renaming', () => {
  test('a renamed step is found as renamed, and its edges are the same', () => {
    fc.assert(
      fc.property(graph, fc.nat(), (steps, pick) => {
        fc.pre(steps.length > 0);
        const chosen = steps[pick % steps.length]!.name;
        const renamed = rename(steps, (step) => (step === chosen ? 'new' : step));
        const { steps: compared, edges } = compareGraphs(draw(write(steps)), draw(write(renamed)));
        expect(edges.every(({ mark }) => mark === 'same')).toBe(true);
        for (const step of compared) {
          expect([step.mark, step.before?.name]).toEqual(
            step.name === 'new' ? ['renamed', chosen] : ['same', step.name],
          );
          expect(step.differences).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('renaming all steps makes no edge differ between those that are found, and finds no wrong ones', () => {
    fc.assert(
      fc.property(graph, (steps) => {
        const renamed = rename(steps, (step) => `${step}${step}`);
        const { steps: compared } = compareGraphs(draw(write(steps)), draw(write(renamed)));
        const alike = new Set(compared.flatMap(({ mark, name: step }) => (mark === 'added' ? [step] : [])));
        for (const { mark, before, name: step } of compared) {
          if (mark === 'renamed' && alike.size === 0) expect(step).toBe(`${before!.name}${before!.name}`);
          expect(['renamed', 'added', 'removed']).toContain(mark);
        }
      }),
    );
  });
});
