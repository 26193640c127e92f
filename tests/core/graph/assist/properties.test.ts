// Whatever the text and wherever the cursor: nothing throws, and a reference that is begun can be completed, however it is written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { Node } from '#core/graph/node.ts';
import { completionsAt } from '#core/graph/assist/completions.ts';
import { fixesOf } from '#core/graph/assist/fixes.ts';
import { hoverAt } from '#core/graph/assist/hover.ts';
import { stepForm } from '#core/graph/assist/step-form.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { GraphMaker } from '../edit/random-graph.ts';
import { diceOf, LayoutWriter, type Dice } from '../edit/random-layout.ts';
import { prepare } from '../edit/tools.ts';

function randomGraphs(dice: Dice): PreparedGraphs {
  const maker = new GraphMaker(dice);
  const [graph, artifacts] = [maker.graph(1 + dice(5)), maker.artifacts(dice(3))];
  return prepare(new LayoutWriter(dice).write(graph), new LayoutWriter(dice).write(artifacts));
}

/** Texts in a block of their own are not completed. */
function isBlockText(text: string, { place }: Node): boolean {
  return place === null || /[|>]/.test(text[place.start]!);
}

/** What the references of a graph go to, in their order. */
function namesIn({ description }: PreparedGraphs): readonly string[] {
  return description.steps.flatMap((step) => step.references.map(({ name }) => name));
}

test('a reference that is begun can be completed, and then the text says the same as before', () => {
  let completed = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const dice = diceOf(g);
      const graphs = randomGraphs(dice);
      const { text } = graphs.taskGraph;
      const references = graphs.description.steps
        .flatMap((step) => step.references)
        .filter(({ node }) => !isBlockText(text, node));
      if (references.length === 0) return;
      const { node, name, text: wanted } = references[dice(references.length)]!;
      const { start, end } = node.place!;
      const quote = /["']/.exec(text[start]!)?.[0] ?? '';
      const length = quote.length + 1 + dice(2);
      const keepsRest = dice(2) === 0 && !/\s/.test(text.slice(start, end));
      const begun = keepsRest ? text : text.slice(0, start + length) + quote + text.slice(end);
      const hasDot = begun.slice(start, start + length).includes('.');
      const found = completionsAt(prepare(begun, graphs.artifactGraph.text), 'task graph', start + length);
      const choice = found.find(({ label }) => label === wanted || (label === `$${name}` && !hasDot));
      expect(choice, `${wanted} in\n${begun}`).toBeDefined();
      const after = begun.slice(0, choice!.from) + choice!.insert + begun.slice(choice!.to);
      expect(namesIn(prepare(after)), after).toEqual(namesIn(graphs));
      completed += 1;
    }),
    {
      numRuns: Number(process.env.RUNS ?? 200),
      endOnFailure: true,
      ...(process.env.SEED && { seed: Number(process.env.SEED) }),
    },
  );
  expect(completed).toBeGreaterThan(50);
}, 60_000);

const PIECES = [
  's',
  't',
  '$s',
  '$t.x',
  'train',
  'load',
  'task',
  'args',
  'kwargs',
  'dependencies',
  'data',
  '1',
  '[',
  ']',
  '{',
  '}',
  ': ',
  ', ',
  '\n',
  '\n  ',
  '\n    ',
  '\n- ',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '<<: ',
  '# c',
  '|',
  '\t',
  '\r\n',
  '---',
];

test('nothing throws, wherever the cursor is in whatever text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }),
      fc.boolean(),
      (words, isArtifactGraph) => {
        const text = words.join('');
        const graphs = isArtifactGraph ? prepare('s: {load: []}\n', text) : prepare(text);
        const document = isArtifactGraph ? 'artifact graph' : 'task graph';
        for (let offset = 0; offset <= text.length; offset += 1) {
          hoverAt(graphs, document, offset);
          for (const { from, to } of completionsAt(graphs, document, offset)) {
            expect(from).toBeLessThanOrEqual(offset);
            expect(to).toBeGreaterThanOrEqual(offset);
          }
        }
        for (const { name } of graphs.description.steps) stepForm(graphs, name);
        for (const found of compileEntrypoint(graphs.source).issues) fixesOf(graphs, found);
      },
    ),
    { numRuns: 200 },
  );
});

test('every fix that edits leaves a text that can be read', () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const graphs = randomGraphs(diceOf(g));
      for (const found of compileEntrypoint(graphs.source).issues.slice(0, 10)) {
        for (const { title, edit, request } of fixesOf(graphs, found)) {
          expect(title).not.toBe('');
          expect(edit ?? request).not.toBeNull();
          expect(edit?.after.taskGraph.isReadable ?? true).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});
