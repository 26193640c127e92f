/** The inputs of a task from the parameters of its function: names, types, and whether each must be given. */
import type { Node } from '@babel/types';
import { isName } from '#core/resources/names.ts';
import { annotationOf } from '#source/declarations.ts';
import { boundNames } from '#source/links.ts';
import type { AnalysedInput } from '#core/plugin/analysis.ts';
import type { Doc, DocParameter } from './doc-comment.ts';
import { readDocType } from './doc-type.ts';
import { inferParameter } from './infer.ts';
import type { Reader } from './reader.ts';
import { readType, type Place } from './read-type.ts';
import { ABSENT, ANY, INTEGER, NULL, NUMBER, isStrange, maybeAbsent, without, type Shape } from './shape.ts';
import { oneLine, snakeCase } from './words.ts';

interface Written {
  readonly shape: Shape;
  readonly text: string | null;
}

/** Null where a name could not be registered. Parameters that take the rest are no inputs, since arguments go by position. */
export function readInputs(
  task: string,
  parameters: readonly Node[],
  doc: Doc,
  reader: Reader,
): readonly AnalysedInput[] | null {
  const inputs: AnalysedInput[] = [];
  const comments = doc.parameters.filter(({ name }) => !name.includes('.'));
  const named = parameters.filter((node) => !(node.type === 'Identifier' && node.name === 'this'));
  for (const [index, node] of named.entries()) {
    if (node.type === 'RestElement') {
      reader.report('rest-is-no-input', node, task);
      continue;
    }
    const name = inputName(node, index, comments, inputs);
    if (!isName(name)) {
      reader.report('input-name', node, name, task);
      return null;
    }
    const comment =
      comments.find((other) => other.name === name) ?? (isPattern(node) ? comments[index] : undefined);
    inputs.push(readInput(task, name, node, comment, reader));
  }
  return inputs;
}

function readInput(
  task: string,
  name: string,
  node: Node,
  comment: DocParameter | undefined,
  { at, types, report }: Reader,
): AnalysedInput {
  const { shape: whole, text } = writtenType(node, comment, at);
  const hasDefault = node.type === 'AssignmentPattern';
  const nullByDefault = hasDefault && node.right.type === 'NullLiteral';
  const given = without(whole, ABSENT);
  const shape = nullByDefault ? without(given, NULL) : given;
  if (text === null) report('input-without-type', node, name, task);
  else if (isStrange(shape)) report('type-not-mapped', node, text, `the input ${name} of ${task}`);
  const type = types.nameOf(shape, { hint: name, written: text, of: `the input ${name} of ${task}` });
  const optional = hasDefault || (node.type === 'Identifier' && node.optional) || comment?.optional;
  return {
    name,
    type,
    required: !optional && !maybeAbsent(whole),
    description: comment?.description ?? '',
    written: text,
    nullByDefault,
  };
}

/** The author's type, else the comment's, else that of the default. A comment may say that a number is an integer. */
function writtenType(node: Node, comment: DocParameter | undefined, at: Place): Written {
  const bare = node.type === 'AssignmentPattern' ? node.left : node;
  const annotation = annotationOf(bare);
  const said = comment?.type ? readDocType(comment.type, at) : null;
  if (annotation) {
    const shape = readType(annotation, at);
    const text = at.source.text.slice(annotation.start ?? 0, annotation.end ?? 0);
    return { shape: shape === NUMBER && said === INTEGER ? INTEGER : shape, text: oneLine(text) };
  }
  if (said) return { shape: said, text: oneLine(comment?.type ?? '') };
  const shape = inferParameter(node, at);
  if (!shape) return { shape: ANY, text: null };
  const value = node.type === 'AssignmentPattern' ? node.right : node;
  return { shape, text: oneLine(at.source.text.slice(value.start ?? 0, value.end ?? 0)) };
}

function isPattern(node: Node): boolean {
  const bare = node.type === 'AssignmentPattern' ? node.left : node;
  return bare.type === 'ObjectPattern' || bare.type === 'ArrayPattern';
}

/** A parameter that is taken apart has no name of its own: the comment may give one. */
function inputName(
  node: Node,
  index: number,
  comments: readonly DocParameter[],
  before: readonly AnalysedInput[],
): string {
  const bare = node.type === 'AssignmentPattern' ? node.left : node;
  if (bare.type === 'Identifier') return bare.name;
  const said = comments[index]?.name ?? '';
  const type = annotationOf(bare);
  const thing =
    type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier'
      ? snakeCase(type.typeName.name)
      : '';
  const last = bare.type === 'ArrayPattern' ? 'values' : 'options';
  const taken = new Set([...boundNames(bare), ...before.map(({ name }) => name)]);
  return [said, thing, last].find((name) => isName(name) && !taken.has(name)) ?? `${last}_${index + 1}`;
}
