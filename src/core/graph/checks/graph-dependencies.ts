/** Rule check_graph_dependencies: `dependencies` names steps only. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { atPart } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkGraphDependencies({ description }: Subject): Issue[] {
  const { steps, stepsByName } = description;
  return steps.flatMap((step) =>
    step.dependencies
      .filter(({ name }) => !stepsByName.has(name))
      .map(({ name, node }) => {
        const hint =
          didYouMean(name.replace(/^\$/, ''), stepsByName.keys()) || didYouMean(name, stepsByName.keys());
        return issue('unknown-dependency', { step: step.name, name, hint }, atPart(step, node));
      }),
  );
}
