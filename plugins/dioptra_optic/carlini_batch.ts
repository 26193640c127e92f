/** Carlini and Wagner's attacks on the batches of a data set: what they are told, and what is said of what they found. */
import {
  classify,
  judgeRound,
  log,
  metric,
  oneHot,
  openClassifier,
  readLabels,
  type Classifier,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { LEAST_CHANGES } from './carlini.ts';

type Norm = keyof typeof LEAST_CHANGES;

export interface LeastAttack {
  readonly norm: Norm;
  readonly confidence: number;
  readonly learning_rate: number;
  readonly max_iter: number;
  readonly initial_const: number;
}

/** `0`, `2` or `inf`. @throws where it is none of these */
export function checkNorm(norm: string | number): Norm {
  const name = norm === Infinity ? 'inf' : String(norm);
  if (name === '0' || name === '2' || name === 'inf') return name;
  throw new Error(`Carlini and Wagner's norms are 0, 2 and inf, not ${name}.`);
}

/** Throws where a number is out of its range. */
export function checkSearch({ confidence, learning_rate, max_iter, initial_const }: LeastAttack): void {
  if (!(confidence >= 0)) throw new RangeError(`confidence is 0 or more, not ${confidence}.`);
  if (!(learning_rate > 0)) throw new RangeError(`learning_rate is more than 0, not ${learning_rate}.`);
  if (!(initial_const > 0)) throw new RangeError(`initial_const is more than 0, not ${initial_const}.`);
  if (!(Number.isInteger(max_iter) && max_iter > 0)) {
    throw new RangeError(`max_iter is a whole number from 1, not ${max_iter}.`);
  }
}

/** One batch, each image changed as little as was found, or left as it was. */
export async function changeLeast(
  model: tf.LayersModel,
  { meta: { value_range: range, num_classes } }: Dataset,
  attack: LeastAttack,
  target: number | null,
  images: tf.Tensor4D,
  labels: tf.Tensor2D,
): Promise<tf.Tensor4D> {
  const [low, high] = range;
  const width = high - low;
  const x = tf.tidy(() => tf.div<tf.Tensor4D>(tf.sub(images, low), width));
  const aim =
    target === null ? tf.clone(labels) : oneHot(new Int32Array(images.shape[0]).fill(target), num_classes);
  const search = {
    x,
    aim,
    classifier: rescale(openClassifier(model), range),
    direction: target === null ? 1 : -1,
    confidence: attack.confidence,
    learningRate: attack.learning_rate,
    maxIter: attack.max_iter,
  } as const;
  const found = await LEAST_CHANGES[attack.norm](search, attack.initial_const);
  const changed = tf.tidy(() => {
    const back = tf.add(tf.mul(found, width), low);
    // What did not change keeps its bits, whatever the rescaling would do to them.
    return tf.where(tf.equal(found, x), images, back) as tf.Tensor4D;
  });
  tf.dispose([x, aim, found]);
  return changed;
}

/** The classifier for pixels from 0 to 1. */
function rescale(classifier: Classifier, [low, high]: readonly [number, number]): Classifier {
  if (low === 0 && high === 1) return classifier;
  return {
    ...classifier,
    logits: (x, training) => classifier.logits(tf.add(tf.mul(x, high - low), low), training),
  };
}

/** Logs and records how many images gave way, and the median of how far they had to be moved. */
export async function recordLeast(
  model: tf.LayersModel,
  before: Dataset,
  after: Dataset,
  norm: Norm,
  target: number | null,
): Promise<void> {
  const labels = await readLabels(before);
  const { predictions: clean } = await classify(model, before.images);
  const facts = {
    epsilon: null,
    before: before.images,
    labels,
    clean,
    target,
    queries: 0,
    gradientEvaluations: 0,
  };
  const { success, norms } = await judgeRound(model, after.images, facts);
  const counted = [...labels.keys()].filter((i) =>
    target === null ? clean[i] === labels[i] : labels[i] !== target,
  );
  const [low, high] = before.meta.value_range;
  const unit = norm === '0' ? 1 : high - low;
  const sizes = norms[`l${norm}`];
  const moved = counted.map((i) => (success[i] ? sizes[i]! / unit : Infinity)).sort((a, b) => a - b);
  const gaveWay = counted.filter((i) => success[i]).length;
  const middle =
    moved.length === 0 ? Infinity : (moved[(moved.length - 1) >> 1]! + moved[moved.length >> 1]!) / 2;
  metric('attack_success', counted.length === 0 ? 0 : gaveWay / counted.length);
  metric(`median_l${norm}`, middle);
  log(
    `${gaveWay} of ${counted.length} images gave way; median change ${middle.toFixed(4)}, failures as infinity`,
  );
}
