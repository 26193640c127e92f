/** What a module takes from others and what it gives: every import with its names, every export with its source. */
import type { ExportNamedDeclaration, ImportDeclaration, Node, Program } from '@babel/types';

/** A name that another module must export, and the node that asks for it. */
export interface Wanted {
  readonly name: string;
  readonly node: Node;
}

export interface Link {
  /** Null for an `import(…)` of anything but a plain text. */
  readonly specifier: string | null;
  /** The specifier as written, quotes included; the whole argument where it is not a text. */
  readonly node: Node;
  readonly dynamic: boolean;
  readonly wanted: readonly Wanted[];
}

export interface Links {
  readonly imports: readonly Link[];
  /** Exported name → null where the module makes it itself, else the specifier and name that it comes from. */
  readonly exports: ReadonlyMap<string, { readonly from: string; readonly name: string } | null>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
}

/** Reads the links of a JavaScript module; types must be stripped before, since their imports are none. */
export function findLinks(program: Program): Links {
  const imports: Link[] = [];
  const exports = new Map<string, { from: string; name: string } | null>();
  const stars: string[] = [];
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') imports.push(staticLink(node.source, importedNames(node)));
    if (node.type === 'ExportDefaultDeclaration') exports.set('default', null);
    if (node.type === 'ExportNamedDeclaration') {
      for (const [name, from] of exportedNames(node)) exports.set(name, from);
      if (node.source) imports.push(staticLink(node.source, reexportedNames(node)));
    }
    if (node.type === 'ExportAllDeclaration') {
      stars.push(node.source.value);
      imports.push(staticLink(node.source, []));
    }
  }
  return { imports: [...imports, ...dynamicLinks(program)].sort(byPlace), exports, stars };
}

const byPlace = (a: Link, b: Link) => (a.node.start ?? 0) - (b.node.start ?? 0);

function staticLink(source: Node & { value: string }, wanted: readonly Wanted[]): Link {
  return { specifier: source.value, node: source, dynamic: false, wanted };
}

function importedNames({ specifiers }: ImportDeclaration): Wanted[] {
  return specifiers.flatMap((node) => {
    if (node.type === 'ImportNamespaceSpecifier') return [];
    return [{ name: node.type === 'ImportSpecifier' ? nameOf(node.imported) : 'default', node }];
  });
}

function reexportedNames({ specifiers }: ExportNamedDeclaration): Wanted[] {
  return specifiers.flatMap((node) =>
    node.type === 'ExportSpecifier' ? [{ name: nameOf(node.local), node }] : [],
  );
}

function exportedNames(node: ExportNamedDeclaration): [string, { from: string; name: string } | null][] {
  const from = node.source?.value;
  const listed = node.specifiers.map((specifier): [string, { from: string; name: string } | null] => {
    const local = specifier.type === 'ExportSpecifier' ? nameOf(specifier.local) : null;
    return [nameOf(specifier.exported), from !== undefined && local !== null ? { from, name: local } : null];
  });
  return [...listed, ...declaredNames(node.declaration).map((name): [string, null] => [name, null])];
}

function declaredNames(node: Node | null | undefined): string[] {
  if (!node) return [];
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => boundNames(id));
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return node.id ? [node.id.name] : [];
  return [];
}

/** The names that a pattern binds. */
export function boundNames(node: Node): string[] {
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'AssignmentPattern') return boundNames(node.left);
  if (node.type === 'RestElement') return boundNames(node.argument);
  if (node.type === 'ArrayPattern') return node.elements.flatMap((part) => (part ? boundNames(part) : []));
  if (node.type !== 'ObjectPattern') return [];
  return node.properties.flatMap((part) => boundNames(part.type === 'ObjectProperty' ? part.value : part));
}

function nameOf(node: { type: string; name?: string; value?: string }): string {
  return node.name ?? node.value ?? '';
}

/** `import(…)` wherever it stands. */
function dynamicLinks(program: Program): Link[] {
  const found: Link[] = [];
  visit(program, (node) => {
    if (node.type !== 'ImportExpression') return;
    const { source } = node;
    const specifier = source.type === 'StringLiteral' ? source.value : null;
    found.push({ specifier, node: source, dynamic: true, wanted: [] });
  });
  return found;
}

/** Calls `see` with every node of a tree, a parent before its parts; where it says false, the parts are passed over. */
export function visit(root: Node, see: (node: Node) => boolean | void): void {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (see(node) === false) continue;
    for (const part of Object.values(node)) {
      // One by one: a call takes no hundred thousand arguments.
      for (const item of Array.isArray(part) ? part : [part]) if (isNode(item)) waiting.push(item);
    }
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Node).type === 'string' &&
    'start' in value
  );
}
