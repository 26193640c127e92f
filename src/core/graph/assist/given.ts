/** What stands in the fields of a form of a graph: values with what they refer to, and references that fit. */
import { textOf, written, type Node } from '#core/graph/node.ts';
import { readReference, referencesIn, unescapeText } from '#core/graph/reference.ts';
import { plainValue } from '#core/graph/value.ts';
import { withTexts } from '#core/graph/edit/tree.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { typeText } from '#core/types/type.ts';
import type { Candidate } from './candidates.ts';
import { showReference, type Shown } from './hover.ts';

/** A part of a graph's text. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** What is given to an input. */
export type GivenValue =
  | { readonly kind: 'missing' }
  /** As it is written, and as the task would get it. Escapes in text are undone. */
  | { readonly kind: 'literal'; readonly text: string; readonly value: unknown }
  | { readonly kind: 'reference'; readonly text: string; readonly target: Shown }
  /** A list or mapping with references inside. */
  | { readonly kind: 'mixed'; readonly text: string; readonly targets: readonly Shown[] };

/** A reference that fits an input; `name` and `output` are what a wire or a reference takes. */
export interface Choice {
  readonly kind: Candidate['kind'];
  readonly text: string;
  readonly name: string;
  readonly output: string | null;
  readonly type: string;
}

/** A candidate as plain data. */
export function choiceOf({ kind, text, name, output, type }: Candidate): Choice {
  return { kind, text, name, output, type: typeText(type) };
}

/** What a value of the text gives to a field. */
export function readGiven(prepared: PreparedGraphs, value: Node | null): GivenValue {
  if (!value) return { kind: 'missing' };
  const text = written(value);
  const plain = textOf(value);
  const reference = plain === null ? null : readReference(plain);
  if (reference)
    return { kind: 'reference', text: reference.text, target: showReference(prepared, reference) };
  const inside = referencesIn(value);
  if (inside.length > 0)
    return { kind: 'mixed', text, targets: inside.map((item) => showReference(prepared, item)) };
  return { kind: 'literal', text, value: plainValue(withTexts(value, unescapeText)) };
}

/** From the beginning of one node to the end of the other; null for what was never written. */
export function rangeOf(from: Node, to: Node): TextRange | null {
  if (!from.place) return null;
  return { from: from.place.start, to: Math.max(from.place.end, to.place?.end ?? 0) };
}
