/** The file of a reference model: numbers of 16 bits are exact, and a model comes back as it was rounded. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeHalf, encodeHalf } from '../../plugins/robustness/half.ts';
import { packModel, readWeights } from '../../plugins/robustness/weights_file.ts';
import { useBackend } from './backend.ts';

beforeAll(() => useBackend('cpu'));

describe('numbers of 16 bits', () => {
  test('are those of IEEE 754', () => {
    const known: [bits: number, value: number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c00, 1],
      [0x3c01, 1.0009765625],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
    ];
    known.forEach(([bits, value]) => expect(decodeHalf(bits)).toBe(value));
    expect(decodeHalf(0x7e00)).toBeNaN();
  });

  test('every one that is finite comes back', () => {
    const finite = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) =>
      Number.isFinite(decodeHalf(bits)),
    );
    expect(finite.length).toBe(2 * 0x7c00);
    expect(finite.filter((bits) => encodeHalf(decodeHalf(bits)) !== bits)).toEqual([]);
  });

  test('a number goes to the nearest, and of two to the even one', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const bits = encodeHalf(value);
        const far = Math.abs(decodeHalf(bits) - value);
        for (const other of [bits - 1, bits + 1]) {
          if (other < 0 || other > 0xffff || (other & 0x7fff) > 0x7bff) continue;
          const away = Math.abs(decodeHalf(other) - value);
          expect(away > far || (away === far && bits % 2 === 0)).toBe(true);
        }
      }),
    );
    expect(encodeHalf(1 + 2 ** -11)).toBe(0x3c00);
    expect(encodeHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(encodeHalf(2 - 2 ** -12)).toBe(0x4000);
    expect(encodeHalf(2 ** -25)).toBe(0);
    expect(encodeHalf(65519)).toBe(0x7bff);
  });

  test('what is too large is refused', () => {
    for (const value of [65520, -1e6, Infinity, NaN]) expect(() => encodeHalf(value)).toThrow('16 bits');
  });
});

describe('the file', () => {
  const facts = { name: 'small', network: 'Linear' };
  const model = () => {
    const made = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
    made.setWeights([tf.tensor2d([1 / 3, -2, 0, 1e-5], [2, 2]), tf.tensor1d([0.1, 70])]);
    return made;
  };
  const numbers = (bytes: Uint8Array) => readWeights(bytes).arrays.map((array) => [...array]);

  test('says what it holds and gives it back: rounded in 16 bits, exact in 32', async () => {
    const half = await packModel(model(), { ...facts, type: 'float16' });
    expect(readWeights(half)).toMatchObject({ ...facts, type: 'float16', shapes: [[2, 2], [2]] });
    const rounded = [1 / 3, -2, 0, 1e-5, 0.1, 70].map((value) => decodeHalf(encodeHalf(Math.fround(value))));
    expect(numbers(half).flat()).toEqual(rounded);
    const whole = await packModel(model(), { ...facts, type: 'float32' });
    expect(numbers(whole).flat()).toEqual([1 / 3, -2, 0, 1e-5, 0.1, 70].map(Math.fround));
  });

  test('is read wherever it lies in memory', async () => {
    const file = await packModel(model(), { ...facts, type: 'float16' });
    const held = new Uint8Array(file.length + 7);
    held.set(file, 3);
    expect(numbers(held.subarray(3, 3 + file.length))).toEqual(numbers(file));
  });

  test('is refused where it is cut or none', async () => {
    const file = await packModel(model(), { ...facts, type: 'float16' });
    expect(() => readWeights(file.subarray(0, file.length - 2))).toThrow(
      'weights of small are cut short: 5 of 6',
    );
    expect(() => readWeights(new Uint8Array(400))).toThrow('no file of weights of format 1');
    expect(() => readWeights(new TextEncoder().encode('{"format":2}\n'))).toThrow('format 1');
  });
});
