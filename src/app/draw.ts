/** Checks and draws an entrypoint in the author worker, and brings the picture over in slices, so that no graph holds up the page. */
import type { EntrypointSource, Picture, PictureEdge, PictureStep } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import { askAuthor } from './author.ts';

/** Steps or edges that are copied in well under a frame. */
const SLICE = 400;

export interface Drawing {
  readonly issues: readonly Issue[];
  readonly picture: Picture;
}

export async function drawEntrypoint(source: EntrypointSource): Promise<Drawing> {
  const { ticket, issues, steps: stepCount, edges: edgeCount } = await askAuthor('sketchEntrypoint', source);
  const steps: PictureStep[] = [];
  const edges: PictureEdge[] = [];
  for (let from = 0; from === 0 || from < Math.max(stepCount, edgeCount); from += SLICE) {
    const slice = await askAuthor('fetchPicture', ticket, from, from + SLICE);
    steps.push(...slice.steps);
    edges.push(...slice.edges);
  }
  return { issues, picture: { steps, edges } };
}
