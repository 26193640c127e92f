// The doctor's panel: what it says of a report alone, in words.
import { expect, it } from 'vitest';
import { groupFindings, judgeReport, sayOpinion } from '#ui/job/examination.ts';
import { parseReport } from '#ui/job/report.ts';

const points = (correct: number[]) =>
  correct.map((one, i) => ({ epsilon: [0, 0.1, 0.2][i]!, correct: one, low: one, high: one }));
const report = (zero: number, norm = 'Linf') => ({
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

it('is silent where no attack in L∞ was measured', () => {
  expect(judgeReport(parseReport(report(0, 'L2'))!)).toBeNull();
});
