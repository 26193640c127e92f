// Which known name was probably meant.
import { expect, test } from 'vitest';
import { didYouMean, nearestName } from '#core/nearest.ts';

test.each([
  ['trian', 'train'],
  ['Train', 'train'],
  ['evalute_model', 'evaluate_model'],
  ['x', null],
  ['something else', null],
  ['train', null],
])('%s: %s', (word, expected) => {
  expect(nearestName(word, ['train', 'evaluate_model', 'y'])).toBe(expected);
});

test('the nearest of several wins, and becomes a question', () => {
  expect(didYouMean('model', ['modal_', 'models', 'nodels'])).toBe('Did you mean "models"? ');
  expect(didYouMean('q', ['a'])).toBe('');
});
