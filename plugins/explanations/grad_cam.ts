/** Grad-CAM: where the last convolution saw what speaks for a class. */
import * as tf from '@tensorflow/tfjs';

const CONVOLUTIONS = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D']);

/** A model cut behind its last convolution. */
interface Cut {
  readonly features: tf.LayersModel;
  /** From the features to the logits. */
  readonly rest: (features: tf.Tensor4D) => tf.Tensor2D;
}

/**
 * Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391): the features of the last convolution, each weighted by the mean slope of
 * the logit over its places, summed, negative values dropped, and enlarged to the size of the image by bilinear interpolation.
 *
 * @param x images [n, height, width, channels]
 * @param classes whose logit, one-hot [n, classes]
 * @returns [n, height, width, 1], 0 or more
 * @throws where the model has no convolution, or is no plain chain of layers behind it
 */
export function findGradCam(model: tf.LayersModel, x: tf.Tensor4D, classes: tf.Tensor2D): tf.Tensor4D {
  const { features, rest } = cutModel(model);
  return tf.tidy(() => {
    const seen = features.apply(x, { training: false }) as tf.Tensor4D;
    const own = (values: tf.Tensor): tf.Scalar => tf.sum(tf.mul(rest(values as tf.Tensor4D), classes));
    const weights = tf.mean(tf.grad(own)(seen), [1, 2], true);
    const map = tf.relu(tf.sum(tf.mul(seen, weights), 3, true)) as tf.Tensor4D;
    return tf.image.resizeBilinear(map, [x.shape[1], x.shape[2]], false, true);
  });
}

function cutModel(model: tf.LayersModel): Cut {
  const at = model.layers.findLastIndex((layer) => CONVOLUTIONS.has(layer.getClassName()));
  if (at < 0) throw new Error('Grad-CAM looks at the last convolution, and this model has none.');
  const behind = model.layers.slice(at + 1);
  const chained = behind.every((layer, i) => layer.input === model.layers[at + i]!.output);
  if (!chained)
    throw new Error(
      'Grad-CAM needs a plain chain of layers behind the last convolution, and this model branches.',
    );
  const features = tf.model({
    inputs: model.inputs,
    outputs: model.layers[at]!.output as tf.SymbolicTensor,
  });
  const rest = (values: tf.Tensor4D): tf.Tensor2D =>
    behind.reduce<tf.Tensor>((value, layer) => applyBeforeSoftmax(layer, value), values) as tf.Tensor2D;
  return { features, rest };
}

/** A layer, or where it ends in softmax what stands before that. */
function applyBeforeSoftmax(layer: tf.layers.Layer, value: tf.Tensor): tf.Tensor {
  const { activation } = layer.getConfig() as { activation?: string };
  const dense = layer.getClassName() === 'Dense';
  if (layer.getClassName() === 'Softmax' || (activation === 'softmax' && !dense)) return value;
  if (activation !== 'softmax') return layer.apply(value, { training: false }) as tf.Tensor;
  const [kernel, bias] = layer.weights.map((weight) => weight.read());
  const product = tf.matMul(value as tf.Tensor2D, kernel as tf.Tensor2D);
  return bias ? tf.add(product, bias) : product;
}
