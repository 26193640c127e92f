/** Attributions: how much each pixel has to do with the logit of one class. Pure functions of a classifier; no tensor is left. */
import {
  createPause,
  inputGradient,
  progress,
  random,
  signal,
  type Classifier,
  type ImageLoss,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** The logit itself: the probability's slope vanishes where the model is sure. */
const ownLogit: ImageLoss = (logits, truth) => tf.sum(tf.mul(logits, truth), 1) as tf.Tensor1D;

/** The slope of each image's own logit, [n, height, width, channels]. */
const slopeOf = (classifier: Classifier, x: tf.Tensor4D, classes: tf.Tensor2D): tf.Tensor4D =>
  tf.tidy(() => inputGradient(classifier, x, classes, ownLogit).gradient);

/**
 * The slope of the logit (Simonyan, Vedaldi, Zisserman 2014, arXiv:1312.6034), signed. On a linear model it is w.
 *
 * @param x images [n, height, width, channels]
 * @param classes whose logit, one-hot [n, classes]
 */
export async function findSaliency(
  classifier: Classifier,
  x: tf.Tensor4D,
  classes: tf.Tensor2D,
): Promise<tf.Tensor4D> {
  return slopeOf(classifier, x, classes);
}

/**
 * SmoothGrad (Smilkov et al. 2017, arXiv:1706.03825): the mean slope at `samples` copies with normal noise of deviation `sd`.
 */
export async function findSmoothGrad(
  classifier: Classifier,
  x: tf.Tensor4D,
  classes: tf.Tensor2D,
  samples: number,
  sd: number,
): Promise<tf.Tensor4D> {
  const noise = random('smooth');
  return meanSlope(classifier, x, classes, samples, () =>
    tf.add(x, tf.tensor4d(noise.fillNormal(new Float32Array(x.size), 0, sd), x.shape)),
  );
}

/**
 * Integrated gradients (Sundararajan, Taly, Yan 2017, arXiv:1703.01365) from an even grey `baseline`: (x − x0) times the mean
 * slope at the middles of `steps` equal parts of the way. They sum to f(x) − f(x0); on a linear model they are w·(x − x0).
 */
export async function integrateGradients(
  classifier: Classifier,
  x: tf.Tensor4D,
  classes: tf.Tensor2D,
  steps: number,
  baseline: number,
): Promise<tf.Tensor4D> {
  const mean = await meanSlope(classifier, x, classes, steps, (i) => {
    const share = (i + 0.5) / steps;
    return tf.add(baseline * (1 - share), tf.mul(x, share));
  });
  const whole = tf.tidy(() => tf.mul(mean, tf.sub(x, baseline)) as tf.Tensor4D);
  mean.dispose();
  return whole;
}

/** By how much the attributions of each image miss f(x) − f(x0): 0 where integration is exact. */
export async function findGaps(
  classifier: Classifier,
  x: tf.Tensor4D,
  classes: tf.Tensor2D,
  attributions: tf.Tensor4D,
  baseline: number,
): Promise<Float32Array> {
  const gaps = tf.tidy(() => {
    const read = classifier.surrogate ?? classifier.logits;
    const own = (images: tf.Tensor4D): tf.Tensor1D => ownLogit(read(images), classes);
    const change = tf.sub(own(x), own(tf.fill(x.shape, baseline) as tf.Tensor4D));
    return tf.sub(tf.sum(attributions, [1, 2, 3]), change);
  });
  const values = Float32Array.from(await gaps.data());
  gaps.dispose();
  return values;
}

async function meanSlope(
  classifier: Classifier,
  x: tf.Tensor4D,
  classes: tf.Tensor2D,
  times: number,
  pointAt: (i: number) => tf.Tensor4D,
): Promise<tf.Tensor4D> {
  const pause = createPause();
  let sum: tf.Tensor4D = tf.zerosLike(x);
  for (let i = 0; i < times; i++) {
    signal().throwIfAborted();
    const next = tf.tidy(() => tf.add<tf.Tensor4D>(sum, slopeOf(classifier, pointAt(i), classes)));
    sum.dispose();
    sum = next;
    progress(i + 1, times, 'gradients');
    await pause();
  }
  const mean = tf.tidy(() => tf.div<tf.Tensor4D>(sum, times));
  sum.dispose();
  return mean;
}
