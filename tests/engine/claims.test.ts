/** What a worker claims of its job: only what can be true, and only as much as a record holds. */
import { expect, test } from 'vitest';
import type { Plan } from '#core/graph/plan-types.ts';
import type { JobEvent, StepStatus } from '#core/job/events.ts';
import { Claims } from '#engine/claims.ts';

const plan = {
  steps: [{ name: 'a' }, { name: 'b' }],
  artifacts: [],
  artifactParameters: [],
} as unknown as Plan;
const step = (name: string, status: StepStatus): JobEvent => ({
  time: 0,
  kind: 'step',
  step: name,
  status,
  milliseconds: null,
});
const log = (message: string, of: string | null = null): JobEvent => ({
  time: 0,
  kind: 'log',
  step: of,
  severity: 'INFO',
  logger: 'x',
  message,
});
const states = (events: readonly JobEvent[]) =>
  events.map((e) => (e.kind === 'step' ? `${e.step} ${e.status}` : e.kind));

test('every step waits at first', () => {
  expect(states(new Claims(plan).begin())).toEqual(['a waiting', 'b waiting']);
});

test('a step goes forward and never back', () => {
  const claims = new Claims(plan);
  const said = [
    step('a', 'done'),
    step('a', 'running'),
    step('a', 'running'),
    step('a', 'done'),
    step('a', 'failed'),
    step('z', 'running'),
  ];
  expect(states(claims.admit(said))).toEqual(['a running', 'a done']);
});

test.each([
  ['finished', ['a done', 'b done']],
  ['failed', ['a failed', 'b skipped']],
  ['cancelled', ['a cancelled', 'b skipped']],
] as const)('what was open when the job is %s', (status, expected) => {
  const claims = new Claims(plan);
  claims.admit([step('a', 'running')]);
  expect(states(claims.close(status))).toEqual(expected);
});

test('what a step that nobody knows says is not kept', () => {
  expect(new Claims(plan).admit([log('x', 'z'), log('y', 'a'), log('z')])).toHaveLength(2);
});

test('an output is previewed once', () => {
  const preview: JobEvent = {
    time: 0,
    kind: 'preview',
    step: 'a',
    output: 'x',
    preview: { kind: 'number', value: 1 },
  };
  expect(new Claims(plan).admit([preview, preview])).toHaveLength(1);
});

test('logs end at their bound, with one warning', () => {
  const claims = new Claims(plan);
  let kept: JobEvent[] = [];
  for (let i = 0; i < 101; i++)
    kept = [...kept, ...claims.admit(Array.from({ length: 1000 }, () => log('x')))];
  expect(kept).toHaveLength(100_001);
  expect(kept.at(-1)).toMatchObject({ severity: 'WARNING', logger: 'alidade' });
});
