/** A step is sent to the file that runs its task, or its author is told why none does. */
import { expect, test } from 'vitest';
import type { Plan, PlanStep } from '#core/graph/plan-types.ts';
import { runWhere } from '#core/plugin/run-where.ts';
import { runKey, type Runnable } from '#core/plugin/study.ts';

const step = (name: string, file: string): PlanStep => ({
  name,
  task: { name: 'f', plugin: 'p', file, inputs: [], outputs: [] },
  args: [],
  kwargs: {},
  outputs: 'none',
  after: [],
  releases: [],
});
const planOf = (...steps: PlanStep[]): Plan => ({ steps, artifacts: [], artifactParameters: [] });
const runs = (file: string, run: Runnable) => new Map([['p', new Map([[runKey(file, 'f'), run]])]]);

test('a task that Python registers runs from the script that exports it', () => {
  const { plan, issues } = runWhere(planOf(step('a', 'f.py')), runs('f.py', { file: 'f.ts', issues: [] }));
  expect(plan.steps.map(({ task }) => task.file)).toEqual(['f.ts']);
  expect(issues).toEqual([]);
});

test('a task that runs nowhere is an error of the step', () => {
  const issue = {
    code: 'file-not-run',
    type: 'SOURCE',
    severity: 'WARNING',
    message: 'It is Python.',
    remedy: 'Write it in TypeScript.',
    path: [],
  } as const;
  const { issues } = runWhere(planOf(step('a', 'f.py')), runs('f.py', { file: null, issues: [issue] }));
  expect(issues.map(({ severity, message }) => [severity, message])).toEqual([
    ['ERROR', 'p: f does not run here. It is Python.'],
  ]);
});

test('a plugin that nobody looked at is left alone', () => {
  const plan = planOf(step('a', 'f.ts'));
  expect(runWhere(plan, new Map()).plan).toEqual(plan);
});
