/** The lesson of the first minute in two sentences, made from what the network answers. */
import { greyLevels } from '#ui/chart/figures.ts';
import type { Look } from './live.ts';

/** A word with a meaning is set in that meaning's colour. */
export interface Word {
  readonly text: string;
  readonly role?: 'clean' | 'adversarial' | 'noise';
}

export interface Moment {
  readonly epsilon: number;
  readonly label: number | null;
  readonly original: Look;
  readonly adversarial: Look;
  readonly noise: Look;
}

export function sayMoment({ epsilon, label, original, adversarial, noise }: Moment): Word[] {
  const reads = String(original.predicted);
  const words: Word[] = [
    { text: label === null ? 'It reads your digit as ' : 'It reads ' },
    { text: reads, role: 'clean' },
  ];
  if (label !== null && label !== original.predicted) {
    words.push({ text: ` where ${label} was written: wrong without any attack.` });
    return words;
  }
  const levels = greyLevels(epsilon);
  if (levels === 0) return [...words, { text: '. Now let every pixel change a little.' }];
  words.push({ text: `. Change each pixel by at most ${levels} of 255 grey levels and it ` });
  const held = adversarial.predicted === original.predicted;
  words.push(
    { text: held ? 'still reads ' : 'reads ' },
    { text: String(adversarial.predicted), role: held ? 'clean' : 'adversarial' },
  );
  const calm = noise.predicted === original.predicted;
  words.push({
    text: held === calm ? '; with random noise of the same size, too: ' : '; random noise of the same size ',
  });
  if (held === calm)
    words.push({ text: String(noise.predicted), role: calm ? 'clean' : 'noise' }, { text: '.' });
  else if (calm) words.push({ text: 'changes nothing.' });
  else
    words.push({ text: 'makes it read ' }, { text: String(noise.predicted), role: 'noise' }, { text: '.' });
  return words;
}

/** What the slider says of the pictures to those who cannot see them. */
export function sayShown({ original, adversarial, noise }: Moment): string {
  const fooled = adversarial.predicted !== original.predicted;
  return `Attacked it reads ${adversarial.predicted}${fooled ? ', fooled' : ''}; with random noise it reads ${noise.predicted}`;
}

/** Both networks, before and after. */
export interface PairMoment {
  readonly epsilon: number;
  readonly label: number | null;
  readonly plain: Look;
  readonly plainAttacked: Look;
  readonly robust: Look;
  readonly robustAttacked: Look;
}

/** What the same change does to the ready network and to the robust one. */
export function sayPair(moment: PairMoment): Word[] {
  const { epsilon, label, plain, robust } = moment;
  const words: Word[] =
    plain.predicted === robust.predicted
      ? [{ text: 'Both networks read ' }, { text: String(plain.predicted), role: 'clean' }]
      : [
          { text: 'The ready network reads ' },
          { text: String(plain.predicted), role: 'clean' },
          { text: ', the robust one ' },
          { text: String(robust.predicted), role: 'clean' },
        ];
  if (label !== null && (plain.predicted !== label || robust.predicted !== label))
    words.push({ text: ` where ${label} was written` });
  const levels = greyLevels(epsilon);
  if (levels === 0) return [...words, { text: '. Now let every pixel change a little.' }];
  const change = `. Change each pixel by at most ${levels} of 255 grey levels and the ready one `;
  return [
    ...words,
    { text: change },
    ...sayAfter(plain, moment.plainAttacked),
    { text: ', the robust one ' },
    ...sayAfter(robust, moment.robustAttacked),
    { text: '.' },
  ];
}

function sayAfter(before: Look, after: Look): Word[] {
  const held = before.predicted === after.predicted;
  return [
    { text: held ? 'still reads ' : 'reads ' },
    { text: String(after.predicted), role: held ? 'clean' : 'adversarial' },
  ];
}
