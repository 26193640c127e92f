/** The doctor where a job wrote no report: from the curves of its metrics and from a matrix, and silent where it has neither. */
import { describe, expect, test } from 'vitest';
import type { MetricPoint } from '#core/job/events.ts';
import { sayAttacker } from '#sdk';
import { sayOpinion } from '#ui/job/examination.ts';
import { judgeShown, UNEXAMINED } from '#ui/job/judge-curves.ts';
import { readThreats } from '#ui/job/threat-notes.ts';
import { parseDefenceMatrix } from '#ui/figure/defence-matrix.ts';

const EPSILONS = [0, 0.1, 0.2];
const COUNT = 500;

const pointsOf = (step: string, curves: Record<string, readonly number[]>): MetricPoint[] => {
  const at = (name: string, values: readonly number[]): MetricPoint[] =>
    values.map((value, k) => ({ time: 0, step, name, value, at: k }));
  return [
    ...at('epsilon', EPSILONS),
    ...Object.entries(curves).flatMap(([name, counts]) => [
      ...at(
        `${name}_accuracy`,
        counts.map((correct) => correct / COUNT),
      ),
      ...at(
        `${name}_count`,
        counts.map(() => COUNT),
      ),
    ]),
  ];
};
const toldOf = (step: string, tries: string, norm = 'L∞', target: number | null = null) => {
  const threat = { sees: 'the weights', may_change: `every pixel by at most ε (${norm}, pixels)`, tries };
  return ['oblivious', 'adaptive', 'noise'].map((name) => ({
    step,
    message: sayAttacker(name, { threat, target }),
  }));
};
const GOOD = {
  undefended: [480, 100, 0],
  oblivious: [480, 400, 300],
  adaptive: [480, 240, 10],
  noise: [480, 478, 470],
  robust: [480, 240, 10],
};
const judge = (points: MetricPoint[], logs = toldOf('figures', '10 steps')) =>
  judgeShown(points, readThreats(logs), null);
const find = (opinion: ReturnType<typeof judge>, rule: string) =>
  opinion!.findings.find((finding) => finding.rule === rule)!;

describe('a defence that was evaluated', () => {
  test('passes where its adaptive attack takes far more than noise', () => {
    const opinion = judge(pointsOf('figures', GOOD))!;
    expect(opinion.grade).toBe('green');
    expect(opinion.examined).toBe(false);
    expect(find(opinion, 'noise').reason).toContain('under adaptive attack');
    expect(find(opinion, 'zero_gradients').grade).toBe('open');
  });

  test('does not where noise takes as much, though the oblivious attack takes less still', () => {
    const opinion = judge(
      pointsOf('figures', { ...GOOD, adaptive: [480, 400, 300], noise: [480, 390, 290] }),
    )!;
    expect(find(opinion, 'noise').grade).toBe('red');
    expect(opinion.grade).toBe('red');
  });

  test('is asked whether accuracy rises only where the attack takes several steps', () => {
    const rising = pointsOf('figures', { ...GOOD, adaptive: [480, 100, 240] });
    expect(find(judge(rising), 'monotone').grade).toBe('red');
    expect(find(judge(rising, toldOf('figures', '1 step')), 'monotone').grade).toBe('open');
  });

  test('is judged in the norm that its threat names; without one what depends on it is left open', () => {
    const points = pointsOf('figures', GOOD);
    expect(find(judge(points, toldOf('figures', '10 steps', 'L2')), 'noise').reason).toMatch(/^In L2:/);
    const untold = judge(points, []);
    expect(find(untold, 'noise').grade).toBe('green');
    expect(find(untold, 'unbounded')).toMatchObject({
      grade: 'open',
      reason: 'Nothing tells in which norm these ε are.',
    });
  });

  test('is not judged by an attack towards a class', () => {
    expect(judge(pointsOf('figures', GOOD), toldOf('figures', '10 steps', 'L∞', 3))).toBeNull();
  });
});

test('curves of one step are never held against those of another', () => {
  const points = [...pointsOf('a', { pgd: [480, 470, 460] }), ...pointsOf('b', { noise: [480, 400, 300] })];
  expect(find(judge(points, []), 'noise').grade).toBe('open');
  // What is told of b says nothing of a, which has no noise of its own.
  const beside = [...points, ...pointsOf('b', { pgd: [480, 200, 10] })];
  expect(find(judge(beside, []), 'noise').grade).toBe('open');
  expect(judge(beside, [])!.grade).toBe('open');
  const both = [...beside, ...pointsOf('a', { noise: [480, 478, 470] })];
  expect(find(judge(both, []), 'noise')).toMatchObject({
    grade: 'open',
    reason: expect.stringContaining('PGD (a) never surely takes 5 %'),
  });
});

test('certificates are no attack, and nothing is judged of them', () => {
  const points = pointsOf('a', { certified: [480, 400, 10], noise: [480, 478, 470] });
  expect(judgeShown(points, new Map(), null)).toBeNull();
});

describe('attack × defence', () => {
  const FACTS = {
    format: 1,
    count: COUNT,
    epsilons: [0.1, 0.2],
    norm: 'Linf',
    rows: [
      { attack: 'noise', role: 'noise', tries: '1 draw' },
      { attack: 'FGSM', role: 'adversarial', tries: '1 step' },
      { attack: 'PGD', role: 'adversarial', tries: '10 steps' },
    ],
    columns: [
      { name: 'undefended', attacker: 'undefended', clean: 480 },
      { name: 'median', attacker: 'oblivious', clean: 470 },
      { name: 'median', attacker: 'adaptive', clean: 470 },
    ],
    correct: [
      [
        [478, 468, 468],
        [250, 300, 200],
        [200, 465, 100],
      ],
      [
        [470, 460, 460],
        [120, 290, 150],
        [10, 464, 10],
      ],
    ],
    against_all: [
      [200, 300, 100],
      [10, 290, 10],
    ],
  };
  const read = (facts: unknown) => judgeShown([], new Map(), parseDefenceMatrix(facts))!;

  test('each classifier is judged by the attacks that it was given', () => {
    const opinion = read(FACTS);
    expect(
      opinion.findings.filter(({ grade }) => grade !== 'open').map(({ rule, grade }) => [rule, grade]),
    ).toEqual([
      ['monotone', 'green'],
      ['noise', 'green'],
      ['iterative', 'green'],
    ]);
  });

  test('many steps that find less than one on a defence are a sign', () => {
    const correct = structuredClone(FACTS.correct);
    correct[0]![2]![2] = 400;
    const opinion = read({ ...FACTS, correct });
    expect(find(opinion, 'iterative')).toMatchObject({ grade: 'red' });
    expect(find(opinion, 'iterative').reason).toContain('PGD (median)');
  });
});

test('a job without curves says nothing; one that attacks, what to add', () => {
  expect(judge([], [])).toBeNull();
  expect(judge(pointsOf('figures', { noise: [480, 478, 470] }), [])).toBeNull();
  expect(sayOpinion(UNEXAMINED)).toMatch(/^Not examined: .* examine_attacks/);
});

test('an attack that was led elsewhere, and one change for all images, are told by the log and held against neither noise nor one step', () => {
  const points = pointsOf('figures', {
    pgd_transfer: [480, 470, 478],
    universal: [480, 440, 450],
    fgsm: [480, 300, 90],
    noise: [480, 478, 470],
  });
  const threat = {
    sees: 'another model',
    may_change: 'every pixel by at most ε (L∞, pixels)',
    tries: '20 steps',
  };
  const logs = [
    sayAttacker('PGD_transfer', { threat: { ...threat, elsewhere: true }, target: null }),
    sayAttacker('Universal', { threat: { ...threat, shared: true }, target: null }),
    sayAttacker('FGSM', { threat: { ...threat, tries: '1 step' }, target: null }),
    sayAttacker('noise', { threat: { ...threat, tries: '1 draw' }, target: null }),
  ].map((message) => ({ step: 'figures', message }));
  const opinion = judge(points, logs)!;
  expect(opinion.grade).toBe('green');
  expect(opinion.about).toBe('any of 3 in this job');
  for (const rule of ['monotone', 'iterative']) expect(find(opinion, rule).grade).toBe('open');
  expect(find(opinion, 'shared').grade).toBe('green');
  expect(find(opinion, 'transfer').grade).toBe('green');
  const plain = logs.map(({ step, message }) => ({ step, message: message.replace(/ (Led|One).*$/, '') }));
  expect(judge(points, plain)!.grade).toBe('red');
});

test('an attack that judged a random defence by too few readings asks to look again', () => {
  const threat = { sees: 's', may_change: 'm (L∞, pixels)', tries: '10 steps', hasty: true } as const;
  const logs = [{ step: 'figures', message: sayAttacker('adaptive', { threat, target: null }) }];
  const hasty = judge(pointsOf('figures', GOOD), logs);
  expect(hasty!.grade).toBe('amber');
  expect(find(hasty, 'readings').reason).toContain('no robust accuracy');
  expect(find(judge(pointsOf('figures', GOOD)), 'readings')).toBeUndefined();
});
