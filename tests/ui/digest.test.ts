// The doctor's verdicts of several jobs as one: the worst grade, who has which, and one threat line where all agree.
import { expect, test } from 'vitest';
import type { MetricPoint } from '#core/job/events.ts';
import type { JobRemains } from '#core/job/remains.ts';
import { digestOf, joinThreats, sayDigest, threatNotes, type JudgedJob } from '#ui/doctor/digest.ts';
import { readVerdict } from '#ui/doctor/verdict-of-job.ts';
import { EXAMINATION_TASK } from '#ui/job/examination.ts';
import { UNEXAMINED } from '#ui/job/judge-curves.ts';
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
const remains = (
  files: Record<string, unknown>,
  metrics: MetricPoint[] = [],
  more: { readonly logs?: readonly { step: string; message: string }[]; readonly tasks?: string[] } = {},
): JobRemains => ({
  json: async (task) => files[task] ?? null,
  metrics: async () => metrics,
  logs: async () =>
    (more.logs ?? []).map((one) => ({ time: 0, severity: 'INFO' as const, logger: '', ...one })),
  tasks: async () => more.tasks ?? [],
});
const at = (name: string, values: number[], step = 's'): MetricPoint[] =>
  values.map((value, k) => ({ time: 0, step, name, value, at: k }));
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

test('a figure that leaves the page takes the threats along, or that nobody tells of them', async () => {
  const one = await judge(1, remains({ [REPORT_TASK]: report(0, '10 steps') }));
  expect(threatNotes([one])).toEqual([
    'PGD: Attacker sees: the weights. May change: every pixel by at most ε (L∞). Tries: 10 steps.',
    'A stronger attack can only lower these numbers.',
  ]);
  expect(threatNotes([{ ...one, threats: [] }])[0]).toMatch(/^Nothing tells what the attacker sees/);
  expect(threatNotes([{ ...one, opinion: null }])).toEqual([]);
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
  const bare = [...at('epsilon', [0, 0.1]), ...at('robust_accuracy', [0.9, 0.2])];
  const attacked = await judge(1, remains({}, bare));
  expect(sayDigest(digestOf([attacked])!)).toMatch(/^Not examined/);
  expect(digestOf([await judge(2, remains({}, at('accuracy', [0.5, 0.9])))])).toBeNull();
  const silent = remains({}, at('accuracy', [0.5]), { tasks: ['load_data', 'fgm_attack'] });
  expect((await judge(3, silent)).opinion!.grade).toBe('open');
});

test('random noise that was chosen as the attack is none, and is not told as one that was not judged', async () => {
  const { curves, ...rest } = report(0, '10 steps');
  const metrics = [...at('epsilon', [0, 0.1]), ...at('robust_accuracy', [0.9, 0.8])];
  const more = { tasks: ['attack_by_name'] };
  const told = remains({ [REPORT_TASK]: { ...rest, curves: curves.slice(1) } }, metrics, more);
  expect((await judge(1, told)).opinion).toBeNull();
  const message =
    'adaptive attacker sees: nothing. May change: every pixel by at most ε (L∞). Tries: 1 draw.';
  const shown = [...metrics, ...at('adaptive_accuracy', [0.9, 0.8]), ...at('adaptive_count', [500, 500])];
  const logged = remains({}, shown, { ...more, logs: [{ step: 's', message }] });
  expect((await judge(2, logged)).opinion).toBeNull();
  const led = { step: 's', message: message.replace('nothing', 'the weights') };
  expect((await judge(3, remains({}, shown, { ...more, logs: [led] }))).opinion).not.toBeNull();
});

test('a sentence about some of the jobs says so first, and how many were not judged', async () => {
  const green = await judge(1, remains({ [REPORT_TASK]: report(0, '10 steps') }));
  const open = [2, 3].map((number) => ({ ...green, number, id: `j${number}`, opinion: UNEXAMINED }));
  expect(sayDigest(digestOf([green])!)).toBe('No sign that an attack is weaker than it should be.');
  expect(sayDigest(digestOf([green, ...open])!)).toBe(
    'In 1 of 3 jobs no sign that an attack is weaker than it should be; 2 were not judged.',
  );
});

test('two steps of one job whose attacks have one name stand apart', async () => {
  const line = (step: string, tries: string) => ({
    step,
    message: `PGD attacker sees: weights. May change: pixels (L∞). Tries: ${tries}.`,
  });
  const logs = [line('weak', '10 steps'), line('strong', '20 steps')];
  const one = await judge(1, remains({}, [], { logs }));
  const says = (tries: string) => `Attacker sees: weights. May change: pixels (L∞). Tries: ${tries}.`;
  expect(joinThreats([one])).toEqual([
    { name: 'pgd attack of weak', says: says('10 steps') },
    { name: 'pgd attack of strong', says: says('20 steps') },
  ]);
  const silent = { ...one, number: 2, id: 'j2', threats: [] };
  expect(joinThreats([one, silent]).map(({ name }) => name)).toEqual([
    'pgd attack of weak (job 1)',
    'pgd attack of strong (job 1)',
  ]);
  const nameless = { ...one, threats: one.threats.map((threat) => ({ ...threat, step: null })) };
  expect(joinThreats([nameless])).toEqual([{ name: 'pgd attack', says: says('10 steps or 20 steps') }]);
});
