/** Signatures, types and comments of what the author declares, in a line each. */
import type { Node } from '@babel/types';
import { readDoc } from '#source/analysis/doc-comment.ts';
import type { Source } from '#source/analysis/sources.ts';
import { oneLine } from '#source/analysis/words.ts';
import { annotationOf, type Declared } from '#source/declarations.ts';
import { isFunction } from '#source/signatures.ts';
import type { Completion } from './completion.ts';
import { CURSOR } from './mend.ts';

/** A declared value as a completion. */
export function describeDeclared(
  label: string,
  { node, annotation, statement }: Declared,
  source: Source,
  rank: Completion['rank'],
): Completion {
  const kind = isFunction(node) ? 'function' : node.type === 'ClassDeclaration' ? 'class' : 'value';
  const detail = isFunction(node) ? signatureText(node, source) : typeText(annotation, source);
  return { label, kind, detail, info: firstParagraph(readDoc(statement).description), rank };
}

/** `(a: number, b?: string): void` */
export function signatureText(node: Node, source: Source): string {
  if (!('params' in node) || !Array.isArray(node.params)) return '';
  const parameters = (node.params as readonly Node[])
    .map((parameter) => textOf(parameter, source))
    .join(', ');
  const returns = 'returnType' in node && node.returnType ? textOf(node.returnType as Node, source) : '';
  return oneLine(`(${parameters})${returns}`);
}

/** The text of a type, or nothing. */
export function typeText(node: Node | null, source: Source): string {
  return node ? oneLine(textOf(node, source)) : '';
}

/** A field of an interface or a class as a completion; null for what has no name. */
export function describeField(node: Node, source: Source): Completion | null {
  const key = 'key' in node ? (node.key as Node) : null;
  if (key?.type !== 'Identifier' || key.name === CURSOR) return null;
  const isMethod = /Method/.test(node.type);
  const detail = isMethod
    ? oneLine(textOf(node, source).slice(key.name.length))
    : typeText(annotationOf(node), source);
  const info = firstParagraph(readDoc(node).description);
  return { label: key.name, kind: isMethod ? 'method' : 'property', detail, info, rank: 0 };
}

function firstParagraph(text: string): string {
  return oneLine(text.split('\n\n')[0] ?? '');
}

function textOf(node: Node, { text }: Source): string {
  return text.slice(node.start ?? 0, node.end ?? 0);
}
