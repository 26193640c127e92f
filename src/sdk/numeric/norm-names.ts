/** What attacks in several norms are called, and how far each norm reaches. */
import type { Examples } from './examples.ts';
import type { Norm } from './norms.ts';

/** The norm as examples and reports have it. @example normName('inf') // 'Linf' */
export const normName = (norm: Norm): 'L1' | 'L2' | 'Linf' =>
  norm === 'inf' ? 'Linf' : norm === 1 ? 'L1' : 'L2';

/**
 * The name of an attack in the norm that it is known for, else the name and the norm: two norms of one attack then stand
 * in one evaluation, and their metrics apart.
 *
 * @example
 * nameAttack('PGD', 2); // 'PGD-L2'
 * nameAttack('HopSkipJump', 2, 2); // 'HopSkipJump'
 */
export function nameAttack(name: string, norm: Norm, usual: Norm = 'inf'): Examples['attack'] {
  return norm === usual ? name : `${name}-${normName(norm)}`;
}

/**
 * The greatest ε that means anything: the length of a change of every pixel from black to white.
 *
 * @param shape [n, height, width, channels]
 *
 * @example
 * mostOf(2, [8, 28, 28, 1]); // 28
 */
export function mostOf(norm: Norm, [, height, width, channels]: readonly number[]): number {
  const pixels = height! * width! * channels!;
  return norm === 'inf' ? 1 : norm === 1 ? pixels : Math.sqrt(pixels);
}
