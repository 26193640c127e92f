/** The words that stand beside every figure: what the attacker sees, may change and tries; and the names of norms, which are the SDK's. */
import type { Classifier, Norm, Threat } from 'alidade/sdk';
import { drawsLots, readingsOf } from './readings.ts';

export { mostOf, nameAttack, normName } from 'alidade/sdk';

const BOUNDS: Record<string, string> = {
  inf: 'every pixel by at most ε (L∞, pixels from 0 to 1)',
  1: 'all pixels together by at most ε (L1, pixels from 0 to 1)',
  2: 'all pixels together by at most ε (L2, pixels from 0 to 1)',
};

/**
 * A model that ends in softmax is attacked before it: the log of clipped probabilities is not a loss.
 *
 * @param eot draws that each gradient is averaged over
 * @param labels what is seen of the truth
 */
export function describeThreat(
  { defence, beforeSoftmax }: Classifier,
  norm: Norm,
  tries: string,
  eot: number,
  labels = 'the true label',
): Threat {
  const seen = [
    'the weights',
    ...(beforeSoftmax ? ['the tensor before the softmax'] : []),
    ...(defence ? [`the defence (${defence.name})`] : []),
  ];
  const threat = { sees: `${seen.join(', ')} and ${labels}`, may_change: BOUNDS[norm]!, tries };
  if (eot === 1) return threat;
  const averaged = defence?.stochastic ? `, each gradient averaged over ${eot} draws` : '';
  return { ...threat, tries: `${tries}${averaged}`, draws: eot };
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** How the best of several attempts is told before a random defence. */
export const sayBest = (classifier: Classifier, attempts: number): string =>
  attempts > 1 && drawsLots(classifier) ? `, the best by ${readingsOf(classifier)} readings of each` : '';

/** As `describeThreat`, for an attack that looks for the least change, or for rounds made of it. */
export function describeLeast(
  classifier: Classifier,
  norm: Norm,
  tries: string,
  eot: number,
  bounded: boolean,
): Threat {
  const count = readingsOf(classifier);
  const until = count > 1 ? `, a change counts once ${count} readings of ${count} say so` : '';
  const threat = describeThreat(classifier, norm, `${tries}${until}`, eot);
  const little = `anything from 0 to 1, and as little as it can (${norm === 'inf' ? 'L∞' : `L${norm}`})`;
  return bounded ? threat : { ...threat, may_change: little };
}
