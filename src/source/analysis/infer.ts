/** The shape of a value whose type is not written, as far as one look at the expression tells. */
import type { Node } from '@babel/types';
import { annotationOf } from '#source/declarations.ts';
import { isFunction } from '#source/signatures.ts';
import { literalShape, readType, type Place } from './read-type.ts';
import { ANY, NULL, STRANGE, unionOf, type Shape } from './shape.ts';

/** Null where one look does not tell. */
export function inferShape(node: Node, at: Place): Shape | null {
  if (at.depth > 20) return null;
  const inner = { ...at, depth: at.depth + 1 };
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return readType(node.typeAnnotation, at);
    case 'ParenthesizedExpression':
      return inferShape(node.expression, inner);
    case 'AwaitExpression':
      return inferShape(node.argument, inner);
    case 'ArrayExpression':
      return inferList(node.elements, inner);
    case 'ObjectExpression':
      return { form: 'mapping', key: 'string', value: ANY };
    case 'CallExpression':
      return inferCall(node.callee, at);
    default: {
      const shape = literalShape(node);
      return shape === STRANGE ? null : shape;
    }
  }
}

function inferList(elements: readonly (Node | null)[], at: Place): Shape {
  const parts = elements.slice(0, 20).map((part) => (part ? inferShape(part, at) : null));
  const known = parts.filter((part) => part !== null);
  return { form: 'list', items: known.length === parts.length ? unionOf(known) : ANY };
}

/** What a function of the plugin says that it returns. */
function inferCall(callee: Node, at: Place): Shape | null {
  if (callee.type !== 'Identifier') return null;
  const meaning = at.sources.find('values', at.source, callee.name);
  if (meaning.kind !== 'found' || !isFunction(meaning.found.node)) return null;
  const returns = meaning.found.node.returnType;
  if (returns?.type !== 'TSTypeAnnotation') return null;
  return readType(returns.typeAnnotation, { ...at, source: meaning.source, given: new Map() });
}

/** The type that a parameter has by itself or by its default; null where neither is there. */
export function inferParameter(node: Node, at: Place): Shape | null {
  if (node.type === 'AssignmentPattern') return inferParameter(node.left, at) ?? inferDefault(node.right, at);
  const written = annotationOf(node);
  if (written) return readType(written, at);
  return node.type === 'ObjectPattern' ? { form: 'mapping', key: 'string', value: ANY } : null;
}

/** A default of null says nothing of the values that are given. */
function inferDefault(node: Node, at: Place): Shape | null {
  const shape = inferShape(node, at);
  return shape === NULL ? null : shape;
}
