/** Which names are bound at a place of a module, and by what. */
import type { Node } from '@babel/types';
import { boundNames } from '#source/links.ts';
import { annotationOf } from '#source/declarations.ts';

export interface Binding {
  readonly name: string;
  readonly kind: 'parameter' | 'variable' | 'function' | 'class' | 'import' | 'type';
  /** The type that is written beside it, or null. */
  readonly annotation: Node | null;
  /** What it is made by: the value of a constant, the default of a parameter, a function; or null. */
  readonly value: Node | null;
  /** What encloses it: the function of a parameter, the statement of a declaration. */
  readonly owner: Node;
}

/** The nodes from the root to the innermost one that holds the offset. */
export function pathTo(root: Node, offset: number): readonly Node[] {
  const path: Node[] = [root];
  for (let node: Node | undefined = root; node;) {
    const next: Node | undefined = partsOf(node).find((part) => holds(part, offset));
    if (next) path.push(next);
    node = next;
  }
  return path;
}

function partsOf(node: Node): readonly Node[] {
  const parts: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key.endsWith('Comments')) continue;
    for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) parts.push(part);
  }
  return parts;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Node).type === 'string' &&
    'start' in value
  );
}

function holds({ start, end }: Node, offset: number): boolean {
  return start != null && end != null && start <= offset && offset < end;
}

/** The bindings that a name at the end of the path can mean, the nearest first; a nearer one hides others of its name. */
export function bindingsAt(path: readonly Node[], offset: number): readonly Binding[] {
  const bindings = new Map<string, Binding>();
  for (const node of path.toReversed())
    for (const binding of bindingsOf(node, offset))
      if (!bindings.has(binding.name)) bindings.set(binding.name, binding);
  return [...bindings.values()];
}

function bindingsOf(node: Node, offset: number): readonly Binding[] {
  if ('params' in node && Array.isArray(node.params)) return parametersOf(node, node.params as Node[]);
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return node.body.flatMap((statement) => declaredBy(statement, offset));
    case 'SwitchStatement':
      return node.cases
        .flatMap((part) => part.consequent)
        .flatMap((statement) => declaredBy(statement, offset));
    case 'ForStatement':
      return node.init ? declaredBy(node.init, offset) : [];
    case 'ForOfStatement':
    case 'ForInStatement':
      return declaredBy(node.left, offset);
    case 'CatchClause':
      return node.param ? bind(node.param, 'variable', null, node) : [];
    default:
      return [];
  }
}

function parametersOf(owner: Node, parameters: readonly Node[]): readonly Binding[] {
  const own: readonly Binding[] =
    owner.type === 'FunctionExpression' && owner.id
      ? [{ name: owner.id.name, kind: 'function', annotation: null, value: owner, owner }]
      : [];
  return [...parameters.flatMap((parameter) => bind(parameter, 'parameter', null, owner)), ...own];
}

/** The names that a pattern binds; one that takes a value apart says nothing of the parts. */
function bind(node: Node, kind: Binding['kind'], value: Node | null, owner: Node): readonly Binding[] {
  if (node.type === 'AssignmentPattern') return bind(node.left, kind, node.right, owner);
  if (node.type === 'Identifier')
    return [{ name: node.name, kind, annotation: annotationOf(node), value, owner }];
  return boundNames(node).map((name) => ({ name, kind, annotation: null, value: null, owner }));
}

/** What a statement declares; constants and variables only before the offset. */
function declaredBy(node: Node, offset: number): readonly Binding[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations
        .filter(({ start }) => (start ?? 0) < offset)
        .flatMap(({ id, init }) => bind(id, 'variable', init ?? null, node))
        .map((binding) => (isFunction(binding.value) ? { ...binding, kind: 'function' as const } : binding));
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      return node.id
        ? [{ name: node.id.name, kind: 'function', annotation: null, value: node, owner: node }]
        : [];
    case 'ClassDeclaration':
      return node.id
        ? [{ name: node.id.name, kind: 'class', annotation: null, value: node, owner: node }]
        : [];
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
      return [{ name: node.id.name, kind: 'type', annotation: null, value: node, owner: node }];
    case 'ImportDeclaration':
      return node.specifiers.map(({ local }) => ({
        name: local.name,
        kind: 'import',
        annotation: null,
        value: null,
        owner: node,
      }));
    case 'ExportNamedDeclaration':
      return node.declaration
        ? declaredBy(node.declaration, offset).map((binding) => ({ ...binding, owner: node }))
        : [];
    default:
      return [];
  }
}

function isFunction(node: Node | null): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}
