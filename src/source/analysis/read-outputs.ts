/** The outputs of a task from what its function gives back: a tuple is several, nothing is none, all else is one. */
import type { Node } from '@babel/types';

import { isName } from '#core/resources/names.ts';
import { visit } from '#source/links.ts';
import type { WrittenFunction } from '#source/signatures.ts';
import type { AnalysedOutput } from '#core/plugin/analysis.ts';
import type { Doc } from './doc-comment.ts';
import { readDocType } from './doc-type.ts';
import { inferShape } from './infer.ts';
import type { Reader } from './reader.ts';
import { readType } from './read-type.ts';
import { ABSENT, ANY, NULL, isStrange, unionOf, without, type Shape } from './shape.ts';
import { oneLine } from './words.ts';

/** The name of an output that its author gave none, as the reference has it. */
const UNNAMED = 'output';

/** A shape with the type's text; that is empty where one look at the value told it, and null where nothing did. */
export interface Given {
  readonly shape: Shape;
  readonly text: string | null;
}

/** What a function gives back; null for nothing. */
export function readReturn(
  task: string,
  node: WrittenFunction,
  doc: Doc,
  { at, report }: Reader,
): Given | null {
  if (node.generator) report('generator-task', node, task);
  const annotation = node.returnType?.type === 'TSTypeAnnotation' ? node.returnType.typeAnnotation : null;
  if (annotation) {
    const text = at.source.text.slice(annotation.start ?? 0, annotation.end ?? 0);
    return { shape: readType(annotation, at), text: oneLine(text) };
  }
  if (doc.returns) return { shape: readDocType(doc.returns, at), text: oneLine(doc.returns) };
  if (node.body.type === 'BlockStatement') return returnsValue(node.body) ? { shape: ANY, text: null } : null;
  const shape = inferShape(node.body, at);
  return shape ? { shape, text: '' } : { shape: ANY, text: null };
}

/** The outputs that a shape makes. */
export function readOutputs(
  task: string,
  given: Given | null,
  node: Node,
  { types, report }: Reader,
): readonly AnalysedOutput[] {
  if (!given || given.shape === ABSENT) return [];
  const { text } = given;
  const shape = orNull(given.shape);
  if (text === null) report('return-without-type', node, task);
  else if (isStrange(shape)) report('type-not-mapped', node, text, `what ${task} returns`);
  const output = (part: Shape, label: string | null, name: string): AnalysedOutput => ({
    name,
    type: types.nameOf(part, {
      hint: label ?? task,
      written: text || null,
      of: `the output ${name} of ${task}`,
    }),
    written: text,
    named: label !== null,
  });
  if (shape.form !== 'tuple' || shape.alias || shape.parts.length < 2) return [output(shape, null, UNNAMED)];
  const names = outputNames(shape.labels);
  return shape.parts.map((part, i) => output(orNull(part), shape.labels[i] ?? null, names[i] ?? UNNAMED));
}

/** In a graph, nothing is null. */
function orNull(shape: Shape): Shape {
  const rest = without(shape, ABSENT);
  return rest === shape ? shape : unionOf([rest, NULL]);
}

function outputNames(labels: readonly (string | null)[]): readonly string[] {
  const names: string[] = [];
  for (const [i, label] of labels.entries()) {
    const sound = label !== null && isName(label) && !names.includes(label);
    names.push(sound ? label : `${UNNAMED}_${i + 1}`);
  }
  return names;
}

/** Whether a function's own `return` gives something back; functions inside it are not looked into. */
function returnsValue(body: Node): boolean {
  let found = false;
  visit(body, (node) => {
    found ||= node.type === 'ReturnStatement' && node.argument != null;
    return !found && !/Function|Method|^Class/.test(node.type);
  });
  return found;
}
