// The doctor's panel: what it says of a report alone, in words.
import { expect, it } from 'vitest';
import { groupFindings, judgeReport, sayOpinion } from '#ui/job/examination.ts';
import { parseReport } from '#ui/job/report.ts';

const points = (correct: number[]) =>
  correct.map((one, i) => ({ epsilon: [0, 0.1, 0.2][i]!, correct: one, low: one, high: one }));
const report = (zero: number, norm: string | null = 'Linf') => ({
  format: 1,
  data: { name: 'mnist', count: 500 },
  clean: { correct: 480, count: 500 },
  curves: [
    {
      attack: 'PGD',
      role: 'adversarial',
      norm,
      target: null,
      count: 500,
      health: { zero_gradient_share: zero, nan_gradient_share: 0 },
      points: points([480, 240, 10]),
      efforts: [{ gradient_evaluations: 20 }],
    },
    {
      attack: 'noise',
      role: 'noise',
      norm,
      target: null,
      count: 500,
      health: null,
      points: points([480, 478, 470]),
    },
  ],
  headline: { attack: 'PGD', epsilon: 0.1, correct: 240, low: 220, high: 260 },
});

it('judges a report that has no examination of its own', () => {
  const opinion = judgeReport(parseReport(report(0))!)!;
  expect(opinion.grade).toBe('green');
  expect(sayOpinion(opinion)).toMatch(/^No sign in these figures/);
  expect(groupFindings(opinion.findings).map(({ grade }) => grade)).toEqual(['green', 'open']);
});

it('does not trust gradients that are gone, and says so first', () => {
  const opinion = judgeReport(parseReport(report(0.4))!)!;
  expect(sayOpinion(opinion)).toMatch(/^Do not trust/);
  expect(groupFindings(opinion.findings)[0]!.findings[0]!.reason).toMatch(/^PGD: 40 %/);
});

it.each([
  ['L2', /^In L2: At ε 0.1/],
  ['L0', /^In L0: At ε 0.1/],
  [null, /^Where no norm bounds the attack: At ε 0.1/],
])('judges an attack in %s by the rules that hold there, and names the one that does not', (norm, begins) => {
  const opinion = judgeReport(parseReport(report(0, norm))!)!;
  const find = (rule: string) => opinion.findings.find((finding) => finding.rule === rule)!;
  expect(opinion.grade).toBe('green');
  expect(find('noise').reason).toMatch(begins);
  expect(find('unbounded')).toMatchObject({ grade: 'open' });
  expect(find('unbounded').reason).toMatch(/^Judged in L∞ alone/);
  expect(judgeReport(parseReport(report(0.4, norm))!)!.grade).toBe('red');
});

it('judges of an attack towards a class its gradients alone', () => {
  const { curves, ...rest } = report(0.4);
  const opinion = judgeReport(
    parseReport({ ...rest, curves: curves.map((one) => ({ ...one, target: 3 })) })!,
  )!;
  expect(opinion.findings.filter(({ grade }) => grade !== 'open').map(({ rule }) => rule)).toEqual([
    'zero_gradients',
    'nan_gradients',
  ]);
  expect(opinion.method).toMatch(/Of PGD, towards a class, only the gradients are judged/);
});

it('is silent where nothing attacked', () => {
  const { curves, ...rest } = report(0);
  expect(judgeReport(parseReport({ ...rest, curves: curves.slice(1) })!)).toBeNull();
});
