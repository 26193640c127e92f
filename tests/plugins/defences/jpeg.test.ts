/** JPEG as a defence: the tables and pixels of libjpeg, and the standard's transform term by term. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BRIGHTNESS, compress_jpeg, compressJpeg, scaleTable } from '../../../plugins/defences/jpeg.ts';
import { useBackend } from '../backend.ts';
import { listen } from '../step-context.ts';
import { linear, picture } from './pictures.ts';

beforeAll(() => useBackend('cpu'));
beforeEach(() => void listen(3));

describe('JPEG', () => {
  /** Pillow 12.3.0 on libjpeg-turbo (API 6.2): a gray picture of 12×20, a colour one of 8×16 without subsampling. */
  const oracle = JSON.parse(
    readFileSync(path.join(import.meta.dirname, '..', 'fixtures', 'jpeg-libjpeg.json'), 'utf8'),
  );

  test.each([
    [75, [8, 6, 5, 8, 12, 20, 26, 31]],
    [10, [80, 55, 50, 80, 120, 200, 255, 255]],
    [50, [16, 11, 10, 16, 24, 40, 51, 61]],
    [100, Array(8).fill(1)],
  ])("at quality %i the table begins as libjpeg's", (quality, first) => {
    expect(scaleTable(BRIGHTNESS, quality).slice(0, 8)).toEqual(first);
  });

  /** libjpeg's integer cosines send a few coefficients that are nearly a tie to the other side, with all of their block. */
  test.each([10, 50, 75, 95])(
    "at quality %i nearly every pixel is within a level of libjpeg's",
    (quality) => {
      const coded = compressJpeg(tf.div(picture(oracle.image), 255), quality);
      const gaps = [...coded.dataSync()].map((x, i) =>
        Math.abs(Math.round(255 * x) - oracle[quality].flat()[i]),
      );
      expect(gaps.filter((gap) => gap > 1).length).toBeLessThan(0.05 * gaps.length);
      expect(gaps.reduce((a, b) => a + b) / gaps.length).toBeLessThan(0.35);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(4);
    },
  );

  test('colour is within two levels', () => {
    const x = tf.div(tf.tensor4d(oracle.colour.flat(2), [1, 8, 16, 3]), 255) as tf.Tensor4D;
    compareLevels([...compressJpeg(x, 60).dataSync()], oracle.colour60.flat(2), 2, 0.4);
  });

  test('it is the transform of the standard, term by term in float64', () => {
    const levels = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 72, maxLength: 72 });
    fc.assert(
      fc.property(levels, fc.integer({ min: 1, max: 100 }), (values, quality) => {
        const rows = Array.from({ length: 9 }, (_, row) => values.slice(8 * row, 8 * row + 8));
        const expected = slowJpeg(rows, scaleTable(BRIGHTNESS, quality));
        fc.pre(expected !== null);
        const coded = [...compressJpeg(tf.div(picture(rows), 255), quality).dataSync()];
        compareLevels(coded, expected!, 1, 0.03);
      }),
      { numRuns: 25 },
    );
  });

  test('a flat picture of a level that the table keeps stays as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 }), (step) => {
        const x = tf.fill([1, 9, 11, 1], (step * 8) / 255) as tf.Tensor4D;
        compressJpeg(x, 50)
          .dataSync()
          .forEach((value) => expect(value).toBeCloseTo((step * 8) / 255, 6));
      }),
    );
  });

  test.each([0, 101])('quality %i is refused', (quality) => {
    expect(() => compress_jpeg(linear([1]), quality)).toThrow('whole number from 1 to 100');
  });

  test('two channels are refused', () => {
    expect(() => compressJpeg(tf.zeros([1, 8, 8, 2]), 50)).toThrow('1 or 3 channels');
  });
});

/** No level differs by more than `most`, and on average by less than `mean`. */
function compareLevels(shares: number[], levels: number[], most: number, mean: number): void {
  const gaps = shares.map((share, i) => Math.abs(Math.round(share * 255) - levels[i]!));
  expect(shares.length).toBe(levels.length);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(most);
  expect(gaps.reduce((a, b) => a + b) / gaps.length).toBeLessThan(mean);
}

/**
 * Section A.3.3 of ITU-T T.81 as it stands there, on one plane whose blocks go on beyond the border; null where a
 * coefficient is so nearly a tie that float32 may not tell.
 */
function slowJpeg(rows: number[][], table: number[]): number[] | null {
  const [height, width] = [rows.length, rows[0]!.length];
  const level = (y: number, x: number) => rows[Math.min(y, height - 1)]![Math.min(x, width - 1)]! - 128;
  const out = rows.map((row) => row.map(() => 0));
  let unsure = false;
  const c = (k: number) => (k === 0 ? Math.SQRT1_2 : 1);
  const wave = (k: number, i: number) => Math.cos(((2 * i + 1) * k * Math.PI) / 16);
  const span = [...Array(8).keys()];
  const sum = (of: (a: number, b: number) => number) =>
    span.reduce((total, a) => total + span.reduce((part, b) => part + of(a, b), 0), 0);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const kept = span.map((u) =>
        span.map((v) => {
          const s = (c(u) * c(v) * sum((y, x) => level(top + y, left + x) * wave(u, y) * wave(v, x))) / 4;
          const step = table[8 * u + v]!;
          const toTie = Math.abs(((Math.abs(s) / step) % 1) - 0.5);
          unsure ||= toTie > 1e-9 && toTie < 1e-3;
          return Math.sign(s) * Math.floor(Math.abs(s) / step + 0.5 + 1e-6) * step;
        }),
      );
      for (let y = top; y < Math.min(top + 8, height); y++) {
        for (let x = left; x < Math.min(left + 8, width); x++) {
          const s = sum((u, v) => c(u) * c(v) * kept[u]![v]! * wave(u, y - top) * wave(v, x - left)) / 4;
          out[y]![x] = Math.min(255, Math.max(0, Math.floor(s + 128.5 + 1e-6)));
        }
      }
    }
  }
  return unsure ? null : out.flat();
}
