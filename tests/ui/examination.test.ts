// The doctor's panel: what it says of a report alone, in words.
import { describe, expect, it } from 'vitest';
import { groupFindings, joinOpinions, judgeReport, sayGraded, sayOpinion } from '#ui/job/examination.ts';
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

const [pgd, noise] = report(0).curves as [Curve, Curve];
type Curve = Omit<ReturnType<typeof report>['curves'][number], 'health'> & {
  health: object | null;
  threat?: object;
};
const judge = (curves: Curve[], attack: string, correct: number) => {
  const headline = { attack, epsilon: 0.1, correct, low: correct, high: correct };
  return judgeReport(parseReport({ ...report(0), curves, headline })!)!;
};
const of = ({ findings }: ReturnType<typeof judge>, rule: string) =>
  findings.find((finding) => finding.rule === rule);
const fgsm = {
  ...pgd,
  attack: 'FGSM',
  points: points([480, 300, 60]),
  efforts: [{ gradient_evaluations: 1 }],
};

describe('what is said is about the figure of the verdict', () => {
  it('names it', () => {
    const opinion = judge([fgsm, pgd, noise], 'PGD', 240);
    expect(sayOpinion(opinion)).toContain('(PGD at ε 0.1');
    expect(of(opinion, 'lowest')).toMatchObject({ grade: 'green' });
    expect(opinion.grade).toBe('green');
  });

  it('is no green where another attack of the job leaves less at that ε', () => {
    const opinion = judge([fgsm, pgd, noise], 'FGSM', 300);
    expect(of(opinion, 'lowest')).toMatchObject({
      grade: 'red',
      reason: 'At ε 0.1 FGSM leaves 60 % of 500, PGD 48 % of 500: the lower figure is the one that counts.',
    });
    expect(opinion.grade).toBe('red');
    const near = { ...pgd, points: points([480, 299, 10]) };
    expect(of(judge([fgsm, near, noise], 'FGSM', 300), 'lowest')!.grade).toBe('green');
    const inL2 = { ...pgd, norm: 'L2' };
    expect(of(judge([fgsm, inL2, noise], 'FGSM', 300), 'lowest')!.grade).toBe('open');
  });

  it('does not fail by the gradients of a weaker attack, which are told apart', () => {
    const masked = {
      ...pgd,
      attack: 'PGD-CE',
      points: points([480, 400, 300]),
      health: { zero_gradient_share: 0.4, nan_gradient_share: 0 },
    };
    const opinion = judge([pgd, masked, noise], 'PGD', 240);
    expect(opinion.grade).toBe('green');
    expect(opinion.others.map(({ rule, grade }) => [rule, grade])).toContainEqual(['zero_gradients', 'red']);
    // One that takes no gradient is only as good as those beside it.
    const square = { ...pgd, attack: 'Square', health: null, efforts: [{ gradient_evaluations: 0 }] };
    expect(of(judge([square, masked, noise], 'Square', 240), 'zero_gradients')!.grade).toBe('red');
  });
});

describe('an attack that is judged apart', () => {
  it('on another model is none on this one', () => {
    const transfer = (correct: number[]) => ({
      ...pgd,
      attack: 'PGD_transfer',
      health: { zero_gradient_share: 0.9, nan_gradient_share: 0 },
      points: points(correct),
      threat: { sees: 'another model', may_change: 'ε', tries: '10 steps', elsewhere: true },
    });
    const weak = judge([transfer([480, 470, 475]), pgd, fgsm, noise], 'PGD', 240);
    expect(weak.grade).toBe('green');
    expect(weak.others).toEqual([]);
    expect(of(weak, 'transfer')!.grade).toBe('green');
    const strong = judge([transfer([480, 100, 5]), pgd, noise], 'PGD_transfer', 100);
    expect(of(strong, 'transfer')).toMatchObject({ grade: 'red' });
    expect(of(strong, 'transfer')!.reason).toContain('PGD, which does, leaves 48 %');
  });

  it('on another model is held against the best that sees the weights, as the verdict, too', () => {
    const near = { ...pgd, points: points([480, 201, 10]) };
    const transfer = {
      ...pgd,
      attack: 'PGD_transfer',
      points: points([480, 200, 60]),
      threat: { sees: 'another model', may_change: 'ε', tries: '10 steps', elsewhere: true },
    };
    const opinion = judge([noise, fgsm, near, transfer], 'PGD_transfer', 200);
    expect(of(opinion, 'transfer')).toMatchObject({ grade: 'green' });
    expect(of(opinion, 'transfer')!.reason).toContain('PGD, which does, leaves 40.2 %');
    expect(opinion.grade).toBe('green');
    // Of what one change for all images leaves it says nothing.
    const universal = {
      ...fgsm,
      attack: 'Universal',
      threat: { ...transfer.threat, elsewhere: false, shared: true },
    };
    const better = { ...transfer, points: points([480, 100, 5]) };
    expect(of(judge([noise, near, better, universal], 'Universal', 300), 'transfer')).toBeUndefined();
    expect(of(judge([noise, near, better, universal], 'PGD', 201), 'transfer')!.grade).toBe('red');
  });

  it('of one change for all images is taken for what it is', () => {
    const universal = {
      ...pgd,
      attack: 'Universal',
      points: points([480, 420, 430]),
      threat: { sees: 'weights', may_change: 'ε', tries: 'one change', shared: true },
    };
    const alone = judge([universal, noise], 'Universal', 420);
    expect(alone.grade).toBe('green');
    expect(of(alone, 'shared')!.reason).toContain('by its nature weaker than one made for each');
    const beside = judge([universal, fgsm, noise], 'FGSM', 300);
    expect([beside.grade, beside.others]).toEqual(['green', []]);
  });

  it('holds beside an examination, too', () => {
    const told = judge([fgsm, pgd, noise], 'FGSM', 300);
    const joined = joinOpinions({ format: 1, grade: 'green', method: 'PGD', findings: [] }, told);
    expect([joined.grade, joined.examined, joined.about]).toEqual(['red', true, told.about]);
  });
});

it.each([
  [1, 'green', '1 rule passes'],
  [5, 'green', '5 rules pass'],
  [1, 'amber', '1 rule asks to look again'],
  [2, 'amber', '2 rules ask to look again'],
  [1, 'red', '1 rule fails'],
  [2, 'red', '2 rules fail'],
  [1, 'open', '1 rule is not judged'],
  [2, 'open', '2 rules are not judged'],
] as const)('%i %s: %s', (count, grade, said) => {
  expect(sayGraded(count, 'rule', grade)).toBe(said);
});
