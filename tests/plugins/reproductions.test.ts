/** Measured figures beside published ones: verdicts at the ends of their ranges, bands, and statements that say too little. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DataFrame, Examples } from '#sdk';
import { ReproductionArtifactTask } from '../../plugins/reproductions/artifacts.ts';
import { measure_changes } from '../../plugins/reproductions/changes.ts';
import { bandOfMean } from '../../plugins/reproductions/mean.ts';
import { compare_with_published } from '../../plugins/reproductions/published.ts';
import { average_certified_radius } from '../../plugins/reproductions/radius.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

let heard: Heard;
beforeEach(() => void (heard = listen()));
const recorded = (name: string) => heard.metrics.find((metric) => metric.name === name)?.value;

const TABLE: DataFrame = {
  columns: ['attack', 'epsilon', 'count', 'accuracy', 'l2_mean', 'l2_mean_low', 'l2_mean_high'],
  rows: [
    ['PGD', 0, 100, 0.95, null, null, null],
    ['PGD', 0.3, 100, 0.74, 1.2, 1.1, 1.3],
    ['noise', 0.3, 100, 0.9, NaN, null, null],
  ],
};
const STATEMENT = {
  name: 'Accuracy under PGD-40',
  unit: 'share',
  table: 'evaluation',
  row: { attack: 'PGD', epsilon: 0.3 },
  column: 'accuracy',
  published: 0.8877,
  accept: [0.74, 0.84],
};
const LENGTH = { ...STATEMENT, name: 'Mean L2', unit: 'L2', column: 'l2_mean', accept: [1, 2] };
const compare = (figures: readonly Record<string, unknown>[], conditions: Record<string, unknown>[] = []) =>
  compare_with_published({ evaluation: TABLE }, figures, conditions, 'A paper', 'Fewer digits', 'Ours');

describe('the verdict', () => {
  test.each([
    [[0.74, 0.84], 'reproduced'],
    [[0.7, 0.74], 'reproduced'],
    [[0.740001, 0.84], 'below'],
    [[0.6, 0.739999], 'above'],
    [[0.74, 0.74], 'reproduced'],
  ] as const)('of 0.74 in %j is %s', (accept, outcome) => {
    const { figures } = compare([{ ...STATEMENT, accept }]);
    expect(figures.map((figure) => figure.outcome)).toEqual([outcome]);
    expect(recorded('accuracy_under_pgd_40')).toBe(0.74);
    expect(recorded('accuracy_under_pgd_40_reproduced')).toBe(Number(outcome === 'reproduced'));
    expect(recorded('figures_compared')).toBe(1);
  });

  test('has a note with what stands in its row', () => {
    const note = '{count} images at ε {epsilon}, by {attack}';
    expect(compare([{ ...STATEMENT, note }]).figures[0]!.note).toBe('100 images at ε 0.300, by PGD');
    expect(() => compare([{ ...STATEMENT, note: '{votes}' }])).toThrow('asks for the column “votes”');
  });

  test('holds for any range and value as their order says', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, number, (value, a, b) => {
        const accept = [Math.min(a, b), Math.max(a, b)];
        const tables = { t: { columns: ['x'], rows: [[value]] } };
        const statement = { name: 'x', table: 't', column: 'x', accept };
        const { figures } = compare_with_published(tables, [statement], [], 's', 'd', 'r');
        const side = value < accept[0]! ? 'below' : value > accept[1]! ? 'above' : 'reproduced';
        expect(figures[0]).toMatchObject({ outcome: side, value, published: null, count: null });
      }),
    );
  });

  test('is none where the table has no number', () => {
    const row = { attack: 'noise' };
    expect(compare([{ ...LENGTH, row }]).figures[0]).toMatchObject({ outcome: 'not measured', value: null });
    expect(recorded('mean_l2')).toBeUndefined();
    expect(recorded('mean_l2_reproduced')).toBe(0);
  });
});

test('a share has the band of Wilson, another figure the one of its table', () => {
  const [share, length] = compare([STATEMENT, LENGTH]).figures;
  // Wilson 1927 for 74 of 100 at 95 %: (0.6463, 0.8160).
  expect(share!.low).toBeCloseTo(0.6463, 4);
  expect(share!.high).toBeCloseTo(0.816, 4);
  expect(share!.count).toBe(100);
  expect(length).toMatchObject({ value: 1.2, low: 1.1, high: 1.3 });
  expect(heard.logs.map(({ message }) => message).join()).toContain('500 or more make a figure');
});

test('conditions that are not the recipe’s are told', () => {
  const { conditions } = compare(
    [STATEMENT],
    [
      { what: 'epochs', published: 10, here: 1, recipe: 30 },
      { what: 'batch', published: 100, here: 100, recipe: 100 },
      { what: 'training digits', published: '60,000', here: '7,000' },
    ],
  );
  expect(conditions.map(({ departs }) => departs)).toEqual([true, false, false]);
  expect(heard.logs.filter(({ severity }) => severity === 'WARNING').at(-1)!.message).toBe(
    'epochs is 1 and not 30, as in the recipe that the ranges are for',
  );
});

describe('a statement that says too little or what is not there is refused with what to mend', () => {
  test.each([
    ['no name', { name: ' ' }, 'name of figure 1 is a text'],
    ['no range', { accept: undefined }, 'accept of the figure “Accuracy under PGD-40” is the lowest'],
    ['a range that falls', { accept: [0.8, 0.7] }, 'begins with the lowest value: 0.8 is above 0.7'],
    ['a range that is not finite', { accept: [0.8, Infinity] }, 'a finite number'],
    [
      'a published text',
      { published: '88 %' },
      'published of the figure “Accuracy under PGD-40” is a finite',
    ],
    ['another table', { table: 'certified' }, 'is of the table “certified”; tables has evaluation.'],
    [
      'another column',
      { column: 'success' },
      'asks for the column “success”, and the table “evaluation” has',
    ],
    ['no row', { row: { attack: 'FGSM' } }, 'means no row of the table “evaluation”'],
    ['several rows', { row: { attack: 'PGD' } }, 'means 2 rows'],
    ['a column of the row that is not there', { row: { eps: 1 } }, 'asks for the column “eps”'],
    ['a row that is a list', { row: [1] }, 'row of the figure “Accuracy under PGD-40” is a mapping'],
  ])('%s', (_, fault, words) => {
    expect(() => compare([{ ...STATEMENT, ...fault }])).toThrow(words);
  });
  test('no figure, two of one name, a condition without its words', () => {
    expect(() => compare([])).toThrow('at least one published figure');
    expect(() => compare([STATEMENT, STATEMENT])).toThrow('Two figures are called');
    expect(() => compare([STATEMENT], [{ what: 'epochs', here: 1 }])).toThrow(
      'published of the condition “epochs” is a text or a number, not missing',
    );
    expect(() => compare([STATEMENT], 'none' as never)).toThrow('conditions is a list of mappings');
  });
});

test('the artifact comes back as it went, and is refused without its file', async () => {
  const reproduction = compare([STATEMENT], [{ what: 'epochs', published: 10, here: 1, recipe: 30 }]);
  const files = await ReproductionArtifactTask.serialize(reproduction, { name: 'verdict', args: {} });
  expect([...(files as Map<string, Uint8Array>).keys()]).toEqual(['reproduction.json']);
  expect(ReproductionArtifactTask.deserialize(files as never, { args: {} })).toEqual(reproduction);
  expect(() => ReproductionArtifactTask.deserialize(new Map(), { args: {} })).toThrow('reproduction.json');
});

test('the mean and its band by hand', () => {
  // 1, 2, 3: s = 1, 1.959964/√3 = 1.131586.
  const { mean, low, high } = bandOfMean([1, 2, 3]);
  expect([mean, low, high].map((value) => value!.toFixed(5))).toEqual(['2.00000', '0.86841', '3.13159']);
  expect(bandOfMean([4])).toEqual({ mean: 4, low: null, high: null });
  expect(bandOfMean([])).toEqual({ mean: null, low: null, high: null });
});

test('the average certified radius counts what is wrong or abstained as 0', () => {
  const certificates = {
    columns: ['image', 'label', 'prediction', 'radius', 'votes'],
    rows: [
      [0, 7, 7, 0.5, 1000],
      [1, 2, 3, 0.8, 1000],
      [2, 1, -1, 0, 500],
      [3, 4, 4, 0.3, 990],
    ],
  };
  const { columns, rows } = average_certified_radius(certificates);
  expect(columns[1]).toBe('average_certified_radius');
  expect(rows[0]!.slice(0, 2)).toEqual([4, 0.2]);
  expect(() => average_certified_radius({ columns: ['label'], rows: [] })).toThrow('“prediction”');
  expect(() => average_certified_radius({ ...certificates, rows: [] })).toThrow('no certificates');
});

test('changes: success over what was read right, means over what gave way, and both of two attacks', async () => {
  await useBackend('cpu');
  // Two pixels, two classes; the greater one is read. The third image is misread as it is.
  const images = tf.tensor4d([1, 0, 0, 1, 0, 1, 1, 0], [4, 1, 2, 1]);
  const labels = tf.tensor2d([1, 0, 0, 1, 1, 0, 1, 0], [4, 2]);
  const meta = { image_shape: [1, 2, 1], num_classes: 2 };
  const dataset = { images, labels, meta } as never;
  const model = {
    classes: 2,
    logits: (x: tf.Tensor4D) => tf.reshape(x, [-1, 2]),
    defence: { name: 'none', differentiable: true, stochastic: false },
  } as never;
  const round = (success: number[], l2: number[]) => ({
    epsilon: null,
    success: Uint8Array.from(success),
    norms: { l2: Float32Array.from(l2) },
  });
  const attack = (name: string, ...rounds: unknown[]) => ({ attack: name, rounds }) as unknown as Examples;
  const short = attack('CW', round([1, 1, 0, 0], [1, 2, 9, 0]));
  const long = attack('DeepFool', round([1, 1, 0, 1], [2, 4, 9, 3]));
  const { columns, rows } = await measure_changes(model, dataset, [short, long]);
  const cell = (row: number, title: string) => rows[row]![columns.indexOf(title)];
  expect([cell(0, 'count'), cell(0, 'gave_way')]).toEqual([3, 2]);
  expect(cell(0, 'success')).toBeCloseTo(2 / 3);
  expect(cell(0, 'l2_mean')).toBe(1.5);
  expect(cell(0, 'l2_over_last')).toBe(0.5);
  expect([cell(1, 'success'), cell(1, 'l2_mean'), cell(1, 'l2_over_last')]).toEqual([1, 3, 1]);
  const bounded = attack('PGD', { ...round([1], [1]), epsilon: 0.1 });
  await expect(measure_changes(model, dataset, [bounded])).rejects.toThrow('PGD kept to an ε');
  await expect(measure_changes(model, dataset, [attack('CW', round([1], [1])), long])).rejects.toThrow(
    'different images',
  );
  await expect(measure_changes(model, dataset, [])).rejects.toThrow('At least one attack');
});
