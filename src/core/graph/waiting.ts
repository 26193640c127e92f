/** What each step must wait for: the steps that its arguments refer to, and its dependencies. */
import type { Description } from './description.ts';
import type { Waiting } from './order.ts';
import type { Step } from './step.ts';

/** References come before dependencies, each in the order of the text; names that are no step are left out. */
export function stepsBefore(step: Step, description: Description): string[] {
  const before: string[] = [];
  for (const { name } of step.references) if (description.stepsByName.has(name)) before.push(name);
  for (const { name } of step.dependencies) if (description.stepsByName.has(name)) before.push(name);
  return before;
}

export function waitingSteps(description: Description): Waiting[] {
  return description.steps.map((step) => ({ name: step.name, after: stepsBefore(step, description) }));
}
