/** The tensor before a model's softmax: losses and attacks work on it, because the log of clipped probabilities has no gradient where it matters. */
import * as tf from '@tensorflow/tfjs';

export interface Scores {
  /** Images → logits [n, classes]; differentiable. `training` turns dropout and batch statistics on. */
  readonly logits: (x: tf.Tensor4D, training?: boolean) => tf.Tensor2D;
}

/**
 * Takes a classifier apart before its softmax. A model that ends otherwise in a linear layer gives logits already.
 *
 * @throws where the model ends in something whose logits cannot be told, such as sigmoid
 */
export function openLogits(model: tf.LayersModel): Scores {
  const last = model.layers.at(-1)!;
  const { activation = 'linear', units } = last.getConfig() as { activation?: string; units?: number };
  const dense = units !== undefined;
  if (last.getClassName() === 'Softmax' || (activation === 'softmax' && !dense)) {
    return { logits: before(model, last) };
  }
  if (activation === 'linear') {
    return { logits: (x, training = false) => model.apply(x, { training }) as tf.Tensor2D };
  }
  if (activation !== 'softmax') {
    throw new Error(
      `This model ends in ${activation}: only models that end in softmax or in logits are known.`,
    );
  }
  const features = before(model, last);
  return {
    logits: (x, training) => {
      const [kernel, bias] = last.weights.map((weight) => weight.read());
      const product: tf.Tensor2D = tf.matMul(features(x, training), kernel as tf.Tensor2D);
      return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
    },
  };
}

/** The model up to the input of its last layer; it shares all weights. */
function before(
  model: tf.LayersModel,
  last: tf.layers.Layer,
): (x: tf.Tensor4D, training?: boolean) => tf.Tensor2D {
  const cut = tf.model({ inputs: model.inputs, outputs: last.input as tf.SymbolicTensor });
  return (x, training = false) => cut.apply(x, { training }) as tf.Tensor2D;
}
