/** The image classifiers that can be created by name. Every layer has a fixed name, so that a saved model does not depend on what was built before it. */
import * as tf from '@tensorflow/tfjs';

export interface NetworkSize {
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
}

/** Gives each layer's first weights a seed of their own. */
export type NextSeed = () => number;

type Network = (size: NetworkSize, next: NextSeed) => tf.LayersModel;

const { conv2d, dense, dropout, flatten, maxPooling2d, batchNormalization } = tf.layers;

/** Name → network, each ending in softmax over the classes. */
export const NETWORKS: Readonly<Record<string, Network>> = {
  ShallowNet: shallowNet,
  LeNet: leNet,
  AlexNet: alexNet,
  PoolFree: poolFree,
  FastAT: fastAT,
  Linear: linear,
};

/** Flatten, dense 32 sigmoid, softmax. */
function shallowNet({ shape, classes }: NetworkSize, next: NextSeed): tf.LayersModel {
  return tf.sequential({
    name: 'ShallowNet',
    layers: [
      flatten({ name: 'flatten', inputShape: [...shape] }),
      dense({ name: 'hidden', units: 32, activation: 'sigmoid', ...first(next) }),
      dense({ name: 'classes', units: classes, activation: 'softmax', ...first(next) }),
    ],
  });
}

/** Two convolutions, one max-pool, two dense layers, with dropout: what the reference calls LeNet. */
function leNet({ shape, classes }: NetworkSize, next: NextSeed): tf.LayersModel {
  const relu = { activation: 'relu' } as const;
  return tf.sequential({
    name: 'LeNet',
    layers: [
      conv2d({ name: 'conv1', inputShape: [...shape], filters: 32, kernelSize: 3, ...relu, ...first(next) }),
      conv2d({ name: 'conv2', filters: 64, kernelSize: 3, ...relu, ...first(next) }),
      maxPooling2d({ name: 'pool', poolSize: 2 }),
      dropout({ name: 'dropout1', rate: 0.25 }),
      flatten({ name: 'flatten' }),
      dense({ name: 'hidden', units: 128, ...relu, ...first(next) }),
      dropout({ name: 'dropout2', rate: 0.5 }),
      dense({ name: 'classes', units: classes, activation: 'softmax', ...first(next) }),
    ],
  });
}

/**
 * Two convolutions 5×5 of stride 2 (8 and 16 filters) and a dense layer; 5,994 weights for 28×28×1 and 10 classes. No
 * pooling, so that ties cannot make two backends differ.
 */
function poolFree({ shape, classes }: NetworkSize, next: NextSeed): tf.LayersModel {
  const options = { kernelSize: 5, strides: 2, activation: 'relu' } as const;
  return tf.sequential({
    name: 'PoolFree',
    layers: [
      conv2d({ name: 'conv1', inputShape: [...shape], filters: 8, ...options, ...first(next) }),
      conv2d({ name: 'conv2', filters: 16, ...options, ...first(next) }),
      flatten({ name: 'flatten' }),
      dense({ name: 'classes', units: classes, activation: 'softmax', ...first(next) }),
    ],
  });
}

/**
 * Two convolutions 4×4 of stride 2 with one pixel around (16 and 32 filters) and dense layers of 100 and of the classes;
 * 166,406 weights for 28×28×1 and 10 classes, no pooling. Wong, Rice and Kolter 2020 train it for MNIST (arXiv:2001.03994;
 * locuslab/fast_adversarial, MNIST/mnist_net.py).
 */
function fastAT({ shape, classes }: NetworkSize, next: NextSeed): tf.LayersModel {
  const options = { kernelSize: 4, strides: 2, padding: 'same', activation: 'relu' } as const;
  return tf.sequential({
    name: 'FastAT',
    layers: [
      conv2d({ name: 'conv1', inputShape: [...shape], filters: 16, ...options, ...first(next) }),
      conv2d({ name: 'conv2', filters: 32, ...options, ...first(next) }),
      flatten({ name: 'flatten' }),
      dense({ name: 'hidden', units: 100, activation: 'relu', ...first(next) }),
      dense({ name: 'classes', units: classes, activation: 'softmax', ...first(next) }),
    ],
  });
}

/** Flatten and one dense layer: softmax regression, whose distances to the boundary have a closed form. */
function linear({ shape, classes }: NetworkSize, next: NextSeed): tf.LayersModel {
  return tf.sequential({
    name: 'Linear',
    layers: [
      flatten({ name: 'flatten', inputShape: [...shape] }),
      dense({ name: 'classes', units: classes, activation: 'softmax', ...first(next) }),
    ],
  });
}

/** Five convolutions with three overlapping max-pools, and two dense layers of 4,096. */
function alexNet({ shape, classes }: NetworkSize, next: NextSeed): tf.LayersModel {
  const [height, width] = shape;
  if (Math.min(height, width) < 195) {
    throw new Error(
      `AlexNet needs images of at least 195×195 pixels, not ${height}×${width}: its three pools leave nothing. ` +
        'Set image_size to [224, 224], or take LeNet.',
    );
  }
  const relu = { activation: 'relu' } as const;
  const pool = (name: string) => maxPooling2d({ name, poolSize: 3, strides: 2 });
  const wide = (name: string) => dense({ name, units: 4096, activation: 'tanh', ...first(next) });
  return tf.sequential({
    name: 'AlexNet',
    layers: [
      conv2d({
        name: 'conv1',
        inputShape: [...shape],
        filters: 96,
        kernelSize: 11,
        strides: 4,
        ...relu,
        ...first(next),
      }),
      pool('pool1'),
      batchNormalization({ name: 'norm1' }),
      conv2d({ name: 'conv2', filters: 256, kernelSize: 5, ...relu, ...first(next) }),
      pool('pool2'),
      batchNormalization({ name: 'norm2' }),
      conv2d({ name: 'conv3', filters: 256, kernelSize: 3, ...relu, ...first(next) }),
      conv2d({ name: 'conv4', filters: 384, kernelSize: 3, ...relu, ...first(next) }),
      conv2d({ name: 'conv5', filters: 384, kernelSize: 3, ...relu, ...first(next) }),
      pool('pool3'),
      batchNormalization({ name: 'norm3' }),
      flatten({ name: 'flatten' }),
      wide('hidden1'),
      dropout({ name: 'dropout1', rate: 0.5 }),
      wide('hidden2'),
      dropout({ name: 'dropout2', rate: 0.5 }),
      dense({ name: 'classes', units: classes, activation: 'softmax', ...first(next) }),
    ],
  });
}

/** Glorot's uniform weights, zero biases. */
function first(next: NextSeed): { kernelInitializer: ReturnType<typeof tf.initializers.glorotUniform> } {
  return { kernelInitializer: tf.initializers.glorotUniform({ seed: next() }) };
}
