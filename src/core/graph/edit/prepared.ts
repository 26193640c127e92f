/** An entrypoint's graphs read once, with all that edits and help at the cursor ask of them. What is asked is worked out when first asked. */
import { describeEntrypoint, type Described } from '#core/graph/describe.ts';
import { readDescription, type Description } from '#core/graph/description.ts';
import type { EntrypointSource, KnownTask } from '#core/graph/plan-types.ts';
import type { Step } from '#core/graph/step.ts';
import { GraphText } from './graph-text.ts';

export class PreparedGraphs {
  readonly source: EntrypointSource;
  readonly taskGraph: GraphText;
  readonly artifactGraph: GraphText;
  #described: Described | null = null;
  #description: Description | null = null;
  #functions: ReadonlyMap<string, KnownTask> | null = null;

  constructor(source: EntrypointSource, taskGraph: GraphText, artifactGraph: GraphText) {
    this.source = source;
    this.taskGraph = taskGraph;
    this.artifactGraph = artifactGraph;
  }

  /** The same entrypoint with other texts, which need not be read again. */
  with(taskGraph: GraphText, artifactGraph: GraphText): PreparedGraphs {
    const source = { ...this.source, taskGraph: taskGraph.text, artifactGraph: artifactGraph.text };
    return new PreparedGraphs(source, taskGraph, artifactGraph);
  }

  get described(): Described {
    return (this.#described ??= describeEntrypoint(
      this.source,
      this.taskGraph.root,
      this.artifactGraph.root,
    ));
  }

  get description(): Description {
    return (this.#description ??= readDescription(this.described.root));
  }

  /** Of tasks with one name the last counts. */
  get functions(): ReadonlyMap<string, KnownTask> {
    return (this.#functions ??= new Map(this.source.functions.map((task) => [task.name, task])));
  }

  /** The step of this name; a name that is no text counts as it is shown. */
  step(name: string): Step | undefined {
    return (
      this.description.stepsByName.get(name) ?? this.description.steps.find((step) => step.name === name)
    );
  }

  /** The inputs of the step's task by name, in the order of positions; null where the task is not known. */
  slotsOf({ call }: Step): readonly string[] | null {
    const task = call?.task == null ? undefined : this.description.tasks.get(call.task);
    return task ? task.slots.map(({ name }) => name) : null;
  }
}

/** Reads both texts. All later work on them takes what this gives. */
export function prepareGraphs(source: EntrypointSource): PreparedGraphs {
  return new PreparedGraphs(
    source,
    new GraphText(source.taskGraph, 'task graph'),
    new GraphText(source.artifactGraph, 'artifact graph'),
  );
}
