/** An artifact task in the text: an exported object that writes a value as files and reads it back. */
import type { Node, ObjectMethod } from '@babel/types';
import { annotationOf, type Declared } from '#source/declarations.ts';
import { isFunction, type WrittenFunction } from '#source/signatures.ts';
import type { AnalysedOutput } from '#core/plugin/analysis.ts';
import type { Doc } from './doc-comment.ts';
import { readDocType } from './doc-type.ts';
import { inferShape } from './infer.ts';
import type { Reader } from './reader.ts';
import { readOutputs, type Given } from './read-outputs.ts';
import { readType, type Place } from './read-type.ts';
import { opaque } from './shape.ts';
import { oneLine } from './words.ts';

/** Whether a declared value is an artifact task, by its type or by what it can do. */
export function isArtifactTask({ node, annotation }: Declared): boolean {
  return (
    typeArguments(annotation) !== null ||
    (member(node, 'serialize') !== null && member(node, 'deserialize') !== null)
  );
}

/** What its deserialize gives back, as outputs. */
export function readArtifactOutputs(
  name: string,
  { node, annotation }: Declared,
  doc: Doc,
  reader: Reader,
): readonly AnalysedOutput[] {
  const { at } = reader;
  const [value] = typeArguments(annotation) ?? [];
  const found =
    readBack(member(node, 'deserialize'), at) ??
    (value ? { shape: readType(value, at), text: textOf(value, at) } : null) ??
    commented(doc, at) ??
    taken(member(node, 'serialize'), at);
  return readOutputs(name, found ?? { shape: opaque('value'), text: null }, node, reader);
}

/** The arguments of `ArtifactTask<…>`; null for any other type. */
function typeArguments(annotation: Node | null): readonly Node[] | null {
  if (annotation?.type !== 'TSTypeReference') return null;
  const { typeName, typeParameters } = annotation;
  const name = typeName.type === 'Identifier' ? typeName.name : typeName.right.name;
  return name === 'ArtifactTask' ? (typeParameters?.params ?? []) : null;
}

/** A member of an object that is a function, or at least named. */
function member(node: Node, name: string): Node | null {
  if (node.type !== 'ObjectExpression') return null;
  for (const part of node.properties) {
    if (part.type === 'SpreadElement' || part.computed) continue;
    if (part.key.type !== 'Identifier' || part.key.name !== name) continue;
    return part.type === 'ObjectMethod' ? part : part.value;
  }
  return null;
}

function readBack(node: Node | null, at: Place): Given | null {
  if (!node || !isMethod(node)) return null;
  const annotation = node.returnType?.type === 'TSTypeAnnotation' ? node.returnType.typeAnnotation : null;
  if (annotation) return { shape: readType(annotation, at), text: textOf(annotation, at) };
  const { body } = node;
  if (body.type === 'BlockStatement') return null;
  const [files] = node.params;
  if (body.type === 'Identifier' && files?.type === 'Identifier' && body.name === files.name)
    return { shape: opaque('path', 'Files of an artifact.'), text: 'ArtifactFiles' };
  if (body.type === 'TSAsExpression')
    return { shape: readType(body.typeAnnotation, at), text: textOf(body.typeAnnotation, at) };
  const shape =
    body.type === 'CallExpression' || body.type === 'AwaitExpression' ? inferShape(body, at) : null;
  return shape ? { shape, text: '' } : null;
}

/** `@type {ArtifactTask<…>}`. */
function commented(doc: Doc, at: Place): Given | null {
  const [, value] = /\bArtifactTask<(.*)>$/s.exec(doc.type) ?? [];
  return value ? { shape: readDocType(value, at), text: oneLine(value) } : null;
}

/** What serialize takes comes back. */
function taken(node: Node | null, at: Place): Given | null {
  if (!node || !isMethod(node)) return null;
  const [value] = node.params;
  const annotation = value ? annotationOf(value) : null;
  return annotation ? { shape: readType(annotation, at), text: textOf(annotation, at) } : null;
}

function isMethod(node: Node): node is WrittenFunction | ObjectMethod {
  return node.type === 'ObjectMethod' || isFunction(node);
}

function textOf(node: Node, at: Place): string {
  return oneLine(at.source.text.slice(node.start ?? 0, node.end ?? 0));
}
