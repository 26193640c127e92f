// Every case of task-graph.md and artifact-graph.md: text before, what is done, text after.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { applyChanges, invertChanges } from '#core/graph/edit/change.ts';
import * as args from '#core/graph/edit/arguments.ts';
import * as artifacts from '#core/graph/edit/artifacts.ts';
import type { Edit, EditOutcome } from '#core/graph/edit/edit.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import * as removal from '#core/graph/edit/remove-step.ts';
import * as parameters from '#core/graph/edit/rename-parameter.ts';
import * as steps from '#core/graph/edit/steps.ts';
import { prepare } from './tools.ts';

type Action = (graphs: PreparedGraphs, ...args: readonly unknown[]) => EditOutcome;

const ACTIONS = { ...args, ...artifacts, ...removal, ...parameters, ...steps } as unknown as Readonly<
  Record<string, Action>
>;

interface Case {
  readonly what: string;
  readonly action: string;
  readonly before: string;
  readonly after: string;
}

function readCases(file: string): readonly Case[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const form = /^## (.*)\n\n`(.*)`\n\n```yaml\n([^]*?)```\n\n```yaml\n([^]*?)```$/gm;
  return [...text.matchAll(form)].map(([, what, action, before, after]) => ({
    what: what!,
    action: action!,
    before: before!,
    after: after!,
  }));
}

/** `{value: …}` and the like as the kinds of values that edits take. */
function readValue(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  if ('value' in item) return { kind: 'literal', value: item.value };
  if ('typed' in item) return { kind: 'yaml', text: item.typed };
  if ('reference' in item) {
    const [name, output = null] = [item.reference].flat() as [string, string?];
    return { kind: 'reference', name, output };
  }
  if (Array.isArray(item)) return item.map(readValue);
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, readValue(value)]));
}

function act(graphs: PreparedGraphs, written: string): Edit {
  const [[name, given]] = Object.entries(parse(written) as Readonly<Record<string, readonly unknown[]>>) as [
    [string, readonly unknown[]],
  ];
  const outcome = ACTIONS[name]!(graphs, ...given.map(readValue));
  if (outcome.kind === 'refusal') throw new Error(outcome.sentence);
  return outcome;
}

describe('the task graph', () => {
  test.each(readCases('task-graph.md'))('$what', ({ action, before, after }) => {
    const edit = act(prepare(before), action);
    expect(edit.after.taskGraph.text).toBe(after);
    expect(applyChanges(before, edit.changes.taskGraph)).toBe(after);
    expect(applyChanges(after, invertChanges(before, edit.changes.taskGraph))).toBe(before);
  });

  test('keeps the line breaks of the author', () => {
    const edit = act(prepare('a:\r\n  load: []\r\n'), 'addStep: [{task: load}]');
    expect(edit.after.taskGraph.text).toBe('a:\r\n  load: []\r\nload:\r\n  load: []\r\n');
  });

  test.each([
    ['addStep: [{task: load}]', 'a: {load: []}', 'a: {load: []}\nload: {load: []}'],
    ['addStep: [{task: load}]', '# first', '# first\nload:\n  load: []'],
    ['removeStep: [b]', 'a: {load: []}\nb: {load: []}', 'a: {load: []}'],
    [
      'addDependency: [b, a]',
      'a: {load: []}\nb:\n  load: []',
      'a: {load: []}\nb:\n  load: []\n  dependencies: [a]',
    ],
  ])('leaves a last line that is not ended as it is: %s', (action, before, after) => {
    expect(act(prepare(before), action).after.taskGraph.text).toBe(after);
  });
});

describe('the artifact graph', () => {
  test.each(readCases('artifact-graph.md'))('$what', ({ action, before, after }) => {
    const edit = act(prepare('a: {load: []}\nb: {train: [$a]}\n', before), action);
    expect(edit.after.artifactGraph.text).toBe(after);
  });
});

describe('after an edit', () => {
  test.each([
    ['a: {train: [$x]}\n', 'setArgument: [a, rate, {value: 0.5}]', '0.5'],
    ['a: {train: [$x]}\n', 'setArgument: [a, epochs, {value: 3}]', '3'],
    ['a: {say: x}\n', 'setArgument: [a, text, {value: y}]', 'y'],
    ['a:\n  load: []\n', 'setArgument: [a, path, {value: p}]', 'p'],
    ['a: {load: []}\n', 'addStep: [{task: say, name: new}]', 'new'],
    ['a: {load: []}\n', 'renameStep: [a, b c]', 'b c'],
  ])('what is new is selected: %s %s', (before, action, selected) => {
    const { select, after } = act(prepare(before), action);
    expect(after.taskGraph.text.slice(select!.from, select!.to)).toBe(selected);
  });

  test('what mentioned a removed step is told', () => {
    const graphs = prepare(
      'a: {load: []}\nb: {train: [$a, 5], dependencies: a}\n',
      'x: {contents: $a, task: {name: TextTask}}\n',
    );
    expect(removal.removeStep(graphs, 'a')).toMatchObject({
      kind: 'edit',
      mentions: [
        { document: 'task graph', owner: 'b', kind: 'argument', input: 'data', text: '$a' },
        { document: 'task graph', owner: 'b', kind: 'dependency', input: null, text: 'a' },
        { document: 'artifact graph', owner: 'x', kind: 'contents', input: null, text: '$a' },
      ],
    });
  });
});
