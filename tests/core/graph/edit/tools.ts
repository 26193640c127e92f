// An entrypoint to edit: a few tasks, two parameters, an artifact parameter.
import type { EntrypointSource, KnownTask } from '#core/graph/plan-types.ts';
import { prepareGraphs, type PreparedGraphs } from '#core/graph/edit/prepared.ts';

/** `train(data: Data, epochs?: integer) → model: Model`, in short. */
export function task(signature: string): KnownTask {
  const [, name, inputs, outputs] = /^(\w+)\(([^)]*)\)(?: → (.*))?$/.exec(signature)!;
  const parts = (list: string | undefined) => (list ? list.split(', ').map((part) => part.split(': ')) : []);
  return {
    name: name!,
    plugin: 'tools',
    file: 'tasks.ts',
    inputs: parts(inputs).map(([input, type]) => ({
      name: input!.replace('?', ''),
      type: type!,
      required: !input!.endsWith('?'),
    })),
    outputs: parts(outputs).map(([output, type]) => ({ name: output!, type: type! })),
  };
}

export const FUNCTIONS: readonly KnownTask[] = [
  task('load(path?: string) → data: Data'),
  task('split(data: Data, share?: number) → first: Data, second: Data'),
  task('train(data: Data, epochs?: integer, rate?: number) → model: Model'),
  task('evaluate(model: Model, data: Data) → report: string'),
  task('merge(items: any) → all: any'),
  task('say(text: any)'),
  task('task(x: any)'),
];

export const SOURCE: EntrypointSource = {
  taskGraph: '',
  artifactGraph: '',
  parameters: [
    { name: 'seed', type: 'integer', defaultValue: '1' },
    { name: 'share', type: 'float', defaultValue: '0.5' },
  ],
  artifactParameters: [{ name: 'weights', outputs: [{ name: 'model', type: 'Model' }] }],
  functions: FUNCTIONS,
  artifacts: [
    { name: 'TextTask', plugin: 'artifacts', file: 'text.ts', outputs: [{ name: 'text', type: 'string' }] },
    { name: 'ModelTask', plugin: 'artifacts', file: 'model.ts', outputs: [{ name: 'model', type: 'Model' }] },
  ],
  types: [
    { name: 'Data', structure: null },
    { name: 'Model', structure: null },
  ],
};

export function prepare(
  taskGraph: string,
  artifactGraph = '',
  change: Partial<EntrypointSource> = {},
): PreparedGraphs {
  return prepareGraphs({ ...SOURCE, ...change, taskGraph, artifactGraph });
}
