/** The types that parameters have, by declaration or else by their default; and from them, what each reference gives. */
import { resolveReference } from '#core/graph/resolve.ts';
import { readReference } from '#core/graph/reference.ts';
import { textOf } from '#core/graph/node.ts';
import type { Parameter } from '#core/graph/description.ts';
import type { Subject } from '#core/graph/subject.ts';
import { inferType, type ReferenceTypes } from '#core/types/infer.ts';
import { ANY, type Type } from '#core/types/type.ts';

export function parameterType(
  { name, typeNode, defaultNode }: Parameter,
  { registry, openParameters }: Subject,
): Type {
  const open = openParameters.get(name);
  if (open) return open;
  const declared = typeNode && textOf(typeNode);
  if (declared) return registry.types.get(declared) ?? ANY;
  return defaultNode ? inferType(defaultNode) : ANY;
}

/** Looks up what a text refers to; each parameter and output is worked out once. */
export function referenceTypes(subject: Subject): ReferenceTypes {
  const parameters = new Map<Parameter, Type>();
  for (const parameter of subject.description.parameters.values())
    parameters.set(parameter, parameterType(parameter, subject));
  return (text) => {
    const reference = readReference(text);
    if (!reference) return null;
    const target = resolveReference(reference, subject.description);
    if (target.kind === 'parameter') return parameters.get(target.parameter) ?? ANY;
    return target.kind === 'output' || target.kind === 'artifact'
      ? (subject.registry.types.get(target.output.type) ?? ANY)
      : ANY;
  };
}
