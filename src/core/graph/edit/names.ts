/** Names of steps, parameters and artifacts: which are allowed, which are free. */
import type { PreparedGraphs } from './prepared.ts';
import { refuse, type Refusal } from './refusal.ts';

const LONGEST_NAME = 500;

/** What a name may not have, and what it would do there. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/^\s*$/, 'A name cannot be blank.'],
  [/^\s|\s$/, 'A name cannot begin or end with a space.'],
  [/[\p{Cc}\u2028\u2029\p{Cs}]/u, 'A name cannot hold line breaks, tabs or other control characters.'],
  [/\./, 'A name cannot have a dot, which would lead to an output.'],
  [/^\$/, 'A name cannot begin with a dollar, since no reference could reach it.'],
];

/** Why a step or a parameter cannot be called so; null where it can. */
export function checkReferableName(prepared: PreparedGraphs, name: string): Refusal | null {
  const problem = FORBIDDEN.find(([form]) => form.test(name))?.[1];
  if (problem) return refuse('name-not-allowed', problem);
  if (name.length > LONGEST_NAME) return refuse('name-not-allowed', 'The name is too long.');
  const owner = ownerOf(prepared, name);
  return owner ? refuse('name-taken', `There is already ${owner} called "${name}".`) : null;
}

/** Why an entry of the artifact graph cannot be called so; null where it can. Nothing refers to these names. */
export function checkArtifactName(prepared: PreparedGraphs, name: string): Refusal | null {
  const problem = FORBIDDEN.slice(0, 3).find(([form]) => form.test(name))?.[1];
  if (problem) return refuse('name-not-allowed', problem);
  if (name.length > LONGEST_NAME) return refuse('name-not-allowed', 'The name is too long.');
  const isTaken = prepared.surroundings.artifactOutputs.some((output) => output.name === name);
  return isTaken ? refuse('name-taken', `There is already an artifact called "${name}".`) : null;
}

function ownerOf({ entries, surroundings }: PreparedGraphs, name: string): string | null {
  if (entries.has(name)) return 'a step';
  if (surroundings.parameters.has(name)) return 'a parameter';
  return surroundings.artifactInputs.has(name) ? 'an artifact parameter' : null;
}

/** A free name for a step, made from the name of its task or of the step that it is a copy of. */
export function proposeStepName(prepared: PreparedGraphs, from: string): string {
  const base =
    from
      .replace(/^[\s$]+|\s+$/g, '')
      .replaceAll(/[.\p{Cc}\p{Cs}\u2028\u2029]/gu, '_')
      .slice(0, LONGEST_NAME - 10) || 'step';
  const stem = base.replace(/_\d+$/, '') || base;
  if (checkReferableName(prepared, base) === null) return base;
  for (let number = 2; ; number += 1) {
    const name = `${stem}_${number}`;
    if (checkReferableName(prepared, name) === null) return name;
  }
}
