// Task graphs of any size, and an entrypoint that has the tools they call.
import type { EntrypointSource } from '#core/graph/plan-types.ts';

/** A graph in which every step uses the one before it and waits for the one before that. */
export function writeGraph(steps: number): string {
  const lines = Array.from({ length: steps }, (_, i) => [
    `step_${i}:`,
    '  train_model:',
    `    model: ${i > 0 ? `$step_${i - 1}.model` : '$start'}`,
    `    epochs: ${i}`,
    '    rate: 0.5',
    `    title: "run number ${i}"`,
    '    layers: [1, 2, 3]',
    `  dependencies: [${i > 1 ? `step_${i - 2}` : ''}]`,
  ]);
  return `${lines.flat().join('\n')}\n`;
}

/** The same graph with a block text in each step, so that the YAML library has to read all of it. */
export function withBlockTexts(graph: string): string {
  return graph.replaceAll(/title: "(.*)"/g, 'title: |-\n      $1');
}

const INPUTS = { model: 'string', epochs: 'integer', rate: 'number', title: 'string', layers: 'sizes' };

export function sourceOf(taskGraph: string): EntrypointSource {
  return {
    taskGraph,
    artifactGraph: '',
    parameters: [{ name: 'start', type: 'string', defaultValue: 'nothing' }],
    artifactParameters: [],
    functions: [
      {
        name: 'train_model',
        plugin: 'training',
        file: 'tasks.ts',
        inputs: Object.entries(INPUTS).map(([name, type]) => ({ name, type, required: true })),
        outputs: [
          { name: 'model', type: 'string' },
          { name: 'loss', type: 'number' },
        ],
      },
    ],
    artifacts: [],
    types: [{ name: 'sizes', structure: { list: 'integer' } }],
  };
}
