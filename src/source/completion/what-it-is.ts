/** What an expression is, as far as its members go: part of a library, an object of one of its classes, or an object with fields. */
import type { Node } from '@babel/types';
import { readDoc } from '#source/analysis/doc-comment.ts';
import { pathOf } from '#source/analysis/read-type.ts';
import type { Source, Sources } from '#source/analysis/sources.ts';
import { annotationOf, type DeclaredType } from '#source/declarations.ts';
import { libraryEntry, type Library } from './completion.ts';
import { bindingsAt, pathTo, type Binding } from './scope.ts';

export type Thing =
  /** A group of the library: a namespace, or what objects of a class have. */
  | { readonly kind: 'library'; readonly group: string }
  /** A whole file of the plugin, imported under a name. */
  | { readonly kind: 'file'; readonly source: Source }
  | { readonly kind: 'fields'; readonly members: readonly Node[]; readonly source: Source };

export interface Surroundings {
  readonly source: Source;
  readonly sources: Sources;
  readonly library: Library;
}

const DEEPEST = 20;

/** What the members of an expression are; null where the text does not tell. */
export function thingOf(node: Node, around: Surroundings, depth = 0): Thing | null {
  if (depth > DEEPEST) return null;
  const next = (part: Node) => thingOf(part, around, depth + 1);
  switch (node.type) {
    case 'Identifier':
      return thingOfName(node, around, depth);
    case 'AwaitExpression':
      return next(node.argument);
    case 'ParenthesizedExpression':
    case 'TSNonNullExpression':
      return next(node.expression);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return thingOfType(node.typeAnnotation, around, depth + 1);
    case 'NewExpression':
      return node.callee.type === 'Identifier' || node.callee.type === 'MemberExpression'
        ? instanceOf(lastName(node.callee), around)
        : null;
    case 'CallExpression':
    case 'OptionalCallExpression':
      return thingReturned(node.callee, around, depth + 1);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return thingOfMember(node, around, depth);
    default:
      return null;
  }
}

function thingOfName(
  node: Extract<Node, { type: 'Identifier' }>,
  around: Surroundings,
  depth: number,
): Thing | null {
  const offset = node.start ?? 0;
  const binding = bindingsAt(pathTo(around.source.program, offset), offset).find(
    ({ name }) => name === node.name,
  );
  if (!binding) return null;
  if (binding.kind === 'import') return thingOfImport(node.name, around);
  if (binding.annotation) return thingOfType(binding.annotation, around, depth + 1);
  if (binding.value && binding.kind !== 'function') return thingOf(binding.value, around, depth + 1);
  return binding.kind === 'parameter' ? thingOfComment(binding, around) : null;
}

function thingOfImport(name: string, { source, sources }: Surroundings): Thing | null {
  const foreign = source.declarations.imports.get(name);
  const target = foreign ? sources.target(source, foreign.from) : null;
  if (!foreign || !target) return null;
  if (target.kind === 'file') return foreign.name === null ? { kind: 'file', source: target.source } : null;
  if (target.kind !== 'library') return null;
  const whole = target.library === 'tfjs' ? 'tf' : 'alidade/sdk';
  return { kind: 'library', group: foreign.name === null ? whole : `${whole}.${foreign.name}` };
}

/** JavaScript: `@param {tf.Tensor} x`. */
function thingOfComment({ name, owner }: Binding, around: Surroundings): Thing | null {
  const path = pathTo(around.source.program, owner.start ?? 0);
  const commented = path.toReversed().find((node) => (node.leadingComments?.length ?? 0) > 0);
  const said = commented && readDoc(commented).parameters.find((parameter) => parameter.name === name);
  return said ? instanceOf(said.type, around) : null;
}

/** An object of a class of the library, by the text of its type. */
function instanceOf(type: string, { library }: Surroundings): Thing | null {
  const plain = type.replace(/^Promise<(.*)>$/s, '$1').trim();
  const [name = ''] = /^[\w.]+/.exec(plain) ?? [];
  const short = name.split('.').at(-1) ?? '';
  const group = /^(?:Tensor\dD|Scalar)$/.test(short)
    ? 'Tensor'
    : short.endsWith('Optimizer')
      ? 'Optimizer'
      : short;
  return plain.endsWith('[]') || !Object.hasOwn(library, group) ? null : { kind: 'library', group };
}

function thingReturned(callee: Node, around: Surroundings, depth: number): Thing | null {
  const signature = signatureOf(callee, around, depth);
  if (signature) return instanceOf(/\)?: ([^:]*)$/.exec(signature)?.[1] ?? '', around);
  if (callee.type !== 'Identifier') return null;
  const meaning = around.sources.find('values', around.source, callee.name);
  if (meaning.kind !== 'found' || !('returnType' in meaning.found.node)) return null;
  const returns = meaning.found.node.returnType;
  if (returns?.type !== 'TSTypeAnnotation') return null;
  return thingOfType(returns.typeAnnotation, { ...around, source: meaning.source }, depth + 1);
}

/** What the library says of the function that is called. */
function signatureOf(callee: Node, around: Surroundings, depth: number): string | null {
  if (callee.type === 'Identifier') {
    const foreign = around.source.declarations.imports.get(callee.name);
    const target = foreign ? around.sources.target(around.source, foreign.from) : null;
    if (target?.kind !== 'library' || !foreign?.name) return null;
    return (
      libraryEntry(around.library, target.library === 'tfjs' ? 'tf' : 'alidade/sdk', foreign.name)?.[1] ??
      null
    );
  }
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null;
  const object = thingOf(callee.object, around, depth + 1);
  return object?.kind === 'library'
    ? (libraryEntry(around.library, object.group, lastName(callee))?.[1] ?? null)
    : null;
}

function thingOfMember(
  node: Node & { object: Node; property: Node },
  around: Surroundings,
  depth: number,
): Thing | null {
  const object = thingOf(node.object, around, depth + 1);
  const name = lastName(node);
  if (object?.kind === 'library') {
    const inner = `${object.group}.${name}`;
    if (Object.hasOwn(around.library, inner)) return { kind: 'library', group: inner };
    return instanceOf(libraryEntry(around.library, object.group, name)?.[1] ?? '', around);
  }
  if (object?.kind !== 'fields') return null;
  const field = object.members.find(
    (member) => 'key' in member && (member.key as { name?: string }).name === name,
  );
  const type = field ? annotationOf(field) : null;
  return type ? thingOfType(type, { ...around, source: object.source }, depth + 1) : null;
}

function lastName(node: Node): string {
  const last = 'property' in node ? (node.property as Node) : node;
  return last.type === 'Identifier' ? last.name : '';
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'Promise',
  'Readonly',
  'Required',
  'NonNullable',
  'Awaited',
  'Partial',
]);

/** What values of a type have. Of a union, the first that has anything. */
export function thingOfType(node: Node, around: Surroundings, depth = 0): Thing | null {
  if (depth > DEEPEST) return null;
  const next = (part: Node) => thingOfType(part, around, depth + 1);
  if (node.type === 'TSParenthesizedType') return next(node.typeAnnotation);
  if (node.type === 'TSTypeLiteral') return { kind: 'fields', members: node.members, source: around.source };
  if (node.type === 'TSUnionType' || node.type === 'TSIntersectionType') {
    for (const part of node.types) {
      const thing = next(part);
      if (thing) return thing;
    }
    return null;
  }
  if (node.type !== 'TSTypeReference') return null;
  const [first = '', second] = pathOf(node.typeName);
  const [argument] = node.typeParameters?.params ?? [];
  if (WRAPPERS.has(first) && argument) return next(argument);
  const meaning = around.sources.find('types', around.source, first);
  if (meaning.kind === 'library' || (second && first === 'tf'))
    return instanceOf(second ?? (meaning.kind === 'library' ? (meaning.name ?? '') : ''), around);
  if (meaning.kind === 'found')
    return thingOfDeclared(meaning.found, { ...around, source: meaning.source }, depth + 1);
  if (meaning.kind !== 'file' || !second) return null;
  const far = around.sources.findExported('types', meaning.source, second);
  return far.kind === 'found'
    ? thingOfDeclared(far.found, { ...around, source: far.source }, depth + 1)
    : null;
}

function thingOfDeclared({ node }: DeclaredType, around: Surroundings, depth: number): Thing | null {
  if (node.type === 'TSInterfaceDeclaration')
    return { kind: 'fields', members: node.body.body, source: around.source };
  if (node.type === 'ClassDeclaration')
    return { kind: 'fields', members: node.body.body, source: around.source };
  return node.type === 'TSTypeAliasDeclaration' ? thingOfType(node.typeAnnotation, around, depth) : null;
}
