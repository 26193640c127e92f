/** The exported functions of a plugin file, with the names, order and defaults of their parameters. */
import type { Expression, Function as FunctionNode, Node, Program } from '@babel/types';
import type { Range } from '#core/issues.ts';
import { rangeOf } from './parse-module.ts';

export interface Parameter {
  /** As written, where it is a pattern and has no name. */
  readonly name: string;
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
export function findExports(text: string, program: Program): Exported {
  const declared = new Map<string, Node>();
  for (const node of program.body) {
    const inner =
      node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration'
        ? node.declaration
        : node;
    if (inner) declare(inner, declared);
  }
  const exported = new Map<string, { signature: Signature | null; node: Node }>();
  for (const [name, local] of exportedLocals(program)) {
    const node = declared.get(local);
    if (node) exported.set(name, { signature: signatureOf(text, name, node), node });
  }
  return exported;
}

function declare(node: Node, declared: Map<string, Node>): void {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    if (node.id) declared.set(node.id.name, node);
  }
  if (node.type !== 'VariableDeclaration') return;
  for (const { id, init } of node.declarations) {
    if (id.type === 'Identifier') declared.set(id.name, init ? bare(init) : id);
  }
}

/** An expression without `as`, `satisfies` and parentheses. */
function bare(node: Expression): Node {
  const wrapped =
    node.type === 'TSAsExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'ParenthesizedExpression';
  return wrapped ? bare(node.expression) : node;
}

function exportedLocals(program: Program): [string, string][] {
  return program.body.flatMap((node): [string, string][] => {
    if (node.type !== 'ExportNamedDeclaration' || node.source || node.exportKind === 'type') return [];
    const inner = new Map<string, Node>();
    if (node.declaration) declare(node.declaration, inner);
    const named = node.specifiers.flatMap((s): [string, string][] => {
      if (s.type !== 'ExportSpecifier' || s.exportKind === 'type') return [];
      return [[s.exported.type === 'Identifier' ? s.exported.name : s.exported.value, s.local.name]];
    });
    return [...[...inner.keys()].map((name): [string, string] => [name, name]), ...named];
  });
}

function signatureOf(text: string, name: string, node: Node): Signature | null {
  if (!isFunction(node)) return null;
  return {
    name,
    parameters: node.params.map((parameter) => parameterOf(text, parameter)),
    returns: typeText(text, node.returnType),
    range: rangeOf(text, node),
  };
}

function isFunction(node: Node): node is FunctionNode & { params: Node[] } {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

function parameterOf(text: string, node: Node): Parameter {
  if (node.type === 'AssignmentPattern') {
    const { name, type } = parameterOf(text, node.left);
    return { name, type, required: false, defaultValue: textOf(text, node.right), rest: false };
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
