// The drawing without a screen: bones of a picture, places on the plain grid, curves, keys, and what a name says of a task.
import { describe, expect, test } from 'vitest';
import type { Picture, PictureEdge, PictureStep } from '#core/graph/plan-types.ts';
import { curveThrough, headAt } from '#ui/graph/curve.ts';
import { beginningOf } from '#ui/graph/beginning.ts';
import { CARD, placeOnGrid, type Placing } from '#ui/graph/placing.ts';
import { roleOf } from '#ui/graph/role.ts';
import { nextStep } from '#ui/graph/roving.ts';
import { fractionOf, sayStep } from '#ui/graph/step-words.ts';
import { pathTo, readStructure, stepOf } from '#ui/graph/structure.ts';

const at = (offset: number) => ({ offset, line: 1, column: 1 + offset });

function step(name: string, from = 0, to = 0): PictureStep {
  const range = to > from ? { start: at(from), end: at(to) } : null;
  return { name, task: 'any', plugin: null, inputs: [], outputs: [], unresolved: [], range };
}

function edge(from: string, to: string, kind: PictureEdge['kind'] = 'reference', input = 'x'): PictureEdge {
  return { from, to, kind, output: null, input };
}

const diamond: Picture = {
  steps: [step('a', 0, 10), step('b', 10, 20), step('c', 20, 30), step('d', 30, 40)],
  edges: [
    edge('a', 'b'),
    edge('a', 'b', 'reference', 'y'),
    edge('a', 'b', 'dependency'),
    edge('a', 'c', 'dependency'),
    edge('b', 'd'),
    edge('c', 'd'),
    edge('ghost', 'd'),
  ],
};

describe('bones', () => {
  const bones = readStructure(diamond);

  test('all references between two steps are one line, and lines to nowhere are none', () => {
    expect(bones.lines.map(({ key }) => key)).toEqual([
      'a→b reference',
      'a→b dependency',
      'a→c dependency',
      'b→d reference',
      'c→d reference',
    ]);
    expect(bones.lines[0]!.carries.map(({ input }) => input)).toEqual(['x', 'y']);
  });

  test('a dependency that a reference already says is kept but not drawn twice', () => {
    expect(bones.lines.filter(({ doubled }) => doubled).map(({ key }) => key)).toEqual(['a→b dependency']);
    expect([...placeOnGrid(bones, 'right').lines.keys()]).not.toContain('a→b dependency');
  });

  test('the path to a step is it and all before it', () => {
    expect([...pathTo('b', bones)].toSorted()).toEqual(['a', 'b']);
    expect([...pathTo('d', bones)].toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('an issue belongs to the step of its path, else to the one at its place', () => {
    const issue = { code: '', type: 'SYNTAX', severity: 'ERROR', message: '', remedy: '' } as const;
    expect(stepOf({ ...issue, path: ['c', 'task'] }, bones)).toBe('c');
    expect(stepOf({ ...issue, path: [], range: { start: at(12), end: at(13) } }, bones)).toBe('b');
    expect(stepOf({ ...issue, path: [] }, bones)).toBeNull();
  });
});

describe('the plain grid', () => {
  test('puts every step after those that it waits for, without overlap', () => {
    for (const direction of ['right', 'down'] as const) {
      const bones = readStructure(diamond);
      const { steps } = placeOnGrid(bones, direction);
      const along = (name: string) => steps.get(name)![direction === 'right' ? 'x' : 'y'];
      expect(along('a')).toBeLessThan(along('b'));
      expect(along('b')).toBe(along('c'));
      expect(along('c')).toBeLessThan(along('d'));
      expect(overlaps([...steps.values()])).toBe(0);
    }
  });

  test('a cycle is drawn too', () => {
    const bones = readStructure({ steps: [step('a'), step('b')], edges: [edge('a', 'b'), edge('b', 'a')] });
    expect(placeOnGrid(bones, 'right').steps.size).toBe(2);
  });

  test('10,000 steps side by side take no more than a moment and fold into a block', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `s${n}`);
    const bones = readStructure({ steps: names.map((name) => step(name)), edges: [] });
    const began = performance.now();
    const { width, height } = placeOnGrid(bones, 'right');
    expect(performance.now() - began).toBeLessThan(1000);
    expect(Math.max(width / height, height / width)).toBeLessThan(4);
  });

  function overlaps(places: readonly { x: number; y: number }[]): number {
    return places.filter((a, i) =>
      places.some((b, j) => j > i && Math.abs(a.x - b.x) < CARD.width && Math.abs(a.y - b.y) < CARD.height),
    ).length;
  }
});

describe('where a drawing begins that is larger than its view', () => {
  const room = { width: 900, height: 700 };
  const placed = (direction: 'right' | 'down', steps: readonly (readonly [number, number])[]): Placing => ({
    direction,
    width: Math.max(...steps.map(([x]) => x)) + CARD.width,
    height: Math.max(...steps.map(([, y]) => y)) + CARD.height,
    steps: new Map(steps.map(([x, y], n) => [`s${n}`, { x, y }])),
    lines: new Map(),
  });
  const row = (y: number, count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => [from + n * 232, y] as const);

  test('downwards, the one first step in sight and no card cut at the left, however the rows below it stand', () => {
    for (const first of [0, 700, 1111, 1900]) {
      const placing = placed('down', [[first, 0], ...row(140, 10), ...row(280, 9, 116)]);
      const { x, y } = beginningOf(placing, room, 48);
      expect(y).toBe(-48);
      expect(x).toBeLessThanOrEqual(first);
      expect(first + CARD.width).toBeLessThanOrEqual(x + room.width);
      const rows = [row(140, 10), row(280, 9, 116)].map((cards) =>
        cards.filter(([left]) => left < x && x < left + CARD.width),
      );
      expect(Math.min(...rows.map((cut) => cut.length))).toBe(0);
    }
  });

  test('to the right, from its left edge, with the first steps in the middle of the height', () => {
    const column = Array.from({ length: 30 }, (_, n) => [264, n * 108] as const);
    const { x, y } = beginningOf(placed('right', [[0, 1566], ...column]), room, 48);
    expect(x).toBe(-48);
    expect(Math.abs(1566 + CARD.height / 2 - (y + room.height / 2))).toBeLessThan(108);
    expect(column.some(([, top]) => top < y && y < top + CARD.height)).toBe(false);
  });

  test('first steps that are more than the view holds begin with the first of them', () => {
    const placing = placed('down', [...row(0, 20), ...row(140, 20)]);
    expect(beginningOf(placing, room, 48)).toEqual({ x: -48, y: -48 });
  });

  test('10,000 steps have their beginning in no time', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `s${n}`);
    const chain = names.slice(1).map((name, n) => edge(`s${n}`, name));
    for (const edges of [[], chain])
      for (const direction of ['right', 'down'] as const) {
        const placing = placeOnGrid(
          readStructure({ steps: names.map((name) => step(name)), edges }),
          direction,
        );
        const began = performance.now();
        const { x, y } = beginningOf(placing, room, 48);
        expect(performance.now() - began).toBeLessThan(50);
        const { x: left, y: top } = placing.steps.get('s0')!;
        expect([left >= x, top >= y, left < x + room.width, top < y + room.height]).not.toContain(false);
      }
  });
});

test('curves are straight where they can be and leave along the flow', () => {
  expect(
    curveThrough(
      [
        { x: 0, y: 5 },
        { x: 90, y: 5 },
      ],
      'right',
    ),
  ).toBe('M0 5H90');
  expect(
    curveThrough(
      [
        { x: 0, y: 0 },
        { x: 100, y: 40 },
      ],
      'right',
    ),
  ).toBe('M0 0C50 0 50 40 100 40');
  expect(
    curveThrough(
      [
        { x: 0, y: 0 },
        { x: 40, y: 100 },
      ],
      'down',
    ),
  ).toBe('M0 0C0 50 40 50 40 100');
  expect(curveThrough([], 'right')).toBe('');
  expect(headAt({ x: 10, y: 10 }, 'right')).toMatch(/L9 10L/);
});

test('arrows follow edges with the flow and go to the neighbour across it', () => {
  const bones = readStructure(diamond);
  const placing = placeOnGrid(bones, 'right');
  const go = (from: string, key: string) => nextStep(from, key, bones, placing);
  expect(go('a', 'ArrowRight')).toBe('b');
  expect(go('b', 'ArrowDown')).toBe('c');
  expect(go('c', 'ArrowUp')).toBe('b');
  expect(go('d', 'ArrowLeft')).toBe('b');
  expect(go('a', 'ArrowLeft')).toBeNull();
  expect(go('c', 'Home')).toBe('a');
  expect(go('a', 'End')).toBe('d');
});

test.each([
  ['fast_gradient_method', 'adversarial'],
  ['attack_pgd', 'adversarial'],
  ['create_adversarial_patches', 'adversarial'],
  ['adversarial_training', 'defended'],
  ['train_adversarially_fast', 'defended'],
  ['smooth_randomly', 'defended'],
  ['certify_smoothing', 'certified'],
  ['evaluate_adversarial', null],
  ['load_pretrained_model', null],
  ['train_model', null],
  [null, null],
])('%s means %s', (task, meaning) => {
  expect(roleOf(task).meaning).toBe(meaning);
});

test('a step says how it stands', () => {
  const view = {
    name: 's',
    status: 'running',
    started: 0,
    ended: null,
    milliseconds: null,
    previews: [],
  } as const;
  const running = { ...view, progress: { done: 21, total: 50, note: '' } };
  expect(sayStep(running)).toBe('running 42 %');
  expect(sayStep({ ...view, progress: null })).toBe('running');
  expect(fractionOf({ ...view, progress: { done: 1, total: 0, note: '' } })).toBeNull();
  expect(sayStep({ ...view, status: 'done', milliseconds: 4820, progress: null })).toBe('4.8 s');
  expect(sayStep(undefined)).toBe('waiting');
});
