/** Types to which the author gave a name: aliases, interfaces, enumerations, in this file or another. */
import { describe, expect, test } from 'vitest';
import { analyse, file, tasksOf, typesOf } from './show.ts';

const TF = "import * as tf from '@tensorflow/tfjs';\n";

const one = (text: string) => {
  const analysis = analyse(text);
  return { task: tasksOf(analysis)[0], types: typesOf(analysis) };
};

describe('aliases', () => {
  test('an alias of a word is that word, one of a structure names it', () => {
    expect(one('type Epsilon = number;\nexport function f(x: Epsilon) {}')).toEqual({
      task: 'f(x: number) ->',
      types: {},
    });
    expect(one('type ImageSize = [number, number];\nexport function f(x: ImageSize) {}')).toEqual({
      task: 'f(x: image_size) ->',
      types: { image_size: { tuple: ['number', 'number'] } },
    });
  });

  test('an interface of data has a structure, one of more is a simple type', () => {
    expect(one('interface MyOptions { a: number; b: boolean }\nexport function f(x: MyOptions) {}')).toEqual({
      task: 'f(x: my_options) ->',
      types: { my_options: { mapping: { a: 'number', b: 'boolean' } } },
    });
    expect(one(`${TF}interface Batch { x: tf.Tensor }\nexport function f(x: Batch) {}`)).toEqual({
      task: 'f(x: batch) ->',
      types: { batch: null },
    });
    expect(one('interface Watch { stop(): void }\nexport function f(x: Watch) {}').types).toEqual({
      watch: null,
    });
    expect(one('export class Box {}\nexport function f(x: Box) {}').types).toEqual({ box: null });
  });

  test('an alias of a thing is the type of that name where there is one', () => {
    const text =
      "import type { NdArray } from 'alidade/sdk';\ntype NumpyArray = NdArray;\nexport function f(x: NumpyArray) {}";
    expect(tasksOf(analyse(text))[0]).toBe('f(x: np.ndarray) ->');
    expect(tasksOf(analyse(text, new Map([['NumpyArray', null]])))[0]).toBe('f(x: NumpyArray) ->');
  });
});

describe('interfaces', () => {
  test('what an interface inherits is part of it', () => {
    const text = 'interface A { a: number }\ninterface B extends A { b: string }\nexport function f(x: B) {}';
    expect(one(text).types).toEqual({ b: { mapping: { a: 'number', b: 'string' } } });
  });

  test('a type that holds itself is a simple type', () => {
    expect(one('interface Tree { parts: Tree[] }\nexport function f(x: Tree) {}').types).toEqual({
      tree: null,
    });
    expect(one('type A = B[];\ntype B = A[];\nexport function f(x: A) {}').types).toEqual({
      a: null,
      b: { list: 'a' },
      a_2: { list: 'b' },
    });
  });

  test('its comment is the description of the type', () => {
    const { missingTypes } = analyse(
      '/** Where an image lies. */\ninterface Place { x: number }\nexport function f(place: Place) {}',
    );
    expect(missingTypes).toEqual([
      {
        name: 'place',
        structure: { mapping: { x: 'number' } },
        description: 'Where an image lies.',
        written: 'Place',
        why: 'It is the type of the input place of f.',
        named: true,
      },
    ]);
  });
});

describe('other types with a name', () => {
  test('type parameters are what they must at least be', () => {
    expect(one(`${TF}export function f<T extends tf.Tensor, U>(x: T, y: U): T { return x; }`).task).toBe(
      'f(x: tensor, y: any) -> output: tensor',
    );
    expect(one('type Pair<T> = [T, T];\nexport function f(x: Pair<string>) {}').types).toEqual({
      pair: { tuple: ['string', 'string'] },
    });
  });

  test('enumerations are their values', () => {
    expect(one("enum A { x = 'x' }\nenum B { x }\nexport function f(a: A, b: B) {}").task).toBe(
      'f(a: string, b: number) ->',
    );
  });

  test('types come from other files, by whatever way', () => {
    const files = [
      file(
        'a.ts',
        "import type { Size } from './b.ts';\nimport * as c from './c.ts';\nexport function f(a: Size, b: c.Name) {}",
      ),
      file('b.ts', "export * from './c.ts';"),
      file('c.ts', 'export type Size = [number, number];\nexport type Name = string;'),
    ];
    expect(tasksOf(analyse(files))).toEqual(['f(a: size, b: string) ->']);
  });
});
