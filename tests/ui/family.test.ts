// The form of a sweep, and what a family's page makes of its table.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FamilyTable } from '#core/family/table.ts';
import { pluralOf } from '#core/text/plural.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { makeFamilyChart, summariseFamily } from '#ui/family/family-chart.ts';
import { lackingBaseline, lackingUndefended } from '#ui/family/noise-baseline.ts';
import { linesOfFamily } from '#ui/family/family-lines.ts';
import { imagesOf, sayLastEpsilon, summariseMatrix, writeMatrixCsv } from '#ui/family/matrix-words.ts';
import { matrixOf } from '#core/family/matrix.ts';
import { NO_AXIS, NO_SWEEP, readSweep, readValues, writeValues, fasterList } from '#ui/form/sweep-wishes.ts';
import { readOrder, writeOrder } from '#ui/table/column.ts';

const content: EntrypointContent = {
  ...KINDS.entrypoint.empty,
  name: 'Attack',
  parameters: [
    { name: 'eps', type: 'float', defaultValue: '0.1' },
    { name: 'attack', type: 'string', defaultValue: '' },
    { name: 'sizes', type: 'list', defaultValue: '[]' },
  ],
};

describe('the values of a list as they are typed', () => {
  test.each([
    ['float', '0, 0.1\n0.2,', ['0', '0.1', '0.2']],
    ['string', 'fgsm, "a, b", "say ""hi""", ""', ['fgsm', 'a, b', 'say "hi"', '']],
    ['list', '[1, 2]\n\n [3] ', ['[1, 2]', '[3]']],
    ['float', '  ', []],
  ] as const)('%s %j', (word, text, values) => {
    expect(readValues(word, text)).toEqual(values);
  });

  test('what is written is read back', () => {
    // Text of several lines, or with spaces at its ends, cannot be one of a list in a field.
    const value = fc.string().filter((text) => text.trim() === text && !/[\n\r\u2028\u2029]/.test(text));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        expect(readValues('string', writeValues('string', values))).toEqual(values);
      }),
    );
  });
});

test('a list that was one value is one of several as it stood', () => {
  const value = '[0.05, 0.1]';
  expect(readValues('list', writeValues('list', [value, '{a: "x, y"}']))).toEqual([value, '{a: "x, y"}']);
  expect(readValues('mapping', writeValues('mapping', ['{\n  a: 1\n}']))).toEqual(['{ a: 1 }']);
});

test('where a job takes many ε at once, a job for each is said to be slower', () => {
  const of = (...all: (readonly [string, 'list' | 'float'])[]) => ({
    parameters: all.map(([name, type]) => ({ name, type, defaultValue: null })),
  });
  expect(fasterList(of(['eps', 'float'], ['epsilons', 'list']), 'eps')).toBe('epsilons');
  expect(fasterList(of(['epsilons', 'list']), 'epsilons')).toBe('epsilons');
  expect(fasterList(of(['eps', 'float'], ['pixels', 'list']), 'eps')).toBeNull();
  expect(fasterList(of(['pixels', 'list'], ['epsilons', 'list']), 'pixels')).toBeNull();
  expect(fasterList(of(['steps', 'float'], ['keeps', 'list']), 'steps')).toBeNull();
});

describe('what stands in the form', () => {
  test('nothing that varies, and one seed, is a job', () => {
    expect(readSweep(content, NO_SWEEP)).toMatchObject({ request: null, issues: [] });
    const elsewhere = { ...NO_SWEEP, axes: { gone: NO_AXIS } };
    expect(readSweep(content, elsewhere).request).toBeNull();
    const back = { ...NO_SWEEP, axes: { eps: { ...NO_AXIS, values: '1, 2', off: true } } };
    expect(readSweep(content, back)).toMatchObject({ request: null, issues: [] });
  });

  test('becomes a request, in the order of the parameters', () => {
    const axes = {
      attack: { ...NO_AXIS, values: 'fgsm, pgd' },
      eps: { ...NO_AXIS, mode: 'range', from: '0', to: '0.3', amount: '4' },
    } as const;
    const { request, issues, count } = readSweep(content, { ...NO_SWEEP, axes, seeds: '3' });
    expect(issues).toEqual([]);
    expect(count.jobs).toBe(24);
    expect(request).toEqual({
      vary: {
        eps: { kind: 'range', from: 0, to: 0.3, scale: 'linear', count: 4 },
        attack: { kind: 'list', values: ['fgsm', 'pgd'] },
      },
      seeds: 3,
      name: '',
    });
    expect(Object.keys(request!.vary)).toEqual(['eps', 'attack']);
  });

  test('random search asks for its draws; a text is drawn from a list whatever shape was chosen', () => {
    const axes = { attack: { ...NO_AXIS, mode: 'random', values: 'a, b' } } as const;
    const { request } = readSweep(content, { ...NO_SWEEP, axes, draws: '5', drawSeed: '9' });
    expect(request).toMatchObject({
      vary: { attack: { kind: 'random', distribution: { shape: 'choice', values: ['a', 'b'] } } },
      draws: 5,
      drawSeed: 9,
    });
  });

  test('what cannot be read is refused at its field, not taken for nothing', () => {
    const axes = { eps: { ...NO_AXIS, mode: 'range', from: 'low', to: '1', amount: '3' } } as const;
    const typed = { ...NO_SWEEP, axes, seeds: 'some', stop: 'below', metric: 'acc', bound: '' } as const;
    expect(readSweep(content, typed).issues.map(({ path }) => path[0])).toEqual(['eps', 'seeds', 'stop']);
    expect(readSweep(content, { ...NO_SWEEP, seeds: '' }).issues.map(({ path }) => path[0])).toEqual([
      'seeds',
    ]);
  });
});

const TABLE: FamilyTable = {
  parameters: ['eps', 'took'],
  metrics: ['accuracy', 'loss'],
  steps: { accuracy: 'train', loss: 'train' },
  rows: [
    ['0.1', 'a', 0.9, 1],
    ['0.1', 'a', 0.7, 2],
    ['0.2', 'a', 0.5, 3],
    ['0.1', 'b', 1, undefined],
  ].map(([eps, took, accuracy, loss], place) => ({
    place,
    id: `j${place}`,
    job: place + 5,
    status: 'finished' as const,
    reason: null,
    seed: place,
    took: 10,
    values: { eps: String(eps), took: String(took) },
    figures: { accuracy: Number(accuracy), ...(loss !== undefined && { loss: Number(loss) }) },
  })),
};

test('the chart has the mean as its line and the seeds as its band, a share only where all are shares', () => {
  const chart = makeFamilyChart(TABLE, 'eps', 'accuracy');
  expect(chart).toMatchObject({ kind: 'value', xName: 'eps', unit: 'share', logX: false });
  expect(chart.series.map(({ label, points }) => [label, points])).toEqual([
    [
      'a',
      [
        { x: 0.1, y: 0.8, low: 0.7, high: 0.9 },
        { x: 0.2, y: 0.5, low: null, high: null },
      ],
    ],
    ['b', [{ x: 0.1, y: 1, low: null, high: null }]],
  ]);
  expect(makeFamilyChart(TABLE, 'eps', 'loss').unit).toBe('plain');
  const axis = { kind: 'range', from: 0.1, to: 1, scale: 'log', count: 2 } as const;
  expect(makeFamilyChart(TABLE, 'eps', 'loss', axis).logX).toBe(true);
});

test('one sentence says what the curves show and what their bands are', () => {
  expect(summariseFamily(TABLE, 'eps', 'accuracy')).toBe(
    'a goes from 80.0 % at eps 0.1 to 50.0 % at 0.2; b is 100 % at eps 0.1. Each point is the mean of 1 to 2 seeds, the band reaches from the lowest to the highest.',
  );
  const seeded = { ...TABLE, rows: TABLE.rows.filter(({ values }) => values.eps === '0.1') };
  expect(summariseFamily(seeded, 'eps', 'accuracy')).toContain(
    'to the highest; mean ± standard deviation at the end: a 80.0 % ± 14.1 points.',
  );
  expect(summariseFamily({ ...TABLE, rows: [] }, 'eps', 'loss')).toBe(
    'No job has finished with this metric yet.',
  );
});

/** Of metrics as a table names them: those without a step are of the step `s`. */
const stepsOf = (metrics: readonly string[]) =>
  Object.fromEntries(metrics.map((name) => [name, name.includes('.') ? name.split('.')[0]! : 's']));

test('an accuracy under attack that has no noise beside it says so', () => {
  const of = (metrics: readonly string[], metric: string, parameters: readonly string[] = ['eps']) =>
    lackingBaseline({ ...TABLE, metrics, steps: stepsOf(metrics), parameters }, metric);
  expect(of(['epsilon', 'pgd_accuracy'], 'pgd_accuracy')).toMatch(/^pgd_accuracy has no random noise/);
  expect(of(['epsilon', 'pgd_accuracy', 'noise_accuracy'], 'pgd_accuracy')).toBeNull();
  expect(of(['a.epsilon', 'a.pgd_accuracy', 'b.noise_accuracy'], 'a.pgd_accuracy')).toMatch(/^a\.pgd_acc/);
  expect(of(['epsilon', 'clean_accuracy', 'loss'], 'clean_accuracy')).toBeNull();
  expect(of(['epsilon', 'loss'], 'loss')).toBeNull();
  expect(of(['epsilon', 'certified_accuracy'], 'certified_accuracy')).toBeNull();
  expect(of(['accuracy'], 'accuracy')).toBeNull();
  expect(of(['accuracy'], 'accuracy', ['attack'])).toMatch(/no random noise/);
  // A parameter of the attack is not the attack, and the ε of another step is none of this one.
  expect(of(['train.accuracy', 'evaluation.epsilon'], 'train.accuracy', ['attack_iterations'])).toBeNull();
  const trained = {
    ...TABLE,
    metrics: ['accuracy', 'epsilon'],
    steps: { accuracy: 'train', epsilon: 'figures' },
  };
  expect(lackingBaseline(trained, 'accuracy')).toBeNull();
  const rows = TABLE.rows.map((row) => ({ ...row, values: { attack: 'random_noise' } }));
  const varied = { ...TABLE, metrics: ['accuracy'], parameters: ['attack'], rows };
  expect(lackingBaseline(varied, 'accuracy')).toBeNull();
});

test('a defence that varies has an undefended bar, and noise in another step is beside it', () => {
  const of = (...defences: string[]): FamilyTable => ({
    ...TABLE,
    metrics: [
      'figures.epsilon',
      'robust_accuracy',
      'clean_accuracy',
      'robust_count',
      'accuracy',
      'figures.noise_accuracy',
      'evaluation.noise_accuracy',
    ],
    steps: {
      'figures.epsilon': 'figures',
      robust_accuracy: 'figures',
      clean_accuracy: 'figures',
      robust_count: 'figures',
      accuracy: 'train',
      'figures.noise_accuracy': 'figures',
      'evaluation.noise_accuracy': 'evaluation',
    },
    parameters: ['attack', 'defence'],
    rows: defences.map((defence, i) => ({
      ...TABLE.rows[i]!,
      values: { attack: 'pgd', defence },
      figures: { 'figures.epsilon': 0.1, robust_accuracy: 0.5, robust_count: 100 },
    })),
  });
  expect(lackingUndefended(of('jpeg', 'median'))).toMatch(/^No job of this family is undefended/);
  expect(lackingUndefended(of('jpeg', 'none'))).toBeNull();
  expect(lackingUndefended(TABLE)).toBeNull();
  expect(lackingBaseline(of('none'), 'robust_accuracy')).toBeNull();
  const sigmas = TABLE.rows.map((row) => ({ ...row, values: { defence_sigma: '0.1' } }));
  expect(lackingUndefended({ ...TABLE, parameters: ['defence_sigma'], rows: sigmas })).toBeNull();
  const both = of('jpeg', 'median');
  const after = {
    ...both,
    parameters: ['defence_sigma', 'defence'],
    rows: both.rows.map((row) => ({ ...row, values: { ...row.values, defence_sigma: '0.1' } })),
  };
  expect(lackingUndefended(after)).toContain('what defence is worth');
  expect(sayLastEpsilon(of('none', 'jpeg'), 'robust_accuracy')).toBe(' at ε 0.1');
  expect(sayLastEpsilon(of('none', 'jpeg'), 'clean_accuracy')).toBe('');
  expect(sayLastEpsilon(of('none', 'jpeg'), 'accuracy')).toBe('');
  expect(sayLastEpsilon(TABLE, 'accuracy')).toBe('');
});

test('a cell whose images are counted has a band, over those of one job', () => {
  const metrics = ['accuracy', 'count'];
  const steps = { accuracy: 'e', count: 'e' };
  const rows = TABLE.rows.map((row) => ({ ...row, figures: { ...row.figures, count: 100 } }));
  const table = { ...TABLE, metrics, steps, rows };
  expect(imagesOf(table, 'accuracy')).toBe(100);
  expect(imagesOf({ ...table, steps: { accuracy: 'e', count: 'train' } }, 'accuracy')).toBeNull();
  expect(
    imagesOf({ ...table, rows: [...rows, { ...rows[0]!, figures: { count: 50 } }] }, 'accuracy'),
  ).toBeNull();
  expect(imagesOf(TABLE, 'accuracy')).toBeNull();
  const matrix = matrixOf(table, 'took', 'eps', 'accuracy');
  expect(summariseMatrix(matrix, 'accuracy', String, 100)).toMatch(
    /Each job counts 100 images: the band is Wilson’s 95 % of the mean over as many\.$/,
  );
  const [head, first, , , none] = writeMatrixCsv(matrix, 'took', 'eps', 'accuracy', 100).split('\n');
  expect(head).toMatch(/,n,images,accuracy low,accuracy high$/);
  const [images, low, high] = first!.split(',').slice(-3).map(Number);
  expect([images, low!.toFixed(3), high!.toFixed(3)]).toEqual([100, '0.711', '0.867']);
  expect(none).toMatch(/,0,100,,$/);
});

test('the matrix says where it is lowest and highest, and goes out cell by cell', () => {
  const matrix = matrixOf(TABLE, 'took', 'eps', 'accuracy');
  expect(summariseMatrix(matrix, 'accuracy', String, null)).toBe(
    'accuracy is lowest at a × 0.2, 0.5, and highest at b × 0.1, 1 (3 of 4 cells are known). Each cell is the mean over its n seeds, ± their standard deviation.',
  );
  const csv = writeMatrixCsv(matrix, 'took', 'eps', 'accuracy', null);
  expect(csv.replace(/0\.1414\d+/, 'sd')).toBe(
    'took,eps,accuracy,accuracy sd,accuracy lowest,accuracy highest,n\na,0.1,0.8,sd,0.7,0.9,2\na,0.2,0.5,,0.5,0.5,1\nb,0.1,1,,1,1,1\nb,0.2,,,,,0\n',
  );
});

test('a metric that is called as a parameter has a column of its own', () => {
  const rows = TABLE.rows.map((row) => ({ ...row, figures: { ...row.figures, eps: 0.5 } }));
  const { lines, columns } = linesOfFamily(
    { ...TABLE, rows, metrics: [...TABLE.metrics, 'eps'] },
    ['eps'],
    2,
  );
  expect(lines[0]!.cells).toMatchObject({ eps: 0.1, eps_: 0.5 });
  expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
});

test('a parameter that is called as a column keeps apart from it, and every column sorts by the address', () => {
  const { lines, fields, columns } = linesOfFamily(TABLE, ['accuracy'], 2);
  expect(lines[0]!.cells).toMatchObject({
    eps: 0.1,
    took: 10,
    took_: 'a',
    accuracy: 0.9,
    loss: 1,
    number: 5,
  });
  expect(columns.filter(({ spare }) => spare).map(({ name }) => name)).toEqual(['loss', 'Why']);
  for (const { id } of columns) {
    expect(readOrder(writeOrder({ field: id, falling: true }))).toEqual({ field: id, falling: true });
    expect(fields.map(({ name }) => name)).toContain(id);
  }
  expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
});

test('plurals of the nouns', () => {
  expect(['job', 'family', 'entrypoint', 'day'].map(pluralOf)).toEqual([
    'jobs',
    'families',
    'entrypoints',
    'days',
  ]);
});
