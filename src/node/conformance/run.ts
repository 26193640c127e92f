/** Records of runs: the production planner and binder run the graph, and order, calls, values and faults must be the same. */
import { readDescription, type Description } from '#core/graph/description.ts';
import { map, text, textOf, valueOf, type Node } from '#core/graph/node.ts';
import { matchParameters } from '#core/graph/parameters.ts';
import { planDescription, type Planned } from '#core/graph/plan.ts';
import type { PlanStep } from '#core/graph/plan-types.ts';
import { bindOutputs, resolveArguments, type Outputs } from '#core/graph/run.ts';
import { plainValue } from '#core/graph/value.ts';
import { callFunction, FUNCTIONS } from './functions.ts';
import { decode, type Record } from './record.ts';
import type { Fixtures } from './suite.ts';

/** The tasks that records mean by the word PROBE_TASKS. */
export function probeTasks(records: readonly Record[]): Node | null {
  return records.find(({ kind }) => kind === 'probe_tasks')?.raw('tasks') ?? null;
}

interface Trace {
  readonly order: string[];
  readonly calls: {
    readonly name: string;
    readonly args: readonly unknown[];
    readonly kwargs: unknown;
    value: unknown;
  }[];
  fault: string | null;
}

export function checkRun(record: Record, fixtures: Fixtures): string | null {
  const description = readDescription(withTasks(record.node('desc'), fixtures));
  const given = plainValue(record.node('parameters')) as { readonly [name: string]: unknown };
  const trace = runDescription(description, given ?? {});
  return (
    compareFault(trace.fault, record.text('error')) ??
    compareCalls(trace, record) ??
    compareOrder(trace, record)
  );
}

function withTasks(description: Node, { probeTasks: tasks }: Fixtures): Node {
  if (textOf(valueOf(description, 'tasks')) === null || description.kind !== 'map') return description;
  const others = description.entries.filter(({ key }) => key.value !== 'tasks');
  return map([...others, { key: text('tasks'), value: decode(tasks ?? map([])) }]);
}

function runDescription(description: Description, given: { readonly [name: string]: unknown }): Trace {
  const trace: Trace = { order: [], calls: [], fault: null };
  const { values, missing } = matchParameters(description, given);
  if (missing.length > 0) return { ...trace, fault: 'missing-parameters' };
  const planned = planDescription(description);
  const whole = planned.faults.find(({ step }) => step === null);
  if (whole) return { ...trace, fault: whole.kind };
  trace.order.push(...planned.plan.steps.map(({ name }) => name));
  const steps = new Map<string, Outputs>();
  for (const step of planned.plan.steps) {
    trace.fault = runStep(step, planned, { parameters: values, steps, artifacts: new Map() }, trace);
    if (trace.fault) break;
  }
  return trace;
}

interface RunScope {
  readonly parameters: { readonly [name: string]: unknown };
  readonly steps: Map<string, Outputs>;
  readonly artifacts: Map<string, Outputs>;
}

/** Runs one step; gives back the kind of its fault, or null. */
function runStep(step: PlanStep, { faults }: Planned, scope: RunScope, trace: Trace): string | null {
  const planFault = faults.find(({ step: name }) => name === step.name);
  if (planFault) return planFault.kind;
  const resolved = resolveArguments(step, scope);
  if ('fault' in resolved) return resolved.fault.kind;
  const called = FUNCTIONS.get(step.task.name);
  if (!called) return 'unknown-function';
  const call = {
    name: step.task.name,
    args: resolved.args,
    kwargs: resolved.kwargs,
    value: undefined as unknown,
  };
  try {
    call.value = callFunction(called, resolved.args, resolved.kwargs);
  } catch {
    return 'task-error';
  }
  trace.calls.push(call);
  const bound = bindOutputs(step, call.value);
  if ('fault' in bound) return bound.fault.kind;
  scope.steps.set(step.name, bound.outputs);
  return null;
}

/** The faults that each of the reference's exceptions stands for; any other is one of a task's own. */
const FAULTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['MissingGlobalParametersError', ['missing-parameters']],
  ['MissingTaskPluginNameError', ['no-task']],
  ['TaskPluginNotFoundError', ['unknown-task']],
  [
    'UnresolvableReferenceError',
    ['unknown-reference', 'no-output', 'parameter-output', 'no-parameter', 'no-artifact'],
  ],
  ['OutputNotFoundError', ['unknown-output', 'no-output']],
  ['ArtifactOutputNotFoundError', ['unknown-output', 'no-output', 'no-artifact']],
  ['IllegalOutputReferenceError', ['output-needed']],
  ['IllegalPluginNameError', ['malformed-plugin']],
  ['StepNotFoundError', ['unknown-dependency', 'unknown-reference', 'no-output']],
  ['StepReferenceCycleError', ['step-cycle']],
  ['UnknownPluginFunctionError', ['unknown-function']],
  ['NonIterableTaskOutputError', ['not-iterable']],
]);

function compareFault(found: string | null, expected: string | null): string | null {
  const agrees =
    expected === null || found === null
      ? expected === found
      : (FAULTS.get(expected) ?? ['task-error']).includes(found);
  return agrees ? null : `fault: ${found ?? 'none'} instead of ${expected ?? 'none'}`;
}

/** A call is written as name and value, or as name, arguments and keywords. */
function compareCalls({ calls }: Trace, record: Record): string | null {
  const expected = record.node('calls');
  const items = expected.kind === 'list' ? expected.items : [];
  const found = calls.map(({ name, args, kwargs, value }, index) => {
    const item = items[index];
    return item?.kind === 'list' && item.items.length === 3 ? [name, args, kwargs] : [name, value];
  });
  const last = record.has('last_return') ? calls.at(-1)?.value : undefined;
  return (
    differ('calls', found, expected) ??
    (record.has('last_return') ? differ('last value', last, record.node('last_return')) : null)
  );
}

function compareOrder({ order }: Trace, record: Record): string | null {
  return record.has('step_order') ? differ('order', order, record.node('step_order')) : null;
}

/** Values of a running program do not tell 1.0 from 1, so neither does this. */
function differ(what: string, found: unknown, expected: Node): string | null {
  const [left, right] = [found, plainValue(expected)].map((value) => JSON.stringify(value, revealSpecial));
  return left === right ? null : `${what}: ${left} instead of ${right}`;
}

function revealSpecial(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
    ? String(value)
    : value;
}
