// The doctor's rules in norms other than L∞: judged where they hold, left open by name where they do not.
import { describe, expect, it } from 'vitest';
import { judgeNorms, type NormedCurve } from '#core/doctor/norm-rules.ts';
import type { Finding } from '#core/doctor/finding.ts';

type Norm = NormedCurve['norm'];
const curve = (
  attack: string,
  norm: Norm,
  steps: number | null,
  correct: number[],
  epsilons = [0, 0.5, 1, 2],
): NormedCurve => ({
  attack,
  norm,
  role: attack === 'noise' ? 'noise' : 'adversarial',
  count: 500,
  steps,
  points: correct.map((one, i) => ({ epsilon: epsilons[i]!, correct: one })),
});
const of = (findings: readonly Finding[], rule: string): Finding =>
  findings.find((finding) => finding.rule === rule)!;
const noise = (norm: Norm) => curve('noise', norm, null, [480, 479, 478, 470]);
const good = [480, 410, 240, 10];

describe.each<[Norm, string]>([
  ['L0', 'In L0: '],
  ['L1', 'In L1: '],
  ['L2', 'In L2: '],
  [null, 'Where no norm bounds the attack: '],
])('in %s', (norm, begins) => {
  it('judges what holds there, and names it', () => {
    const findings = judgeNorms([
      curve('PGD', norm, 20, good),
      curve('FGM', norm, 1, [480, 420, 280, 60]),
      noise(norm),
    ]);
    for (const rule of ['monotone', 'noise', 'iterative']) {
      expect(of(findings, rule).grade).toBe('green');
      expect(of(findings, rule).reason.startsWith(begins)).toBe(true);
    }
  });
  it('sees the same faults as in L∞', () => {
    const weak = [480, 440, 430, 420];
    const shaken = curve('noise', norm, null, [480, 445, 432, 425]);
    const findings = judgeNorms(
      [curve('PGD', norm, 20, weak), curve('FGM', norm, 1, good), shaken],
      [{ attack: 'PGD', zero: 0.5, nan: 0.1 }],
    );
    for (const rule of ['noise', 'iterative', 'zero_gradients', 'nan_gradients'])
      expect([rule, of(findings, rule).grade]).toEqual([rule, 'red']);
  });
  it('does not expect nothing to be left at an ε that is large in L∞ alone', () => {
    const { grade, reason } = of(judgeNorms([curve('PGD', norm, 20, [480, 470, 300, 250])]), 'unbounded');
    expect(grade).toBe('open');
    expect(reason).toMatch(/^Judged in L∞ alone/);
  });
});

it('never compares across norms', () => {
  const findings = judgeNorms([
    curve('PGD', 'L2', 20, [480, 470, 460, 450]),
    curve('FGSM', 'Linf', 1, [480, 10, 0, 0]),
    noise('Linf'),
  ]);
  expect(of(findings, 'iterative').grade).toBe('open');
});

it('says in which norms a rule that is judged in another was not', () => {
  const findings = judgeNorms([
    curve('PGD', 'Linf', 20, good, [0, 0.1, 0.2, 0.3]),
    curve('noise', 'Linf', null, [480, 479, 478, 470], [0, 0.1, 0.2, 0.3]),
    curve('PGD2', 'L2', 20, good),
  ]);
  expect(of(findings, 'noise').reason).toMatch(/Not judged in L2\.$/);
  expect(of(findings, 'monotone').reason).not.toMatch(/Not judged/);
});

it('does not praise a curve of least changes for falling', () => {
  const findings = judgeNorms([{ ...curve('DeepFool', 'L2', 5, good), least: true }]);
  expect(of(findings, 'monotone').grade).toBe('open');
});
