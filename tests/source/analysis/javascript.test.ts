/** JavaScript in, tasks out: its types stand in comments. */
import { describe, expect, test } from 'vitest';
import { analyse, issuesOf, tasksOf, typesOf } from './show.ts';

const js = (text: string) => analyse(text, new Map(), 'tasks.js');

describe('types in comments', () => {
  const CASES: [string, string][] = [
    ['{number} x', 'x: number'],
    ['{integer} x', 'x: integer'],
    ['{string} [x]', 'x?: string'],
    ["{string} [x='a'] what it is", 'x?: string'],
    ['{number=} x', 'x?: number'],
    ['{?number} x', 'x: number_or_null'],
    ['{!string} x', 'x: string'],
    ['{*} x', 'x: any'],
    ['{number[]} x', 'x: list_of_number'],
    ['{Array.<string>} x', 'x: list_of_string'],
    ['{Object.<string, number>} x', 'x: mapping_of_number'],
    ['{Record<string, boolean>} x', 'x: mapping_of_boolean'],
    ['{(string|number)} x', 'x: string_or_number'],
    ['{{a: number, b: string}} x', 'x: x'],
    ['{[number, number]} x', 'x: tuple_of_number_and_number'],
    ['{tf.Tensor} x', 'x: tensor'],
    ['{Size} x', 'x: size'],
  ];
  test.each(CASES)('@param %s', (tag, input) => {
    const text = `/** @typedef {[integer, integer]} Size */\n\n/**\n * @param ${tag}\n */\nexport function f(x) {}`;
    expect(tasksOf(js(text))).toEqual([`f(${input}) ->`]);
    expect(js(text).issues).toEqual([]);
  });

  test('what comes back', () => {
    const text =
      '/** @returns {Promise<[low: number, high: number]>} the band */\nexport async function f() {}';
    expect(tasksOf(js(text))).toEqual(['f() -> low: number, high: number']);
    expect(tasksOf(js('/** @return {void} */\nexport const f = () => g();'))).toEqual(['f() ->']);
  });

  test('a type that cannot be read is told of', () => {
    const analysis = js('/** @param {a b} x */\nexport function f(x) {}');
    expect(tasksOf(analysis)).toEqual(['f(x: any) ->']);
    expect(issuesOf(analysis)).toEqual(['type-not-mapped 2:19']);
  });

  test('a parameter that is taken apart goes by the name in the comment', () => {
    const text = `/**
 * @param {string} model
 * @param {{rate: number}} settings
 * @param settings.rate how fast
 */
export function f(model, { rate }) {}`;
    expect(tasksOf(js(text))).toEqual(['f(model: string, settings: settings) ->']);
    expect(typesOf(js(text))).toEqual({ settings: { mapping: { rate: 'number' } } });
  });
});

test('nothing said is nothing known', () => {
  const analysis = js('export function f(a, b = 1) { return a; }');
  expect(tasksOf(analysis)).toEqual(['f(a: any, b?: number) -> output: any']);
  expect(issuesOf(analysis)).toEqual(['input-without-type 1:19', 'return-without-type 1:8']);
});
