/** Fixes for references that mean nothing, and for dependencies on what is no step. */
import { textOf } from '#core/graph/node.ts';
import { readReference, type Reference } from '#core/graph/reference.ts';
import { resolveReference } from '#core/graph/resolve.ts';
import { referenceText } from '#core/graph/edit/argument-value.ts';
import { removeDependency } from '#core/graph/edit/arguments.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import { checkReferableName } from '#core/graph/edit/names.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { nearestName } from '#core/nearest.ts';
import { ANY, type Type } from '#core/types/type.ts';
import { parameterWord } from './argument-fixes.ts';
import { fixBy, fixByPage, type Fix } from './fix.ts';
import { replaceAt, scalarAt } from './node-at.ts';

/** More outputs are not proposed one by one. */
const MOST_OUTPUTS = 5;

/** What can be done about a reference that begins at this offset. */
export function fixReference(prepared: PreparedGraphs, document: GraphDocument, offset: number): Fix[] {
  const node = scalarAt(prepared, document, offset);
  const reference = readReference((node && textOf(node)) ?? '');
  if (!reference) return [];
  const replace = (text: string): Fix[] =>
    fixBy(`Change to ${text}`, replaceAt(prepared, document, offset, text));
  const target = resolveReference(reference, prepared.description);
  if (target.kind !== 'nothing') return [];
  switch (target.reason) {
    case 'unknown-reference':
      return [
        ...fixName(prepared, reference, replace),
        ...offerParameter(prepared, reference, offset),
        ...escape(prepared, document, offset, reference),
      ];
    case 'output-needed':
    case 'unknown-output':
      return fixOutput(
        reference,
        target.outputs.map(({ name }) => name),
        replace,
      );
    case 'parameter-output':
      return replace(referenceText(reference.name, null));
    case 'no-output':
      return [];
  }
}

type Replace = (text: string) => Fix[];

function fixName(
  { surroundings, entries }: PreparedGraphs,
  { name, output }: Reference,
  replace: Replace,
): Fix[] {
  const names = [...surroundings.parameters.keys(), ...surroundings.artifactInputs.keys(), ...entries.keys()];
  const near = nearestName(name, names);
  return near === null ? [] : replace(referenceText(near, output));
}

/** The output that was probably meant first. */
function fixOutput({ name, output }: Reference, outputs: readonly string[], replace: Replace): Fix[] {
  const near = output === null ? null : nearestName(output, outputs);
  const ordered = near === null ? outputs : [near, ...outputs.filter((other) => other !== near)];
  return ordered.slice(0, MOST_OUTPUTS).flatMap((choice) => replace(referenceText(name, choice)));
}

function offerParameter(prepared: PreparedGraphs, { name, output }: Reference, offset: number): Fix[] {
  if (output !== null || checkReferableName(prepared, name)) return [];
  const wanted = wantedAt(prepared, offset);
  const type = wanted && parameterWord(wanted);
  if (wanted && wanted !== ANY && type === null) return [];
  return [fixByPage(`Make a parameter "${name}"`, { kind: 'create parameter', name, type })];
}

/** The type of the input whose whole argument stands at this offset. */
function wantedAt(prepared: PreparedGraphs, offset: number): Type | null {
  const step = prepared.description.steps.find(
    ({ key, body }) => key.place !== null && key.place.start <= offset && offset <= (body.place?.end ?? -1),
  );
  const slots = prepared.surroundings.tasks.get(step?.call?.task ?? '')?.slots ?? [];
  const index = step?.call?.positional.findIndex(({ value }) => value.place?.start === offset) ?? -1;
  const keyword = step?.call?.keywords.find(({ value }) => value.place?.start === offset)?.keyword;
  const slot = index >= 0 ? slots[index] : slots.find(({ name }) => keyword && name === textOf(keyword));
  return slot ? (prepared.subject.registry.types.get(slot.type) ?? null) : null;
}

function escape(
  prepared: PreparedGraphs,
  document: GraphDocument,
  offset: number,
  { text }: Reference,
): Fix[] {
  return fixBy(`Write "${text}" as plain text`, replaceAt(prepared, document, offset, `$${text}`));
}

/** The nearest step, or no such dependency. */
export function fixDependency(prepared: PreparedGraphs, step: string, name: string, offset: number): Fix[] {
  const plain = name.replace(/^\$/, '');
  const near =
    prepared.entries.has(plain) && plain !== step ? plain : nearestName(plain, prepared.entries.keys());
  const changed =
    near === null || near === step
      ? []
      : fixBy(`Change to "${near}"`, replaceAt(prepared, 'task graph', offset, near));
  return [...changed, ...fixBy(`Remove the dependency on "${name}"`, removeDependency(prepared, step, name))];
}

/** Each dependency that stands in a circle of steps, which is written as `a → b → a`. */
export function fixCycle(prepared: PreparedGraphs, cycle: readonly string[]): Fix[] {
  return cycle.slice(0, -1).flatMap((step, index) => {
    const earlier = cycle[index + 1]!;
    const dependencies = prepared.step(step)?.dependencies ?? [];
    if (!dependencies.some(({ name }) => name === earlier)) return [];
    return fixBy(`Let "${step}" not depend on "${earlier}"`, removeDependency(prepared, step, earlier));
  });
}
