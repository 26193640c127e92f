/** Feature squeezing: fewer grey levels. */
import { log, type Classifier, type Readable } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkWhole, defend } from './defend.ts';

/**
 * Puts a model behind feature squeezing (Xu, Evans and Qi 2018, arXiv:1704.01155): each pixel is rounded to the nearest
 * of 2^bits levels before the model reads it. Halves go to the even level, as in numpy and IBM's toolbox.
 *
 * Threat: rounding has no gradient. An attack that is given the undefended model does not know the defence; one that is
 * given this classifier takes the rounding for the identity when it goes back (BPDA), and that one is the figure that
 * counts. MNIST's pixels are nearly binary: rounding removes small changes there, and that does not carry over to
 * natural images.
 *
 * @param model a model that ends in softmax or in logits, or one behind another defence; it reads images
 *   [n, height, width, channels], pixels from 0 to 1
 * @param bits per pixel and channel, 1 to 8; 1 is the paper's for MNIST, where it is said to keep 99.3 % clean accuracy
 * @returns the defended classifier
 * @throws where `bits` is no whole number from 1 to 8
 */
export function squeeze_features(model: Readable, bits: number /* integer */ = 1): Classifier {
  checkWhole('bits', bits, 1, 8);
  const name = `feature squeezing, ${bits} bit${bits > 1 ? 's' : ''}`;
  log(
    `${name}: MNIST's pixels are nearly binary, and what rounding does there does not carry over to photographs`,
  );
  return defend(model, (x) => squeezeBits(x, bits), { name, differentiable: false, stochastic: false });
}

/** Rounds values from `low` to `high` to 2^bits levels at equal distances, both ends among them. @internal */
export function squeezeBits<T extends tf.Tensor>(
  x: T,
  bits: number,
  [low, high]: readonly [number, number] = [0, 1],
): T {
  return tf.tidy(() => {
    const levels = 2 ** bits - 1;
    const steps = tf.round(tf.mul(tf.div(tf.sub(x, low), high - low), levels));
    return tf.add<T>(tf.mul(tf.div(steps, levels), high - low), low);
  });
}
