// Records in words without a screen: types, numbers and times, and what a form asks for.
import { expect, test } from 'vitest';
import { requestOf, NO_WISHES } from '#ui/form/run-request.ts';
import { sayBytes, sayDuration, sayMany, sayNumber, sayTime } from '#ui/resource/say.ts';
import { tellType } from '#ui/resource/tell-type.ts';

test.each([
  [null, ''],
  [{ is_a: 'string' }, 'a kind of string'],
  [{ list: 'number' }, 'list of number'],
  [{ tuple: ['integer', 'integer'] }, '(integer, integer)'],
  [{ mapping: ['string', 'any'] }, 'mapping of string to any'],
  [{ mapping: { loss: 'number', name: 'string' } }, '{ loss: number, name: string }'],
  [{ list: { union: ['options_dict', 'string'] } }, 'list of (options_dict or string)'],
])('the type %j is told as “%s”', (structure, words) => {
  const told = tellType(structure).map((part) => ('text' in part ? part.text : part.name));
  expect(told.join('')).toBe(words);
});

test('figures carry their unit and sensible digits', () => {
  expect([0.2, 340, 4820, 125_000, 4_830_000].map(sayDuration)).toEqual([
    '< 1 ms',
    '340 ms',
    '4.8 s',
    '2 min 5 s',
    '1 h 20 min',
  ]);
  expect([912, 1234, 56_700_000, 999_600].map(sayBytes)).toEqual(['912 B', '1.2 kB', '56.7 MB', '1.0 MB']);
  expect([0, 0.53217, 1065, 12.345, 3.14e-7, NaN, -Infinity].map(sayNumber)).toEqual([
    '0',
    '0.532',
    '1,065',
    '12.3',
    '3.1e-7',
    'NaN',
    '-∞',
  ]);
  expect([sayMany(1, 'step'), sayMany(2000, 'step')]).toEqual(['1 step', '2,000 steps']);
  const now = Date.UTC(2026, 10, 21, 12);
  expect([now - 9_000, now - 240_000, now - 9e9].map((time) => sayTime(time, now))).toEqual([
    'just now',
    '4 min ago',
    '9 Aug 2026',
  ]);
});

test('what a person leaves out of the form is left out of the request', () => {
  expect(requestOf(NO_WISHES)).toEqual({ values: {}, artifacts: {} });
  expect(requestOf({ ...NO_WISHES, backend: 'cpu', seed: ' 7 ', timeout: '0.5' })).toEqual({
    values: {},
    artifacts: {},
    backend: 'cpu',
    seed: 7,
    timeout: 30,
  });
});
