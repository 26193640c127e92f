// The form of a run: what stands in it as a request, and a request as it stands in it.
import { expect, test } from 'vitest';
import { KINDS } from '#core/resources/kinds.ts';
import { NO_AXIS, NO_SWEEP } from '#ui/form/sweep-wishes.ts';
import { fitWishes, NO_JOB_WISHES, NO_WISHES, requestOf, wishesOf } from '#ui/form/run-request.ts';

test('there and back', () => {
  const request = { entrypoint: 'Demo', values: { a: '1' }, artifacts: { m: 'x' }, seed: 7, timeout: 90 };
  const wishes = wishesOf(request);
  expect(wishes).toEqual({
    ...NO_JOB_WISHES,
    values: { a: '1' },
    artifacts: { m: 'x' },
    seed: '7',
    timeout: '90s',
  });
  expect({ entrypoint: 'Demo', ...requestOf(wishes) }).toEqual(request);
});

test('what is as usual stands empty: the limit of a day, the backend of the queue', () => {
  const wishes = wishesOf({ entrypoint: 'Demo', timeout: 86_400, backend: 'wasm' }, 'wasm');
  expect(wishes).toEqual(NO_JOB_WISHES);
  expect(wishesOf({ entrypoint: 'Demo', backend: 'cpu' }, 'wasm').backend).toBe('cpu');
});

test('a time limit that cannot be read is not taken for none', () => {
  expect(requestOf({ ...NO_WISHES, timeout: 'soon' }).timeout).toBeNaN();
  expect(requestOf({ ...NO_WISHES, timeout: '15m' }).timeout).toBe(900);
});

test('what another snapshot does not ask for is left out, and named', () => {
  const content = {
    ...KINDS.entrypoint.empty,
    parameters: [{ name: 'a', type: 'string' as const, defaultValue: null }],
  };
  const wishes = { ...NO_WISHES, values: { a: '1', b: '2' }, artifacts: { m: 'x' } };
  expect(fitWishes(wishes, content)).toEqual({
    wishes: { ...wishes, values: { a: '1' }, artifacts: {} },
    left: ['b', 'm'],
  });
});

test('what varied and is no parameter any more is named too, and waits for a snapshot that has it', () => {
  const content = {
    ...KINDS.entrypoint.empty,
    parameters: [{ name: 'a', type: 'string' as const, defaultValue: null }],
  };
  const list = { ...NO_AXIS, values: '1, 2' };
  const axes = { a: list, b: list, c: { ...list, off: true }, constructor: list };
  const wishes = { ...NO_JOB_WISHES, values: { b: '1' }, sweep: { ...NO_SWEEP, axes } };
  const { wishes: fitted, left } = fitWishes(wishes, content);
  expect(left).toEqual(['b', 'constructor']);
  expect(fitted.sweep.axes).toEqual(axes);
});
