// Several steps at once: pasted under free names, removed with what refers to them.
import { describe, expect, test } from 'vitest';
import { pasteSteps } from '#core/graph/edit/paste-steps.ts';
import { removeSteps } from '#core/graph/edit/remove-step.ts';
import type { EditOutcome } from '#core/graph/edit/edit.ts';
import { prepare } from './tools.ts';

const textOf = (outcome: EditOutcome) =>
  outcome.kind === 'edit' ? outcome.after.taskGraph.text : outcome.sentence;

const GRAPH = `# the data
a:
  load: []
b:   # as it is
  train:
    data: $a
    epochs: $seed
`;

describe('steps that are pasted', () => {
  test('keep their comments, and what refers to them follows', () => {
    const outcome = pasteSteps(prepare(GRAPH), GRAPH);
    expect(textOf(outcome)).toBe(`${GRAPH}# the data
a_2:
  load: []
b_2:   # as it is
  train:
    data: $a_2
    epochs: $seed
`);
    expect(outcome).toMatchObject({ select: { from: GRAPH.length + 11, to: GRAPH.length + 14 } });
  });

  test('come behind a step, with references to what stays outside', () => {
    const copied = 'b:\n  train: [$a]\n  dependencies: [a, c]\nc: {split: [$b]}\n';
    expect(textOf(pasteSteps(prepare(GRAPH), copied, 'a'))).toBe(
      GRAPH.replace('b:   #', 'b_2:\n  train: [$a]\n  dependencies: [a, c]\nc: {split: [$b_2]}\nb:   #'),
    );
  });

  test('go into a graph in braces', () => {
    expect(textOf(pasteSteps(prepare('{a: {load: []}}\n'), 'a:\n  load: []\n'))).toBe(
      '{a: {load: []}, a_2: {load: []}}\n',
    );
  });

  test('begin a graph', () => {
    expect(textOf(pasteSteps(prepare(''), 'a:\n  load: []'))).toBe('a:\n  load: []\n');
    expect(textOf(pasteSteps(prepare('# none yet'), 'a: {load: []}'))).toBe('# none yet\na: {load: []}\n');
  });

  test.each(['', 'no steps', '- a', 'a: 1', 'a: [', '12: {load: []}'])('%j holds none', (text) => {
    expect(pasteSteps(prepare(GRAPH), text)).toMatchObject({ kind: 'refusal', reason: 'unsuitable-value' });
  });

  test('cannot come behind a step that is not there', () => {
    expect(pasteSteps(prepare(GRAPH), 'c: {load: []}', 'x')).toMatchObject({ reason: 'no-such-step' });
  });
});

describe('steps that are removed', () => {
  const text =
    'a: {load: []}\nb: {split: [$a]}\nc: {train: [$b.first], dependencies: [a, b]}\nd: {say: hi}\n';

  test('take along what refers to any of them, and tell only what stays', () => {
    const outcome = removeSteps(
      prepare(text, 'out: {contents: $b.first, task: {name: T}}\n'),
      ['a', 'b'],
      'remove',
    );
    expect(textOf(outcome)).toBe('c: {train: []}\nd: {say: hi}\n');
    expect(outcome).toMatchObject({
      mentions: [{ owner: 'c' }, { owner: 'c' }, { owner: 'c' }, { owner: 'out' }],
    });
  });

  test('may be all of them', () => {
    expect(textOf(removeSteps(prepare(text), ['a', 'b', 'c', 'd'], 'remove')).trim()).toMatch(/^(\{\})?$/);
  });

  test('must all be there', () => {
    expect(removeSteps(prepare(text), ['a', 'x'])).toMatchObject({ reason: 'no-such-step' });
  });
});
