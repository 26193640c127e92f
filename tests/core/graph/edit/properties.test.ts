// For random graphs in random layouts and random edits: the text says what is intended, the rest of it stays byte for byte, and undo is exact.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChanges, invertChanges, type Change } from '#core/graph/edit/change.ts';
import type { Edit } from '#core/graph/edit/edit.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import type { RefusalReason } from '#core/graph/edit/refusal.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { readModel, type Model } from './model.ts';
import { randomEdit, type RandomEdit } from './random-edit.ts';
import { GraphMaker } from './random-graph.ts';
import { diceOf, LayoutWriter, type Dice } from './random-layout.ts';
import { prepare } from './tools.ts';

const RUNS = Number(process.env.RUNS ?? 100);

/** What can be refused because it makes no sense; how a text is written is no reason, but for comments that would be lost. */
const SENSIBLE: ReadonlySet<RefusalReason> = new Set([
  'no-such-step',
  'no-such-argument',
  'no-such-output',
  'no-such-dependency',
  'no-such-artifact',
  'name-taken',
  'positions',
  'cycle',
  'comments',
  'no-such-input',
]);

function randomGraphs(dice: Dice): PreparedGraphs {
  const maker = new GraphMaker(dice);
  const [graph, artifacts] = [maker.graph(dice(6)), maker.artifacts(dice(4))];
  const text = new LayoutWriter(dice).write(graph);
  return prepare(
    dice(3) === 0 ? lengthen(text, dice(2) === 0) : text,
    new LayoutWriter(dice).write(artifacts),
  );
}

/** So long that after an edit only the pieces that changed are read again; not where the text is in brackets. */
function lengthen(text: string, isAhead: boolean): string {
  if (!/^\w+:/m.test(text) || /^\{/m.test(text) || text.startsWith(' ')) return text;
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n';
  const filler = Array.from(
    { length: 60 },
    (_, index) => `fill_${index}:${lineBreak}  load: [] # ${'much '.repeat(80)}${lineBreak}`,
  ).join('');
  return isAhead
    ? filler + text.replace(/^---\r?\n/, '')
    : (text.endsWith('\n') ? text : text + lineBreak) + filler;
}

function checkText(before: string, after: string, changes: readonly Change[]): void {
  expect(applyChanges(before, changes)).toBe(after);
  expect(applyChanges(after, invertChanges(before, changes))).toBe(before);
  for (const [index, change] of changes.entries())
    expect(change.from).toBeGreaterThanOrEqual(changes[index - 1]?.to ?? 0);
}

/** Lines of steps and artifacts that the edit does not concern, and comments outside of those that it does. */
function checkUntouched(text: string, after: string, concerns: (name: string) => boolean): void {
  const { root } = parseYaml(text);
  if (root.kind !== 'map') return void expect(after).toContain(text.trimEnd());
  let rest = text;
  for (const { key, value } of root.entries) {
    const slice = text.slice(key.place!.start, Math.max(key.place!.end, value.place!.end)).trimEnd();
    if (concerns(String(key.value))) rest = rest.replace(slice, '');
    else expect(after).toContain(slice);
  }
  const isWhole = root.entries.every(({ key }) => !concerns(String(key.value)));
  for (const [comment] of rest.matchAll(/# c\d+;/g))
    if (isWhole || isAbove(text, comment)) expect(after).toContain(comment);
}

/** Whether the comment has its line to itself, at the margin of the steps. */
function isAbove(text: string, comment: string): boolean {
  return new RegExp(`(?:^|\\n)${comment}`).test(text);
}

function checkEdit(
  prepared: PreparedGraphs,
  { outcome, concerns }: RandomEdit,
  expected: Model,
): PreparedGraphs {
  if (outcome.kind === 'refusal') {
    expect([...SENSIBLE]).toContain(outcome.reason);
    return prepared;
  }
  const { after, changes, select } = outcome as Edit;
  checkText(prepared.taskGraph.text, after.taskGraph.text, changes.taskGraph);
  checkText(prepared.artifactGraph.text, after.artifactGraph.text, changes.artifactGraph);
  expect(readModel(after.taskGraph.text, after.artifactGraph.text)).toEqual(expected);
  checkUntouched(prepared.taskGraph.text, after.taskGraph.text, concerns);
  checkUntouched(prepared.artifactGraph.text, after.artifactGraph.text, concerns);
  const selected = select?.document === 'artifact graph' ? after.artifactGraph.text : after.taskGraph.text;
  if (select) expect(select.to).toBeLessThanOrEqual(selected.length);
  expect(/\r\n/.test(after.taskGraph.text) && /[^\r]\n/.test(after.taskGraph.text)).toBe(false);
  return after;
}

/** What happened, with the texts, for whoever reads a failure. */
function tell({ what, outcome }: RandomEdit, before: PreparedGraphs): string {
  const after = outcome.kind === 'edit' ? outcome.after : null;
  const texts = [before.taskGraph, before.artifactGraph, after?.taskGraph, after?.artifactGraph];
  return [
    what,
    outcome.kind === 'edit' ? JSON.stringify(outcome.changes) : outcome.sentence,
    ...texts.map((text) => text?.text),
  ].join('\n---\n');
}

test('random edits do what is meant, touch nothing else, and can be undone', () => {
  const outcomes: string[] = [];
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const dice = diceOf(g);
      let prepared = randomGraphs(dice);
      for (let count = 1 + dice(5); count > 0; count -= 1) {
        const edit = randomEdit(
          dice,
          prepared,
          readModel(prepared.taskGraph.text, prepared.artifactGraph.text),
        );
        try {
          outcomes.push(edit.outcome.kind);
          prepared = checkEdit(prepared, edit, edit.expected);
        } catch (error) {
          throw new Error(tell(edit, prepared), { cause: error });
        }
      }
    }),
    { numRuns: RUNS, endOnFailure: true, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  );
  expect(outcomes.filter((kind) => kind === 'edit').length).toBeGreaterThan(outcomes.length / 2);
}, 120_000);

const PIECES = [
  's',
  't',
  '$s',
  '$t.data',
  'load',
  'say',
  'task',
  'args',
  'kwargs',
  'dependencies',
  '1',
  'x: 1',
  '[',
  ']',
  '{',
  '}',
  ': ',
  ', ',
  '\n',
  '\n  ',
  '\n- ',
  '- ',
  '"',
  '&a ',
  '*a',
  '~',
  '<<: ',
  '!!set ',
  '? ',
  '# c',
  '|',
  '\t',
  '\r',
  '---',
  '%',
];

test('whatever is written, an edit is exact or refused', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }), fc.gen(), (words, g) => {
      const dice = diceOf(g);
      const start = ['', 's: {load: []}\n', 's: &b\n  say: &a [1]\n', '{s: {task: say}, '][dice(4)]!;
      const graphs = prepare(start + words.join(''), dice(3) === 0 ? words.join('') : '');
      const model: Model = {
        steps: ['s', 't'].map((name) => ({ name, task: 'say', given: {}, after: [] })),
        artifacts: [],
      };
      const { outcome } = randomEdit(dice, graphs, model);
      if (outcome.kind === 'refusal') expect(outcome.sentence).toMatch(/[.?!…"]$/);
      else checkText(graphs.taskGraph.text, outcome.after.taskGraph.text, outcome.changes.taskGraph);
    }),
    { numRuns: RUNS * 4 },
  );
}, 60_000);
