// What edits and help at the cursor take in graphs of 100, 1,000 and 10,000 steps, once the text is read.
import { completionsAt } from '#core/graph/assist/completions.ts';
import { hoverAt } from '#core/graph/assist/hover.ts';
import { stepForm } from '#core/graph/assist/step-form.ts';
import { addDependency, setArgument, wire } from '#core/graph/edit/arguments.ts';
import { prepareGraphs, type PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { removeStep } from '#core/graph/edit/remove-step.ts';
import { addStep, duplicateStep, renameStep } from '#core/graph/edit/steps.ts';
import { sourceOf, writeGraph } from './graph-texts.ts';
import type { Row } from './index.ts';

export const name = 'Graph: edits and help at the cursor';

const SIZES = [100, 1_000, 10_000];
const RUNS = 9;

type Work = (graphs: PreparedGraphs, middle: string) => unknown;

const WORK: Readonly<Record<string, Work>> = {
  'add a step': (graphs, middle) => addStep(graphs, { task: 'train_model', after: middle }),
  'duplicate a step': (graphs, middle) => duplicateStep(graphs, middle),
  'rename a step': (graphs, middle) => renameStep(graphs, middle, 'renamed'),
  'remove a step and mentions': (graphs, middle) => removeStep(graphs, middle, 'remove'),
  'set an argument': (graphs, middle) =>
    setArgument(graphs, middle, 'rate', { kind: 'literal', value: 0.25 }),
  'wire steps': (graphs, middle) =>
    wire(graphs, { from: 'step_0', output: 'loss', to: middle, input: 'rate' }),
  'add a dependency': (graphs, middle) => addDependency(graphs, middle, 'step_0'),
  'complete a reference': (graphs, middle) =>
    completionsAt(graphs, 'task graph', valueIn(graphs, middle) + 1),
  'hover a reference': (graphs, middle) => hoverAt(graphs, 'task graph', valueIn(graphs, middle) + 1),
  'form of a step': (graphs, middle) => stepForm(graphs, middle),
};

export function run(): Promise<readonly Row[]> {
  return Promise.resolve(SIZES.flatMap(measure));
}

function measure(steps: number): Row[] {
  const source = sourceOf(writeGraph(steps));
  const middle = `step_${steps >> 1}`;
  const graphs = prepareGraphs(source);
  const read = time(() => prepareGraphs(source).description);
  void graphs.description.steps;
  const rows = Object.entries(WORK).map(([work, act]) => [work, time(() => act(graphs, middle))] as const);
  return [['read the text', read] as const, ...rows].map(([work, milliseconds]) => ({
    work,
    steps,
    'median ms': milliseconds,
  }));
}

function time(act: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
  return Math.round(10 * times.toSorted((a, b) => a - b)[RUNS >> 1]!) / 10;
}

/** Where the first argument of a step begins. */
function valueIn({ taskGraph: { text } }: PreparedGraphs, step: string): number {
  return text.indexOf('model: ', text.indexOf(`\n${step}:`)) + 'model: '.length;
}
