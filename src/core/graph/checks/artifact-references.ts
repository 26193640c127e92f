/** Rule check_artifact_references: what an artifact output stores, if it is a reference, means something. */
import type { Issue } from '#core/issues.ts';
import { textOf } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import { readReference } from '#core/graph/reference.ts';
import { explainReference } from '#core/graph/resolve.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkArtifactReferences({ description }: Subject): Issue[] {
  return description.artifactOutputs.flatMap(({ contents, path }) => {
    const reference = readReference(textOf(contents) ?? '');
    return reference
      ? (explainReference(reference, description, () => at(contents, [...path, 'contents'])) ?? [])
      : [];
  });
}
