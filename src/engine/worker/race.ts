/** One small training step, timed: what the choice of a backend is measured by. Leaves no tensors behind. */
import type { Tf } from './libraries.ts';

/** Milliseconds of one step of a pool-free net on 16 images of 28 × 28, the better of two after one to warm up. */
export async function race(tf: Tf, steps = 2): Promise<number> {
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
  const optimizer = tf.train.sgd(0.01);
  const images = tf.zeros<import('@tensorflow/tfjs').Rank.R4>([16, 28, 28, 1]);
  const labels = tf.oneHot(tf.zeros([16], 'int32'), 10);
  const step = async () => {
    const started = performance.now();
    const loss = optimizer.minimize(
      () =>
        tf.losses.softmaxCrossEntropy(
          labels,
          model.apply(images) as import('@tensorflow/tfjs').Tensor,
        ) as import('@tensorflow/tfjs').Scalar,
      true,
    );
    await loss?.data();
    loss?.dispose();
    return performance.now() - started;
  };
  try {
    await step();
    let best = Infinity;
    for (let i = 0; i < steps; i++) best = Math.min(best, await step());
    return best;
  } finally {
    model.dispose();
    optimizer.dispose();
    tf.dispose([images, labels]);
  }
}
