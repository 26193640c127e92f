// Jobs side by side: which facts differ and between whom, which figures are one metric, and the sentence that says it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareJobs, labelJob, readIds } from '#core/job/compare/compare.ts';
import { pickCompared, spreadEvenly } from '#core/job/compare/choose.ts';
import { compareFacts } from '#core/job/compare/facts.ts';
import { compareMetrics, compareWithBase, metricDiffers } from '#core/job/compare/metrics.ts';
import type { JobRecord } from '#core/job/record.ts';
import { artifact, attacked, compared, jobRecord, pin, point } from './compared-jobs.ts';

const differing = (...jobs: JobRecord[]) =>
  compareFacts(jobs)
    .filter(({ differs }) => differs)
    .map(({ group, name, texts }) => [group, name, ...texts]);

test('facts of equal jobs none differs', () => {
  expect(differing(jobRecord(1), jobRecord(2))).toEqual([]);
});

test.each<[string, Parameters<typeof jobRecord>[1], Parameters<typeof jobRecord>[1], unknown[][]]>([
  [
    'a parameter',
    { values: { epochs: '3' } },
    { values: { epochs: '5' } },
    [['parameters', 'epochs', '3', '5']],
  ],
  ['one spelt otherwise is the same', { values: { eps: '0.1' } }, { values: { eps: '0.10' } }, []],
  [
    'one that only one has',
    { values: { epochs: '3' } },
    { values: {} },
    [['parameters', 'epochs', '3', null]],
  ],
  ['the seed', { seed: 1 }, { seed: 2 }, [['seed', 'seed', '1', '2']]],
  [
    'the graph, by its hash',
    { entrypoint: pin('demo', 1) },
    { entrypoint: pin('demo', 2) },
    [['graph', 'entrypoint', 'Demo, snapshot 1', 'Demo, snapshot 2']],
  ],
  [
    'the code of a plugin',
    {},
    { manifest: { pins: [{ role: 'plugin', name: 'robustness', pin: pin('robustness', 4) }] } },
    [['code', 'plugin robustness', 'snapshot 1', 'snapshot 4']],
  ],
  [
    'a plugin that is pinned twice',
    {},
    {
      manifest: {
        pins: [
          { role: 'plugin', name: 'robustness', pin: pin('robustness', 1) },
          { role: 'plugin', name: 'robustness', pin: pin('robustness', 2) },
        ],
      },
    },
    [['code', 'plugin robustness', 'snapshot 1', 'snapshot 1 and 2']],
  ],
  [
    'what was fed in, by its bytes and not its id',
    { artifactValues: { model: 'a' }, manifest: { inputs: { model: 'same' } } },
    { artifactValues: { model: 'b' }, manifest: { inputs: { model: 'same' } } },
    [],
  ],
  [
    'the backend',
    {},
    {
      manifest: {
        backend: {
          backend: 'cpu',
          reason: 'forced',
          simd: false,
          adapter: null,
          versions: { tfjs: '4.22.0' },
        },
      },
    },
    [
      ['machine', 'backend', 'wasm', 'cpu'],
      ['machine', 'SIMD', 'yes', null],
    ],
  ],
  [
    'no backend of a job that did no arithmetic',
    {},
    {
      manifest: {
        backend: { backend: 'cpu', reason: 'no task', simd: false, adapter: null, versions: {} },
      },
    },
    [],
  ],
  [
    'how they went',
    {},
    { status: 'failed', reason: 'no such layer', ended: 6000 },
    [
      ['course', 'state', 'finished', 'failed'],
      ['course', 'ended', '5000', '6000'],
      ['course', 'took', '3000', '4000'],
      ['course', 'reason', null, 'no such layer'],
    ],
  ],
])('facts tell %s', (_, one, other, expected) => {
  expect(differing(jobRecord(1, one), jobRecord(2, other))).toEqual(expected);
});

test('facts of inputs whose names every object has are theirs alone', () => {
  const fed = (id: string) => jobRecord(1, { artifactValues: { constructor: id }, manifest: { inputs: {} } });
  expect(differing(fed('a1'), fed('a2'))).toEqual([['inputs', 'constructor', 'a1', 'a2']]);
});

test('facts that a job has not come to yet differ from nothing', () => {
  const waiting = jobRecord(2, { status: 'queued', started: null, ended: null, manifest: null });
  expect(differing(jobRecord(1), waiting)).toEqual([['course', 'state', 'finished', 'queued']]);
  const code = compareFacts([jobRecord(1), waiting]).find(({ group }) => group === 'code');
  expect(code).toMatchObject({ texts: ['snapshot 1', null], kinds: [0, -1], differs: false });
});

test('facts say which jobs are alike', () => {
  const jobs = ['3', '5', '3', '8'].map((epochs, k) => jobRecord(k, { values: { epochs } }));
  expect(compareFacts(jobs).find(({ name }) => name === 'epochs')!.kinds).toEqual([0, 1, 0, 2]);
});

const anyJob = fc
  .record({
    values: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(fc.constantFrom('1', '2', 'x'))),
    seed: fc.nat(2),
    snapshot: fc.integer({ min: 1, max: 2 }),
    started: fc.boolean(),
  })
  .map(({ values, seed, snapshot, started }) =>
    jobRecord(1, {
      values,
      seed,
      entrypoint: pin('demo', snapshot),
      ...(started ? {} : { manifest: null }),
    }),
  );

test('facts hold for any jobs: one entry each, kinds alike just where values are, the same whatever the order', () => {
  fc.assert(
    fc.property(fc.array(anyJob, { minLength: 1, maxLength: 6 }), fc.nat(), (jobs, turn) => {
      const rows = compareFacts(jobs);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      for (const { texts, kinds, pins, differs } of rows) {
        expect([texts.length, kinds.length, pins.length]).toEqual([jobs.length, jobs.length, jobs.length]);
        expect(differs).toBe(new Set(kinds.filter((kind) => kind >= 0)).size > 1);
        const pairs = texts.flatMap((text, k) =>
          texts.map((other, n) => [text, other, kinds[k] === kinds[n]] as const),
        );
        expect(
          pairs.filter(
            ([text, other, alike]) => text !== null && other !== null && alike !== (text === other),
          ),
        ).toEqual([]);
      }
      const at = turn % jobs.length;
      const turned = compareFacts([...jobs.slice(at), ...jobs.slice(0, at)]);
      const differ = (of: typeof rows) =>
        of
          .filter((row) => row.differs)
          .map(({ id }) => id)
          .toSorted();
      expect(differ(turned)).toEqual(differ(rows));
      expect(
        compareFacts([...jobs, ...jobs])
          .filter((row) => row.differs)
          .map(({ id }) => id),
      ).toEqual(rows.filter((row) => row.differs).map(({ id }) => id));
    }),
  );
});
const rows = compareMetrics([
  [
    ...attacked('evaluate', { 0.1: 0.5, 0.2: 0.1 }),
    point('train', 'loss', 0, 2),
    point('train', 'loss', 9, 0.5),
  ],
  [...attacked('measure', { 0.2: 0.3, 0.3: 0.05 }), point('train', 'loss', 4, 0.25)],
]);

test('figures are put beside each other by ε, though steps and indexes differ, and bands and counts stand with them', () => {
  const pgd = rows.filter(({ name }) => name === 'pgd_accuracy');
  expect(pgd.map(({ epsilon, step, unit }) => [epsilon, step, unit])).toEqual([
    [0.1, null, 'share'],
    [0.2, null, 'share'],
    [0.3, null, 'share'],
  ]);
  expect(pgd[1]!.values).toEqual([
    { value: 0.1, at: 1, low: 0.1 - 0.02, high: 0.1 + 0.02, count: 1000 },
    { value: 0.3, at: 0, low: 0.3 - 0.02, high: 0.3 + 0.02, count: 1000 },
  ]);
  expect(pgd[0]!.values[1]).toBeNull();
  expect(rows.map(({ name }) => name)).toEqual(['pgd_accuracy', 'pgd_accuracy', 'pgd_accuracy', 'loss']);
});

test('figures over time are told by their last', () => {
  const loss = rows.at(-1)!;
  expect(loss).toMatchObject({ step: 'train', epsilon: null, unit: 'plain' });
  expect(loss.values.map((value) => [value!.value, value!.at])).toEqual([
    [0.5, 9],
    [0.25, 4],
  ]);
});

test('figures differ from the base by so much, and by such a share of it', () => {
  const [, at02] = rows;
  const [self, other] = compareWithBase(at02!, 0);
  expect(self).toEqual({ absolute: 0, relative: 0, apart: false });
  expect(other!.absolute).toBeCloseTo(0.2, 12);
  expect(other!.relative).toBeCloseTo(2, 12);
  expect(other!.apart).toBe(true);
  expect(compareWithBase(rows[0]!, 0)).toEqual([self, null]);
  const zero = compareMetrics([[point(null, 'n', 0, 0)], [point(null, 'n', 0, 3)]])[0]!;
  expect(compareWithBase(zero, 0)[1]).toEqual({ absolute: 3, relative: null, apart: null });
  expect(compareWithBase(zero, 1)[0]).toEqual({ absolute: -3, relative: -1, apart: null });
});

test('figures of one name from two steps of a job are kept apart in all', () => {
  const both = compareMetrics([
    [point('a', 'loss', 0, 1), point('b', 'loss', 0, 2)],
    [point('b', 'loss', 0, 3)],
  ]);
  expect(both.map(({ step, values }) => [step, ...values.map((value) => value?.value ?? null)])).toEqual([
    ['a', 1, null],
    ['b', 2, 3],
  ]);
});

test('figures hold for any points: each last value stands in just one row, and differences go back', () => {
  const anyPoint = fc.record({
    step: fc.constantFrom('a', 'b', null),
    name: fc.constantFrom('loss', 'accuracy', 'size'),
    at: fc.nat(4),
    value: fc.integer({ min: -9, max: 9 }),
  });
  const jobs = fc.array(
    fc.array(
      anyPoint.map((said) => ({ ...said, time: 0 })),
      { maxLength: 12 },
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(jobs, (all) => {
      const found = compareMetrics(all);
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      for (const [k, points] of all.entries()) {
        const last = new Map<string, { at: number; value: number }>();
        for (const { step, name, at, value } of points) {
          const known = last.get(`${step} ${name}`);
          if (!known || at >= known.at) last.set(`${step} ${name}`, { at, value });
        }
        const told = found.flatMap(({ values }) => (values[k] ? [values[k].value] : []));
        expect(told.toSorted()).toEqual([...last.values()].map(({ value }) => value).toSorted());
      }
      for (const row of found)
        for (const [k, value] of row.values.entries()) {
          const there = compareWithBase(row, 0)[k] ?? null;
          const back = compareWithBase(row, k)[0] ?? null;
          expect(there === null).toBe(back === null);
          if (there && back && value) expect(there.absolute + back.absolute).toBe(0);
          if (there) expect(there.absolute !== 0 && !metricDiffers(row)).toBe(false);
        }
    }),
  );
});
describe('the sentence', () => {
  const sweep = ['1', '3', '5'].map((epochs, k) =>
    compared(
      jobRecord(k + 1, { values: { epochs } }),
      attacked('evaluate', { 0: 0.97, 0.1: [0.52, 0.61, 0.63][k]! }),
    ),
  );

  test('says how many of what, in what they differ, and one figure of each', () => {
    expect(compareJobs(sweep).summary).toBe(
      '3 jobs of Demo: they differ in epochs; pgd accuracy at ε 0.1 is 0.52, 0.61, 0.63.',
    );
    expect([0, 1, 2].map((place) => labelJob(compareJobs(sweep).facts, place))).toEqual([
      'epochs 1',
      'epochs 3',
      'epochs 5',
    ]);
  });

  test('of many tells the least and the most, and who they are', () => {
    const many = Array.from({ length: 20 }, (_, k) =>
      compared(jobRecord(k + 1, { seed: k }), k === 4 ? [] : [point(null, 'accuracy', 0, (k + 1) / 100)]),
    );
    expect(compareJobs(many).summary).toBe(
      '20 jobs of Demo: they differ in seed; accuracy goes from 0.01 (job 1) to 0.2 (job 20) in 19 of them.',
    );
  });

  test('says what keeps it from being whole', () => {
    const jobs = [
      compared(jobRecord(1, { status: 'started', ended: null })),
      compared(jobRecord(2, { status: 'failed', deleted: 9 })),
      compared(jobRecord(3, { names: { experiment: 'x', entrypoint: 'Hello World', queue: 'auto' } })),
    ];
    expect(compareJobs(jobs, ['gone']).summary).toBe(
      '3 jobs of Demo and Hello World: they were given the same; job 1 has not ended; job 2 failed; job 2 is in the bin; 1 asked for is not here.',
    );
  });

  test.each([
    [[], 'No job.'],
    [[compared(jobRecord(4))], '1 job of Demo.'],
    [
      [compared(jobRecord(1), [point(null, 'n', 0, 4)]), compared(jobRecord(2), [point(null, 'n', 0, 4)])],
      '2 jobs of Demo: they were given the same; n is 4 in both.',
    ],
  ])('holds for few', (jobs, said) => {
    expect(compareJobs(jobs).summary).toBe(said);
  });

  test('counts what would be too much to list', () => {
    const other = { a: '1', b: '1', c: '1', d: '1', e: '1' };
    const one = Object.fromEntries(Object.keys(other).map((name) => [name, '0']));
    const jobs = [jobRecord(1, { values: one }), jobRecord(2, { values: other })].map((job) => compared(job));
    expect(compareJobs(jobs).summary).toBe('2 jobs of Demo: they differ in a, b, c and 2 more.');
  });
});

test('artifacts stand beside those of the same name, and the same bytes are the same', () => {
  const { artifacts } = compareJobs([
    compared(jobRecord(1), [], [artifact('1', 'images', 'x'), artifact('1', 'report', 'r')]),
    compared(jobRecord(2), [], [artifact('2', 'report', 'r'), artifact('2', 'images', 'y')]),
    compared(jobRecord(3), [], [artifact('3', 'images', 'x')]),
  ]);
  expect(
    artifacts.map(({ name, same, artifacts: own }) => [name, same, own.map((one) => one?.id ?? null)]),
  ).toEqual([
    ['images', false, ['1-images', '2-images', '3-images']],
    ['report', true, ['1-report', '2-report', null]],
  ]);
});

test('an address holds ids, each once', () => {
  expect(readIds('a,b, a,,c ')).toEqual(['a', 'b', 'c']);
  expect(readIds(null)).toEqual([]);
});

test('of more jobs than a page holds those that were chosen stand there, else the first ones', () => {
  const asked = ['a', 'b', 'c', 'd', 'e'];
  expect(pickCompared(asked, [], 3)).toEqual(['a', 'b', 'c']);
  expect(pickCompared(asked, ['e', 'b', 'gone'], 3)).toEqual(['b', 'e']);
  expect(pickCompared(asked, ['gone'], 3)).toEqual(['a', 'b', 'c']);
  expect(pickCompared(asked, asked, 3)).toEqual(['a', 'b', 'c']);
});

test('evenly spread ones are so many, each once, in order, with both ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 60 }), (count, most) => {
      const items = Array.from({ length: count }, (_, i) => i);
      const spread = spreadEvenly(items, most);
      expect(spread).toHaveLength(Math.min(count, most));
      expect(spread).toEqual([...new Set(spread)].toSorted((a, b) => a - b));
      expect(spread[0]).toBe(0);
      if (most > 1) expect(spread.at(-1)).toBe(count - 1);
    }),
  );
});
