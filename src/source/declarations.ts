/** What a module declares at its top: values, types, imports, and under which names it gives them away. */
import type { Expression, Identifier, Node, Program, StringLiteral } from '@babel/types';

/** A value: what it is made by, the type that is written beside its name, and the statement that its comment stands before. */
export interface Declared {
  /** A function, a class, or the value of a constant without `as` and parentheses; the name itself where there is none. */
  readonly node: Node;
  /** The type that the author gives it, or null. */
  readonly annotation: Node | null;
  readonly statement: Node;
}

/** An interface, an alias, an enumeration or a class, with the statement that its comment stands before. */
export interface DeclaredType {
  readonly node: Node;
  readonly statement: Node;
}

/** A name of another module; null where the whole of it is meant. */
export interface Foreign {
  readonly from: string;
  readonly name: string | null;
}

export interface Declarations {
  readonly values: ReadonlyMap<string, Declared>;
  readonly types: ReadonlyMap<string, DeclaredType>;
  readonly imports: ReadonlyMap<string, Foreign>;
  /** Exported name → name here. Types are not among them. */
  readonly exports: ReadonlyMap<string, string>;
  /** Exported name → where it is passed on from; types are among them. */
  readonly passed: ReadonlyMap<string, Foreign>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
}

/** Reads the top of a module as its author wrote it, types included. */
export function findDeclarations(program: Program): Declarations {
  const found = {
    values: new Map<string, Declared>(),
    types: new Map<string, DeclaredType>(),
    imports: new Map<string, Foreign>(),
    exports: new Map<string, string>(),
    passed: new Map<string, Foreign>(),
    stars: [] as string[],
  };
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const part of node.specifiers)
        found.imports.set(part.local.name, foreign(part, node.source.value));
    } else if (node.type === 'ExportAllDeclaration') found.stars.push(node.source.value);
    else if (node.type === 'ExportNamedDeclaration') readExport(node, found);
    else if (node.type !== 'ExportDefaultDeclaration') declare(node, node, found);
    else if (node.declaration.type !== 'TSDeclareFunction') declare(node.declaration, node, found);
  }
  return found;
}

type Found = {
  [K in keyof Declarations]: Declarations[K] extends ReadonlyMap<infer Name, infer Value>
    ? Map<Name, Value>
    : string[];
};

function foreign(part: Node, from: string): Foreign {
  if (part.type === 'ImportNamespaceSpecifier') return { from, name: null };
  return { from, name: part.type === 'ImportSpecifier' ? nameOf(part.imported) : 'default' };
}

function readExport(node: Extract<Node, { type: 'ExportNamedDeclaration' }>, found: Found): void {
  if (node.declaration) {
    for (const name of declare(node.declaration, node, found)) found.exports.set(name, name);
  }
  for (const part of node.specifiers) {
    const name = nameOf(part.exported);
    const local = part.type === 'ExportSpecifier' ? part.local.name : null;
    if (node.source) found.passed.set(name, { from: node.source.value, name: local });
    else if (
      local &&
      node.exportKind !== 'type' &&
      !(part.type === 'ExportSpecifier' && part.exportKind === 'type')
    )
      found.exports.set(name, local);
  }
}

/** Takes in a declaration; gives back the names of its values. */
function declare(node: Node, statement: Node, { values, types }: Found): readonly string[] {
  if (
    node.type === 'TSInterfaceDeclaration' ||
    node.type === 'TSTypeAliasDeclaration' ||
    node.type === 'TSEnumDeclaration' ||
    node.type === 'ClassDeclaration'
  ) {
    if (node.id) types.set(node.id.name, { node, statement });
  }
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    if (!node.id) return [];
    values.set(node.id.name, { node, annotation: null, statement });
    return [node.id.name];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap(({ id, init }) => {
    if (id.type !== 'Identifier') return [];
    const written = annotationOf(id);
    const made = init ? bare(init) : { node: id, annotation: null };
    values.set(id.name, { node: made.node, annotation: written ?? made.annotation, statement });
    return [id.name];
  });
}

/** The type that is written after a name, or null. */
export function annotationOf(node: Node): Node | null {
  const annotation = 'typeAnnotation' in node ? node.typeAnnotation : null;
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : null;
}

/** An expression without `as`, `satisfies` and parentheses, and the type that the outermost of these names. */
function bare(node: Expression): { node: Node; annotation: Node | null } {
  let [inner, annotation]: [Node, Node | null] = [node, null];
  for (;;) {
    if (inner.type === 'TSAsExpression' || inner.type === 'TSSatisfiesExpression') {
      annotation ??= inner.typeAnnotation;
      inner = inner.expression;
    } else if (inner.type === 'ParenthesizedExpression') inner = inner.expression;
    else return { node: inner, annotation };
  }
}

function nameOf(node: Identifier | StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
