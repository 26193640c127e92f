// Comments of inputs, as authors write them, and what is read from them.
import { expect, it, test } from 'vitest';
import { readDomain, refuseValue } from '#core/plugin/domain.ts';

test.each([
  ['steps from each start, 1 or more', [1, 50], [0, -3]],
  ['queries for each image, 1 or more; 1,000 is ours, the paper takes up to 20,000', [1, 1e6], [0]],
  ['one or more, each more than 0; at most 1 in L∞, √pixels in L2', [[0.1, 3]], [[], [0.1, 0], [0.1, 'x']]],
  ['share of the pixels, more than 0 and at most 1; 0.8 is the authors’', [0.8, 1], [0, 1.01]],
  ['the share of all steps, 0 to below 1; the paper has no such thing', [0, 0.99], [1, -0.1]],
  ['per pixel and channel, 1 to 8', [1, 8], [0, 9]],
  ['as libjpeg counts, from 1 to 100.', [1, 100], [0, 101]],
  ['standard deviation of the\n noise, 0 or more', [0, 2], [-1, NaN]],
  ['the class, from 0; null: the one that is read', [0, null], [-1]],
  ['one of none, jpeg; others are refused', ['jpeg'], ['JPEG', '']],
  ['which: one of inf, 2 or 1', ['inf', '1'], ['l2']],
  ['the colour, one of red, green or blue.', ['blue'], ['blue.']],
  ['one of fgsm, pgd; or what else a menu holds', ['pgd', 'my_attack'], []],
])('%s', (description, right, wrong) => {
  const domain = readDomain(description)!;
  expect(right.map((value) => refuseValue(domain, value))).toEqual(right.map(() => null));
  for (const value of wrong) expect(refuseValue(domain, value)).not.toBeNull();
});

test.each([
  'images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]',
  'parts of the way; too few leave a gap. 50 are ours, of the 20 to 300 that the paper finds enough',
  'how often a certificate may be wrong; 0.001 is the paper’s',
  'with 1 or more of them nothing changes',
  'the loss, which is one of several',
  'the place, one of ten',
  'a ratio, 80 to 20',
  'the share, 0 to 1, or -1 for none',
  '',
])('nothing is read from: %s', (description) => expect(readDomain(description)).toBeNull());

it('says what it read in the words of the comment', () => {
  expect(readDomain('of noise, one or more, each more than 0; ours')!.text).toBe(
    'one or more, each more than 0',
  );
  expect(readDomain('one of none, jpeg; others are refused')!.text).toBe('one of none, jpeg');
});

it('leaves what is no number to the check of types', () => {
  expect(refuseValue(readDomain('1 or more')!, 'auto')).toBeNull();
  expect(refuseValue(readDomain('1 or more')!, { at: 0 })).toBeNull();
});
