/** Gradients as an attacker takes them: averaged over draws where the defence is random, and watched for health. */
import {
  inputGradient,
  log,
  measureHealth,
  type Classifier,
  type Climbed,
  type GradientHealth,
  type ImageLoss,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/**
 * The gradient at `x`, averaged over `eot` draws of a random defence (expectation over transformation: Athalye, Carlini,
 * Wagner 2018, arXiv:1802.00420); so are losses and logits. The caller disposes of the three.
 */
export function findSlope(
  classifier: Classifier,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  loss: ImageLoss,
  eot: number,
): Climbed {
  if (eot === 1) return inputGradient(classifier, x, truth, loss);
  return tf.tidy(() => {
    let sum: Climbed = inputGradient(classifier, x, truth, loss);
    for (let draw = 1; draw < eot; draw++) sum = add(sum, inputGradient(classifier, x, truth, loss));
    const { gradient, losses, logits } = sum;
    return {
      gradient: tf.div<tf.Tensor4D>(gradient, eot),
      losses: tf.div<tf.Tensor1D>(losses, eot),
      logits: tf.div<tf.Tensor2D>(logits, eot),
    };
  });
}

function add(a: Climbed, b: Climbed): Climbed {
  const sum = {
    gradient: tf.add<tf.Tensor4D>(a.gradient, b.gradient),
    losses: tf.add<tf.Tensor1D>(a.losses, b.losses),
    logits: tf.add<tf.Tensor2D>(a.logits, b.logits),
  };
  tf.dispose([a.gradient, a.losses, a.logits, b.gradient, b.losses, b.logits]);
  return sum;
}

/** What the classifier itself reads at `x`: what was said on the way where that was the classifier, else asked anew. */
export function readAt(
  classifier: Classifier,
  x: tf.Tensor4D,
  { logits }: Pick<Climbed, 'logits'>,
): tf.Tensor2D {
  return asksAnew(classifier) ? tf.tidy(() => classifier.logits(x)) : tf.clone(logits);
}

/** Whether `readAt` costs a query: what was climbed is not what is read in the end. */
export function asksAnew({ surrogate, defence }: Classifier): boolean {
  return surrogate !== undefined || (defence?.stochastic ?? false);
}

/** A gradient without what is not a number; the sign, `steepest` in L∞, sees to that by itself. */
export function cleanSlope(gradient: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => tf.where(tf.isFinite(gradient), gradient, tf.zerosLike(gradient)) as tf.Tensor4D);
}

/** Gathers the health of first gradients, batch by batch. */
export interface HealthWatch {
  readonly add: (gradient: tf.Tensor4D) => Promise<void>;
  /** Over all that was added; warns in the log where it is bad. */
  readonly close: () => GradientHealth | null;
}

export function watchHealth(): HealthWatch {
  let count = 0;
  let zeros = 0;
  let broken = 0;
  const add = async (gradient: tf.Tensor4D): Promise<void> => {
    const size = gradient.shape[0];
    const health = await measureHealth(gradient);
    count += size;
    zeros += health.zero_gradient_share * size;
    broken += health.nan_gradient_share * size;
  };
  const close = (): GradientHealth | null => {
    if (count === 0) return null;
    const health = { zero_gradient_share: zeros / count, nan_gradient_share: broken / count };
    warn(health);
    return health;
  };
  return { add, close };
}

function warn({ zero_gradient_share: zeros, nan_gradient_share: broken }: GradientHealth): void {
  const masked = `${(100 * zeros).toFixed(1)} % of the images have no gradient at all`;
  log(masked, zeros >= 0.05 ? 'WARNING' : 'INFO');
  if (broken > 0) log(`${(100 * broken).toFixed(1)} % have a gradient that is not a number`, 'WARNING');
}
