/** What reads images, in the one form that attacks and measures take: a model, or a model behind a defence, as logits. */
import * as tf from '@tensorflow/tfjs';

/** A defence in the words that stand beside its figures. */
export interface Defence {
  /** Such as `JPEG, quality 50`. */
  readonly name: string;
  /** False where `logits` has no gradient of use, as with rounding; then `surrogate` stands in (BPDA). */
  readonly differentiable: boolean;
  /** True where two readings of one image may differ; then an adaptive attack averages over draws (EOT). */
  readonly stochastic: boolean;
  /** How many draws one gradient of the surrogate is the mean of already; default 1. */
  readonly draws?: number;
}

/** As many draws of a random defence, or more, one gradient of an attack is averaged over: with fewer it is held too weak. */
export const ENOUGH_DRAWS = 10;

/**
 * Reads images [n, height, width, channels] as logits [n, classes]. Losses and attacks work before the softmax, because
 * the log of clipped probabilities has no gradient where it matters.
 *
 * @example
 * const inverted: Classifier = { ...inner, logits: (x, training) => inner.logits(tf.sub(1, x), training) };
 */
export interface Classifier {
  readonly classes: number;
  /** What is read in the end; differentiable unless `defence` says otherwise. `training` turns dropout and batch statistics on. */
  readonly logits: (x: tf.Tensor4D, training?: boolean) => tf.Tensor2D;
  /** What an attacker who knows the defence climbs instead of `logits`: the same in value, or near it, with a gradient of use. */
  readonly surrogate?: (x: tf.Tensor4D) => tf.Tensor2D;
  readonly defence?: Defence;
  /** Whether the model ends in softmax and `logits` is the tensor before it. */
  readonly beforeSoftmax?: boolean;
}

/**
 * The draws of a random defence behind each gradient of an attack that averages over `eot` readings.
 *
 * @example
 * if (classifier.defence?.stochastic && drawsOf(classifier, eot) < ENOUGH_DRAWS) log('too few draws', 'WARNING');
 */
export const drawsOf = ({ defence }: Pick<Classifier, 'defence'>, eot: number): number =>
  eot * (defence?.draws ?? 1);

/** Whatever a task may be handed to read images with. */
export type Readable = tf.LayersModel | Classifier;

/**
 * A classifier from a model or a defended one. A model that ends in softmax is taken apart before it; one that ends in a
 * linear layer gives logits already.
 *
 * @throws where the model ends in something whose logits cannot be told, such as sigmoid
 *
 * @example
 * const { logits } = openClassifier(model);
 * const margin = tf.tidy(() => tf.max(logits(images), 1));
 */
export function openClassifier(model: Readable): Classifier {
  if (!('layers' in model)) return model;
  const classes = model.outputShape.at(-1) as number;
  return { classes, ...findLogits(model) };
}

function findLogits(model: tf.LayersModel): Pick<Classifier, 'logits' | 'beforeSoftmax'> {
  const last = model.layers.at(-1)!;
  const { activation = 'linear', units } = last.getConfig() as { activation?: string; units?: number };
  const dense = units !== undefined;
  if (last.getClassName() === 'Softmax' || (activation === 'softmax' && !dense))
    return { logits: before(model, last), beforeSoftmax: true };
  if (activation === 'linear') {
    return { logits: (x, training = false) => model.apply(x, { training }) as tf.Tensor2D };
  }
  if (activation !== 'softmax') {
    throw new Error(
      `This model ends in ${activation}: only models that end in softmax or in logits are known.`,
    );
  }
  const features = before(model, last);
  const logits: Classifier['logits'] = (x, training) => {
    const [kernel, bias] = last.weights.map((weight) => weight.read());
    const product: tf.Tensor2D = tf.matMul(features(x, training), kernel as tf.Tensor2D);
    return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
  };
  return { logits, beforeSoftmax: true };
}

/** The model up to the input of its last layer; it shares all weights. */
function before(model: tf.LayersModel, last: tf.layers.Layer): Classifier['logits'] {
  const cut = tf.model({ inputs: model.inputs, outputs: last.input as tf.SymbolicTensor });
  return (x, training = false) => cut.apply(x, { training }) as tf.Tensor2D;
}
