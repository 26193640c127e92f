/** Rule check_graph_references: every reference in an argument means a parameter, an output or an artifact. */
import type { Issue } from '#core/issues.ts';
import { explainReference } from '#core/graph/resolve.ts';
import { atPart } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkGraphReferences({ description }: Subject): Issue[] {
  return description.steps.flatMap((step) =>
    step.references.flatMap(
      (reference) => explainReference(reference, description, () => atPart(step, reference.node)) ?? [],
    ),
  );
}
