// Parameter texts as Python's int(), float() and json.loads() read them; python-coercion.jsonl holds what Python 3.11 made of each.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { coerceParameter, coerceToNode } from '#core/graph/coerce.ts';
import type { Node } from '#core/graph/node.ts';
import type { ParameterWord } from '#core/resources/content.ts';

interface Oracle {
  readonly word: ParameterWord;
  readonly text: string;
  readonly value?: unknown;
  readonly error?: boolean;
}

const oracles = readFileSync(new URL('./python-coercion.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Oracle);

function encode(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(encode);
  if (node.kind === 'map') return { $map: node.entries.map(({ key, value }) => [key.value, encode(value)]) };
  if (node.type === 'integer') return { $int: String(node.value) };
  return node.type === 'number' ? { $float: pythonFloat(node.value as number) } : node.value;
}

/** As Python's repr spells it. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').toLowerCase();
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

describe('what Python says', () => {
  test.each(oracles.map((oracle) => [oracle.word, JSON.stringify(oracle.text), oracle] as const))(
    '%s %s',
    (word, _name, oracle) => {
      const coerced = coerceToNode(word, oracle.text);
      if (oracle.error) expect(coerced).toHaveProperty('fault');
      else expect('node' in coerced && encode(coerced.node)).toEqual(oracle.value);
    },
  );
});

describe('values', () => {
  test('null stays null, whatever the word', () => {
    for (const word of ['string', 'integer', 'float', 'boolean', 'list', 'mapping'] as const) {
      expect(coerceParameter(word, null)).toEqual({ value: null });
    }
  });

  test('a string is as it is', () => {
    expect(coerceParameter('string', ' 1 ')).toEqual({ value: ' 1 ' });
  });

  test('whole numbers beyond 2^53 keep every digit', () => {
    expect(coerceParameter('integer', '9007199254740991')).toEqual({ value: 9007199254740991 });
    expect(coerceParameter('integer', '9007199254740993')).toEqual({ value: 9007199254740993n });
    expect(coerceParameter('list', '[9007199254740993]')).toEqual({ value: [9007199254740993n] });
  });

  test('a fault says what was expected and how to write it', () => {
    const coerced = coerceParameter('float', '1,5');
    expect('fault' in coerced && coerced.fault).toMatchObject({
      code: 'parameter-text',
      message: '"1,5" is not a number.',
      remedy: 'Write a number such as 0.3, 1e-3, inf or nan, with a point and not a comma.',
    });
  });

  test('a word that there is not is a fault', () => {
    expect(coerceParameter('any' as ParameterWord, '1')).toHaveProperty('fault');
  });

  test('hostile depth is a fault, not an overflow', () => {
    expect(coerceParameter('list', '['.repeat(100_000))).toHaveProperty('fault');
  });
});
