/** Parameters and artifact parameters renamed in both texts; their own lists are for the caller to change. */
import { carryOut, type EditOutcome } from './edit.ts';
import {
  meansArtifactParameter,
  meansParameter,
  redirectArtifactGraph,
  redirectTaskGraph,
  type Means,
} from './mentions.ts';
import { checkReferableName } from './names.ts';
import type { PreparedGraphs } from './prepared.ts';
import { refuse } from './refusal.ts';
import { changed } from './steps.ts';
import { refuseUnreadable } from './text-edit.ts';

/** Lets every reference to a parameter follow its new name. */
export function renameParameter(prepared: PreparedGraphs, from: string, to: string): EditOutcome {
  if (!prepared.surroundings.parameters.has(from))
    return refuse('no-such-parameter', `There is no parameter called "${from}".`);
  return redirect(prepared, meansParameter(from, prepared.description), from, to);
}

/** Lets every reference to an artifact parameter, or to one of its outputs, follow its new name. */
export function renameArtifactParameter(prepared: PreparedGraphs, from: string, to: string): EditOutcome {
  if (!prepared.surroundings.artifactInputs.has(from))
    return refuse('no-such-parameter', `There is no artifact parameter called "${from}".`);
  return redirect(prepared, meansArtifactParameter(from, prepared.description), from, to);
}

function redirect(prepared: PreparedGraphs, means: Means, from: string, to: string): EditOutcome {
  const fault =
    refuseUnreadable(prepared.artifactGraph) ?? (from === to ? null : checkReferableName(prepared, to));
  if (fault) return fault;
  return carryOut(prepared, {
    taskGraph: redirectTaskGraph(prepared, means, to, null),
    ...changed(prepared, redirectArtifactGraph(prepared, means, to)),
  });
}
