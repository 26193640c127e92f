// What is made of a family's jobs: its table, curves, matrix and progress, and the rule that ends it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeFamilyCsv } from '#core/family/csv.ts';
import { curvesOf, numbersOf, spreadOf } from '#core/family/curve.ts';
import { matrixOf, usualSides } from '#core/family/matrix.ts';
import { measureFamily } from '#core/family/progress.ts';
import { NO_COUNTS, stateOfFamily } from '#core/family/record.ts';
import { checkStop, judgeStop, type Outcome } from '#core/family/stop.ts';
import { lastFigures, lastOfPlaces, tableOfFamily, type FamilyTable } from '#core/family/table.ts';
import { parseCsv } from '#core/files/csv.ts';
import type { JobStatus } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';

const point = (name: string, value: number, at = 0, step: string | null = 's') => ({
  time: 0,
  name,
  value,
  at,
  step,
});
const job = (place: number, rest: object = {}): JobRecord =>
  ({
    id: `j${place}`,
    number: place + 1,
    family: { id: 'f', place },
    status: 'finished',
    reason: null,
    fault: null,
    seed: 1,
    started: 0,
    ended: 1000,
    deleted: null,
    values: {},
    ...rest,
  }) as unknown as JobRecord;
const sweep = (...parameters: string[]) => ({
  sweep: {
    vary: parameters.map((parameter) => ({ parameter, axis: { kind: 'list', values: [] } as const })),
    draws: 0,
    drawSeed: 0,
    seeds: [1],
  },
  deleted: null,
});

test('of a metric that was recorded over time the last place counts, whenever it was said', () => {
  expect(
    lastFigures([point('loss', 3, 2), point('loss', 9, 0), point('acc', 0.5), point('acc', 0.6)]),
  ).toEqual([
    { step: 's', name: 'loss', value: 3 },
    { step: 's', name: 'acc', value: 0.6 },
  ]);
});

test('of a place the last job stands, and none that was deleted', () => {
  const jobs = [job(1), job(0), job(0, { id: 'again', number: 9 }), job(2, { deleted: 5 })];
  expect(lastOfPlaces(jobs).map(({ id }) => id)).toEqual(['again', 'j1']);
});

test('a metric of several steps is named with its step', () => {
  const table = tableOfFamily(sweep('eps'), [job(0, { values: { eps: '0.1', other: 'x' } }), job(1)], (id) =>
    id === 'j0'
      ? [
          { step: 'clean', name: 'acc', value: 1 },
          { step: 'attack', name: 'acc', value: 0.5 },
          { step: 'attack', name: 'loss', value: 2 },
        ]
      : [],
  );
  expect(table.metrics).toEqual(['clean.acc', 'attack.acc', 'loss']);
  expect(table.steps).toEqual({ 'clean.acc': 'clean', 'attack.acc': 'attack', loss: 'attack' });
  expect(table.rows.map(({ values, figures, took }) => [values, figures, took])).toEqual([
    [{ eps: '0.1' }, { 'clean.acc': 1, 'attack.acc': 0.5, loss: 2 }, 1000],
    [{ eps: '' }, {}, 1000],
  ]);
});

test('names that every object has are names like any other', () => {
  const names = ['constructor', '__proto__', 'toString'];
  const jobs = [job(0), job(1, { values: Object.fromEntries(names.map((name) => [name, '2'])) })];
  const table = tableOfFamily(sweep(...names), jobs, (id) =>
    id === 'j1'
      ? names.map((name) => ({ step: 's', name, value: 3 }))
      : [{ step: 's', name: 'acc', value: 1 }],
  );
  expect(table.rows.map(({ values }) => names.map((name) => values[name]))).toEqual([
    ['', '', ''],
    ['2', '2', '2'],
  ]);
  for (const name of names) {
    expect(curvesOf(table, names[0]!, name).flatMap(({ points }) => points.map(({ mean }) => mean))).toEqual([
      3,
    ]);
    expect(matrixOf(table, names[0]!, names[1]!, name).cells[0]![0]!.spread).toBeNull();
  }
  const [head, first, second] = parseCsv(writeFamilyCsv(table));
  expect(head!.slice(-4)).toEqual(['acc', ...names]);
  expect([first!.slice(-4), second!.slice(-4)]).toEqual([
    ['1', '', '', ''],
    ['', '3', '3', '3'],
  ]);
});

test('of a family in the bin stand the jobs that went with it', () => {
  const jobs = [job(0, { deleted: 4 }), job(1, { deleted: 5 }), job(2)];
  const { rows } = tableOfFamily({ ...sweep('eps'), deleted: 5 }, jobs, () => []);
  expect(rows.map(({ id }) => id)).toEqual(['j1']);
});

type Row = readonly [attack: string, eps: string, acc: number | undefined, status?: JobStatus];
const tableOf = (...rows: Row[]): FamilyTable => ({
  parameters: ['attack', 'eps'],
  metrics: ['acc'],
  steps: { acc: 'train' },
  rows: rows.map(([attack, eps, acc, status = 'finished'], place) => ({
    place,
    id: `j${place}`,
    job: place + 1,
    status,
    reason: status === 'failed' ? 'no, "never"' : null,
    seed: place,
    took: null,
    values: { attack, eps },
    figures: (acc === undefined ? {} : { acc }) as Readonly<Record<string, number>>,
  })),
});
const TABLE = tableOf(
  ['fgsm', '0.2', 0.5],
  ['fgsm', '0.1', 0.8],
  ['fgsm', '0.1', 0.6],
  ['pgd', '0.1', 0.4],
  ['pgd', '0.2', 0.1, 'started'],
  ['pgd', '0.2', NaN],
);

describe('curves', () => {
  test('a line for each other value; seeds are one point; what runs or is no number adds none', () => {
    expect(curvesOf(TABLE, 'eps', 'acc')).toEqual([
      {
        values: { attack: 'fgsm' },
        points: [
          {
            x: 0.1,
            mean: 0.7,
            deviation: expect.closeTo(Math.SQRT2 / 10, 9),
            lowest: 0.6,
            highest: 0.8,
            count: 2,
          },
          { x: 0.2, mean: 0.5, deviation: null, lowest: 0.5, highest: 0.5, count: 1 },
        ],
      },
      {
        values: { attack: 'pgd' },
        points: [{ x: 0.1, mean: 0.4, deviation: null, lowest: 0.4, highest: 0.4, count: 1 }],
      },
    ]);
  });

  test('only what differs and is a number everywhere can stand below', () => {
    expect(numbersOf(TABLE)).toEqual(['eps']);
    expect(numbersOf(tableOf(['fgsm', '0.1', 1], ['fgsm', '0.1', 1]))).toEqual([]);
    expect(numbersOf(tableOf(['1', ' ', 1], ['2', '0.1', 1]))).toEqual(['attack']);
  });

  test('the deviation is the sample’s, and one alone has none', () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])!.deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(spreadOf([3, undefined, NaN])!.deviation).toBeNull();
  });

  const figure = fc.oneof(fc.double({ min: -1e100, max: 1e100 }), fc.constantFrom(undefined, Infinity));

  test('no mean lies outside its band, and nothing is lost but what is not finite', () => {
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 9 }), (numbers) => {
        const spread = spreadOf(numbers);
        const finite = numbers.filter((n) => Number.isFinite(n));
        expect(spread?.count ?? 0).toBe(finite.length);
        if (!spread) return;
        const slack = 1e-9 * Math.max(Math.abs(spread.lowest), Math.abs(spread.highest));
        expect(spread.mean).toBeGreaterThanOrEqual(spread.lowest - slack);
        expect(spread.mean).toBeLessThanOrEqual(spread.highest + slack);
      }),
    );
  });
});

describe('the matrix', () => {
  test('a cell is the mean over its seeds with n; one without a finished job has its jobs alone', () => {
    const { rows, columns, cells } = matrixOf(TABLE, 'attack', 'eps', 'acc');
    expect([rows, columns]).toEqual([
      ['fgsm', 'pgd'],
      ['0.2', '0.1'],
    ]);
    expect(cells[0]![1]!.spread).toEqual({
      mean: 0.7,
      deviation: expect.closeTo(Math.SQRT2 / 10, 9),
      lowest: 0.6,
      highest: 0.8,
      count: 2,
    });
    expect(cells[1]![0]).toMatchObject({ spread: null, jobs: [{ job: 5 }, { job: 6 }] });
  });

  test('what else varies is held at one value, never averaged over', () => {
    const { cells } = matrixOf(TABLE, 'eps', 'eps2', 'acc', { attack: 'pgd' });
    expect(cells.flat().map((cell) => cell!.jobs.length)).toEqual([1, 2]);
  });

  test('attack stands down and defence across, else the first two that are words', () => {
    expect(usualSides(['defence', 'x', 'attack_name'], [])).toEqual(['attack_name', 'defence']);
    expect(usualSides(['a', 'eps', 'b'], ['eps'])).toEqual(['a', 'b']);
    expect(usualSides(['a', 'eps'], ['eps'])).toBeNull();
  });
});

test('the table as CSV is read back field by field', () => {
  const [head, first, , , , , last] = parseCsv(writeFamilyCsv({ ...TABLE, rows: [...TABLE.rows] }));
  expect(head).toEqual(['place', 'job', 'attack', 'eps', 'seed', 'status', 'reason', 'took_ms', 'acc']);
  expect(first).toEqual(['1', '1', 'fgsm', '0.2', '0', 'finished', '', '', '0.5']);
  expect(last).toEqual(['6', '6', 'pgd', '0.2', '5', 'finished', '', '', 'NaN']);
  const [, failed] = parseCsv(writeFamilyCsv(tableOf(['a', '1', undefined, 'failed'])));
  expect(failed!.slice(5)).toEqual(['failed', 'no, "never"', '', '']);
});

test('how long the rest takes, by the mean of those that finished, over as many as run at once', () => {
  const timed = (status: JobStatus, started: number | null, ended: number | null) => ({
    status,
    started,
    ended,
  });
  const jobs = [
    timed('finished', 0, 1000),
    timed('finished', 1000, 4000),
    timed('failed', 4000, 4001),
    timed('started', 4001, null),
    timed('queued', null, null),
    timed('queued', null, null),
  ];
  expect(measureFamily(jobs, 1, 4501)).toEqual({ ended: 3, jobs: 6, left: 1500 + 2 * 2000 });
  expect(measureFamily(jobs, 2, 4501).left).toBe((1500 + 4000) / 2);
  expect(measureFamily(jobs, 2, 1e6).left).toBe(2000);
  expect(measureFamily(jobs.slice(0, 3), 1, 0).left).toBeNull();
  expect(measureFamily(jobs.slice(3), 1, 0).left).toBeNull();
});

test('the state of a family is one word', () => {
  const state = (counts: Partial<Record<JobStatus, number>>) => stateOfFamily({ ...NO_COUNTS, ...counts });
  expect(state({ queued: 2 })).toBe('queued');
  expect(state({ queued: 2, finished: 1 })).toBe('started');
  expect(state({ started: 1, failed: 1 })).toBe('started');
  expect(state({ finished: 3, interrupted: 1, cancelled: 1 })).toBe('failed');
  expect(state({ finished: 3, cancelled: 1 })).toBe('cancelled');
  expect(state({ finished: 3 })).toBe('finished');
});

describe('the rule that ends a family', () => {
  const outcomes = (...values: (number | undefined)[]): Outcome[] =>
    values.map((value, place) => ({ place, job: place + 10, value }));
  const below = { when: 'below', metric: 'acc', bound: 0.5 } as const;
  const patient = { when: 'no-better', metric: 'acc', best: 'highest', jobs: 2 } as const;

  test('a bound holds at its very value, and what is no number is outside none', () => {
    expect(judgeStop(below, outcomes(0.5, NaN, undefined))).toBeNull();
    expect(judgeStop(below, outcomes(0.9, 0.4))).toBe('acc of job 11 is 0.4, below 0.5.');
    expect(judgeStop({ ...below, when: 'above' }, outcomes(0.5, 0.6))).toBe(
      'acc of job 11 is 0.6, above 0.5.',
    );
  });

  test('patience counts jobs in a row that are no better than the best before them', () => {
    expect(judgeStop(patient, outcomes(0.5, 0.4, 0.6, 0.6))).toBeNull();
    expect(judgeStop(patient, outcomes(0.5, 0.4, 0.6, 0.6, NaN))).toBe(
      'acc has not been better than 0.6 of job 12 for 2 jobs.',
    );
    expect(judgeStop({ ...patient, best: 'lowest' }, outcomes(0.5, 0.4, 0.3))).toBeNull();
    expect(judgeStop(patient, outcomes(undefined, undefined))).toBe('No job has recorded acc for 2 jobs.');
  });

  test('the order of the sweep counts, not that in which jobs end', () => {
    const late = outcomes(0.1, 0.2, 0.3, 0.4).toReversed();
    expect(judgeStop(patient, late)).toBeNull();
  });

  test('more jobs that finish later in the sweep never take back that it ended', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 12 }), fc.nat(12), (values, cut) => {
        const all = outcomes(...values);
        if (judgeStop(patient, all.slice(0, cut)) !== null) expect(judgeStop(patient, all)).not.toBeNull();
      }),
    );
  });

  test('a rule that cannot be asked is refused', () => {
    expect(checkStop(below)).toEqual([]);
    expect(checkStop({ ...below, bound: NaN })).toHaveLength(1);
    expect(checkStop({ ...below, metric: ' ' })).toHaveLength(1);
    expect(checkStop({ ...patient, jobs: 1.5 })).toHaveLength(1);
  });
});
