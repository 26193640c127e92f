/** Reads a TypeScript type as a shape, through aliases, interfaces and imports of the plugin's files. */
import type { Node, TSTypeElement } from '@babel/types';
import { annotationOf, type DeclaredType } from '#source/declarations.ts';
import { describeType } from './doc-comment.ts';
import {
  ABSENT,
  ANY,
  BOOLEAN,
  INTEGER,
  NULL,
  NUMBER,
  STRANGE,
  STRING,
  isData,
  named,
  opaque,
  unionOf,
  type Shape,
} from './shape.ts';
import type { Meaning, Source, Sources } from './sources.ts';
import { libraryType, openFields, standardType } from './standard-types.ts';
import { snakeCase } from './words.ts';

/** Where a type stands, and what its names mean there. */
export interface Place {
  readonly source: Source;
  readonly sources: Sources;
  /** Type parameters by name. */
  readonly given: ReadonlyMap<string, Shape>;
  /** The types that are being read, so that one that holds itself comes to an end. */
  readonly open: readonly DeclaredType[];
  readonly depth: number;
  /** How many more parts may be read; shared by all types of one analysis, since aliases can double with each step. */
  readonly budget: { left: number };
}

const DEEPEST = 60;

/** The shape of a type. What no parameter type can say, and what goes too deep, is strange. */
export function readType(node: Node, at: Place): Shape {
  if (at.depth > DEEPEST || (at.budget.left -= 1) < 0) return STRANGE;
  const inner = { ...at, depth: at.depth + 1 };
  const read = (part: Node) => readType(part, inner);
  switch (node.type) {
    case 'TSNumberKeyword':
      return isInteger(node, at.source) ? INTEGER : NUMBER;
    case 'TSArrayType':
      return { form: 'list', items: read(node.elementType) };
    case 'TSTupleType':
      return readTuple(node.elementTypes, inner);
    case 'TSParenthesizedType':
    case 'TSOptionalType':
    case 'TSRestType':
      return read(node.typeAnnotation);
    case 'TSTypeOperator':
      return node.operator === 'readonly'
        ? read(node.typeAnnotation)
        : node.operator === 'keyof'
          ? STRING
          : STRANGE;
    case 'TSUnionType':
      return unionOf(node.types.map(read));
    case 'TSIntersectionType':
      return meet(node.types.map(read));
    case 'TSLiteralType':
      return literalShape(node.literal);
    case 'TSTypeLiteral':
      return readMembers(node.members, [], inner) ?? STRANGE;
    case 'TSTypeReference':
      return readReference(node, inner);
    default:
      return KEYWORDS.get(node.type) ?? STRANGE;
  }
}

const KEYWORDS: ReadonlyMap<string, Shape> = new Map([
  ['TSStringKeyword', STRING],
  ['TSBooleanKeyword', BOOLEAN],
  ['TSNullKeyword', NULL],
  ['TSUndefinedKeyword', ABSENT],
  ['TSVoidKeyword', ABSENT],
  ['TSNeverKeyword', ABSENT],
  ['TSUnknownKeyword', ANY],
  ['TSAnyKeyword', ANY],
  ['TSObjectKeyword', ANY],
  ['TSTemplateLiteralType', STRING],
  ['TSTypePredicate', BOOLEAN],
]);

/** `number` with a comment behind it that says so. */
function isInteger(node: Node, { text }: Source): boolean {
  return /^\s*\/\*+\s*(?:an? )?int(?:eger)?s?\s*\*\//.test(text.slice(node.end ?? 0, (node.end ?? 0) + 40));
}

/** The shape of a value that is written down. */
export function literalShape(node: Node): Shape {
  if (node.type === 'NumericLiteral') return NUMBER;
  if (node.type === 'UnaryExpression') return '+-~'.includes(node.operator) ? NUMBER : STRANGE;
  if (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') return STRING;
  if (node.type === 'BooleanLiteral') return BOOLEAN;
  return node.type === 'NullLiteral' ? NULL : STRANGE;
}

function readTuple(nodes: readonly Node[], at: Place): Shape {
  const elements = nodes.map((node) =>
    node.type === 'TSNamedTupleMember'
      ? {
          label: node.label.type === 'Identifier' ? node.label.name : null,
          type: node.elementType,
          optional: node.optional,
        }
      : { label: null, type: node, optional: node.type === 'TSOptionalType' },
  );
  const parts = elements.map(({ type }) => readType(type, at));
  const open = elements.some(({ type, optional }) => optional || type.type === 'TSRestType');
  if (!open) return { form: 'tuple', parts, labels: elements.map(({ label }) => label) };
  const members = parts.map((part, i) =>
    elements[i]?.type.type === 'TSRestType' && part.form === 'list' ? part.items : part,
  );
  return { form: 'list', items: unionOf(members) };
}

/** What is all of these at once: a number with a brand is a number, and objects together have all their fields. */
function meet(shapes: readonly Shape[]): Shape {
  const basic = shapes.find((shape) => shape.form === 'basic' && shape !== ANY);
  if (basic) return basic;
  const fields = shapes.map((shape) => (shape.form === 'fields' ? shape.fields : null));
  if (fields.every((part) => part !== null)) return { form: 'fields', fields: [...new Map(fields.flat())] };
  return STRANGE;
}

/** The fields of an object; null where it is more than data, such as an object with methods. */
function readMembers(
  members: readonly TSTypeElement[],
  inherited: readonly (readonly [string, Shape])[],
  at: Place,
): Shape | null {
  const fields = new Map(inherited);
  let open = false;
  for (const member of members) {
    const type = annotationOf(member);
    if (!type) return null;
    const shape = readType(type, at);
    if (member.type === 'TSIndexSignature') {
      const key = member.parameters[0] && annotationOf(member.parameters[0])?.type;
      return { form: 'mapping', key: key === 'TSNumberKeyword' ? 'integer' : 'string', value: shape };
    }
    const name = member.type === 'TSPropertySignature' && !member.computed ? keyName(member.key) : null;
    if (name === null || member.type !== 'TSPropertySignature') return null;
    open ||= member.optional === true;
    fields.set(name, shape);
  }
  return open ? openFields([...fields.values()]) : { form: 'fields', fields: [...fields] };
}

function keyName(node: Node): string | null {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'StringLiteral' || node.type === 'NumericLiteral' ? String(node.value) : null;
}

function readReference(node: Extract<Node, { type: 'TSTypeReference' }>, at: Place): Shape {
  const path = pathOf(node.typeName);
  const name = path.at(-1) ?? '';
  const given = path.length === 1 ? at.given.get(name) : undefined;
  if (given) return given;
  const args = (node.typeParameters?.params ?? []).map((arg) => readType(arg, at));
  const meaning = findMeaning(path, at);
  if (meaning.kind === 'found')
    return readDeclared(name, meaning.found, args, { ...at, source: meaning.source });
  if (meaning.kind === 'library')
    return libraryType(meaning.library, path.length > 1 ? name : (meaning.name ?? name));
  if (path.length > 1) return path[0] === 'tf' ? libraryType('tfjs', name) : opaque(snakeCase(name));
  return standardType(name, args);
}

/** The names of a dotted name, from the left. */
export function pathOf(node: Node): readonly string[] {
  const path: string[] = [];
  let left = node;
  for (; left.type === 'TSQualifiedName'; left = left.left) path.push(left.right.name);
  return left.type === 'Identifier' ? [left.name, ...path.toReversed()] : [];
}

function findMeaning([first = '', second, ...more]: readonly string[], at: Place): Meaning<DeclaredType> {
  const meaning = at.sources.find('types', at.source, first);
  if (second === undefined || meaning.kind !== 'file') return meaning;
  return more.length > 0 ? { kind: 'unknown' } : at.sources.findExported('types', meaning.source, second);
}

function readDeclared(name: string, declared: DeclaredType, args: readonly Shape[], at: Place): Shape {
  const { node, statement } = declared;
  const thing = opaque(snakeCase(name), describeType(statement) || name);
  if (at.open.includes(declared)) return thing;
  const inner = { ...at, given: givenBy(node, args, at), open: [...at.open, declared] };
  const alias = { name, description: describeType(statement) };
  if (node.type === 'TSTypeAliasDeclaration') {
    const shape = readType(node.typeAnnotation, inner);
    const isThing = shape.form === 'strange' || (shape.form === 'fields' && !isData(shape));
    return isThing ? thing : named(shape, alias);
  }
  if (node.type === 'TSEnumDeclaration') return enumShape(node);
  if (node.type !== 'TSInterfaceDeclaration') return thing;
  const inherited = (node.extends ?? []).map((parent) => parentFields(parent, inner));
  if (inherited.some((fields) => fields === null)) return thing;
  const shape = readMembers(
    node.body.body,
    inherited.flatMap((fields) => fields ?? []),
    inner,
  );
  return shape && isData(shape) ? named(shape, alias) : thing;
}

function givenBy(node: Node, args: readonly Shape[], at: Place): ReadonlyMap<string, Shape> {
  const parameters = 'typeParameters' in node ? (node.typeParameters as Node | null) : null;
  if (parameters?.type !== 'TSTypeParameterDeclaration') return new Map();
  const given = new Map<string, Shape>();
  for (const [i, { name, constraint, default: other }] of parameters.params.entries()) {
    const fallback = other ?? constraint;
    given.set(name, args[i] ?? (fallback ? readType(fallback, { ...at, given }) : ANY));
  }
  return given;
}

/** The type parameters of a function: each is what it must at least be. */
export function genericsOf(node: Node, at: Place): ReadonlyMap<string, Shape> {
  return givenBy(node, [], at);
}

function parentFields(node: Node, at: Place): readonly (readonly [string, Shape])[] | null {
  if (node.type !== 'TSExpressionWithTypeArguments') return null;
  const meaning = findMeaning(pathOf(node.expression), at);
  if (meaning.kind !== 'found') return null;
  const args = (node.typeParameters?.params ?? []).map((arg) => readType(arg, at));
  const shape = readDeclared('', meaning.found, args, { ...at, source: meaning.source });
  return shape.form === 'fields' ? shape.fields : null;
}

function enumShape(node: Extract<Node, { type: 'TSEnumDeclaration' }>): Shape {
  const members = node.body?.members ?? node.members ?? [];
  return members.some(({ initializer }) => initializer?.type === 'StringLiteral') ? STRING : NUMBER;
}
