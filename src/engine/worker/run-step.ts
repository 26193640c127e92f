/** Runs one step: binds its arguments, calls its function in a scope of its own, and tells its state. */
import type { PlanStep } from '#core/graph/plan-types.ts';
import { bindOutputs, type Outputs, type Scope } from '#core/graph/run.ts';
import { placeArguments } from './arguments.ts';
import { StepFault } from './fault.ts';
import { openScope } from './memory.ts';
import type { LoadedModules } from './modules.ts';
import type { Surroundings } from './surroundings.ts';

type Task = (...args: unknown[]) => unknown;

/** `held` gives every value that must outlive the step beside its own outputs. Throws a StepFault, and nothing else. */
export async function runStep(
  step: PlanStep,
  values: Scope,
  modules: LoadedModules,
  around: Surroundings,
  held: () => unknown[],
): Promise<Outputs> {
  const { speaker, tf } = around;
  speaker.step(step.name, 'running', null);
  const started = performance.now();
  const scope = tf ? openScope(tf, step.name) : null;
  try {
    const task = await findTask(step, modules);
    const args = placeArguments(step, values);
    const value = await around.within(step, step.name, () => task(...args));
    const bound = bindOutputs(step, value);
    if ('fault' in bound) throw new TypeError(bound.fault.message);
    const { outputs, warning } = bound;
    if (warning) speaker.log(step.name, 'alidade', 'WARNING', warning);
    scope?.end(() => [...outputs.values(), ...held()]);
    speaker.step(step.name, 'done', performance.now() - started);
    return outputs;
  } catch (error) {
    scope?.end(held);
    speaker.step(step.name, 'failed', performance.now() - started);
    throw new StepFault(step.name, step.task.name, error);
  }
}

async function findTask(step: PlanStep, modules: LoadedModules): Promise<Task> {
  const { plugin, file, name } = step.task;
  const task = await modules.find(plugin, null, file, name);
  if (typeof task === 'function') return task as Task;
  throw new TypeError(`${plugin}/${file} exports no function "${name}".`);
}
