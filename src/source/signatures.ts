/** The exported functions of a plugin file, with the names, order and defaults of their parameters. */
import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression, Node } from '@babel/types';
import type { Range } from '#core/issues.ts';
import type { Declarations } from './declarations.ts';
import { boundNames } from './links.ts';
import { rangeOf } from './parse-module.ts';

export interface Parameter {
  /** As written, where it is a pattern and has no name. */
  readonly name: string;
  /** The names that it takes its argument apart into, so that it has none itself; null where it does not. */
  readonly pattern: readonly string[] | null;
  /** The type's text, or null. */
  readonly type: string | null;
  /** False where it has a default or a question mark, or takes the rest. */
  readonly required: boolean;
  /** The default's text, or null. */
  readonly defaultValue: string | null;
  readonly rest: boolean;
}

export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The text of the return type, or null. */
  readonly returns: string | null;
  readonly range: Range;
}

/** What a file exports under a name: a function with its signature, or something else (`signature` null). */
export type Exported = ReadonlyMap<string, { readonly signature: Signature | null; readonly node: Node }>;

/** Exports that the file makes itself; those that it passes on from another file are not here. */
export function findExports(text: string, { values, exports }: Declarations): Exported {
  const exported = new Map<string, { signature: Signature | null; node: Node }>();
  for (const [name, local] of exports) {
    const found = values.get(local);
    if (found) exported.set(name, { signature: signatureOf(text, name, found.node), node: found.node });
  }
  return exported;
}

function signatureOf(text: string, name: string, node: Node): Signature | null {
  if (!isFunction(node)) return null;
  return {
    name,
    parameters: node.params.filter(isTaken).map((parameter) => parameterOf(text, parameter)),
    returns: typeText(text, node.returnType),
    range: rangeOf(text, node),
  };
}

export type WrittenFunction = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Whether a value is made by writing a function. */
export function isFunction(node: Node): node is WrittenFunction {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** `this` is told to the compiler alone. */
function isTaken(node: Node): boolean {
  return !(node.type === 'Identifier' && node.name === 'this');
}

function parameterOf(text: string, node: Node): Parameter {
  if (node.type === 'AssignmentPattern') {
    const { name, pattern, type } = parameterOf(text, node.left);
    return { name, pattern, type, required: false, defaultValue: textOf(text, node.right), rest: false };
  }
  if (node.type === 'RestElement') {
    return {
      ...parameterOf(text, node.argument),
      type: typeText(text, node.typeAnnotation),
      required: false,
      rest: true,
    };
  }
  const named = node.type === 'Identifier' ? node : null;
  const annotation = 'typeAnnotation' in node ? (node.typeAnnotation as Node | null) : null;
  return {
    name: named?.name ?? textOf(text, node),
    pattern: named ? null : boundNames(node),
    type: typeText(text, annotation),
    required: !named?.optional,
    defaultValue: null,
    rest: false,
  };
}

function typeText(text: string, annotation: Node | null | undefined): string | null {
  return annotation?.type === 'TSTypeAnnotation' ? textOf(text, annotation.typeAnnotation) : null;
}

function textOf(text: string, node: Node): string {
  return text.slice(node.start ?? 0, node.end ?? 0);
}
