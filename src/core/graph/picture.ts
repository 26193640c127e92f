/** The drawing of a task graph: steps, what goes into them and comes out, and edges; made from whatever can be read. */
import type { Description, Task } from './description.ts';
import { rangeOf, show, textOf, type Node } from './node.ts';
import type { KnownTask, Picture, PictureEdge, PictureStep } from './plan-types.ts';
import type { PlacedReference } from './reference.ts';
import { resolveReference } from './resolve.ts';
import type { Argument, Step } from './step.ts';
import { isReference } from './reference.ts';

/** Longer texts of arguments are cut. */
const LONGEST_TEXT = 80;

/** Draws a description, checked or not; `functions` tells which plugin a task belongs to. */
export function drawPicture(
  description: Description,
  functions: ReadonlyMap<string, KnownTask> = new Map(),
): Picture {
  return {
    steps: description.steps.map((step) => drawStep(step, description, functions)),
    edges: description.steps.flatMap((step) => drawEdges(step, description)),
  };
}

function taskOf(step: Step, description: Description): Task | undefined {
  return step.call?.task == null ? undefined : description.tasks.get(step.call.task);
}

function drawStep(
  step: Step,
  description: Description,
  functions: ReadonlyMap<string, KnownTask>,
): PictureStep {
  const task = taskOf(step, description);
  return {
    name: step.name,
    task: step.call ? show(step.call.taskNode) : null,
    plugin: functions.get(step.call?.task ?? '')?.plugin ?? null,
    inputs: drawInputs(step, task),
    outputs: task?.outputs.map(({ name, type }) => ({ name, type })) ?? [],
    unresolved: findUnresolved(step, description),
    range: drawRange(step),
  };
}

/** The inputs of the task in order, then whatever else is given. */
function drawInputs({ call }: Step, task: Task | undefined): PictureStep['inputs'] {
  const given = new Map(
    [...(call?.positional ?? []), ...(call?.keywords ?? [])].map((argument) => [
      inputName(argument, task),
      argument,
    ]),
  );
  const known =
    task?.inputs.map(({ name, type, required }) => ({
      name,
      type,
      required,
      given: textGiven(given.get(name)),
    })) ?? [];
  const names = new Set(known.map(({ name }) => name));
  const others = [...given].filter(([name]) => !names.has(name));
  return [
    ...known,
    ...others.map(([name, argument]) => ({ name, type: null, required: false, given: textGiven(argument) })),
  ];
}

/** An argument by position goes to the input of that place; without such an input it is known by its number. */
function inputName({ keyword, path }: Argument, task: Task | undefined): string {
  if (keyword) return show(keyword);
  const last = path.at(-1);
  const index = typeof last === 'number' ? last : 0;
  return task?.inputs[index]?.name ?? `#${index + 1}`;
}

function textGiven(argument: Argument | undefined): string | null {
  if (!argument) return null;
  const { place } = argument.value;
  const written = place ? place.source.text.slice(place.start, place.end) : show(argument.value);
  const text = isReference(textOf(argument.value) ?? '')
    ? textOf(argument.value)!
    : written.replaceAll(/\s+/g, ' ').trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

function findUnresolved(step: Step, description: Description): string[] {
  const references = step.references
    .filter((reference) => resolveReference(reference, description).kind === 'nothing')
    .map(({ text }) => text);
  const dependencies = step.dependencies
    .filter(({ name }) => !description.stepsByName.has(name))
    .map(({ name }) => name);
  return [...new Set([...references, ...dependencies])];
}

function drawRange({ key, body }: Step): PictureStep['range'] {
  const start = rangeOf(key);
  const end = rangeOf(body);
  return start && end
    ? { start: start.start, end: end.end.offset > start.end.offset ? end.end : start.end }
    : null;
}

/** One edge for each output that goes into an input, and one for each dependency. */
function drawEdges(step: Step, description: Description): PictureEdge[] {
  const edges = new Map<string, PictureEdge>();
  const add = (edge: PictureEdge): void =>
    void edges.set(JSON.stringify([edge.from, edge.kind, edge.output, edge.input]), edge);
  for (const reference of step.references) {
    const edge = drawReference(step, reference, description);
    if (edge) add(edge);
  }
  for (const { name } of step.dependencies) {
    if (description.stepsByName.has(name))
      add({ from: name, to: step.name, kind: 'dependency', output: null, input: null });
  }
  return [...edges.values()];
}

function drawReference(step: Step, reference: PlacedReference, description: Description): PictureEdge | null {
  const target = resolveReference(reference, description);
  if (!description.stepsByName.has(reference.name) || target.kind === 'parameter') return null;
  const output = target.kind === 'output' ? target.output.name : reference.output;
  return {
    from: reference.name,
    to: step.name,
    kind: 'reference',
    output,
    input: inputOf(step, reference.node, description),
  };
}

/** The input whose argument holds the reference, however deep. */
function inputOf(step: Step, node: Node, description: Description): string | null {
  const all = [...(step.call?.positional ?? []), ...(step.call?.keywords ?? [])];
  const argument = all.find(({ value }) => holds(value, node));
  return argument ? inputName(argument, taskOf(step, description)) : null;
}

function holds(outer: Node, inner: Node): boolean {
  if (outer === inner) return true;
  if (outer.kind === 'list') return outer.items.some((item) => holds(item, inner));
  return outer.kind === 'map' && outer.entries.some(({ value }) => holds(value, inner));
}
