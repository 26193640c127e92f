/** Puts a step's arguments at the positions of its task's registered inputs. */
import type { PlanStep } from '#core/graph/plan-types.ts';
import { resolveArguments, type Scope } from '#core/graph/run.ts';

/** One that is not given is undefined, so that the function's own default applies. Throws where a value is not there. */
export function placeArguments(step: PlanStep, scope: Scope): unknown[] {
  const resolved = resolveArguments(step, scope);
  if ('fault' in resolved) throw new Error(resolved.fault.message);
  const names = step.task.inputs.map((input) => input.name);
  const placed = [...resolved.args];
  for (const [name, value] of Object.entries(resolved.kwargs)) {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`The task ${step.task.name} has no input "${name}".`);
    while (placed.length <= at) placed.push(undefined);
    placed[at] = value;
  }
  return placed;
}
