// A comparison of jobs on its page: curves over each other, figures in words and as CSV, images by their input, jobs that ran alike.
import { describe, expect, test } from 'vitest';
import { parseCsv } from '#core/files/csv.ts';
import { formatNpy } from '#core/files/npy.ts';
import { compareFacts } from '#core/job/compare/facts.ts';
import { compareMetrics } from '#core/job/compare/metrics.ts';
import { parseImageSet, type ImageSet } from '#ui/artifact/image-set.ts';
import { strokeOf } from '#ui/chart/inks.ts';
import { summarise } from '#ui/chart/summary.ts';
import { isSame, lackingNoise, makeJobCharts } from '#ui/compare/job-charts.ts';
import { chooseAttack, matchImages, sharedEpsilons } from '#ui/compare/match-images.ts';
import { sayMetricDifference, writeMetricCsv } from '#ui/compare/metric-words.ts';
import { sayCaveat } from '#ui/compare/caveats.ts';
import { groupAlike } from '#ui/compare/ran-alike.ts';
import { attacked, jobRecord, pin, point } from '../core/job/compared-jobs.ts';

test('one line names the jobs whose attacks have no noise beside them', () => {
  const of = (number: number, ...metrics: ReturnType<typeof point>[]) => ({
    id: `j${number}`,
    number,
    place: 0,
    metrics,
  });
  const bare = of(4, ...attacked('e', { 0: 0.9, 0.1: 0.5 }));
  const beside = of(5, ...bare.metrics, point('e', 'noise_accuracy', 0, 0.9));
  const certified = of(6, point('c', 'epsilon', 0, 0), point('c', 'certified_accuracy', 0, 0.9));
  expect(lackingNoise([bare, beside, certified])).toMatch(/^Job 4: no random noise/);
  expect(lackingNoise([bare, { ...bare, number: 7 }])).toMatch(/^Jobs 4, 7: /);
  expect(lackingNoise([beside, certified])).toBeNull();
});

describe('curves', () => {
  const losses = (...values: number[]) => values.map((value, at) => point('train', 'loss', at, value));
  const jobs = [
    [...attacked('evaluate', { 0: 0.9, 0.1: 0.5 }), ...losses(3, 2, 1)],
    [...attacked('measure', { 0: 0.9, 0.1: 0.6, 0.2: 0.1 }), ...losses(3, 2), point(null, 'size', 0, 4)],
  ].map((metrics, place) => ({ id: `j${place}`, number: place + 4, place, metrics }));

  test('are one chart a metric and one line a job, over ε first', () => {
    const charts = makeJobCharts(jobs);
    expect(charts.map(({ title, kind, unit }) => [title, kind, unit])).toEqual([
      ['Accuracy under PGD against ε', 'epsilon', 'share'],
      ['Loss', 'time', 'plain'],
    ]);
    const [pgd, loss] = charts;
    expect(pgd!.series.map(({ label, points }) => [label, points.map(({ x, y }) => [x, y])])).toEqual([
      [
        'job 4',
        [
          [0, 0.9],
          [0.1, 0.5],
        ],
      ],
      [
        'job 5',
        [
          [0, 0.9],
          [0.1, 0.6],
          [0.2, 0.1],
        ],
      ],
    ]);
    expect(pgd!.series[0]!.points[1]).toMatchObject({ low: 0.48, high: 0.52 });
    expect(summarise(loss!)).toBe('At the end of each: job 4 1, job 5 2.');
  });

  test('keep the look of a job when another is hidden, and have no band where there are many', () => {
    const [hidden] = makeJobCharts(jobs.slice(1));
    expect(hidden!.series[0]).toMatchObject({ label: 'job 5', nth: 1 });
    const many = Array.from({ length: 5 }, (_, place) => ({
      ...jobs[0]!,
      id: `m${place}`,
      number: place,
      place,
    }));
    const [crowd] = makeJobCharts(many);
    expect(crowd!.series.flatMap(({ points }) => points.map(({ low }) => low))).toEqual(Array(10).fill(null));
    expect(summarise(crowd!)).toBe('At ε 0.1: from 50.0 % (job 0) to 50.0 % (job 4).');
  });

  test('are the same only where every job has every point', () => {
    const [one, other] = [jobs[0]!, { ...jobs[0]!, id: 'other' }];
    expect(makeJobCharts([one, other]).map((chart) => isSame(chart, 2))).toEqual([true, true]);
    expect(makeJobCharts(jobs).map((chart) => isSame(chart, 2))).toEqual([false, false]);
    expect(isSame(makeJobCharts([one, other])[0]!, 3)).toBe(false);
  });

  test('of fifty jobs each look otherwise', () => {
    const looks = Array.from({ length: 50 }, (_, nth) => JSON.stringify(strokeOf({ role: 'job', nth })));
    expect(new Set(looks).size).toBe(50);
  });
});

describe('figures', () => {
  test.each<['share' | 'plain', number, number | null, string]>([
    ['share', 0.092, 0.177, '+9.20 points (+17.7 %)'],
    ['share', -0.5, -1, '−50.00 points (−100.0 %)'],
    ['plain', -0.12, -0.04, '−0.12 (−4.0 %)'],
    ['plain', 3, null, '+3'],
    ['plain', 41, 20.5, '+41 (+2,050 %)'],
    ['share', 0.00001, 0.0001, '+< 0.01 points (+< 0.1 %)'],
    ['plain', 0, 0, 'the same'],
  ])('differ by %s %d as said', (unit, absolute, relative, said) => {
    expect(sayMetricDifference(unit, { absolute, relative, apart: null })).toBe(said);
  });

  test('go out as whole numbers, with band, count and the difference from the base', () => {
    const jobs = [jobRecord(4), jobRecord(5)];
    const rows = compareMetrics([attacked('e', { 0.1: 0.5 }), attacked('e', { 0.1: 0.625, 0.2: 0.25 })]);
    const [head, first, second] = parseCsv(writeMetricCsv(rows, jobs, 0));
    expect(head!.slice(0, 10)).toEqual([
      'metric',
      'step',
      'epsilon',
      'job 4',
      'job 4 low',
      'job 4 high',
      'job 4 count',
      'job 4 at',
      'job 4 minus job 4',
      'job 4 relative to job 4',
    ]);
    expect(first).toEqual([
      'pgd_accuracy',
      'e',
      '0.1',
      '0.5',
      '0.48',
      '0.52',
      '1000',
      '0',
      '0',
      '0',
      '0.625',
      '0.605',
      '0.645',
      '1000',
      '0',
      '0.125',
      '0.25',
    ]);
    expect(second!.slice(3)).toEqual([...Array(7).fill(''), '0.25', '0.23', '0.27', '1000', '1', '', '']);
  });
});

/** A set of images of one pixel; each item is [grey, label, ε, read as]. */
function images(...items: readonly (readonly [number, number, number, number])[]): ImageSet {
  const pixels = (shift: number) =>
    formatNpy({
      shape: [items.length, 1, 1, 1],
      data: Float32Array.from(items, ([grey]) => grey + shift),
    });
  const facts = items.map(([, label, epsilon, read]) => ({
    label,
    epsilon,
    clean_prediction: label,
    clean_confidence: 1,
    adversarial_prediction: read,
    adversarial_confidence: 0.5,
  }));
  return parseImageSet({ items: facts }, pixels(0), pixels(0.25));
}

describe('images', () => {
  const one = images([0.1, 3, 0.1, 3], [0.2, 4, 0.1, 9], [0.1, 3, 0.2, 8], [0.2, 4, 0.2, 9]);
  const other = images([0.2, 4, 0.2, 4], [0.7, 1, 0.2, 7], [0.1, 3, 0.2, 8], [0.1, 4, 0.2, 8]);
  const late = images([0.1, 3, 0.3, 8]);

  test('of the same picture and label stand in one row, in whatever order the jobs took them', () => {
    const { rows, others } = matchImages([one, null, other], 0.2);
    expect(rows.map(({ label, items }) => [label, ...items.map((item) => item?.outcome ?? null)])).toEqual([
      [3, 'fooled', null, 'fooled'],
      [4, 'fooled', null, 'resisted'],
    ]);
    expect(others).toEqual([0, null, 2]);
  });

  test('are shown at an ε that all share, or each at its largest', () => {
    expect(sharedEpsilons([one, null, other])).toEqual([0.2]);
    expect(sharedEpsilons([one, late])).toEqual([]);
    expect(sharedEpsilons([null])).toEqual([]);
    expect(
      matchImages([one, late], 'own').rows.map(({ items }) => items.map((item) => item!.epsilon)),
    ).toEqual([[0.2, 0.3]]);
    expect(matchImages([null, null], 'own')).toEqual({ rows: [], others: [null, null] });
  });

  test('of an attack with ε and one without are matched by the attack that is chosen', () => {
    const mixed: ImageSet = {
      ...one,
      attacks: ['PGD', 'DeepFool'],
      items: one.items.map((item, i) =>
        i < 2 ? { ...item, attack: 'PGD' } : { ...item, attack: 'DeepFool', epsilon: null },
      ),
    };
    const [pgd] = chooseAttack([mixed], 'PGD').map(({ set }) => set);
    const [least] = chooseAttack([mixed], 'DeepFool').map(({ set }) => set);
    expect([pgd!.epsilons, least!.epsilons]).toEqual([[0.1], []]);
    expect(matchImages([pgd!], 'own').rows).toHaveLength(pgd!.items.length);
    expect(matchImages([least!], 'own').rows.map(({ items }) => items[0]!.epsilon)).toEqual([null, null]);
    expect(matchImages([least!], 0.1).rows).toEqual([]);
  });

  test('are of the attack that is asked for, where a job has it, else of its first', () => {
    const of = (set: ImageSet, ...attacks: string[]): ImageSet => ({
      ...set,
      items: set.items.map((item, i) => ({ ...item, attack: attacks[i % attacks.length]! })),
      attacks,
    });
    const chosen = chooseAttack([of(one, 'FGSM', 'PGD'), of(late, 'C&W'), null, one], 'PGD');
    expect(chosen.map(({ attack }) => attack)).toEqual(['PGD', 'C&W', null, null]);
    expect(chosen.map(({ set }) => set?.items.map(({ label }) => label))).toEqual([
      [4, 4],
      [3],
      undefined,
      [3, 4, 3, 4],
    ]);
  });
});

test('jobs that ran the same graph and code stand for each other', () => {
  const jobs = [
    jobRecord(1),
    jobRecord(2, { entrypoint: pin('demo', 2) }),
    jobRecord(3, { seed: 9 }),
    jobRecord(4, { manifest: { pins: [{ role: 'plugin', name: 'robustness', pin: pin('robustness', 2) }] } }),
    jobRecord(5, { entrypoint: pin('demo', 2) }),
  ];
  expect(groupAlike(jobs, compareFacts(jobs)).map(({ places }) => places)).toEqual([[0, 2], [1, 4], [3]]);
});

describe('certificates', () => {
  const certified = (cap: number, acr: number) => [
    ...[0, 0.25].flatMap((radius, at) => [
      point('certify', 'epsilon', at, radius),
      point('certify', 'certified_accuracy', at, 0.9 - radius),
      point('certify', 'certified_count', at, 2000),
    ]),
    point('certify', 'average_certified_radius', 0, acr),
    point('certify', 'radius_cap', 0, cap),
  ];
  const caveats = (...jobs: ReturnType<typeof certified>[]) => {
    const rows = compareMetrics(jobs);
    return rows.map((row) => [row.name, row.epsilon, sayCaveat(row, rows)]).filter(([, , said]) => said);
  };
  const failures =
    'Each certificate fails with probability α or less: of 2,000 images at α 0.001 on average 2 may be wrong.';

  test('say once how many may be wrong, and that their mean radius needs one n', () => {
    expect(caveats(certified(0.616, 0.5), certified(0.616, 0.52))).toEqual([
      ['certified_accuracy', 0, failures],
      ['average_certified_radius', null, 'Compare it only at the same n, σ and α.'],
    ]);
  });

  test('are not to be compared where their caps differ', () => {
    expect(caveats(certified(0.616, 0.5), certified(0.8, 0.7))[1]![2]).toBe(
      'Never compare it across different n. These radii are capped at 0.616 and 0.8: n, σ or α differ.',
    );
  });
});
