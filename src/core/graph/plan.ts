/** From a description to what the engine runs: steps in order, their arguments as expressions, and what may be released when. */
import type { ArtifactParameter } from '#core/resources/content.ts';
import { taskOf, type ArtifactOutput, type Description, type Task } from './description.ts';
import { expressNode, usedSteps } from './expression.ts';
import { show, textOf, type Node } from './node.ts';
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
  return new Planner(description, registered).plan();
}

type DraftStep = Omit<PlanStep, 'releases'>;

class Planner {
  readonly #description: Description;
  readonly #registered: Registered;
  readonly #faults: PlanFault[] = [];

  constructor(description: Description, registered: Registered) {
    this.#description = description;
    this.#registered = registered;
  }

  plan(): Planned {
    const { steps, artifactOutputs } = this.#description;
    for (const step of steps) this.#checkDependencies(step);
    const { order, cycles } = orderNames(waitingSteps(this.#description));
    for (const cycle of cycles) this.#fault(null, 'step-cycle', cycle.join(' → '));
    const byName = new Map(steps.map((step) => [step.name, step]));
    const drafts = order.map((name) => this.#step(byName.get(name)!));
    const artifacts = artifactOutputs.map((output) => this.#artifact(output));
    const artifactParameters = this.#registered.artifactParameters ?? this.#artifactParameters();
    return {
      plan: { steps: addReleases(drafts, artifacts), artifacts, artifactParameters },
      faults: this.#faults,
    };
  }

  #fault(step: string | null, kind: PlanFault['kind'], detail: string): void {
    this.#faults.push({ step, kind, detail });
  }

  #checkDependencies({ dependencies }: Step): void {
    for (const { name } of dependencies) {
      if (!this.#description.stepsByName.has(name)) this.#fault(null, 'unknown-dependency', name);
    }
  }

  /** What is at fault is noted in the order in which a run would meet it: the task, then its arguments, then its plugin. */
  #step(step: Step): DraftStep {
    const task = this.#task(step);
    const args = step.call?.positional.map(({ value }) => this.#express(step.name, value)) ?? [];
    const kwargs =
      step.call?.keywords.map(
        ({ keyword, value }) => [show(keyword!), this.#express(step.name, value)] as const,
      ) ?? [];
    return {
      name: step.name,
      task: this.#registered.functions?.get(step.call?.task ?? '') ?? this.#makeTask(step.name, task),
      args,
      kwargs: Object.fromEntries(kwargs),
      outputs: task?.form ?? 'none',
      after: [...new Set(stepsBefore(step, this.#description))],
    };
  }

  #task(step: Step): Task | null {
    const task = taskOf(step, this.#description);
    if (!step.call) this.#fault(step.name, 'no-task', step.name);
    else if (!task) this.#fault(step.name, 'unknown-task', show(step.call.taskNode));
    return task ?? null;
  }

  #express(step: string | null, value: Node): Expression {
    return expressNode(value, this.#description, (reference, target) => {
      this.#fault(step, target.kind === 'nothing' ? target.reason : 'unknown-task', reference.text);
    });
  }

  /** The last two parts of a plugin's dotted name are module and function, what is before them the package. */
  #makeTask(step: string, task: Task | null): KnownTask {
    const parts = task?.plugin.split('.') ?? [];
    if (task && parts.length < 2) this.#fault(step, 'malformed-plugin', task.plugin);
    return {
      name: parts.at(-1) ?? '',
      plugin: parts.slice(0, -2).join('.'),
      file: parts.at(-2) ?? '',
      inputs: task?.inputs.map(({ name, type, required }) => ({ name, type, required })) ?? [],
      outputs: task?.outputs.map(({ name, type }) => ({ name, type })) ?? [],
    };
  }

  #artifact({ name, contents, task: taskNode, args }: ArtifactOutput): PlanArtifact {
    const task = textOf(taskNode) ?? '';
    return {
      name,
      contents: this.#express(null, contents),
      task: this.#registered.artifacts?.get(task) ?? { name: task, plugin: '', file: '', outputs: [] },
      args: Object.fromEntries(args.entries.map(({ key, value }) => [show(key), plainValue(value)])),
    };
  }

  #artifactParameters(): ArtifactParameter[] {
    return [...this.#description.artifactInputs.values()].map(({ name, outputs }) => ({
      name,
      outputs: outputs.map((output) => ({ name: output.name, type: output.type })),
    }));
  }
}

/** A step's outputs are released after the last step that uses them, unless an artifact does. */
function addReleases(steps: readonly DraftStep[], artifacts: readonly PlanArtifact[]): PlanStep[] {
  const kept = new Set(artifacts.flatMap(({ contents }) => usedSteps(contents)));
  const lastUse = new Map<string, number>();
  for (const [index, step] of steps.entries()) {
    if (step.outputs !== 'none') lastUse.set(step.name, index);
    for (const used of stepExpressions(step).flatMap(usedSteps)) lastUse.set(used, index);
  }
  const releases = steps.map((): string[] => []);
  for (const [name, index] of lastUse) if (!kept.has(name)) releases[index]!.push(name);
  return steps.map((step, index) => ({ ...step, releases: releases[index]! }));
}

function stepExpressions({ args, kwargs }: DraftStep): readonly Expression[] {
  return [...args, ...Object.values(kwargs)];
}
