/** The drawing of a task graph: steps, what goes into them and comes out, and edges; made from whatever can be read. */
import { exactText } from './exact.ts';
import { taskOf, type Description, type Task } from './description.ts';
import { show, textOf, written, type Node } from './node.ts';
import type { KnownTask, Picture, PictureEdge, PictureStep } from './plan-types.ts';
import { isReference, readReference, referencesIn, type Reference } from './reference.ts';
import { resolveReference } from './resolve.ts';
import type { Step } from './step.ts';

/** Longer texts of arguments are cut. */
const LONGEST_TEXT = 80;

type Outputs = PictureStep['outputs'];

/** Draws a description, checked or not; `functions` tells which plugin a task belongs to. */
export function drawPicture(
  description: Description,
  functions: ReadonlyMap<string, KnownTask> = new Map(),
): Picture {
  const outputs = new Map([...description.tasks.values()].map((task) => [task, drawOutputs(task)]));
  const steps = description.steps.map((step) => drawStep(step, description, functions, outputs));
  return { steps, edges: description.steps.flatMap((step) => drawEdges(step, description)) };
}

/** Made once for a task and shared by its steps, so that a large picture is copied faster. */
function drawOutputs({ outputs }: Task): Outputs {
  return outputs.map(({ name, type }) => ({ name, type }));
}

function drawStep(
  step: Step,
  description: Description,
  functions: ReadonlyMap<string, KnownTask>,
  outputs: ReadonlyMap<Task, Outputs>,
): PictureStep {
  const task = taskOf(step, description);
  const given = listGiven(step, task);
  return {
    name: step.name,
    task: step.call ? show(step.call.taskNode) : null,
    plugin: functions.get(step.call?.task ?? '')?.plugin ?? null,
    inputs: drawInputs(given, task),
    outputs: (task && outputs.get(task)) ?? [],
    unresolved: findUnresolved(step, description),
    range: drawRange(step),
    exact: drawExact(given, description),
  };
}

interface Given {
  readonly name: string;
  readonly value: Node;
}

/** An argument by position goes to the input of that place; without such an input it is known by its number. */
function listGiven({ call }: Step, task: Task | undefined): Given[] {
  const positional = call?.positional.map(({ value }, index) => ({
    name: task?.slots[index]?.name ?? `#${index + 1}`,
    value,
  }));
  const keywords = call?.keywords.map(({ keyword, value }) => ({ name: show(keyword!), value }));
  return [...(positional ?? []), ...(keywords ?? [])];
}

/** The inputs of the task in order, then whatever else is given. */
function drawInputs(given: readonly Given[], task: Task | undefined): PictureStep['inputs'] {
  const slots = task?.slots ?? [];
  const known = slots.map(({ name, type, required }) => {
    const value = given.find((argument) => argument.name === name)?.value;
    return { name, type, required, given: value ? textGiven(value) : null };
  });
  const others = given.filter((argument) => !slots.some(({ name }) => name === argument.name));
  return [
    ...known,
    ...others.map(({ name, value }) => ({ name, type: null, required: false, given: textGiven(value) })),
  ];
}

function textGiven(value: Node): string {
  const plain = textOf(value);
  const text = plain !== null && isReference(plain) ? plain : written(value).replaceAll(/\s+/g, ' ').trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

function drawExact(given: readonly Given[], description: Description): PictureStep['exact'] {
  const leadsTo = (text: string) => {
    const reference = readReference(text)!;
    if (!leadsToStep(reference, description)) return null;
    return { step: reference.name, output: outputOf(reference, description) };
  };
  return Object.fromEntries(given.map(({ name, value }) => [name, exactText(value, leadsTo)]));
}

function findUnresolved(step: Step, description: Description): string[] {
  const unresolved = new Set<string>();
  for (const reference of step.references) {
    if (resolveReference(reference, description).kind === 'nothing') unresolved.add(reference.text);
  }
  for (const { name } of step.dependencies) if (!description.stepsByName.has(name)) unresolved.add(name);
  return [...unresolved];
}

function drawRange({ key, body }: Step): PictureStep['range'] {
  if (!key.place) return null;
  const { source, start, end } = key.place;
  return source.range(start, Math.max(end, body.place?.end ?? end));
}

/** One edge for each output that goes into an input, and one for each dependency. */
function drawEdges(step: Step, description: Description): PictureEdge[] {
  const edges: PictureEdge[] = [];
  for (const { name, value } of listGiven(step, taskOf(step, description))) {
    for (const reference of referencesIn(value)) {
      if (leadsToStep(reference, description))
        addEdge(edges, drawReference(step, reference, name, description));
    }
  }
  for (const { name } of step.dependencies) {
    if (!description.stepsByName.has(name)) continue;
    addEdge(edges, { from: name, to: step.name, kind: 'dependency', output: null, input: null });
  }
  return edges;
}

function leadsToStep({ name, output }: Reference, { parameters, stepsByName }: Description): boolean {
  return stepsByName.has(name) && (output !== null || !parameters.has(name));
}

function drawReference(
  step: Step,
  reference: Reference,
  input: string,
  description: Description,
): PictureEdge {
  const output = outputOf(reference, description);
  return { from: reference.name, to: step.name, kind: 'reference', output, input };
}

/** The only output of a task need not be named. */
function outputOf(reference: Reference, description: Description): string | null {
  const target = resolveReference(reference, description);
  return target.kind === 'output' ? target.output.name : reference.output;
}

function addEdge(edges: PictureEdge[], edge: PictureEdge): void {
  const isThere = edges.some(
    (other) =>
      other.from === edge.from &&
      other.kind === edge.kind &&
      other.output === edge.output &&
      other.input === edge.input,
  );
  if (!isThere) edges.push(edge);
}
