/** From a description to what the engine runs: steps in order, their arguments as expressions, and what may be released when. */
import type { ArtifactParameter } from '#core/resources/content.ts';
import type { ArtifactOutput, Description, Task } from './description.ts';
import { expressNode, usedSteps, type Unresolved } from './expression.ts';
import { show, textOf } from './node.ts';
import { orderNames } from './order.ts';
import type { Expression, KnownArtifactTask, KnownTask, Plan, PlanArtifact, PlanStep } from './plan-types.ts';
import type { Reason } from './resolve.ts';
import type { Step } from './step.ts';
import { plainValue } from './value.ts';
import { stepsBefore, waitingSteps } from './waiting.ts';

/** Why a step, or with a null step the whole plan, cannot run; a checked description gives rise to none. */
export interface PlanFault {
  readonly step: string | null;
  readonly kind:
    Reason | 'no-task' | 'unknown-task' | 'malformed-plugin' | 'step-cycle' | 'unknown-dependency';
  /** The name, reference or circle that is at fault. */
  readonly detail: string;
}

export interface Planned {
  readonly plan: Plan;
  readonly faults: readonly PlanFault[];
}

/** The tasks as they are registered; what is missing is made up from the description alone. */
export interface Registered {
  readonly functions?: ReadonlyMap<string, KnownTask>;
  readonly artifacts?: ReadonlyMap<string, KnownArtifactTask>;
  readonly artifactParameters?: readonly ArtifactParameter[];
}

/** Plans a description, checked or not. Linear in steps and references. */
export function planDescription(description: Description, registered: Registered = {}): Planned {
  const faults: PlanFault[] = findOrderFaults(description);
  const { order, cycles } = orderNames(waitingSteps(description));
  for (const cycle of cycles) faults.push({ step: null, kind: 'step-cycle', detail: cycle.join(' → ') });
  const stepsByName = new Map(description.steps.map((step) => [step.name, step]));
  const steps = order.map((name) => planStep(stepsByName.get(name)!, description, registered, faults));
  const artifacts = description.artifactOutputs.map((output) =>
    planArtifact(output, description, registered, faults),
  );
  const artifactParameters = registered.artifactParameters ?? makeArtifactParameters(description);
  return { plan: { steps: addReleases(steps, artifacts), artifacts, artifactParameters }, faults };
}

function findOrderFaults({ steps, stepsByName }: Description): PlanFault[] {
  return steps.flatMap((step) =>
    step.dependencies
      .filter(({ name }) => !stepsByName.has(name))
      .map(({ name }) => ({ step: null, kind: 'unknown-dependency' as const, detail: name })),
  );
}

type DraftStep = Omit<PlanStep, 'releases'>;

function planStep(
  step: Step,
  description: Description,
  registered: Registered,
  faults: PlanFault[],
): DraftStep {
  const { name, call } = step;
  const unresolved: Unresolved = (reference, target) => {
    const kind = target.kind === 'nothing' ? target.reason : 'unknown-task';
    faults.push({ step: name, kind, detail: reference.text });
  };
  const task = findTask(step, description, faults);
  const express = (argument: { readonly value: Parameters<typeof expressNode>[0] }) =>
    expressNode(argument.value, description, unresolved);
  return {
    name,
    task: registered.functions?.get(call?.task ?? '') ?? makeKnownTask(task, faults, name),
    args: call?.positional.map(express) ?? [],
    kwargs: Object.fromEntries(
      call?.keywords.map((argument) => [show(argument.keyword!), express(argument)]) ?? [],
    ),
    outputs: task?.form ?? 'none',
    after: [...new Set(stepsBefore(step, description))],
  };
}

function findTask({ name, call }: Step, description: Description, faults: PlanFault[]): Task | null {
  const task = call?.task == null ? undefined : description.tasks.get(call.task);
  if (!call) faults.push({ step: name, kind: 'no-task', detail: name });
  else if (!task) faults.push({ step: name, kind: 'unknown-task', detail: show(call.taskNode) });
  return task ?? null;
}

/** The last two parts of a plugin's dotted name are module and function, what is before them the package. */
function makeKnownTask(task: Task | null, faults: PlanFault[], step: string): KnownTask {
  const parts = task?.plugin.split('.') ?? [];
  if (task && parts.length < 2) faults.push({ step, kind: 'malformed-plugin', detail: task.plugin });
  return {
    name: parts.at(-1) ?? '',
    plugin: parts.slice(0, -2).join('.'),
    file: parts.at(-2) ?? '',
    inputs: task?.inputs.map(({ name, type, required }) => ({ name, type, required })) ?? [],
    outputs: task?.outputs.map(({ name, type }) => ({ name, type })) ?? [],
  };
}

function planArtifact(
  output: ArtifactOutput,
  description: Description,
  registered: Registered,
  faults: PlanFault[],
): PlanArtifact {
  const unresolved: Unresolved = (reference, target) => {
    faults.push({
      step: null,
      kind: target.kind === 'nothing' ? target.reason : 'unknown-task',
      detail: reference.text,
    });
  };
  const task = textOf(output.task) ?? '';
  return {
    name: output.name,
    contents: expressNode(output.contents, description, unresolved),
    task: registered.artifacts?.get(task) ?? { name: task, plugin: '', file: '', outputs: [] },
    args: Object.fromEntries(output.args.entries.map(({ key, value }) => [show(key), plainValue(value)])),
  };
}

function makeArtifactParameters({ artifactInputs }: Description): ArtifactParameter[] {
  return [...artifactInputs.values()].map(({ name, outputs }) => ({
    name,
    outputs: outputs.map((output) => ({ name: output.name, type: output.type })),
  }));
}

/** A step's outputs are released after the last step that uses them, unless an artifact does. */
function addReleases(steps: readonly DraftStep[], artifacts: readonly PlanArtifact[]): PlanStep[] {
  const kept = new Set(artifacts.flatMap(({ contents }) => usedSteps(contents)));
  const lastUse = new Map<string, number>();
  steps.forEach((step, index) => {
    if (step.outputs !== 'none') lastUse.set(step.name, index);
    for (const used of stepExpressions(step).flatMap(usedSteps)) lastUse.set(used, index);
  });
  const releases = steps.map((): string[] => []);
  for (const [name, index] of lastUse) if (!kept.has(name)) releases[index]!.push(name);
  return steps.map((step, index) => ({ ...step, releases: releases[index]! }));
}

function stepExpressions({ args, kwargs }: DraftStep): readonly Expression[] {
  return [...args, ...Object.values(kwargs)];
}
