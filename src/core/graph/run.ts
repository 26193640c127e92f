/** What happens at run time, without running anything: arguments from what is there, outputs from what a task gave back. */
import type { ArtifactParameter } from '#core/resources/content.ts';
import type { Expression, PlanStep } from './plan-types.ts';
import { buildMap } from './value.ts';

/** Names of outputs and their values. */
export type Outputs = ReadonlyMap<string, unknown>;

/** All values that there are while a job runs. */
export interface Scope {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly steps: ReadonlyMap<string, Outputs>;
  readonly artifacts: ReadonlyMap<string, Outputs>;
}

/** A fault that only running can show. */
export interface RunFault {
  readonly kind: 'no-parameter' | 'no-output' | 'no-artifact' | 'not-iterable';
  readonly message: string;
}

export type Resolved =
  | { readonly args: readonly unknown[]; readonly kwargs: Readonly<Record<string, unknown>> }
  | { readonly fault: RunFault };

/** The arguments of a step's call. */
export function resolveArguments(step: Pick<PlanStep, 'args' | 'kwargs'>, scope: Scope): Resolved {
  const resolver = new Resolver(scope);
  const args = step.args.map((expression) => resolver.resolve(expression));
  const kwargs = Object.fromEntries(
    Object.entries(step.kwargs).map(([name, expression]) => [name, resolver.resolve(expression)]),
  );
  return resolver.fault ? { fault: resolver.fault } : { args, kwargs };
}

/** The value of one expression, such as the contents of an artifact. */
export function resolveExpression(
  expression: Expression,
  scope: Scope,
): { readonly value: unknown } | { readonly fault: RunFault } {
  const resolver = new Resolver(scope);
  const value = resolver.resolve(expression);
  return resolver.fault ? { fault: resolver.fault } : { value };
}

class Resolver {
  /** The first thing that was missing. */
  fault: RunFault | null = null;
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  resolve(expression: Expression): unknown {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'parameter':
        return this.#parameter(expression.name);
      case 'output':
        return this.#output(this.#scope.steps, expression.step, expression.output, 'no-output');
      case 'artifact':
        return this.#output(this.#scope.artifacts, expression.name, expression.output, 'no-artifact');
      case 'list':
        return expression.items.map((item) => this.resolve(item));
      case 'map':
        return this.#map(expression.entries);
    }
  }

  #map(entries: readonly (readonly [unknown, Expression])[]): unknown {
    const resolved = entries.map(([key, value]) => [key, this.resolve(value)] as const);
    return buildMap(
      resolved,
      entries.every(([key]) => typeof key === 'string'),
    );
  }

  #parameter(name: string): unknown {
    if (Object.hasOwn(this.#scope.parameters, name)) return this.#scope.parameters[name];
    this.fault ??= { kind: 'no-parameter', message: `The parameter "${name}" has no value.` };
    return undefined;
  }

  #output(from: ReadonlyMap<string, Outputs>, owner: string, name: string, kind: RunFault['kind']): unknown {
    const outputs = from.get(owner);
    if (outputs?.has(name)) return outputs.get(name);
    this.fault ??= { kind, message: `"${owner}" has given no output "${name}".` };
    return undefined;
  }
}

export type Bound =
  { readonly outputs: Outputs; readonly warning: string | null } | { readonly fault: RunFault };

/** The outputs of a step, from what its task gave back. */
export function bindOutputs(step: Pick<PlanStep, 'name' | 'outputs' | 'task'>, value: unknown): Bound {
  return bindNames(
    step.name,
    step.outputs,
    step.task.outputs.map(({ name }) => name),
    value,
  );
}

/** The outputs of an artifact input, from what its task's deserialize gave back. */
export function bindArtifact({ name, outputs }: ArtifactParameter, value: unknown): Bound {
  const form = outputs.length === 0 ? 'none' : outputs.length === 1 ? 'whole' : 'tuple';
  return bindNames(
    name,
    form,
    outputs.map((output) => output.name),
    value,
  );
}

/**
 * One output takes the whole value. Several take what it yields, one after the other: the letters of a text, the keys of a
 * mapping, whatever an iterator gives; where names and values differ in number, the shorter side counts and a warning says so.
 */
function bindNames(
  owner: string,
  form: PlanStep['outputs'],
  names: readonly string[],
  value: unknown,
): Bound {
  if (form === 'none') return { outputs: new Map(), warning: null };
  if (form === 'whole') return { outputs: new Map([[names[0]!, value]]), warning: null };
  const values = iterate(value);
  if (!values)
    return {
      fault: {
        kind: 'not-iterable',
        message: `"${owner}" declares several outputs, but its task gave back ${nameForm(value)}.`,
      },
    };
  const count = lengthOf(value);
  const outputs = new Map<string, unknown>();
  for (const name of names) {
    const next = values.next();
    if (next.done) break;
    outputs.set(name, next.value);
  }
  const fits = count === null || count === names.length;
  return {
    outputs,
    warning: fits
      ? null
      : `"${owner}" declares ${names.length} outputs, but its task gave back ${count} values.`,
  };
}

function iterate(value: unknown): Iterator<unknown> | null {
  if (typeof value === 'string') return value[Symbol.iterator]();
  if (value instanceof Map) return value.keys();
  if (typeof value !== 'object' || value === null) return null;
  if (Symbol.iterator in value && typeof value[Symbol.iterator] === 'function')
    return (value as Iterable<unknown>)[Symbol.iterator]();
  return isPlainObject(value) ? Object.keys(value)[Symbol.iterator]() : null;
}

/** How many values there are, where that can be told without asking for them. */
function lengthOf(value: unknown): number | null {
  if (typeof value === 'string') return [...value].length;
  if (value instanceof Map || value instanceof Set) return value.size;
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)) return value.length as number;
  return isPlainObject(value) ? Object.keys(value as object).length : null;
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Symbol.iterator in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameForm(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return typeof value === 'object'
    ? `a ${value.constructor?.name ?? 'single object'}`
    : `the ${typeof value} ${String(value)}`;
}
