/** Norms by the names that reports give them, and what an ε of each means. */
import { sayEpsilon, sayEpsilonValue } from '#ui/chart/figures.ts';
import { sayMany } from '#ui/resource/say.ts';

/** The norm of an attack that none bounds, such as a turn of the image. */
export const UNBOUNDED = 'none';

/** Whether it bounds the largest change of any pixel (L∞). */
export const isLargest = (norm: string): boolean => /inf|∞/i.test(norm);

/** Whether it counts the pixels that change (L0). */
export const isCount = (norm: string): boolean => /^L?0$/.test(norm);

/** `2` and `L2` → `L2`. */
export const nameNorm = (norm: string): string => (isLargest(norm) ? 'L∞' : `L${norm.replace(/^L/, '')}`);

/** As a file of a plugin gives it: null, an empty text or none at all is an attack that no norm bounds. */
export const readNorm = (value: unknown): string =>
  typeof value === 'string' && value !== '' ? value : UNBOUNDED;

/** What a scale of ε is the scale of. */
export function nameScale(norm: string): string {
  if (isLargest(norm)) return 'How much each pixel may change';
  if (norm === UNBOUNDED) return 'How far the attack may go (ε, in no norm)';
  if (isCount(norm)) return 'How many pixels of each image may change';
  return `How much each image may change in all (${nameNorm(norm)})`;
}

/** An ε in its own norm: grey levels are what it amounts to in L∞ alone. */
export function sayEpsilonIn(epsilon: number, norm: string): string {
  if (isLargest(norm)) return sayEpsilon(epsilon);
  if (norm === UNBOUNDED) return `ε ${sayEpsilonValue(epsilon)}`;
  if (isCount(norm)) return `ε ${sayMany(epsilon, 'pixel')}`;
  return `ε ${sayEpsilonValue(epsilon)} in ${nameNorm(norm)}`;
}
