/** The words that stand beside every figure: what the attacker sees, may change and tries; and the names of norms. */
import type { Classifier, Examples, Norm, Threat } from 'alidade/sdk';

const BOUNDS: Record<string, string> = {
  inf: 'every pixel by at most ε (L∞, pixels from 0 to 1)',
  1: 'all pixels together by at most ε (L1, pixels from 0 to 1)',
  2: 'all pixels together by at most ε (L2, pixels from 0 to 1)',
};

/** A model that ends in softmax is attacked before it: the log of clipped probabilities is not a loss. */
export function describeThreat({ defence, beforeSoftmax }: Classifier, norm: Norm, tries: string): Threat {
  const seen = [
    'the weights',
    ...(beforeSoftmax ? ['the tensor before the softmax'] : []),
    ...(defence ? [`the defence (${defence.name})`] : []),
  ];
  return { sees: `${seen.join(', ')} and the true label`, may_change: BOUNDS[norm]!, tries };
}

export const normName = (norm: Norm): 'L1' | 'L2' | 'Linf' =>
  norm === 'inf' ? 'Linf' : norm === 1 ? 'L1' : 'L2';

/** `PGD` in the norm that the attack is known for, `PGD-L2` in another: metrics of two norms then stand apart. */
export function nameAttack(name: string, norm: Norm, usual: Norm = 'inf'): Examples['attack'] {
  return norm === usual ? name : `${name}-${normName(norm)}`;
}

/** The greatest ε that means anything: the length of a change of every pixel from black to white. */
export function mostOf(norm: Norm, [, height, width, channels]: readonly number[]): number {
  const pixels = height! * width! * channels!;
  return norm === 'inf' ? 1 : norm === 1 ? pixels : Math.sqrt(pixels);
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** As `describeThreat`, for an attack that looks for the least change, or for rounds made of it. */
export function describeLeast(classifier: Classifier, norm: Norm, tries: string, bounded: boolean): Threat {
  const threat = describeThreat(classifier, norm, tries);
  const little = `anything from 0 to 1, and as little as it can (${norm === 'inf' ? 'L∞' : `L${norm}`})`;
  return bounded ? threat : { ...threat, may_change: little };
}
