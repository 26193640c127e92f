// The doctor's rules on curves: tables of cases, and laws for any curves.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCurves } from '#core/doctor/curve-rules.ts';
import type { ExaminedCurve } from '#core/doctor/curve.ts';
import { isBeyondChance, isSign } from '#core/doctor/figures.ts';
import { keepWorst, parseExamination, worstGrade, type Finding } from '#core/doctor/finding.ts';

const EPSILONS = [0, 0.05, 0.1, 0.2];
const curve = (attack: string, steps: number | null, correct: number[], count = 500): ExaminedCurve => ({
  attack,
  role: attack === 'noise' ? 'noise' : 'adversarial',
  count,
  steps,
  points: correct.map((one, i) => ({ epsilon: EPSILONS[i]!, correct: one })),
});
const gradeOf = (findings: readonly Finding[], rule: string): string | undefined =>
  findings.find((finding) => finding.rule === rule)?.grade;

const noise = curve('noise', null, [480, 479, 478, 470]);
const fgsm = curve('FGSM', 1, [480, 420, 280, 60]);
const pgd = curve('PGD', 20, [480, 410, 240, 10]);

describe('an honest job', () => {
  const findings = judgeCurves([pgd, fgsm, noise], [{ attack: 'FGSM', zero: 0.01, nan: 0 }]);
  it.each(['zero_gradients', 'nan_gradients', 'monotone', 'noise', 'iterative'])('%s is green', (rule) => {
    expect(gradeOf(findings, rule)).toBe('green');
  });
  it('leaves open what was not tried', () => {
    expect(gradeOf(findings, 'unbounded')).toBe('open');
    expect(worstGrade(findings)).toBe('green');
  });
  it('asks nothing of green rules', () => {
    for (const { grade, advice } of findings)
      expect(advice !== '').toBe(grade === 'amber' || grade === 'red');
  });
});

describe.each<[string, ExaminedCurve[], number, number, string, string]>([
  ['one image in twenty without a gradient', [pgd], 0.05, 0, 'zero_gradients', 'red'],
  ['one in twenty-one', [pgd], 0.0476, 0, 'zero_gradients', 'green'],
  ['a gradient that is no number', [pgd], 0, 0.002, 'nan_gradients', 'red'],
  ['a rise of 2 points', [curve('PGD', 20, [480, 240, 250, 10])], 0, 0, 'monotone', 'amber'],
  ['a rise of 20 points', [curve('PGD', 20, [480, 240, 340, 10])], 0, 0, 'monotone', 'red'],
  ['a rise of 1 point', [curve('PGD', 20, [480, 240, 245, 10])], 0, 0, 'monotone', 'green'],
  ['FGSM that rises', [curve('FGSM', 1, [480, 240, 340, 10])], 0, 0, 'monotone', 'open'],
  [
    'an attack like noise',
    [curve('PGD', 20, [480, 440, 430, 420]), curve('noise', null, [480, 440, 432, 425])],
    0,
    0,
    'noise',
    'red',
  ],
  [
    'an attack that takes less than noise',
    [curve('PGD', 20, [480, 480, 479, 478]), curve('noise', null, [480, 470, 440, 400])],
    0,
    0,
    'noise',
    'red',
  ],
  ['PGD weaker than FGSM', [curve('PGD', 20, [480, 460, 400, 300]), fgsm], 0, 0, 'iterative', 'red'],
  ['PGD 2 points weaker', [curve('PGD', 20, [480, 420, 290, 60]), fgsm], 0, 0, 'iterative', 'amber'],
  [
    'fewer images, bands that touch',
    [curve('PGD', 20, [48, 44, 30, 8], 50), fgsm],
    0,
    0,
    'iterative',
    'green',
  ],
  ['a report without steps', [curve('fgm', null, [480, 240, 340, 10])], 0, 0, 'monotone', 'open'],
])('%s', (_, curves, zero, nan, rule, grade) => {
  it(`${rule} is ${grade}`, () => {
    expect(gradeOf(judgeCurves(curves, [{ attack: 'x', zero, nan }]), rule)).toBe(grade);
  });
});

it.each([
  [0, 'green'],
  [30, 'amber'],
  [200, 'red'],
])('%i of 500 left at ε 1 is %s', (correct, grade) => {
  const large = { ...pgd, points: [...pgd.points, { epsilon: 1, correct }] };
  expect(gradeOf(judgeCurves([large]), 'unbounded')).toBe(grade);
});

it('takes two images for no sign, and three of fifty for one', () => {
  expect([isSign(2, 10, 0.01), isSign(3, 50, 0.01), isSign(5, 500, 0.01), isSign(6, 500, 0.01)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

it.each([
  [6, 500, 0.01, false],
  [10, 500, 0.01, true],
  [3, 100, 0.01, true],
  [3, 100, 0.02, false],
  [6, 100, 0.03, false],
  [2, 4, 0.01, false],
])('%i images of %i are beyond chance more than a share of %d: %s', (images, count, share, sure) => {
  expect(isBeyondChance(images, count, share)).toBe(sure);
});

it('what is beyond chance is a sign, and stays so with more images', () => {
  const cases = fc.tuple(
    fc.integer({ min: 1, max: 500 }),
    fc.integer({ min: 1, max: 500 }),
    fc.double({ min: 0, max: 0.5, noNaN: true }),
  );
  fc.assert(
    fc.property(cases, ([images, more, share]) => {
      const count = images + more;
      if (!isBeyondChance(images, count, share)) return;
      expect(isSign(images, count, share)).toBe(true);
      expect(isBeyondChance(images + 1, count, share)).toBe(true);
    }),
  );
});

const at = (attack: string, steps: number | null, points: [number, number][], count = 100) => ({
  ...curve(attack, steps, []),
  count,
  points: points.map(([epsilon, correct]) => ({ epsilon, correct })),
});
it.each<[string, ExaminedCurve[], string]>([
  [
    '97 under PGD and 96 under noise of 97',
    [
      at('PGD', 20, [
        [0, 97],
        [0.01, 97],
      ]),
      at('noise', null, [
        [0, 97],
        [0.01, 96],
      ]),
    ],
    'open',
  ],
  [
    '97 under both',
    [
      at('PGD', 20, [
        [0, 97],
        [0.01, 97],
      ]),
      at('noise', null, [
        [0, 97],
        [0.01, 97],
      ]),
    ],
    'open',
  ],
  [
    'FGSM and noise at chance',
    [
      at('FGSM', 1, [
        [0, 97],
        [1, 26],
      ]),
      at('noise', null, [
        [0, 97],
        [1, 11],
      ]),
    ],
    'open',
  ],
  [
    'PGD and noise at chance',
    [
      at('PGD', 20, [
        [0, 97],
        [1, 12],
      ]),
      at('noise', null, [
        [0, 97],
        [1, 11],
      ]),
    ],
    'open',
  ],
  [
    'FGSM at a huge ε',
    [
      at('FGSM', 1, [
        [0, 97],
        [0.6, 80],
      ]),
      at('noise', null, [
        [0, 97],
        [0.6, 70],
      ]),
    ],
    'open',
  ],
  [
    'FGSM alone at a small ε',
    [
      at('FGSM', 1, [
        [0, 97],
        [0.2, 80],
      ]),
      at('noise', null, [
        [0, 97],
        [0.2, 82],
      ]),
    ],
    'red',
  ],
  [
    'FGSM beside an honest PGD',
    [
      at('FGSM', 1, [
        [0, 97],
        [0.2, 80],
      ]),
      at('PGD', 20, [
        [0, 97],
        [0.2, 20],
      ]),
      at('noise', null, [
        [0, 97],
        [0.2, 82],
      ]),
    ],
    'green',
  ],
  [
    'PGD that leaves nothing where noise does little',
    [
      at('PGD', 20, [
        [0, 97],
        [0.2, 0],
      ]),
      at('noise', null, [
        [0, 97],
        [0.2, 95],
      ]),
    ],
    'green',
  ],
])('noise beside it, %s: %s', (_, curves, grade) => {
  expect(gradeOf(judgeCurves(curves), 'noise')).toBe(grade);
});

const falling = fc
  .array(fc.nat(500), { minLength: 4, maxLength: 4 })
  .map((values) => values.toSorted((a, b) => b - a));

it('a falling curve is never blamed for rising, whatever it holds', () => {
  fc.assert(
    fc.property(falling, (values) => {
      expect(gradeOf(judgeCurves([curve('PGD', 20, values)]), 'monotone')).toBe('green');
    }),
  );
});

it('one finding a rule, its shares from 0 to 1, its words whole', () => {
  const any = fc.tuple(falling, fc.array(fc.nat(500), { minLength: 4, maxLength: 4 }), falling);
  fc.assert(
    fc.property(any, ([a, b, c]) => {
      const findings = judgeCurves([curve('PGD', 20, a), curve('FGSM', 1, b), curve('noise', null, c)]);
      expect(new Set(findings.map(({ rule }) => rule)).size).toBe(findings.length);
      for (const { figures, reason } of findings) {
        for (const value of Object.values(figures)) expect(value >= 0 && value <= 1).toBe(true);
        expect(reason).not.toMatch(/NaN|undefined/);
      }
    }),
  );
});

it('an examination is read back as it was, and what is none is refused', () => {
  const findings = judgeCurves([pgd, fgsm, noise]);
  const examination = { format: 1, grade: worstGrade(findings), method: 'PGD', findings };
  expect(parseExamination(JSON.parse(JSON.stringify(examination)))).toEqual(examination);
  expect(parseExamination({ ...examination, format: 2 })).toBeNull();
  expect(parseExamination(null)).toBeNull();
  const spoilt = { ...examination, findings: [{ ...findings[0], grade: 'toString' }, 7, null] };
  expect(parseExamination(spoilt)?.findings).toEqual([]);
});

it('keeps the worst finding of a rule', () => {
  const finding = judgeCurves([pgd])[0]!;
  const worse: Finding = { ...finding, grade: 'red' };
  expect(keepWorst([finding, worse, finding])).toEqual([worse]);
});

describe('one change for all images', () => {
  const shared = (correct: number[]): ExaminedCurve => ({ ...curve('Universal', 40, correct), shared: true });
  const shaken = curve('noise', null, [480, 470, 440, 400]);

  it('weaker than one step on each image, and rising with ε, is no sign', () => {
    const findings = judgeCurves([shared([480, 420, 300, 330]), fgsm, noise]);
    for (const rule of ['monotone', 'iterative']) expect(gradeOf(findings, rule)).toBe('open');
    expect(gradeOf(findings, 'noise')).toBe('green');
    expect(gradeOf(findings, 'shared')).toBe('green');
    expect(worstGrade(findings)).toBe('green');
  });
  it('that does what noise does is weak, never red, and says why', () => {
    const { grade, reason } = judgeCurves([shared([480, 465, 438, 396]), fgsm, shaken]).find(
      ({ rule }) => rule === 'shared',
    )!;
    expect(grade).toBe('amber');
    expect(reason).toContain('held against noise alone');
  });
  it('without noise, or where it does nothing, is left open', () => {
    expect(gradeOf(judgeCurves([shared([480, 400, 300, 200])]), 'shared')).toBe('open');
    expect(gradeOf(judgeCurves([shared([480, 479, 478, 477]), noise]), 'shared')).toBe('open');
    expect(gradeOf(judgeCurves([pgd, noise]), 'shared')).toBeUndefined();
  });
});

describe('an attack that was led on another model', () => {
  const led = (correct: number[], count = 500): ExaminedCurve => ({
    ...curve('PGD_transfer', null, correct, count),
    elsewhere: true,
  });

  it('is held against no noise, no single step and no larger ε', () => {
    const findings = judgeCurves([
      led([480, 479, 478, 479]),
      fgsm,
      curve('noise', null, [480, 470, 440, 400]),
    ]);
    expect(findings.map(({ rule, grade }) => [rule, grade])).toEqual([
      ['zero_gradients', 'open'],
      ['nan_gradients', 'open'],
      ['monotone', 'open'],
      ['noise', 'green'],
      ['iterative', 'open'],
      ['unbounded', 'open'],
      ['transfer', 'green'],
    ]);
  });
  it('is a sign where it does better than the best that sees these weights', () => {
    const masked = curve('PGD', 20, [480, 470, 460, 440]);
    const { grade, reason } = judgeCurves([led([480, 300, 150, 100]), masked, fgsm, noise]).find(
      ({ rule }) => rule === 'transfer',
    )!;
    expect(grade).toBe('red');
    expect(reason).toMatch(/^At ε 0.1 PGD_transfer, which does not see these weights, leaves 30 %; FGSM/);
  });
  it('of fewer images is one only where the bands part', () => {
    expect(gradeOf(judgeCurves([led([48, 40, 25, 3], 50), fgsm]), 'transfer')).toBe('green');
    expect(gradeOf(judgeCurves([led([48, 40, 5, 3], 50), fgsm]), 'transfer')).toBe('red');
    const pgd = curve('PGD', 20, [480, 200, 10, 0]);
    const { grade, reason, figures } = judgeCurves([led([48, 19, 5, 3], 50), pgd]).find(
      ({ rule }) => rule === 'transfer',
    )!;
    expect([grade, figures]).toEqual(['green', { epsilon: 0.05, accuracy: 0.4, accuracy_rival: 0.38 }]);
    expect(reason).toMatch(
      /PGD_transfer, .*, leaves 38 %; PGD, which does, leaves 40 %, on another number of images: that is no sign\.$/,
    );
  });
});
