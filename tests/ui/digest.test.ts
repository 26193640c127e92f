// The doctor's verdicts of several jobs as one: the worst grade, who has which, and one threat line where all agree.
import { expect, test } from 'vitest';
import type { MetricPoint } from '#core/job/events.ts';
import type { JobRemains } from '#core/job/remains.ts';
import { digestOf, joinThreats, sayDigest, type JudgedJob } from '#ui/doctor/digest.ts';
import { readVerdict } from '#ui/doctor/verdict-of-job.ts';
import { isRobustness } from '#ui/family/noise-baseline.ts';
import { EXAMINATION_TASK } from '#ui/job/examination.ts';
import { REPORT_TASK } from '#ui/job/report.ts';

const points = (correct: number[]) =>
  correct.map((one, i) => ({ epsilon: [0, 0.1, 0.2][i]!, correct: one, low: one, high: one }));
const curve = (attack: string, correct: number[], zero: number | null, tries: string) => ({
  attack,
  role: attack === 'noise' ? 'noise' : 'adversarial',
  norm: 'Linf',
  target: null,
  count: 500,
  health: zero === null ? null : { zero_gradient_share: zero, nan_gradient_share: 0 },
  points: points(correct),
  efforts: [{ gradient_evaluations: 20 }],
  threat: { sees: 'the weights', may_change: 'every pixel by at most ε (L∞)', tries },
});
const report = (zero: number, tries: string) => ({
  format: 1,
  data: { name: 'mnist', count: 500 },
  clean: { correct: 480, count: 500 },
  curves: [curve('PGD', [480, 240, 10], zero, tries), curve('noise', [480, 478, 470], null, '1 draw')],
  headline: { attack: 'PGD', epsilon: 0.1, correct: 240, low: 220, high: 260 },
});
const remains = (files: Record<string, unknown>, metrics: MetricPoint[] = []): JobRemains => ({
  json: async (task) => files[task] ?? null,
  metrics: async () => metrics,
  logs: async () => [],
});
const judge = async (number: number, left: JobRemains): Promise<JudgedJob> => ({
  id: `j${number}`,
  number,
  ...(await readVerdict(left)),
});

test('the worst grade leads, each job has its own, and rules that fail name theirs', async () => {
  const bad = { ...report(0, '10 steps'), curves: report(0.4, '10 steps').curves };
  const jobs = await Promise.all([
    judge(1, remains({ [REPORT_TASK]: report(0, '10 steps') })),
    judge(2, remains({ [REPORT_TASK]: bad })),
    judge(3, remains({ [REPORT_TASK]: report(0, '10 steps') })),
    judge(4, remains({})),
  ]);
  const digest = digestOf(jobs)!;
  expect(digest.groups.map(({ grade, jobs }) => [grade, jobs.map(({ number }) => number)])).toEqual([
    ['red', [2]],
    ['green', [1, 3]],
  ]);
  expect(sayDigest(digest)).toBe(
    'Do not trust these figures: the attack fails in 1 of 3 jobs, and a better one may leave less.',
  );
  expect(digest.signs.map(({ title, jobs }) => [title, jobs.map(({ id }) => id)])).toEqual([
    ['Fewer than 5 % of the images have no gradient at all', ['j2']],
  ]);
  expect(joinThreats(digest.jobs)).toEqual([
    {
      name: 'PGD',
      says: 'Attacker sees: the weights. May change: every pixel by at most ε (L∞). Tries: 10 steps.',
    },
  ]);
});

test('where jobs do not agree the threat line says what differs, and in which', async () => {
  const [one, other] = await Promise.all([
    judge(1, remains({ [REPORT_TASK]: report(0, '10 steps') })),
    judge(7, remains({ [REPORT_TASK]: report(0, '40 steps') })),
  ]);
  const silent: JudgedJob = { ...one, id: 'j9', number: 9, threats: [] };
  expect(joinThreats([one, other, silent])).toEqual([
    {
      name: 'PGD (jobs 1, 7)',
      says: 'Attacker sees: the weights. May change: every pixel by at most ε (L∞). Tries: 10 steps (job 1) or 40 steps (job 7).',
    },
  ]);
});

test('an examination of its own counts, as on the page of the job', async () => {
  const finding = {
    rule: 'steps',
    title: 'More steps',
    grade: 'amber',
    figures: {},
    reason: 'r',
    advice: 'a',
  };
  const examination = { format: 1, grade: 'amber', method: 'PGD', findings: [finding] };
  const { opinion } = await judge(
    1,
    remains({ [EXAMINATION_TASK]: examination, [REPORT_TASK]: report(0, '1') }),
  );
  expect([opinion!.grade, opinion!.examined, opinion!.about]).toEqual([
    'amber',
    true,
    'PGD at ε 0.1 (26/255)',
  ]);
});

test('curves of which nothing is told are not examined, a job without an attack is let be', async () => {
  const at = (name: string, values: number[]): MetricPoint[] =>
    values.map((value, k) => ({ time: 0, step: 's', name, value, at: k }));
  const bare = [...at('epsilon', [0, 0.1]), ...at('robust_accuracy', [0.9, 0.2])];
  const attacked = await judge(1, remains({}, bare));
  expect(sayDigest(digestOf([attacked])!)).toMatch(/^Not examined/);
  expect(digestOf([await judge(2, remains({}, at('accuracy', [0.5, 0.9])))])).toBeNull();
});

test('what is a figure of robustness in a family', () => {
  const table = (metrics: string[], parameters: string[] = []) => ({ metrics, parameters, rows: [] });
  expect(isRobustness(table(['accuracy', 'epochs']), 'accuracy')).toBe(false);
  expect(isRobustness(table(['accuracy'], ['attack']), 'accuracy')).toBe(true);
  expect(isRobustness(table(['a.pgd_accuracy', 'a.epsilon']), 'a.pgd_accuracy')).toBe(true);
  expect(isRobustness(table(['noise_accuracy', 'epsilon']), 'noise_accuracy')).toBe(false);
});
