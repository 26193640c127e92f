// What edits refuse, and why; and the rules for names, parameters and changes that need more than a text before and after.
import { describe, expect, test } from 'vitest';
import type { ArgumentValue } from '#core/graph/edit/argument-value.ts';
import {
  addDependency,
  removeArgument,
  removeDependency,
  setArgument,
  unwire,
  wire,
} from '#core/graph/edit/arguments.ts';
import { addArtifact, removeArtifact } from '#core/graph/edit/artifacts.ts';
import { applyChanges, invertChanges, orderChanges } from '#core/graph/edit/change.ts';
import type { EditOutcome } from '#core/graph/edit/edit.ts';
import { proposeStepName } from '#core/graph/edit/names.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import type { RefusalReason } from '#core/graph/edit/refusal.ts';
import { removeStep } from '#core/graph/edit/remove-step.ts';
import { renameArtifactParameter, renameParameter } from '#core/graph/edit/rename-parameter.ts';
import { addStep, duplicateStep, renameStep } from '#core/graph/edit/steps.ts';
import { prepare } from './tools.ts';

const literal = (value: unknown): ArgumentValue => ({ kind: 'literal', value });
const GRAPH = 'a: {load: []}\nb: {train: [$a]}\n';

describe('parameters', () => {
  test('are followed by what refers to them', () => {
    const outcome = renameParameter(
      prepare('seed.x: {say: $seed}\nb:\n  merge: [$seed, [$$seed, $seeds]]\n'),
      'seed',
      'the seed',
    );
    expect(outcome.kind === 'edit' && outcome.after.taskGraph.text).toBe(
      'seed.x: {say: $the seed}\nb:\n  merge: [$the seed, [$$seed, $seeds]]\n',
    );
  });

  test('hide artifact parameters of the same name', () => {
    const artifactParameters = [{ name: 'seed', outputs: [{ name: 'm', type: 'Model' }] }];
    const graphs = prepare('a: {merge: [[$seed, $seed.m]]}\n', '', { artifactParameters });
    const parameter = renameParameter(graphs, 'seed', 'p');
    expect(parameter.kind === 'edit' && parameter.after.taskGraph.text).toBe('a: {merge: [[$p, $seed.m]]}\n');
    const artifact = renameArtifactParameter(graphs, 'seed', 'w');
    expect(artifact.kind === 'edit' && artifact.after.taskGraph.text).toBe('a: {merge: [[$seed, $w.m]]}\n');
  });
});

const REFUSED: readonly (readonly [RefusalReason, string, (graphs: PreparedGraphs) => EditOutcome])[] = [
  ['unreadable', 'a: [', (g) => addStep(g, { task: 'load' })],
  ['unreadable', 'a: [', (g) => removeStep(g, 'b')],
  ['unreadable', '- a\n', (g) => addStep(g, { task: 'load' })],
  ['no-such-step', GRAPH, (g) => removeStep(g, 'c')],
  ['no-such-step', GRAPH, (g) => renameStep(g, 'c', 'd')],
  ['no-such-step', GRAPH, (g) => addStep(g, { task: 'load', after: 'c' })],
  ['no-such-step', GRAPH, (g) => wire(g, { from: 'c', output: null, to: 'b', input: 'data' })],
  ['no-such-step', GRAPH, (g) => addDependency(g, 'b', 'c')],
  ['name-taken', GRAPH, (g) => renameStep(g, 'a', 'b')],
  ['name-taken', GRAPH, (g) => renameStep(g, 'a', 'seed')],
  ['name-taken', GRAPH, (g) => duplicateStep(g, 'a', 'weights')],
  ['name-taken', GRAPH, (g) => renameParameter(g, 'seed', 'a')],
  ['name-not-allowed', GRAPH, (g) => renameStep(g, 'a', 'x.y')],
  ['name-not-allowed', GRAPH, (g) => renameStep(g, 'a', ' ')],
  ['name-not-allowed', GRAPH, (g) => renameStep(g, 'a', '$x')],
  ['name-not-allowed', GRAPH, (g) => renameStep(g, 'a', 'x\ny')],
  ['name-not-allowed', GRAPH, (g) => addStep(g, { task: '' })],
  ['no-such-input', GRAPH, (g) => setArgument(g, 'b', 'nothing', literal(1))],
  ['no-such-argument', GRAPH, (g) => removeArgument(g, 'b', 'epochs')],
  ['no-such-argument', GRAPH, (g) => unwire(g, { from: 'a', output: 'data', to: 'b', input: 'epochs' })],
  [
    'no-such-output',
    'a: {split: []}\nb: {train: []}\n',
    (g) => wire(g, { from: 'a', output: null, to: 'b', input: 'data' }),
  ],
  [
    'no-such-output',
    'a: {say: 1}\nb: {train: []}\n',
    (g) => wire(g, { from: 'a', output: null, to: 'b', input: 'data' }),
  ],
  ['no-such-dependency', GRAPH, (g) => removeDependency(g, 'b', 'a')],
  ['no-such-artifact', GRAPH, (g) => removeArtifact(g, 'out')],
  ['no-such-parameter', GRAPH, (g) => renameParameter(g, 'x', 'y')],
  ['cycle', GRAPH, (g) => addDependency(g, 'a', 'b')],
  ['cycle', GRAPH, (g) => addDependency(g, 'a', 'a')],
  ['cycle', GRAPH, (g) => wire(g, { from: 'b', output: 'model', to: 'a', input: 'path' })],
  ['cycle', GRAPH, (g) => setArgument(g, 'a', 'path', { kind: 'yaml', text: '[1, {k: $b}]' })],
  ['no-call', 'a: 5\n', (g) => setArgument(g, 'a', 'x', literal(1))],
  ['no-call', 'a: {dependencies: []}\n', (g) => removeArgument(g, 'a', 'x')],
  ['positions', 'a: {other: [1, 2]}\n', (g) => removeArgument(g, 'a', 0)],
  ['positions', GRAPH, (g) => setArgument(g, 'b', 7, literal(1))],
  ['unsuitable-value', GRAPH, (g) => setArgument(g, 'b', 'data', { kind: 'yaml', text: '[1' })],
  ['unsuitable-value', GRAPH, (g) => setArgument(g, 'b', 'data', literal(Symbol('x')))],
  ['unsuitable-value', GRAPH, (g) => addArtifact(g, { name: 'x', contents: literal(5), task: 'TextTask' })],
  ['aliases', 'a: &a {load: []}\nb: *a\n', (g) => removeStep(g, 'a')],
  ['aliases', 'a: {merge: &x [1]}\nb: {say: *x}\n', (g) => setArgument(g, 'a', 'items', literal([3]))],
  ['repeated-key', 'a: {load: []}\na: {say: 1}\n', (g) => renameStep(g, 'a', 'b')],
  [
    'comments',
    'a:\n  train:\n    - 1\n    # few\n    - 2\n    - 3\n',
    (g) => removeArgument(g, 'a', 'epochs'),
  ],
];

describe('an edit is refused', () => {
  test.each(REFUSED)('%s: %s', (reason, text, action) => {
    expect(action(prepare(text))).toMatchObject({
      kind: 'refusal',
      reason,
      sentence: expect.stringMatching(/^[A-Z"].*\.$/) as unknown,
    });
  });

  test('as a whole if the other text cannot follow', () => {
    expect(renameStep(prepare(GRAPH, 'out: {contents: $a\n'), 'a', 'c')).toMatchObject({
      reason: 'unreadable',
      sentence: 'The artifact graph cannot be read as YAML; mend it first.',
    });
  });

  test('with the way round that a circle would take', () => {
    const graphs = prepare('a: {load: []}\nb: {train: [$a]}\nc: {say: 1, dependencies: [b]}\n');
    expect(addDependency(graphs, 'a', 'c')).toMatchObject({
      sentence: 'Step "c" already waits for "a": c → b → a.',
    });
  });
});

describe('an alias', () => {
  test('is written over where it is what changes', () => {
    const outcome = setArgument(
      prepare('a: {load: [&p here]}\nb: {load: {path: *p}}\n'),
      'b',
      'path',
      literal('there'),
    );
    expect(outcome.kind === 'edit' && outcome.after.taskGraph.text).toBe(
      'a: {load: [&p here]}\nb: {load: {path: there}}\n',
    );
  });
});

describe('names', () => {
  test.each([
    ['load', 'load_3'],
    ['load_2', 'load_3'],
    ['load_7', 'load_7'],
    ['train', 'train'],
    ['a.b', 'a_b'],
    ['$x', 'x'],
    ['...', '___'],
    [' ', 'step'],
    ['seed', 'seed_2'],
  ])('from %s comes %s', (from, name) => {
    expect(proposeStepName(prepare('load: {load: []}\nload_2: {load: []}\n'), from)).toBe(name);
  });
});

describe('changes', () => {
  test('are cut to what differs, not inside a character or a line break', () => {
    const text = 'a🙂b\r\nc';
    expect(orderChanges(text, [{ from: 0, to: 6, insert: 'a🙃b\r\n' }])).toEqual([
      { from: 1, to: 3, insert: '🙃' },
    ]);
    expect(orderChanges(text, [{ from: 3, to: 6, insert: 'b\n' }])).toEqual([
      { from: 4, to: 6, insert: '\n' },
    ]);
    expect(orderChanges(text, [{ from: 0, to: 1, insert: 'a' }])).toEqual([]);
  });

  test('that want the same part are none', () => {
    expect(
      orderChanges('abc', [
        { from: 0, to: 2, insert: 'x' },
        { from: 1, to: 3, insert: 'y' },
      ]),
    ).toBeNull();
  });

  test('are undone by their inverse', () => {
    const changes = [
      { from: 0, to: 0, insert: 'xy' },
      { from: 1, to: 3, insert: '' },
      { from: 3, to: 3, insert: 'z' },
    ];
    const after = applyChanges('abcd', changes);
    expect(after).toBe('xyazd');
    expect(applyChanges(after, invertChanges('abcd', changes))).toBe('abcd');
  });
});
