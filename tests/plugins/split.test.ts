/** The split notation of TensorFlow Datasets. */
import { expect, test } from 'vitest';
import { parseSplit } from '../../plugins/dioptra_optic/split.ts';

const parts = { train: [0, 8000], test: [8000, 10000] } as const;

test.each([
  ['train', [[0, 8000]]],
  ['test', [[8000, 10000]]],
  [
    'all',
    [
      [0, 8000],
      [8000, 10000],
    ],
  ],
  ['train[80%:]', [[6400, 8000]]],
  ['train[:50%]', [[0, 4000]]],
  ['train[10%:20%]', [[800, 1600]]],
  ['test[-10%:]', [[9800, 10000]]],
  ['train[7000:]', [[7000, 8000]]],
  ['train[:100]', [[0, 100]]],
  ['train[-1000:]', [[7000, 8000]]],
  ['train[100:-100]', [[100, 7900]]],
  ['train[:]', [[0, 8000]]],
  [
    'train[:10%]+test[:5]',
    [
      [0, 800],
      [8000, 8005],
    ],
  ],
  [' train [ 5 : 9 ] ', null],
])('%s', (split, rows) => {
  if (rows) expect(parseSplit(split, parts)).toEqual(rows);
  else expect(() => parseSplit(split, parts)).toThrow('no split');
});

test('percentages round to the nearest row, halves to the even one', () => {
  const odd = { train: [0, 250] } as const;
  expect(parseSplit('train[:1%]', odd)).toEqual([[0, 2]]);
  expect(parseSplit('train[:3%]', odd)).toEqual([[0, 8]]);
  expect(parseSplit('train[33%:]', { train: [0, 10] })).toEqual([[3, 10]]);
});

test.each([
  ['valid', 'There is no split "valid" here; there is train, test'],
  ['train[9000:]', 'reaches beyond its 8000'],
  ['train[:101%]', 'reaches beyond'],
  ['train[5:5]', 'is empty'],
  ['train[50%:10%]', 'is empty'],
  ['train[0.5:]', 'is no split'],
  ['', 'is no split'],
])('"%s" is refused', (split, words) => {
  expect(() => parseSplit(split, parts)).toThrow(words);
});
