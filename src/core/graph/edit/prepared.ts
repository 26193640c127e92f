/** An entrypoint's graphs read once, with all that edits and help at the cursor ask of them. What is asked is worked out when first asked. */
import { describeEntrypoint, type Described } from '#core/graph/describe.ts';
import { readDescription, type Description } from '#core/graph/description.ts';
import { map, show, textOf, type Entry, type Node } from '#core/graph/node.ts';
import type { EntrypointSource } from '#core/graph/plan-types.ts';
import { readStep, type Step } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';
import { buildRegistry } from '#core/types/registry.ts';
import { GraphText } from './graph-text.ts';
import { findFollowers } from './reach.ts';

/** Made by `prepareGraphs`, and by every edit for the texts after it. Never changes. */
export class PreparedGraphs {
  readonly source: EntrypointSource;
  readonly taskGraph: GraphText;
  readonly artifactGraph: GraphText;
  #described: Described | null = null;
  #description: Description | null = null;
  #surroundings: Description | null = null;
  #subject: Subject | null = null;
  #followers: ReadonlyMap<string, readonly string[]> | null = null;
  #entries: ReadonlyMap<string, Entry> | null = null;

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

  /** All of it. */
  get description(): Description {
    return (this.#description ??= readDescription(this.described.root));
  }

  /** The same without steps, which takes no time to speak of however many there are. */
  get surroundings(): Description {
    if (this.#description) return this.#description;
    const empty = { ...this.source, taskGraph: '' };
    return (this.#surroundings ??= readDescription(
      describeEntrypoint(empty, map([]), this.artifactGraph.root).root,
    ));
  }

  /** What types are looked up in: all but the steps. */
  get subject(): Subject {
    return (this.#subject ??= buildSubject(this.surroundings, this.described.openParameters));
  }

  /** The entry of each step by its name; a name that is no text counts as it is shown, unless another step has it as text. */
  get entries(): ReadonlyMap<string, Entry> {
    return (this.#entries ??= entriesByName(this.taskGraph.root));
  }

  /** For each step those that wait for it directly. */
  get followers(): ReadonlyMap<string, readonly string[]> {
    return (this.#followers ??= findFollowers(this.description));
  }

  step(name: string): Step | undefined {
    const entry = this.entries.get(name);
    return entry && readStep(entry, ['graph']);
  }

  /** The inputs of the step's task by name, in the order of positions; null where the task is not known. */
  slotsOf({ call }: Step): readonly string[] | null {
    const task = call?.task == null ? undefined : this.surroundings.tasks.get(call.task);
    return task ? task.slots.map(({ name }) => name) : null;
  }
}

function buildSubject(description: Description, openParameters: Subject['openParameters']): Subject {
  const definitions = description.types.map(({ name, key, definition }) => ({
    name: key.type === 'string' ? name : null,
    definition,
  }));
  return { description, registry: buildRegistry(definitions), openParameters };
}

function entriesByName(root: Node): ReadonlyMap<string, Entry> {
  const entries = root.kind === 'map' ? root.entries : [];
  const others = entries.filter(({ key }) => key.type !== 'string');
  return new Map(
    [...others, ...entries.filter(({ key }) => key.type === 'string')].map((entry) => [
      textOf(entry.key) ?? show(entry.key),
      entry,
    ]),
  );
}

/** Reads both texts, at the latest when they are first asked about. All later work on them takes what this gives. */
export function prepareGraphs(source: EntrypointSource): PreparedGraphs {
  return new PreparedGraphs(
    source,
    new GraphText(source.taskGraph, 'task graph'),
    new GraphText(source.artifactGraph, 'artifact graph'),
  );
}
