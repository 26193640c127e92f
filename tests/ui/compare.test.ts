// Comparing and merging in words, and the marks on a drawing of two graphs.
import { describe, expect, test } from 'vitest';
import { compareGraphs } from '#core/graph/compare.ts';
import { compileEntrypoint } from '#core/graph/compile.ts';
import { compareContent } from '#core/resources/compare.ts';
import type { QueueContent } from '#core/resources/content.ts';
import { mergeContent } from '#core/resources/merge.ts';
import { middleOf } from '#ui/graph/curve.ts';
import { readMarks, sayDifference, sayEdge, sumUp } from '#ui/graph/marks.ts';
import { isLong, sayLines, sayPiece, saySides, sourceOf, wordOf } from '#ui/resource/change-words.ts';
import { sayStatus, showSide, waiting } from '#ui/resource/merge-words.ts';

const input = (name: string) => ({ name, type: 'any', required: false });
const output = (name: string) => ({ name, type: 'any' });
const draw = (taskGraph: string) =>
  compileEntrypoint({
    taskGraph,
    artifactGraph: '',
    parameters: [],
    artifactParameters: [],
    functions: [
      { name: 'make', plugin: 'p', file: 'f.ts', inputs: [input('x')], outputs: [output('a'), output('b')] },
    ],
    artifacts: [],
    types: [],
  }).picture;

describe('two graphs', () => {
  const comparison = compareGraphs(
    draw('one: {make: [1]}\ntwo: {make: [$one.a]}\nold: {make: [], dependencies: two}'),
    draw('first: {make: [1]}\ntwo: {make: [$first.b], dependencies: [first]}\nnew: {make: [7]}'),
  );

  test('have a mark for each step, and one for all that runs along a line', () => {
    const { steps, lines } = readMarks(comparison);
    expect([...steps].map(([name, { mark, was }]) => [name, mark, was])).toEqual([
      ['first', 'renamed', 'one'],
      ['two', 'changed', null],
      ['old', 'removed', null],
      ['new', 'added', null],
    ]);
    expect([...lines]).toEqual([
      ['first→two reference', 'changed'],
      ['first→two dependency', 'added'],
      ['two→old dependency', 'removed'],
    ]);
  });

  test('are told in words', () => {
    expect(sumUp(comparison)).toBe('1 step added, 1 removed, 1 renamed, 1 changed; 2 edges added, 2 removed');
    expect(comparison.steps.flatMap((step) => step.differences.map(sayDifference))).toEqual([
      'x: $one.a → $first.b',
      'now waits for first',
    ]);
    expect(comparison.edges.map(sayEdge)).toEqual([
      'first.b → two.x',
      'first → two, as a dependency',
      'first.a → two.x',
      'two → old, as a dependency',
    ]);
    expect(sumUp(compareGraphs(draw('a: {make: []}'), draw('a: {make: []}')))).toBe(
      'The graphs are the same',
    );
  });

  test('long arguments are cut to where they differ', () => {
    const [before, after] = ['a', 'b'].map((end) => `"${'x'.repeat(200)}${end}"`);
    const said = sayDifference({ part: 'argument', name: 'x', before: before!, after: after! });
    expect(said).toBe('x: …xxxxxxxxxxxxa" → …xxxxxxxxxxxxb"');
    expect(sayDifference({ part: 'argument', name: 'x', before: null, after: '2' })).toBe('x: now 2');
    expect(sayDifference({ part: 'argument', name: 'x', before: '2', after: null })).toBe('x: 2 → default');
    expect(sayDifference({ part: 'task', before: 'make', after: null })).toBe('task: make → none');
  });

  test('a sign stands in the middle of a line', () => {
    const points = [0, 10, 20, 40].map((x) => ({ x, y: 2 * x }));
    expect(middleOf(points.slice(0, 2))).toEqual({ x: 5, y: 10 });
    expect(middleOf(points)).toEqual({ x: 15, y: 30 });
    expect(middleOf([])).toEqual({ x: 0, y: 0 });
  });
});

describe('contents', () => {
  test.each([
    [undefined, 'not there'],
    [null, 'none'],
    ['', 'empty'],
    ['0.1', '0.1'],
    ['a\nb\n', '2 lines'],
    [['a', 'b'], 'a, b'],
    [[], 'none'],
    [[{ name: 'x', type: 'any' }], 'x'],
    [{ name: 'x', type: 'float', defaultValue: null }, 'type float, default value none'],
    [
      { filename: 'a.ts', contents: 'x\n', description: '', functions: [{ name: 'f' }], artifacts: [] },
      'source 1 line, tasks f',
    ],
    [{ list: 'any' }, 'list any'],
    ['x'.repeat(300), `${'x'.repeat(119)}…`],
  ])('%j is said as %s', (piece, said) => expect(sayPiece(piece)).toBe(said));

  test.each([
    [{ added: 1, removed: 0 }, '1 line added'],
    [{ added: 3, removed: 1 }, '3 lines added, 1 removed'],
    [{ added: 0, removed: 2 }, '2 lines removed'],
  ])('%j lines', (counts, said) => expect(sayLines(counts)).toBe(said));
});

describe('changes', () => {
  const queue: QueueContent = { name: 'q', description: 'Short.', backend: 'auto', concurrency: 1 };
  test('short texts are values, long ones are shown line by line', () => {
    const [short] = compareContent('queue', queue, { ...queue, description: 'Other.' });
    const [long] = compareContent('queue', queue, { ...queue, description: 'One.\nTwo.\n' });
    expect([isLong(short!), isLong(long!)]).toEqual([false, true]);
    expect([wordOf(short!), saySides(short!)]).toEqual(['changed', { before: 'Short.', after: 'Other.' }]);
  });

  test('what came or went has one side, and a file its source', () => {
    const file = { filename: 'a.ts', contents: 'x', description: '', functions: [], artifacts: [] };
    const plugin = { name: 'p', description: '', files: [file], types: [] };
    const [gone] = compareContent('plugin', plugin, { ...plugin, files: [] });
    expect([wordOf(gone!), saySides(gone!), sourceOf(gone!)]).toEqual([
      'removed',
      { before: 'source 1 line', after: null },
      'x',
    ]);
    const pin = { resource: 'r', number: 2, hash: '' };
    const [came] = compareContent('plugin', plugin, { ...plugin, types: [pin] });
    expect([wordOf(came!), saySides(came!)]).toEqual(['added', { before: null, after: 'snapshot 2' }]);
  });

  test('parts of a merge say who changed them, and conflicts wait', () => {
    const captions = { base: 'snapshot 1', mine: 'your draft', theirs: 'snapshot 2' };
    const { parts } = mergeContent(
      'queue',
      queue,
      { ...queue, name: 'mine', concurrency: 2 },
      { ...queue, name: 'theirs', description: '' },
    );
    expect(parts.map((part) => sayStatus(part, captions))).toEqual([
      'changed on both sides',
      'changed in snapshot 2',
      'changed in your draft',
    ]);
    expect(waiting(parts, {}).map(({ path }) => path)).toEqual([['Name']]);
    expect(waiting(parts, { [parts[0]!.id]: 'base' })).toEqual([]);
    expect(showSide(parts[0]!, 'mine')).toEqual({ form: 'words', text: 'mine' });
    expect(showSide(parts[1]!, 'theirs')).toEqual({ form: 'absent', text: 'empty' });
    expect(showSide(parts[2]!, 'base')).toEqual({ form: 'words', text: '1' });
  });
});
