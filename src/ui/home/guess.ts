/** The game of the first minute: which stretch of the scale will fool it, and what the search found. */
import { sayEpsilon, sayEpsilonValue } from '#ui/chart/figures.ts';

/** A stretch of the scale, above `from` up to and with `to`; the last one stands for "never". */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export const STRETCHES: readonly Stretch[] = [
  { from: 0, to: 0.1, label: 'by 0.1' },
  { from: 0.1, to: 0.2, label: '0.1 to 0.2' },
  { from: 0.2, to: 0.3, label: '0.2 to 0.3' },
  { from: 0.3, to: 0.5, label: '0.3 to 0.5' },
  { from: 0.5, to: Infinity, label: 'never' },
];

/** How far apart the search tries. */
export const SEARCH_STEP = 0.02;

/** Index of the stretch that holds the least fooling ε that was found; null means that it held to the end. */
export const stretchOf = (found: number | null): number =>
  found === null ? STRETCHES.length - 1 : STRETCHES.findIndex((s) => found <= s.to + 1e-9);

/** Says the outcome, and how the guess stands to it. */
export function sayOutcome(found: number | null, reads: number | null, guess: number | null): string {
  const fact =
    found === null
      ? 'It holds: no ε up to 0.5 fools it.'
      : `Fooled at ${sayEpsilon(found)}${reads === null ? '' : `: it reads ${reads}`}.`;
  if (guess === null) return fact;
  const truth = stretchOf(found);
  if (guess === truth) return `${fact} You guessed right.`;
  const said = STRETCHES[guess]!;
  const words = said.to === Infinity ? 'never' : said.label;
  const off = Math.abs(guess - truth) === 1 ? 'close' : guess > truth ? 'it took less' : 'it took more';
  return `${fact} You said ${words}: ${off}.`;
}

/** The values of ε that the search tries, in order. */
export const searchValues = (most: number): number[] =>
  Array.from({ length: Math.round(most / SEARCH_STEP) }, (_, i) =>
    Number(((i + 1) * SEARCH_STEP).toFixed(2)),
  );

/** `0.12`, for a mark on the scale. */
export const sayMark = (found: number): string => sayEpsilonValue(found);
