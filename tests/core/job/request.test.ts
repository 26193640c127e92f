// A request for a job: its faults at their fields, and a job that is asked for again.
import { expect, test } from 'vitest';
import { requestAgain } from '#core/job/again.ts';
import { checkArtifacts, checkNumbers, checkQueue, fillValues } from '#core/job/check-request.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { KINDS } from '#core/resources/kinds.ts';
import type { EntrypointContent } from '#core/resources/content.ts';

const pin = (resource: string, number = 1) => ({ resource, number, hash: `${resource}${number}` });
const entrypoint: EntrypointContent = {
  ...KINDS.entrypoint.empty,
  name: 'Attack',
  parameters: [
    { name: 'epsilon', type: 'float', defaultValue: '0.1' },
    { name: 'steps', type: 'integer', defaultValue: null },
    { name: 'seed', type: 'string', defaultValue: '' },
  ],
  artifactParameters: [{ name: 'model', outputs: [{ name: 'model', type: 'keras.Model' }] }],
  queues: [pin('q1'), pin('q2')],
};
const artifact = (...types: string[]) =>
  ({ id: 'a', name: 'net', handler: { outputs: types.map((type) => ({ name: 'x', type })) } }) as never;
const brief = (issues: readonly { code: string; path: readonly unknown[]; document?: string }[]) =>
  issues.map(({ code, path, document }) => [code, path[0], document]);

test('defaults are filled in; missing, unknown and unreadable values are told all at once', () => {
  expect(fillValues(entrypoint, { steps: '3' })).toEqual({
    values: { epsilon: '0.1', steps: '3', seed: '' },
    issues: [],
  });
  expect(brief(fillValues(entrypoint, { epsilon: '1,5', speed: '1' }).issues)).toEqual([
    ['unknown-parameter', 'speed', 'parameters'],
    ['bad-value', 'epsilon', 'parameters'],
    ['missing-value', 'steps', 'parameters'],
  ]);
});

test('artifacts must be there and of the very types, in their order', () => {
  const check = (given: Record<string, string>, ...chosen: [string, ArtifactRecord][]) =>
    brief(checkArtifacts(entrypoint, given, new Map(chosen)));
  expect(check({ model: 'a' }, ['model', artifact('keras.Model')])).toEqual([]);
  expect(check({})).toEqual([['missing-artifact', 'model', 'artifact parameters']]);
  expect(check({ model: 'gone' })).toEqual([['missing-artifact', 'model', 'artifact parameters']]);
  expect(check({ model: 'a' }, ['model', artifact('string')])).toEqual([
    ['artifact-type', 'model', 'artifact parameters'],
  ]);
  expect(check({ model: 'a', more: 'a' }, ['model', artifact('keras.Model')])).toEqual([
    ['unknown-artifact-parameter', 'more', 'artifact parameters'],
  ]);
});

test('seeds and time limits: the field, never confused with a parameter of that name', () => {
  expect(checkNumbers({ seed: 0, timeout: 0.5 })).toEqual([]);
  expect(brief(checkNumbers({ seed: 2 ** 32, timeout: 0 }))).toEqual([
    ['bad-seed', 'seed', undefined],
    ['bad-timeout', 'timeout', undefined],
  ]);
  expect(brief(checkNumbers({ seed: NaN, timeout: NaN }))).toHaveLength(2);
  expect(brief(checkNumbers({ timeout: Infinity }))).toHaveLength(1);
});

test('an entrypoint that names queues runs on these alone', () => {
  const own = [
    { id: 'q1', name: 'webgpu' },
    { id: 'q2', name: 'wasm' },
  ];
  expect(checkQueue(entrypoint, own[1]!, own)).toBeNull();
  expect(checkQueue({ ...entrypoint, queues: [] }, { id: 'q3', name: 'cpu' }, [])).toBeNull();
  expect(checkQueue(entrypoint, { id: 'q3', name: 'cpu' }, own)).toMatchObject({
    code: 'queue-of-another',
    path: ['queue'],
    remedy: 'Choose webgpu or wasm, or add it to the queues of the entrypoint.',
  });
});

test('again: everything that it was given, pinned at its snapshot; the seed only if it is asked for', () => {
  const job = {
    entrypoint: pin('e', 3),
    experiment: pin('x', 9),
    queue: pin('q'),
    values: { epsilon: '0.2', none: null },
    artifactValues: { model: 'a' },
    family: null,
    backend: 'wasm',
    seed: 7,
    timeout: 60,
    description: 'baseline',
    tags: ['t'],
  } as unknown as JobRecord;
  const again = {
    entrypoint: 'e',
    entrypointSnapshot: 3,
    experiment: 'x',
    queue: 'q',
    values: { epsilon: '0.2' },
    artifacts: { model: 'a' },
    backend: 'wasm',
    description: 'baseline',
    timeout: 60,
  };
  expect(requestAgain(job)).toEqual(again);
  expect(requestAgain(job, { sameSeed: true })).toEqual({ ...again, seed: 7 });
});
