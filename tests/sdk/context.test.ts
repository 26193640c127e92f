/** The step context: bare by default, set by the runner, and closed to late calls. */
import { afterEach, expect, test, vi } from 'vitest';
import { data, log, metric, progress, random, signal } from '#sdk';
import { bareContext, enterStep, leaveStep, type StepContext } from '#sdk/context.ts';

afterEach(() => {
  enterStep(bareContext());
  vi.restoreAllMocks();
});

function listen(step: string, seed = 9) {
  const heard: unknown[][] = [];
  const context: StepContext = {
    ...bareContext(),
    step,
    seed,
    log: (...said) => heard.push(said),
    metric: (...said) => heard.push(said),
    progress: (...said) => heard.push(said),
    data: (name) => (name === 'tiny' ? Uint8Array.of(1, 2) : undefined),
  };
  enterStep(context);
  return heard;
}

test('outside of a job a task runs bare, with the console and seed 0', () => {
  const spy = vi.spyOn(console, 'log').mockImplementation(() => {});
  log('hello');
  metric('loss', 0.5, 2);
  progress(1, 4, 'epoch 1');
  expect(spy.mock.calls.flat()).toEqual(['INFO hello', 'loss[2] = 0.5', '1/4 epoch 1']);
  expect(random().seed).toBe(0);
  expect(signal().aborted).toBe(false);
});

test('inside a step all goes to the runner', () => {
  const heard = listen('train');
  log('hello', 'WARNING');
  metric('loss', Number.NaN);
  progress(3, 4);
  expect(heard).toEqual([
    ['WARNING', 'hello'],
    ['loss', Number.NaN, 0],
    [3, 4, ''],
  ]);
  expect([...data('tiny')]).toEqual([1, 2]);
  expect(() => data('huge')).toThrow('datasets.json');
});

test('random depends on seed, step and stream, and goes on within a step', () => {
  listen('train');
  const first = random('noise').word();
  const second = random('noise').word();
  expect(second).not.toBe(first);
  listen('train');
  expect(random('noise').word()).toBe(first);
  listen('attack');
  expect(random('noise').word()).not.toBe(first);
});

test('a late call from an ended step is an error that names the step', () => {
  listen('train');
  leaveStep();
  expect(() => log('late')).toThrow('The step "train" has ended');
});

test('what cannot be recorded is refused at once', () => {
  listen('train');
  expect(() => metric('2nd', 1)).toThrow('cannot name a metric');
  expect(() => metric('_', 1)).toThrow('cannot name a metric');
  expect(() => metric('x', '1' as unknown as number)).toThrow('takes a number');
  expect(() => metric('x', 1, 0.5)).toThrow('whole number');
  expect(() => log('x', 'LOUD' as 'INFO')).toThrow('no log severity');
  expect(() => progress(Number.NaN, 1)).toThrow('finite');
});
