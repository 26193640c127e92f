/** Rule check_artifact_output_types: the types of all outputs of artifact inputs are defined. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { definedTypes } from './defined-types.ts';

export function checkArtifactOutputTypes({ description }: Subject): Issue[] {
  const defined = definedTypes(description);
  return [...description.artifactInputs.values()].flatMap((artifact) =>
    artifact.outputs
      .filter(({ type }) => !defined.has(type))
      .map(({ name: output, type, typeNode, path }) =>
        issue(
          'unknown-artifact-type',
          { name: artifact.name, output, type, hint: didYouMean(type, defined) },
          at(typeNode, path),
        ),
      ),
  );
}
