/** Values that are typed into the field of an input, by its type. */
import type { ArgumentValue } from '#core/graph/edit/argument-value.ts';
import { readReference } from '#core/graph/reference.ts';
import { readPlain } from '#core/graph/yaml-scalar.ts';
import { BOOLEAN, INTEGER, NULL, NUMBER, STRING, type Type } from '#core/types/type.ts';

/** How a literal is typed: as plain text, as a number, as one of a few words, or as YAML. */
export type LiteralForm = 'text' | 'integer' | 'number' | 'word' | 'yaml';

/** For a union of a type and null, that of the type. */
export function literalForm(type: Type): LiteralForm {
  if (type === STRING) return 'text';
  if (type === INTEGER) return 'integer';
  if (type === NUMBER) return 'number';
  if (type === BOOLEAN || type === NULL) return 'word';
  if (type.kind !== 'union') return 'yaml';
  const [only, ...others] = type.members.filter((member) => member !== NULL);
  return only && others.length === 0 ? literalForm(only) : 'yaml';
}

/** Values that can be listed, as YAML. */
export function literalWords(type: Type): readonly string[] {
  if (type === BOOLEAN) return ['true', 'false'];
  if (type === NULL) return ['null'];
  return type.kind === 'union' ? type.members.flatMap(literalWords) : [];
}

/** What was typed, as the value that is meant; or why it is none, in a sentence. */
export type Typed =
  | { readonly kind: 'value'; readonly value: ArgumentValue }
  | { readonly kind: 'fault'; readonly sentence: string };

/** A reference is one in whatever field it is typed; `words` are the values that the field lists. */
export function readTyped(form: LiteralForm, words: readonly string[], typed: string): Typed {
  const yaml: Typed = { kind: 'value', value: { kind: 'yaml', text: typed } };
  if (readReference(typed) || words.includes(typed)) return yaml;
  switch (form) {
    case 'text':
      return { kind: 'value', value: { kind: 'literal', value: typed } };
    case 'integer':
      return isOf(typed, ['integer']) ? yaml : fault(`"${typed}" is no whole number`);
    case 'number':
      return numberOf(typed);
    case 'word':
      return fault(`"${typed}" is none of ${words.join(', ')}`);
    case 'yaml':
      return yaml;
  }
}

/** `1e-3` too, which YAML 1.1 takes for text. */
function numberOf(typed: string): Typed {
  if (isOf(typed, ['integer', 'number'])) return { kind: 'value', value: { kind: 'yaml', text: typed } };
  const value = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(typed) ? Number(typed) : NaN;
  return Number.isFinite(value)
    ? { kind: 'value', value: { kind: 'literal', value } }
    : fault(`"${typed}" is no number`);
}

function isOf(typed: string, types: readonly string[]): boolean {
  const { type } = readPlain(typed);
  return type !== null && types.includes(type);
}

function fault(what: string): Typed {
  return { kind: 'fault', sentence: `${what}. Type one, or a $reference.` };
}
