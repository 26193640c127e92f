// The verdict: only from a report of the right shape, in counts, with its threat line.
import { describe, expect, it } from 'vitest';
import { wilsonBand } from '#core/wilson.ts';
import type { Chart } from '#ui/chart/series.ts';
import { parseReport } from '#ui/job/report.ts';
import { noteThreats } from '#ui/job/threat-notes.ts';
import { caveatsOf, countBars, sayThreat, sayVerdict, wordsToText } from '#ui/job/verdict.ts';

const report = {
  format: 1,
  data: { name: 'mnist', count: 2000 },
  clean: { correct: 1926, count: 2000 },
  curves: [
    {
      attack: 'fgsm',
      role: 'adversarial',
      norm: 'inf',
      count: 2000,
      points: [{ epsilon: 0.1, correct: 1065, low: 1021, high: 1109, accuracy: 0.5325 }],
    },
    {
      attack: 'noise',
      role: 'noise',
      norm: 'inf',
      count: 2000,
      points: [{ epsilon: 0.1, correct: 1921, low: 1900, high: 1938, accuracy: 0.9605 }],
    },
  ],
  headline: { attack: 'fgsm', epsilon: 0.1, correct: 1065, low: 1021, high: 1109 },
  threat: { sees: 'weights, true label', may_change: 'every pixel by at most ε', tries: '1 step' },
};

it('says the verdict in counts', () => {
  expect(wordsToText(sayVerdict(parseReport(report)!))).toBe(
    'Of 2,000 digits it reads 1,926. Change each pixel by at most 26 of 255 grey levels and it reads 1,065 (between 1,021 and 1,109).',
  );
});

it.each([
  ['Linf', 0.1, 'Change each pixel by at most 26 of 255 grey levels'],
  ['L2', 1.5, 'Change each image by at most 1.5 in all (L2)'],
  ['L0', 3, 'Change at most 3 pixels of each image'],
  [null, 1, 'Attack each image at ε 1 '],
])('says what a norm of %s bounds', (norm, epsilon, words) => {
  const curves = [{ ...report.curves[0]!, norm }];
  const said = parseReport({ ...report, curves, headline: { ...report.headline, epsilon } })!;
  expect(wordsToText(sayVerdict(said))).toContain(words);
});

describe('where random noise is all that was tried', () => {
  const [, noise] = report.curves;
  const headline = { attack: 'noise', epsilon: 0.1, correct: 1921, low: 1900, high: 1938 };
  const alone = (norm: string | null, epsilon = 0.1) =>
    parseReport({
      ...report,
      curves: [{ ...noise!, norm }],
      headline: { ...headline, epsilon },
      threat: undefined,
    })!;
  it('is no attack, in words, bars and threat', () => {
    const words = sayVerdict(alone('inf'));
    expect(wordsToText(words)).toBe(
      'Of 2,000 digits it reads 1,926. Under random noise of at most 26 of 255 grey levels in each pixel it reads 1,921 (between 1,900 and 1,938).',
    );
    expect(words.map(({ role }) => role)).not.toContain('adversarial');
    expect(countBars(alone('inf')).map(({ label, role }) => [label, role])).toEqual([
      ['as they are', 'clean'],
      ['random noise', 'noise'],
    ]);
    expect(sayThreat(alone('inf'))).toBe('Random noise is no attack: what an attacker leaves is not known.');
  });
  it.each([
    ['L2', 1.5, 'Under random noise of at most 1.5 in all (L2) it'],
    ['L0', 3, 'Under random noise in at most 3 pixels of each image it'],
    [null, 0.1, 'Under random noise at ε 0.1 it'],
  ])('in the norm %s', (norm, epsilon, words) =>
    expect(wordsToText(sayVerdict(alone(norm, epsilon)))).toContain(words),
  );
});

describe('towards a class', () => {
  const curves = [{ ...report.curves[0]!, target: 3 }];
  const aimed = parseReport({ ...report, curves })!;
  it('is said, counts other classes, and is no robust accuracy', () => {
    expect(wordsToText(sayVerdict(aimed))).toBe(
      'Of 2,000 digits of other classes than 3 it reads 1,926. Change each pixel by at most 26 of 255 grey levels to be read as 3, and it reads 1,065 (between 1,021 and 1,109) right. Accuracy under a targeted attack is not robust accuracy: who takes any wrong class leaves less.',
    );
    expect(caveatsOf(aimed).join(' ')).toMatch(/class that the attack aims at \(3\) are not counted/);
    expect(countBars(aimed).at(-1)!.label).toBe('attacked (FGSM, towards 3)');
  });
  it('says nothing of the kind without a target', () => {
    const said = [wordsToText(sayVerdict(parseReport(report)!)), ...caveatsOf(parseReport(report)!)].join();
    expect(said).not.toMatch(/target|aims/);
  });
});

it('gives the images as they are their band too', () => {
  const { low, high } = wilsonBand(1926, 2000);
  expect(countBars(parseReport(report)!)[0]).toMatchObject({
    correct: 1926,
    low: Math.round(2000 * low),
    high: Math.round(2000 * high),
  });
});

describe('beside each curve', () => {
  const threat = { sees: 'nothing', may_change: 'every pixel by ε', tries: '1 draw' };
  const told = parseReport({
    ...report,
    curves: [
      { ...report.curves[0]!, attack: 'PGD-L2', tries: '10 steps', target: 3 },
      { ...report.curves[1]!, threat },
    ],
  });
  const series = ['e/pgd_l2_accuracy', 'e/noise_accuracy', 'e/other_accuracy'].map((key) => ({
    key,
    label: key,
    role: 'plain' as const,
    nth: 0,
    points: [],
  }));
  const chart: Chart = {
    id: 'epsilon',
    title: '',
    kind: 'epsilon',
    xName: 'ε',
    yName: 'accuracy',
    unit: 'share',
    series,
  };
  it('stands what its attacker could do, and whether it aimed at a class', () => {
    expect(noteThreats(chart, told).series.map(({ note }) => note)).toEqual([
      'Tries: 10 steps. Towards class 3: no robust accuracy.',
      'Attacker sees: nothing. May change: every pixel by ε. Tries: 1 draw.',
      undefined,
    ]);
    expect(noteThreats(chart, null)).toBe(chart);
  });

  it('stands its own name, and grey levels only where every norm is L∞', () => {
    const named = { ...chart, series: [{ ...series[0]!, label: 'PGD L2 · e (n 9)' }, series[1]!] };
    const noted = noteThreats(named, told);
    expect(noted.series.map(({ label }) => label)).toEqual(['PGD-L2 · e (n 9)', 'e/noise_accuracy']);
    expect(noted.inGreys).toBe(told!.curves.every(({ norm }) => /inf/.test(norm)));
    const l2 = { ...told!, curves: told!.curves.map((curve) => ({ ...curve, norm: 'L2' })) };
    expect(noteThreats(named, l2).inGreys).toBe(false);
    expect(noteThreats(chart, told).inGreys).toBe(false);
  });
});

it('gives noise of the same ε its bar', () => {
  expect(countBars(parseReport(report)!).map((b) => [b.label, b.role, b.correct])).toEqual([
    ['as they are', 'clean', 1926],
    ['random noise', 'noise', 1921],
    ['attacked (FGSM)', 'adversarial', 1065],
  ]);
});

it('keeps noise of another norm out of the bars, and says that none of its norm is there', () => {
  const curves = report.curves.map((curve) => (curve.role === 'noise' ? curve : { ...curve, norm: 'L2' }));
  const said = parseReport({ ...report, curves })!;
  expect(countBars(said).map((b) => b.role)).toEqual(['clean', 'adversarial']);
  expect(caveatsOf(said)).toContainEqual(
    expect.stringContaining('fgsm has no random noise of its norm (L2)'),
  );
  expect(caveatsOf(parseReport(report)!).join(' ')).not.toContain('no random noise');
});

it('says the threat, and that it is a bound from above', () => {
  expect(sayThreat(parseReport(report)!)).toBe(
    'Attacker sees: weights, true label. May change: every pixel by at most ε. Tries: 1 step. A stronger attack can only lower this number.',
  );
  expect(sayThreat(parseReport({ ...report, threat: undefined })!)).toBe(
    'A stronger attack can only lower this number.',
  );
});

it('warns of what MNIST is', () => {
  expect(caveatsOf(parseReport(report)!).join(' ')).toMatch(/photographs/);
  expect(caveatsOf(parseReport({ ...report, data: { name: 'cats', count: 2000 } })!).join(' ')).not.toMatch(
    /photographs/,
  );
});

it('says what the job noted of its figures', () => {
  const notes = ['this model was read from files', 7];
  expect(caveatsOf(parseReport({ ...report, notes })!).at(-1)).toBe('This model was read from files.');
});

it('takes a band in shares as in counts', () => {
  const shares = parseReport({ ...report, headline: { ...report.headline, low: 0.5105, high: 0.5545 } })!;
  expect(shares.headline).toMatchObject({ low: 1021, high: 1109 });
});

describe('what is no report', () => {
  it.each([
    ['nothing', null],
    ['a list', []],
    ['another format', { ...report, format: 2 }],
    ['no headline', { ...report, headline: undefined }],
    ['words for counts', { ...report, clean: { correct: 'many', count: 2000 } }],
    ['more right than there are', { ...report, headline: { ...report.headline, correct: 9999 } }],
  ])('is refused: %s', (_, json) => expect(parseReport(json)).toBeNull());

  it('loses only the curve that is wrong', () => {
    expect(
      parseReport({ ...report, curves: [{ attack: 1 }, report.curves[1]] })!.curves.map((c) => c.attack),
    ).toEqual(['noise']);
  });
});
