/** Pictures that show what a model looks at in the first images of a data set: saliency, SmoothGrad, integrated gradients, Grad-CAM. */
import {
  checkUnitRange,
  classify,
  metric,
  NO_CLASS,
  oneHot,
  openClassifier,
  readLabels,
  sizeOf,
  sliceRows,
  type Classifier,
  type Dataset,
  type NdArray,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { findGaps, findSaliency, findSmoothGrad, integrateGradients } from './attribute.ts';
import { findGradCam } from './grad_cam.ts';

export interface ExplainedItem {
  readonly label: number;
  readonly prediction: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** The class whose logit is explained. */
  readonly explained: number;
}

export interface Explanations {
  /** Such as `integrated gradients, 50 steps`. */
  readonly method: string;
  readonly classes: readonly string[];
  readonly items: readonly ExplainedItem[];
  /** [items, height, width, channels], float32, 0 to 1. */
  readonly original: NdArray<Float32Array>;
  /** [items, height, width, channels or 1], float32: how much each pixel speaks for the class, below 0 against it. */
  readonly maps: NdArray<Float32Array>;
}

/** The images that are explained. The tensors are the task's own. */
interface Subject {
  readonly x: tf.Tensor4D;
  readonly classes: tf.Tensor2D;
  readonly items: readonly ExplainedItem[];
}

/**
 * Saliency maps (Simonyan, Vedaldi, Zisserman 2014, arXiv:1312.6034): the slope of a class's logit for each pixel, signed. It
 * says what a small change would do, not what the reading came from.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1
 * @param count how many of the first images
 * @param target the class whose logit is explained, from 0; null: the one that is read
 * @returns pictures and maps
 * @throws where the target is no class of the data set
 */
export async function explain_saliency(
  model: Readable,
  dataset: Dataset,
  count = 12,
  target: number | null = null,
): Promise<Explanations> {
  return explain(model, dataset, count, target, 'saliency', findSaliency);
}

/**
 * SmoothGrad (Smilkov et al. 2017, arXiv:1706.03825): the mean saliency map over copies of the image with normal noise, which
 * is less ragged than a single slope. Defaults: samples 50 and sd 0.15 are the paper's.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1
 * @param count how many of the first images
 * @param samples copies of each image, 1 or more
 * @param sd the noise's standard deviation, as a share of black to white, 0 or more
 * @param target the class whose logit is explained, from 0; null: the one that is read
 * @returns pictures and maps
 * @throws where samples or sd are out of range, or the target is no class of the data set
 */
export async function explain_smooth_grad(
  model: Readable,
  dataset: Dataset,
  count = 12,
  samples = 50,
  sd = 0.15,
  target: number | null = null,
): Promise<Explanations> {
  checkWhole('samples', samples);
  if (!(sd >= 0)) throw new RangeError(`The noise's deviation is 0 or more, not ${sd}.`);
  const method = `SmoothGrad, ${samples} samples, sd ${sd}`;
  return explain(model, dataset, count, target, method, (classifier, x, classes) =>
    findSmoothGrad(classifier, x, classes, samples, sd),
  );
}

/**
 * Integrated gradients (Sundararajan, Taly, Yan 2017, arXiv:1703.01365): the slopes on the straight way from an even grey
 * image, summed by the midpoint rule and multiplied by the way. They share out f(x) − f(baseline) among the pixels; records
 * `completeness_gap`, the largest difference between that and their sum, in logits.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1
 * @param count how many of the first images
 * @param steps parts of the way, 1 or more; too few leave a gap. 50 are ours, of the 20 to 300 that the paper finds enough
 * @param baseline the grey that counts as nothing, 0 (black) to 1; black is the paper's
 * @param target the class whose logit is explained, from 0; null: the one that is read
 * @returns pictures and maps
 * @throws where steps or baseline are out of range, or the target is no class of the data set
 */
export async function explain_integrated_gradients(
  model: Readable,
  dataset: Dataset,
  count = 12,
  steps = 50,
  baseline = 0,
  target: number | null = null,
): Promise<Explanations> {
  checkWhole('steps', steps);
  if (!(baseline >= 0 && baseline <= 1))
    throw new RangeError(`The baseline is from 0 to 1, not ${baseline}.`);
  const method = `integrated gradients, ${steps} steps`;
  return explain(model, dataset, count, target, method, async (classifier, x, classes) => {
    const maps = await integrateGradients(classifier, x, classes, steps, baseline);
    const gaps = await findGaps(classifier, x, classes, maps, baseline);
    metric('completeness_gap', Math.max(...gaps.map(Math.abs)));
    return maps;
  });
}

/**
 * Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391): where the last convolution saw what speaks for the class. Coarse: its
 * grain is that of the convolution's output.
 *
 * @param model a network with a convolution and a plain chain of layers behind it, ending in softmax or in logits
 * @param dataset images [n, height, width, channels] from 0 to 1
 * @param count how many of the first images
 * @param target the class whose logit is explained, from 0; null: the one that is read
 * @returns pictures and maps, 0 or more
 * @throws where there is no convolution or the layers branch behind it, or the target is no class of the data set
 */
export async function explain_grad_cam(
  model: tf.LayersModel,
  dataset: Dataset,
  count = 12,
  target: number | null = null,
): Promise<Explanations> {
  return explain(model, dataset, count, target, 'Grad-CAM', async (_, x, classes) =>
    findGradCam(model, x, classes),
  );
}

async function explain(
  model: Readable,
  dataset: Dataset,
  count: number,
  target: number | null,
  method: string,
  attribute: (classifier: Classifier, x: tf.Tensor4D, classes: tf.Tensor2D) => Promise<tf.Tensor4D>,
): Promise<Explanations> {
  checkUnitRange(dataset);
  checkWhole('images', count);
  const subject = await openSubject(model, dataset, Math.min(count, sizeOf(dataset)), target);
  const { x, classes, items } = subject;
  const maps = await attribute(openClassifier(model), x, classes);
  const [original, attributions] = await Promise.all([toArray(x), toArray(maps)]);
  tf.dispose([x, classes, maps]);
  const names = Array.from({ length: dataset.meta.num_classes }, (_, k) => String(k));
  return { method, classes: names, items, original, maps: attributions };
}

async function openSubject(
  model: Readable,
  dataset: Dataset,
  count: number,
  target: number | null,
): Promise<Subject> {
  const { num_classes } = dataset.meta;
  if (target !== null && !(Number.isInteger(target) && target >= 0 && target < num_classes))
    throw new RangeError(`The target is a class from 0 to ${num_classes - 1}, not ${target}.`);
  const labels = await readLabels(dataset);
  const x = sliceRows(dataset.images, 0, count);
  const { predictions, confidences } = await classify(model, x);
  const items = Array.from(predictions, (prediction, i) => ({
    label: labels[i]!,
    prediction,
    confidence: confidences[i]!,
    // What is read as no class is explained by its own.
    explained: target ?? (prediction === NO_CLASS ? labels[i]! : prediction),
  }));
  return {
    x,
    items,
    classes: oneHot(
      items.map(({ explained }) => explained),
      num_classes,
    ),
  };
}

async function toArray(tensor: tf.Tensor4D): Promise<NdArray<Float32Array>> {
  return { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
}

function checkWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`The ${name} are a whole number from 1, not ${value}.`);
}
