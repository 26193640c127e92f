/** Which argument goes where: expressions become values, and values the positions of the task's registered inputs. */
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';

export type Outputs = ReadonlyMap<string, unknown>;

/** What references find while a plan runs. */
export interface Known {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly artifacts: ReadonlyMap<string, Outputs>;
  readonly outputs: ReadonlyMap<string, Outputs>;
}

/** The value of an argument. Lists and maps are made anew, so that a task may change what it was given. */
export function evaluate(expression: Expression, known: Known): unknown {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'object' ? structuredClone(expression.value) : expression.value;
    case 'parameter':
      return known.parameters[expression.name];
    case 'output':
      return outputOf(known.outputs, expression.step, expression.output);
    case 'artifact':
      return outputOf(known.artifacts, expression.name, expression.output);
    case 'list':
      return expression.items.map((item) => evaluate(item, known));
    case 'map':
      return toMap(expression.entries.map(([key, value]) => [key, evaluate(value, known)]));
  }
}

function outputOf(all: ReadonlyMap<string, Outputs>, name: string, output: string): unknown {
  const outputs = all.get(name);
  if (outputs?.has(output)) return outputs.get(output);
  throw new Error(`"${name}" has no output "${output}": its task gave fewer values than it registers.`);
}

/** A plain object where all keys are texts, else a Map. */
function toMap(entries: [unknown, unknown][]): unknown {
  if (entries.some(([key]) => typeof key !== 'string')) return new Map(entries);
  return Object.fromEntries(entries as [string, unknown][]);
}

/** The positional arguments of a step's function; one that is not given is undefined, so that the function's default applies. */
export function bindArguments(step: PlanStep, known: Known): unknown[] {
  const names = step.task.inputs.map((input) => input.name);
  const bound = step.args.map((argument) => evaluate(argument, known));
  for (const [name, expression] of Object.entries(step.kwargs)) {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`The task ${step.task.name} has no input "${name}".`);
    while (bound.length <= at) bound.push(undefined);
    bound[at] = evaluate(expression, known);
  }
  return bound;
}

/** What a task returned, under the names of its outputs; `warn` hears of lengths that differ. */
export function bindOutputs(step: PlanStep, value: unknown, warn: (message: string) => void): Outputs {
  const names = step.task.outputs.map((output) => output.name);
  if (step.outputs === 'none') return new Map();
  if (step.outputs === 'whole') return new Map([[names[0] ?? '', value]]);
  const items = spread(value, step);
  if (items.length !== names.length) {
    warn(`The task ${step.task.name} registers ${names.length} outputs and returned ${items.length} values.`);
  }
  return new Map(names.slice(0, items.length).map((name, i) => [name, items[i]]));
}

function spread(value: unknown, step: PlanStep): unknown[] {
  if (
    typeof value === 'string' ||
    (typeof value === 'object' && value !== null && Symbol.iterator in value)
  ) {
    return [...(value as Iterable<unknown>)];
  }
  throw new TypeError(
    `The task ${step.task.name} registers several outputs, so it must return a list of values.`,
  );
}
