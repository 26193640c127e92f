/** The measured code, the same text in the sandbox and in the plain worker: training steps of the Demo's network, and one small operation. */
import * as tf from '@tensorflow/tfjs';

const BATCH = 64;

/**
 * Milliseconds of each step; `tell` hears of each, as a task tells its loss and progress.
 *
 * @param {number} steps
 * @param {(step: number, loss: number) => void} tell
 * @returns {Promise<number[]>}
 */
export async function trainSteps(steps, tell) {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [28, 28, 1],
        kernelSize: 5,
        filters: 8,
        strides: 2,
        activation: 'relu',
      }),
      tf.layers.conv2d({ kernelSize: 5, filters: 16, strides: 2, activation: 'relu' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10 }),
    ],
  });
  const optimizer = tf.train.adam(0.01);
  const images = tf.randomUniform([BATCH, 28, 28, 1], 0, 1, 'float32', 1);
  const labels = tf.tidy(() => tf.oneHot(tf.range(0, BATCH, 1, 'int32').mod(tf.scalar(10, 'int32')), 10));
  const times = [];
  for (let step = 0; step < steps; step++) {
    const started = performance.now();
    const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(labels, model.apply(images)), true);
    const [value] = await loss.data();
    loss.dispose();
    tell(step, value);
    times.push(performance.now() - started);
  }
  model.dispose();
  optimizer.dispose();
  tf.dispose([images, labels]);
  return times;
}

/** The first thing that a backend computes. */
export async function answerOnce() {
  const product = tf.tidy(() => tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).sum());
  await product.data();
  product.dispose();
}
