// The words of the first minute, and the guessing game.
import { expect, it } from 'vitest';
import { sayOutcome, searchValues, stretchOf } from '#ui/home/guess.ts';
import { largestChange, onScale } from '#ui/home/live.ts';
import { sayMoment, sayPair } from '#ui/home/sentence.ts';

const look = (predicted: number, level = 0) => ({
  predicted,
  probabilities: Array.from({ length: 10 }, (_, d) => (d === predicted ? 1 : 0)),
  pixels: new Float32Array(784).fill(level),
});
const say = (label: number | null, epsilon: number, ...read: [number, number, number]) =>
  sayMoment({ label, epsilon, original: look(read[0]), adversarial: look(read[1]), noise: look(read[2]) })
    .map((w) => w.text)
    .join('');

it.each([
  ['Nothing changed yet', say(7, 0, 7, 7, 7), 'It reads 7. Now let every pixel change a little.'],
  [
    'it holds',
    say(7, 0.05, 7, 7, 7),
    'It reads 7. Change each pixel by at most 13 of 255 grey levels and it still reads 7; with random noise of the same size, too: 7.',
  ],
  [
    'it is fooled',
    say(7, 0.1, 7, 3, 7),
    'It reads 7. Change each pixel by at most 26 of 255 grey levels and it reads 3; random noise of the same size changes nothing.',
  ],
  [
    'noise alone fools it',
    say(7, 0.5, 7, 7, 8),
    'It reads 7. Change each pixel by at most 128 of 255 grey levels and it still reads 7; random noise of the same size makes it read 8.',
  ],
  ['it was wrong already', say(7, 0.1, 1, 3, 1), 'It reads 1 where 7 was written: wrong without any attack.'],
  ['drawn by hand', say(null, 0, 4, 4, 4), 'It reads your digit as 4. Now let every pixel change a little.'],
])('%s', (_, said, expected) => expect(said).toBe(expected));

it.each<[string, number, [number, number, number, number], string]>([
  ['nothing changed yet', 0, [7, 7, 7, 7], 'Both networks read 7. Now let every pixel change a little.'],
  [
    'one is fooled',
    0.2,
    [7, 3, 7, 7],
    'Both networks read 7. Change each pixel by at most 51 of 255 grey levels and the ready one reads 3, the robust one still reads 7.',
  ],
  [
    'one was wrong already',
    0.1,
    [1, 1, 7, 7],
    'The ready network reads 1, the robust one 7 where 7 was written. Change each pixel by at most 26 of 255 grey levels and the ready one still reads 1, the robust one still reads 7.',
  ],
])('two networks: %s', (_, epsilon, [plain, plainAttacked, robust, robustAttacked], expected) => {
  const looks = { plain, plainAttacked, robust, robustAttacked };
  const moment = Object.fromEntries(Object.entries(looks).map(([name, read]) => [name, look(read)]));
  const words = sayPair({
    epsilon,
    label: 7,
    ...(moment as Record<keyof typeof looks, ReturnType<typeof look>>),
  });
  expect(words.map((word) => word.text).join('')).toBe(expected);
});

it('finds the stretch of the scale, ends included', () => {
  expect([0.02, 0.1, 0.12, 0.3, 0.32, 0.5, null].map(stretchOf)).toEqual([0, 0, 1, 2, 3, 3, 4]);
});

it('judges a guess fairly', () => {
  expect(sayOutcome(0.12, 3, 1)).toBe('Fooled at ε 0.12 (31/255): it reads 3. You guessed right.');
  expect(sayOutcome(0.12, 3, 3)).toBe(
    'Fooled at ε 0.12 (31/255): it reads 3. You said 0.3 to 0.5: it took less.',
  );
  expect(sayOutcome(null, null, 4)).toBe('It holds: no ε up to 0.5 fools it. You guessed right.');
  expect(sayOutcome(null, null, 0)).toBe('It holds: no ε up to 0.5 fools it. You said by 0.1: it took more.');
});

it('searches the whole scale on its marks', () => {
  const values = searchValues(0.5);
  expect(values[0]).toBe(0.02);
  expect(values.at(-1)).toBe(0.5);
  expect(values).toHaveLength(25);
});

it('keeps ε on the marks of the scale', () => {
  expect([0.05 + 0.01, -1, 9, 0.1 + 0.2].map(onScale)).toEqual([0.06, 0, 0.5, 0.3]);
});

it('tells ε from the pictures themselves', () => {
  expect(largestChange(look(1, 0.25), look(1, 0.5))).toBe(0.25);
});
