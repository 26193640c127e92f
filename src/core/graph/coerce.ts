/** The text of a parameter made into its value, as the reference does it with Python's own readers. */
import { issue, type Issue } from '#core/issues.ts';
import type { ParameterWord } from '#core/resources/content.ts';
import { scalar, text as textNode, type Node } from './node.ts';
import { readPythonJson } from './python-json.ts';
import { readPythonFloat, readPythonInteger } from './python-number.ts';
import { exactInteger } from './yaml-scalar.ts';
import { plainValue } from './value.ts';

const EXPECTED: Readonly<Record<ParameterWord, readonly [what: string, advice: string]>> = {
  string: ['text', ''],
  boolean: ['true or false', 'Write true or false, without spaces.'],
  integer: ['a whole number', 'Write digits only, with a sign if you like, such as 10 or -3.'],
  float: ['a number', 'Write a number such as 0.3, 1e-3, inf or nan, with a point and not a comma.'],
  list: [
    'a list in JSON',
    'Write a JSON list such as [1, 2.5, "text"], with double quotes and no comma at its end.',
  ],
  mapping: [
    'a mapping in JSON',
    'Write a JSON object such as {"key": 1}, with double quotes and no comma at its end.',
  ],
};

export type Coerced = { readonly value: unknown } | { readonly fault: Issue };

/**
 * The value that a text stands for; null stays null, whatever the word. Whole numbers beyond 2^53 become bigints, so that
 * no digit is lost. The fault is an issue about no place in particular; whoever asks knows which parameter it is.
 */
export function coerceParameter(word: ParameterWord, text: string | null): Coerced {
  const coerced = coerceToNode(word, text);
  return 'node' in coerced ? { value: plainValue(coerced.node) } : coerced;
}

/** The same as a node, which still tells 1.0 from 1. */
export function coerceToNode(
  word: ParameterWord,
  text: string | null,
): { readonly node: Node } | { readonly fault: Issue } {
  const node = text === null ? scalar('null', null) : read(word, text);
  if (node) return { node };
  const [expected, advice] = EXPECTED[word] ?? [
    `of a known kind (${String(word)})`,
    'Use string, boolean, integer, float, list or mapping.',
  ];
  return {
    fault: issue(
      'parameter-text',
      { expected, advice, text: text ?? '' },
      { path: [], document: 'parameters' },
    ),
  };
}

function read(word: ParameterWord, text: string): Node | null {
  switch (word) {
    case 'string':
      return textNode(text);
    case 'boolean':
      return /^(?:true|false)$/i.test(text) ? scalar('boolean', text.toLowerCase() === 'true') : null;
    case 'integer': {
      const value = readPythonInteger(text);
      return value === null ? null : scalar('integer', exactInteger(value));
    }
    case 'float': {
      const value = readPythonFloat(text);
      return value === null ? null : scalar('number', value);
    }
    case 'list':
      return ofKind(readPythonJson(text), 'list');
    case 'mapping':
      return ofKind(readPythonJson(text), 'map');
    default:
      return null;
  }
}

function ofKind(node: Node | null, kind: Node['kind']): Node | null {
  return node?.kind === kind ? node : null;
}
