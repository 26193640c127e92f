// From metric points to charts, their sentence and their CSV.
import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '#core/job/events.ts';
import { align, shapeOf } from '#ui/chart/align.ts';
import { writeChartCsv } from '#ui/chart/csv.ts';
import { sayCurve, sayMetric } from '#ui/chart/name-metric.ts';
import { readMetrics } from '#ui/chart/read-metrics.ts';
import type { Series } from '#ui/chart/series.ts';
import { summarise } from '#ui/chart/summary.ts';

const point = (step: string | null, name: string, at: number, value: number): MetricPoint => ({
  time: 0,
  step,
  name,
  at,
  value,
});

const attack: MetricPoint[] = [0.1, 0.05, 0.2].flatMap((epsilon, at) => [
  point('attack', 'epsilon', at, epsilon),
  point('attack', 'fgsm_accuracy', at, 1 - 4 * epsilon),
  point('attack', 'fgsm_accuracy_low', at, 1 - 4 * epsilon - 0.02),
  point('attack', 'fgsm_accuracy_high', at, 1 - 4 * epsilon + 0.02),
  point('attack', 'noise_accuracy', at, 0.96),
]);

describe('a step that recorded ε', () => {
  const { charts } = readMetrics(attack);

  it('gives one chart over ε, rising, whatever the order of the points', () => {
    expect(charts).toHaveLength(1);
    expect(charts[0]).toMatchObject({ kind: 'epsilon', unit: 'share', xName: 'ε' });
    const fgsm = charts[0]!.series.find((s) => s.label === 'FGSM')!;
    expect(fgsm.points.map((p) => p.x)).toEqual([0.05, 0.1, 0.2]);
    expect(fgsm.role).toBe('adversarial');
    expect(fgsm.points[0]).toEqual({ x: 0.05, y: 0.8, low: 0.78, high: 0.8200000000000001 });
  });

  it('holds noise as the baseline, without a band where none was recorded', () => {
    const noise = charts[0]!.series.find((s) => s.role === 'noise')!;
    expect(noise.label).toBe('random noise');
    expect(noise.points.every((p) => p.low === null && p.high === null)).toBe(true);
  });

  it('says what it shows against its baseline', () => {
    const said = (greys: string) =>
      `FGSM takes accuracy from 80.0 % at ε 0.05 to 20.0 % at ε 0.2${greys}; random noise of the same size leaves 96.0 %.`;
    expect(summarise(charts[0]!)).toBe(said(''));
    expect(summarise({ ...charts[0]!, inGreys: true })).toBe(said(' (51/255)'));
  });

  it('speaks of the attack that leaves least', () => {
    const [fgsm] = charts[0]!.series.filter(({ role }) => role === 'adversarial');
    const points = fgsm!.points.map((point) => ({ ...point, y: point.y / 2 }));
    const pgd = { ...fgsm!, key: 'e/pgd_accuracy', label: 'PGD (n 500)', points };
    const both = { ...charts[0]!, series: [...charts[0]!.series, pgd] };
    expect(summarise(both)).toMatch(/^PGD \(n 500\) takes accuracy from 40\.0 % at ε 0\.05 to 10\.0 %/);
  });

  it('leaves out points whose ε has not come yet', () => {
    const early = readMetrics([
      point('attack', 'epsilon', 0, 0.1),
      point('attack', 'fgsm_accuracy', 0, 0.5),
      point('attack', 'fgsm_accuracy', 1, 0.1),
    ]);
    expect(early.charts[0]!.series[0]!.points).toHaveLength(1);
  });

  it('keeps curves of one name from several steps apart', () => {
    const both = readMetrics([
      ...attack,
      point('again', 'epsilon', 0, 0.1),
      point('again', 'fgsm_accuracy', 0, 0.4),
    ]);
    const labels = both.charts[0]!.series.map((s) => s.label);
    expect(labels).toContain('FGSM · attack');
    expect(labels).toContain('FGSM · again');
  });
});

it('speaks of an attack that stands beside another at one ε, whatever a third leaves at a larger one', () => {
  const of = (label: string, points: (readonly [number, number])[]) => ({
    key: `e/${label}`,
    label,
    role: 'adversarial' as const,
    nth: 0,
    points: points.map(([x, y]) => ({ x, y, low: null, high: null })),
  });
  const fgsm = of('FGSM', [
    [0, 0.97],
    [0.2, 0.2],
  ]);
  const pgd = of('PGD', [
    [0, 0.97],
    [0.2, 0.1],
  ]);
  const patch = of('patch', [
    [0, 0.97],
    [1, 0.05],
  ]);
  const say = (...series: Series[]) => summarise({ ...readMetrics(attack).charts[0]!, series });
  expect(say(patch, fgsm, pgd)).toMatch(/^PGD takes/);
  expect(say(pgd, patch)).toMatch(/^PGD takes/);
});

describe('what accompanies an accuracy', () => {
  const { charts, figures } = readMetrics([
    point('evaluation', 'clean_accuracy', 0, 0.96),
    point('evaluation', 'clean_correct', 0, 1926),
    ...[0, 0.1].flatMap((epsilon, at) => [
      point('evaluation', 'epsilon', at, epsilon),
      point('evaluation', 'fgsm_accuracy', at, 0.9 - 4 * epsilon),
      point('evaluation', 'fgsm_correct', at, 1800 - 8000 * epsilon),
      point('evaluation', 'fgsm_count', at, 2000),
      point('evaluation', 'pgd_accuracy', at, 0.9 - 5 * epsilon),
      point('evaluation', 'pgd_count', at, 256),
    ]),
  ]);
  it('draws no chart of its own', () => expect(charts.map((c) => c.title)).toEqual(['Accuracy against ε']));
  it('names the count where curves stand on different ones', () => {
    expect(charts[0]!.series.map((s) => s.label)).toEqual(['FGSM (n 2,000)', 'PGD (n 256)']);
  });
  it('leaves the unchanged accuracy and its count among the figures', () => {
    expect(figures.map((f) => f.name)).toEqual(['clean_accuracy', 'clean_correct']);
  });
});

it('gives a single accuracy its band and count, which are no figures of their own', () => {
  const { figures } = readMetrics([
    point('evaluation', 'test_categorical_accuracy', 0, 0.9),
    point('evaluation', 'test_categorical_accuracy_low', 0, 0.88),
    point('evaluation', 'test_categorical_accuracy_high', 0, 0.92),
    point('evaluation', 'test_categorical_count', 0, 1000),
    point('evaluation', 'query_count', 0, 7),
  ]);
  expect(figures).toEqual([
    {
      name: 'test_categorical_accuracy',
      step: 'evaluation',
      value: 0.9,
      unit: 'share',
      band: { low: 0.88, high: 0.92 },
      count: 1000,
    },
    { name: 'query_count', step: 'evaluation', value: 7, unit: 'plain' },
  ]);
});

describe('values over time', () => {
  it('puts training and validation of one metric on one chart, single values among the figures', () => {
    const { charts, figures } = readMetrics([
      point('train', 'loss', 0, 2.3),
      point('train', 'loss', 1, 0.4),
      point('train', 'val_loss', 0, 2.2),
      point('train', 'val_loss', 1, 0.5),
      point('evaluate', 'accuracy', 0, 0.963),
    ]);
    expect(charts.map((c) => [c.title, c.series.map((s) => s.label)])).toEqual([
      ['Loss', ['loss', 'validation loss']],
    ]);
    expect(figures).toEqual([{ name: 'accuracy', step: 'evaluate', value: 0.963, unit: 'share' }]);
    expect(summarise(charts[0]!)).toBe(
      'Loss falls from 2.3 to 0.4 over 2 points; validation loss falls from 2.2 to 0.5 over 2 points.',
    );
  });

  it('takes the later value where an index comes twice', () => {
    const { charts } = readMetrics([
      point('s', 'loss', 0, 1),
      point('s', 'loss', 1, 5),
      point('s', 'loss', 1, 0.5),
    ]);
    expect(charts[0]!.series[0]!.points.map((p) => p.y)).toEqual([1, 0.5]);
  });
});

describe('aligning and CSV', () => {
  const chart = readMetrics([
    ...attack,
    point('other', 'epsilon', 0, 0.3),
    point('other', 'pgd_accuracy', 0, 0),
  ]).charts[0]!;

  it('lays all series over the union of their x, with gaps', () => {
    const { xs, columns } = align(chart);
    expect(xs).toEqual([0.05, 0.1, 0.2, 0.3]);
    const pgd = chart.series.findIndex((s) => s.label === 'PGD');
    expect(columns[pgd]).toEqual([null, null, null, 0]);
  });

  it('writes bands only where there are some', () => {
    const [head, first] = writeChartCsv(chart).split('\n');
    expect(head).toBe('epsilon,random noise,FGSM,FGSM low,FGSM high,PGD');
    expect(first).toBe('0.05,0.96,0.8,0.78,0.8200000000000001,');
  });

  it('has the same shape while only points are added', () => {
    const more = readMetrics([
      ...attack,
      point('other', 'epsilon', 0, 0.3),
      point('other', 'epsilon', 1, 0.4),
      point('other', 'pgd_accuracy', 0, 0),
      point('other', 'pgd_accuracy', 1, 0),
    ]);
    expect(shapeOf(more.charts[0]!)).toBe(shapeOf(chart));
  });
});

it('draws one chart for each step where curves are many, each with its own noise', () => {
  const steps = ['squeezing', 'median', 'jpeg_figures'];
  const { charts } = readMetrics(
    steps.flatMap((step) =>
      [0, 0.1].flatMap((epsilon, at) => [
        point(step, 'epsilon', at, epsilon),
        ...['noise', 'oblivious', 'adaptive'].map((bar) => point(step, `${bar}_accuracy`, at, 0.9 - epsilon)),
      ]),
    ),
  );
  expect(charts.map(({ title }) => title)).toEqual([
    'Accuracy against ε: squeezing',
    'Accuracy against ε: median',
    'Accuracy against ε: jpeg figures',
  ]);
  for (const { series } of charts)
    expect(series.map(({ label }) => label)).toEqual(['random noise', 'oblivious', 'adaptive']);
});

it('speaks of the attack that knows the defence, however little is left without one', () => {
  const bars = { undefended: 0.1, oblivious: 0.7, adaptive: 0.4, robust: 0.35, noise: 0.9 };
  const { charts } = readMetrics(
    [0, 0.1].flatMap((epsilon, at) => [
      point('median', 'epsilon', at, epsilon),
      ...Object.entries(bars).map(([bar, left]) =>
        point('median', `${bar}_accuracy`, at, at === 0 ? 0.95 : left),
      ),
    ]),
  );
  expect(summarise(charts[0]!)).toBe(
    'The attack that knows the defence takes accuracy from 95.0 % at ε 0 to 40.0 % at ε 0.1; random noise of the same size leaves 90.0 %.',
  );
});

it('draws certificates against their radius, also one alone', () => {
  const certified = (radii: readonly number[]) =>
    readMetrics(
      radii.flatMap((radius, at) => [
        point('certify', 'radius', at, radius),
        point('certify', 'epsilon', at, radius),
        point('certify', 'certified_accuracy', at, 0.9 - radius),
      ]),
    );
  const { charts } = certified([0, 0.25]);
  expect(charts).toMatchObject([
    { title: 'Certified accuracy against the radius in L2', kind: 'value', xName: 'radius in L2' },
  ]);
  expect(summarise(charts[0]!)).toBe(
    'Certified accuracy falls from 90.0 % to 65.0 % between radius in L2 0 and 0.25.',
  );
});

it('draws over ε whatever was measured at several', () => {
  const { charts } = readMetrics(
    [0.1, 0.2].flatMap((epsilon, at) => [
      point('likeness', 'epsilon', at, epsilon),
      point('likeness', 'psnr_median', at, 30 - 50 * epsilon),
    ]),
  );
  expect(charts).toMatchObject([{ title: 'Median PSNR against ε', kind: 'epsilon', xName: 'ε' }]);
  expect(summarise(charts[0]!)).toBe('Median PSNR falls from 25 to 20 between ε 0.1 and ε 0.2.');
});

it('says names of metrics in words', () => {
  const said = {
    loss: 'loss',
    val_loss: 'validation loss',
    test_categorical_accuracy: 'test categorical accuracy',
    clean_accuracy: 'clean accuracy',
    worst_class_accuracy: 'worst class accuracy',
    pgd_accuracy: 'accuracy under PGD',
    noise_l2_accuracy: 'accuracy under random noise L2',
    adaptive_accuracy: 'accuracy under the adaptive attack',
    psnr_median: 'median PSNR',
    ssim_success_mean: 'mean SSIM of images that gave way',
    cw_l2_mean: 'mean L2 change by C&W',
    pgd_success: 'success of PGD',
    fgsm_queries: 'queries of FGSM',
    ece: 'expected calibration error',
    zero_gradient_share: 'share of zero gradients',
    robust_accuracy_low: 'lower end of the band of robust accuracy',
    median_distance: 'median distance',
    certified_at_l2_0_25: 'certified at L2 0.25',
    certified_at_l2_0: 'certified at L2 0',
    f1: 'F1',
    figures_reproduced: 'figures reproduced',
    pgd_count: 'images counted under PGD',
    parameter_count: 'parameter count',
    cpu_high: 'cpu high',
    confusion_0_1: 'confusion 0 1',
  };
  for (const [name, words] of Object.entries(said)) expect(sayMetric(name)).toBe(words);
});

it('says names of attacks as people do', () => {
  expect(
    [
      'fgsm_accuracy',
      'pgd_10_accuracy',
      'noise_accuracy',
      'noise_l2_accuracy',
      'adversarial_accuracy',
      'accuracy',
    ].map(sayCurve),
  ).toEqual(['FGSM', 'PGD 10', 'random noise', 'random noise L2', 'adversarial', 'accuracy']);
});
