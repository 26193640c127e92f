/** An argument with its references made explicit and its escapes undone. */
import type { Description } from './description.ts';
import type { Node } from './node.ts';
import type { Expression } from './plan-types.ts';
import { readReference, unescapeText, type Reference } from './reference.ts';
import { resolveReference, type Target } from './resolve.ts';
import { buildMap, plainValue } from './value.ts';

/** Hears of each reference that means nothing or may mean nothing; the expression then stands for null. */
export type Unresolved = (reference: Reference, target: Target) => void;

/** What a node says when the job runs. Parts without references become one literal. */
export function expressNode(node: Node, description: Description, unresolved: Unresolved): Expression {
  if (node.kind === 'list' && !node.set) {
    const items = node.items.map((item) => expressNode(item, description, unresolved));
    return items.every(isLiteral)
      ? { kind: 'literal', value: items.map((item) => item.value) }
      : { kind: 'list', items };
  }
  if (node.kind === 'map') {
    const entries = node.entries.map(
      ({ key, value }) => [key.value, expressNode(value, description, unresolved)] as const,
    );
    const values = entries.map(([, value]) => value);
    if (!values.every(isLiteral)) return { kind: 'map', entries };
    const literals = entries.map(([key], index) => [key, values[index]!.value] as const);
    return {
      kind: 'literal',
      value: buildMap(
        literals,
        node.entries.every(({ key }) => key.type === 'string'),
      ),
    };
  }
  if (node.kind === 'scalar' && node.type === 'string')
    return expressText(node.value as string, description, unresolved);
  return { kind: 'literal', value: plainValue(node) };
}

function isLiteral(expression: Expression): expression is Expression & { readonly kind: 'literal' } {
  return expression.kind === 'literal';
}

function expressText(text: string, description: Description, unresolved: Unresolved): Expression {
  const reference = readReference(text);
  if (!reference) return { kind: 'literal', value: unescapeText(text) };
  const target = resolveReference(reference, description);
  switch (target.kind) {
    case 'parameter':
      return { kind: 'parameter', name: target.parameter.name };
    case 'output':
      return { kind: 'output', step: target.step.name, output: target.output.name };
    case 'artifact':
      return { kind: 'artifact', name: target.artifact.name, output: target.output.name };
    default:
      unresolved(reference, target);
      return { kind: 'literal', value: null };
  }
}

/** The steps whose outputs an expression uses. */
export function usedSteps(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'output':
      return [expression.step];
    case 'list':
      return expression.items.flatMap(usedSteps);
    case 'map':
      return expression.entries.flatMap(([, value]) => usedSteps(value));
    default:
      return [];
  }
}
