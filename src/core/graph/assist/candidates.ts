/** What a reference could name: parameters, artifact parameters and outputs of steps, each with its type. */
import { parameterType } from '#core/graph/checks/parameter-types.ts';
import type { OutputDefinition } from '#core/graph/description.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { referenceText } from '#core/graph/edit/argument-value.ts';
import { stepsFrom } from '#core/graph/edit/reach.ts';
import { isAssignable } from '#core/types/assign.ts';
import { ANY, type Type } from '#core/types/type.ts';

/** Something that can be referred to. */
export interface Candidate {
  readonly kind: 'parameter' | 'artifact parameter' | 'output';
  /** The reference, such as `$parts.first`. */
  readonly text: string;
  readonly name: string;
  /** Null where it need not be named. */
  readonly output: string | null;
  /** The reference with its output named, even where it need not be. */
  readonly fullText: string;
  readonly type: Type;
}

/**
 * All that a step's arguments may refer to without a circle: parameters, then artifact parameters, then outputs of steps, the
 * nearest above the step first. Without a step, those for an artifact. `later` are the steps that wait for this one, and itself.
 */
export function listCandidates(
  prepared: PreparedGraphs,
  step: string | null,
  later: ReadonlySet<string> = step === null ? new Set() : stepsFrom(prepared.followers, step),
): readonly Candidate[] {
  return [
    ...listParameters(prepared),
    ...listArtifactParameters(prepared),
    ...listOutputs(prepared, step, later),
  ];
}

function listParameters({ subject }: PreparedGraphs): Candidate[] {
  return [...subject.description.parameters.values()].map((parameter) => ({
    kind: 'parameter',
    text: referenceText(parameter.name, null),
    fullText: referenceText(parameter.name, null),
    name: parameter.name,
    output: null,
    type: parameterType(parameter, subject),
  }));
}

/** Without those that a step of the same name hides. */
function listArtifactParameters(prepared: PreparedGraphs): Candidate[] {
  const artifacts = [...prepared.surroundings.artifactInputs.values()];
  return artifacts
    .filter(({ name }) => !prepared.entries.has(name))
    .flatMap(({ name, outputs }) => listOf(prepared, 'artifact parameter', name, outputs));
}

function listOutputs(prepared: PreparedGraphs, step: string | null, later: ReadonlySet<string>): Candidate[] {
  const { steps, tasks } = prepared.description;
  const here = steps.findIndex(({ name }) => name === step);
  const nearestFirst =
    here < 0 ? steps.toReversed() : [...steps.slice(0, here).toReversed(), ...steps.slice(here + 1)];
  return nearestFirst.flatMap(({ name, key, call }) => {
    const task =
      call?.task == null || key.type !== 'string' || later.has(name) ? undefined : tasks.get(call.task);
    return task && !/^\$|\.|^$/.test(name) ? listOf(prepared, 'output', name, task.outputs) : [];
  });
}

function listOf(
  { surroundings, subject }: PreparedGraphs,
  kind: Candidate['kind'],
  name: string,
  outputs: readonly OutputDefinition[],
): Candidate[] {
  const isOnly = outputs.length === 1 && !surroundings.parameters.has(name);
  return outputs.map((output) => ({
    kind,
    text: referenceText(name, isOnly ? null : output.name),
    fullText: referenceText(name, output.name),
    name,
    output: isOnly ? null : output.name,
    type: subject.registry.types.get(output.type) ?? ANY,
  }));
}

/** Whether a type fits, found out once for each type of that many references. */
export function fitTest(wanted: Type | null): (given: Type) => boolean {
  const known = new Map<Type, boolean>();
  return (given) => {
    const before = known.get(given);
    if (before !== undefined) return before;
    const fits = wanted === null || isAssignable(given, wanted);
    known.set(given, fits);
    return fits;
  };
}
