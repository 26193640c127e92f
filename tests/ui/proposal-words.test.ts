/** Differences between a plugin's text and its registration, in words. */
import { expect, test } from 'vitest';
import type { Change } from '#core/plugin/comparison.ts';
import { changeText, signatureOf, verbOf } from '#ui/plugin/proposal-words.ts';

const eps = { name: 'eps', type: 'number', required: false };
const outputs = [{ name: 'low', type: 'number' }];

test.each<[Change, string, string]>([
  [
    { what: 'task-added', task: { name: 'f', inputs: [eps], outputs } },
    'Register',
    'f(eps?: number) → low: number',
  ],
  [{ what: 'task-removed' }, 'Take out', 'no longer exported'],
  [{ what: 'input-added', index: 0, input: eps }, 'Take', 'new input eps: number, optional'],
  [{ what: 'input-removed', input: 'eps' }, 'Take', 'input eps is gone'],
  [{ what: 'input-order', from: ['a', 'b'], to: ['b', 'a'] }, 'Take', 'order of inputs: b, a'],
  [
    { what: 'input-type', input: 'eps', from: 'any', to: 'number', works: true },
    'Take',
    'input eps: any → number',
  ],
  [{ what: 'input-required', input: 'eps', from: true, to: false }, 'Take', 'input eps: optional'],
  [{ what: 'outputs', from: [], to: outputs, works: false }, 'Take', 'outputs: nothing → low: number'],
])('%j', (change, verb, text) => expect([verbOf(change), changeText(change)]).toEqual([verb, text]));

test('an artifact task has no inputs to tell of', () => {
  expect(signatureOf({ name: 'Words', outputs })).toBe('Words → low: number');
});
