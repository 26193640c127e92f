/** Rule check_graph_cycle: no step waits, directly or not, for itself. */
import { issue, type Issue } from '#core/issues.ts';
import { orderNames } from '#core/graph/order.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { waitingSteps } from '#core/graph/waiting.ts';

export function checkGraphCycle({ description }: Subject): Issue[] {
  return orderNames(waitingSteps(description)).cycles.map((cycle) => {
    const step = description.steps.find(({ name }) => name === cycle[0])!;
    return issue('step-cycle', { cycle: cycle.join(' → ') }, at(step.key, step.path));
  });
}
