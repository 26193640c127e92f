/** The attack inside a training: projected gradient descent on one batch. */
import {
  crossEntropy,
  inputGradient,
  log,
  random,
  steepest,
  type Classifier,
  type ImageLoss,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

export interface Perturbation {
  /** The radius in L∞, a share of black to white. */
  readonly epsilon: number;
  /** How far each pixel moves in one step. */
  readonly step: number;
  readonly iterations: number;
  /** Where the first gradient is taken, [n, height, width, channels]; default: at the images. It is disposed of. */
  readonly start?: tf.Tensor4D;
  readonly loss?: ImageLoss;
}

/**
 * Images moved along the sign of the loss's gradient, each step put back within ε and into [0, 1] (Madry et al. 2018,
 * arXiv:1706.06083). The caller disposes of what comes back.
 *
 * @param truth one-hot, or shares of each class, [n, classes]
 */
export async function perturb(
  classifier: Pick<Classifier, 'logits' | 'surrogate'>,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  { epsilon, step, iterations, start, loss = crossEntropy }: Perturbation,
  pause: () => Promise<void>,
): Promise<tf.Tensor4D> {
  let point = start ?? tf.clone(x);
  for (let i = 0; i < iterations; i++) {
    const next = tf.tidy(() => {
      const { gradient } = inputGradient(classifier, point, truth, loss);
      const further = tf.add(point, tf.mul(steepest(gradient, 'inf'), step));
      const near = tf.minimum(tf.maximum(further, tf.sub(x, epsilon)), tf.add(x, epsilon));
      return tf.clipByValue(near, 0, 1) as tf.Tensor4D;
    });
    point.dispose();
    point = next;
    await pause();
  }
  return point;
}

/** x moved by a uniform draw within ε; not put back into [0, 1]. */
export function drawStart(x: tf.Tensor4D, epsilon: number, stream: string): tf.Tensor4D {
  const noise = random(stream).fillUniform(new Float32Array(x.size), -epsilon, epsilon);
  return tf.tidy(() => tf.add(x, tf.tensor4d(noise, x.shape)));
}

/** Throws unless ε is a share of black to white; 0 makes a training the normal one. */
export function checkRadius(eps: number): void {
  if (eps >= 0 && eps <= 1) return;
  const hint = eps > 1 ? ` Did you mean ${eps}/255 = ${(eps / 255).toFixed(4)}?` : '';
  throw new RangeError(`eps is a share of black to white, 0 to 1, not ${eps}.${hint}`);
}

/** Warns of steps that are longer than ε, or cannot cross from one edge to the other; of one step alone it says nothing. */
export function warnOfStep(eps: number, step: number, iterations: number): void {
  const reach = step * iterations;
  const wide = step > eps * (1 + 1e-6) && iterations > 2;
  const short = reach < 2 * eps * (1 - 1e-6) && iterations > 1;
  if (eps === 0 || !(wide || short)) return;
  const said = (number: number): string => String(Number(number.toPrecision(3)));
  const fault = wide
    ? `A step of ${said(step)} is longer than ε ${said(eps)} and only jumps from edge to edge`
    : `${iterations} steps of ${said(step)} are ${said(reach)} in all and cannot cross 2·ε = ${said(2 * eps)}`;
  log(`${fault}: 2.5·ε/iterations = ${said((2.5 * eps) / iterations)} is usual.`, 'WARNING');
}
