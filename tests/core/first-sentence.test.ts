import { expect, test } from 'vitest';
import { firstSentence } from '#core/text/first-sentence.ts';

test.each([
  ['Greets someone. Done in a second.', 'Greets someone.'],
  ['Attacks by ε = 0.3, i.e. much. Then counts.', 'Attacks by ε = 0.3, i.e. much.'],
  ['PGD of Madry et al. On digits, e.g. MNIST. More.', 'PGD of Madry et al. On digits, e.g. MNIST.'],
  ['Is it robust? Hardly.', 'Is it robust?'],
  ['No stop at all', 'No stop at all'],
  ['One line\nof two.\n\nAnother paragraph.', 'One line of two.'],
  ['  ', ''],
])('the first sentence of %j is %j', (text, first) => expect(firstSentence(text)).toBe(first));
