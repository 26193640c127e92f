/** What an attack hands on: changed images for each ε, or the least change it found, with all that a measure may ask. */
import type * as tf from '@tensorflow/tfjs';
import { classify } from './classify.ts';
import type { Readable } from './classifier.ts';
import type { GradientHealth } from './gradient.ts';
import { measureNorms, type NormTable } from './norms.ts';

/** What the attacker may do, in words that stand beside every figure. */
export interface Threat {
  /** Such as `the weights and the true label`. */
  readonly sees: string;
  /** Such as `every pixel by at most ε (L∞, pixels from 0 to 1)`. */
  readonly may_change: string;
  /** Such as `10 steps, 1 random start`. */
  readonly tries: string;
  /** Draws of a random defence that each gradient was averaged over (EOT); absent where there is no gradient, or one draw. */
  readonly draws?: number;
  /** True where it was led against another classifier than the one that is judged (transfer); absent where it was led here. */
  readonly elsewhere?: true;
  /** True where it makes one change for all images (a universal perturbation); absent where it makes one for each. */
  readonly shared?: true;
  /**
   * True where a random defence was judged by fewer than `ENOUGH_DRAWS` of its draws, so that what is left is no robust
   * accuracy; absent elsewhere.
   */
  readonly hasty?: true;
}

/** The first images of a data set, changed. Every array has one entry an image. */
export interface AttackRound {
  /** The radius that the attack kept to, above 0; null where it looked for the least change. */
  readonly epsilon: number | null;
  /** [n, height, width, channels], in the data's range. */
  readonly images: tf.Tensor4D;
  /** What the attacked classifier reads now. */
  readonly predictions: Int32Array;
  /** 1 where an image that was read right is not any more; towards a target: where another class is read as it now. */
  readonly success: Uint8Array;
  readonly norms: NormTable;
  /** How often the classifier was asked for each image, gradients not counted; −1 where nobody counted, as of the gradients. */
  readonly queries: Int32Array;
  readonly gradient_evaluations: Int32Array;
}

/**
 * What an attack made of the first images of a data set.
 *
 * @example
 * const hardest = examples.rounds.at(-1)!;
 * log(`${examples.attack}: ${hardest.success.reduce((a, b) => a + b)} gave way`);
 */
export interface Examples {
  /** Such as `PGD`; its lower-case form begins the names of the metrics. */
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  /** What ε measures; null where no norm bounds the attack, as a turn of the image. */
  readonly norm: 'L0' | 'L1' | 'L2' | 'Linf' | null;
  /** The class that shall be read; null: any but the true one. */
  readonly target: number | null;
  readonly threat: Threat;
  /** Of the first gradient that was taken; null where none was. */
  readonly health: GradientHealth | null;
  /** Who was attacked: what the rounds read was read by it, and need not be read again. */
  readonly attacked: Readable;
  /** In rising ε. */
  readonly rounds: readonly AttackRound[];
}

/**
 * The threat line of a curve, for the log of the step that counts it: the page of the job sets it beside the curve whose
 * metric begins with this name.
 *
 * @param name of the curve, such as `PGD` for `pgd_accuracy`
 *
 * @example
 * log(sayAttacker(examples.attack, examples)); // PGD attacker sees: … May change: … Tries: 10 steps.
 */
export function sayAttacker(name: string, { threat, target }: Pick<Examples, 'threat' | 'target'>): string {
  const aim = target === null ? '' : ` Towards class ${target}: no robust accuracy.`;
  const where = threat.elsewhere ? ' Led against another classifier.' : '';
  const alike = threat.shared ? ' One change for all images.' : '';
  const hasty = threat.hasty ? ' Too few readings of a random defence: no robust accuracy.' : '';
  return `${name} attacker sees: ${threat.sees}. May change: ${threat.may_change}. Tries: ${threat.tries}.${aim}${where}${alike}${hasty}`;
}

/** What `judgeRound` is told beside the changed images. */
export interface RoundFacts {
  readonly epsilon: number | null;
  /** The images as they were, [n, height, width, channels]. */
  readonly before: tf.Tensor4D;
  readonly labels: Int32Array;
  /** What the classifier read in `before`. */
  readonly clean: Int32Array;
  readonly target?: number | null;
  /** For each image, or one number for all. */
  readonly queries: number | Int32Array;
  readonly gradientEvaluations: number | Int32Array;
}

/**
 * Closes a round: reads the changed images anew and measures how far each was moved. Success is counted over images that
 * were read right, and towards a target over those of another class: it is not one minus robust accuracy.
 *
 * @param images what the attack made, of which the round takes hold
 *
 * @example
 * const facts = { epsilon, before: x, labels, clean, queries: 0, gradientEvaluations: 10 };
 * const round = await judgeRound(model, adversarial, facts);
 */
export async function judgeRound(
  model: Readable,
  images: tf.Tensor4D,
  facts: RoundFacts,
): Promise<AttackRound> {
  const { epsilon, before, labels, clean, target = null } = facts;
  const { predictions } = await classify(model, images);
  const norms = await measureNorms(before, images);
  const count = images.shape[0];
  const gaveWay = (i: number): boolean =>
    target === null
      ? clean[i] === labels[i] && predictions[i] !== labels[i]
      : labels[i] !== target && predictions[i] === target;
  const success = Uint8Array.from({ length: count }, (_, i) => Number(gaveWay(i)));
  const spread = (number: number | Int32Array): Int32Array =>
    typeof number === 'number' ? new Int32Array(count).fill(number) : number;
  const queries = spread(facts.queries);
  const gradient_evaluations = spread(facts.gradientEvaluations);
  return { epsilon, images, predictions, success, norms, queries, gradient_evaluations };
}

/**
 * The ε in rising order, each once.
 *
 * @throws where one is not a share of black to white (more than 0, at most `most`), or there is none
 *
 * @example
 * const rising = checkEpsilons([0.3, 0.1]); // [0.1, 0.3]
 */
export function checkEpsilons(epsilons: readonly number[], most = 1): number[] {
  for (const epsilon of epsilons) {
    if (epsilon > 0 && epsilon <= most) continue;
    const hint =
      most === 1 && epsilon > 1 ? ` Did you mean ${epsilon}/255 = ${(epsilon / 255).toFixed(4)}?` : '';
    throw new RangeError(`An epsilon is more than 0 and at most ${most}, not ${epsilon}.${hint}`);
  }
  if (epsilons.length === 0) throw new RangeError('At least one epsilon is needed.');
  return [...new Set(epsilons)].sort((a, b) => a - b);
}
