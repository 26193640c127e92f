/** Makes, trains and measures image classifiers: the tasks of the reference's suite, by the same names. */
import {
  copyModel,
  log,
  metric,
  readLabels,
  sayOrigin,
  sizeOf,
  wilsonBand,
  type DataFrame,
  type Dataset,
} from 'alidade/sdk';
import type * as tf from '@tensorflow/tfjs';
import { setCompileSpec, type MetricSpec, type Options } from './compile.ts';
import { createWatches, type CallbackSpec } from './early_stopping.ts';
import { chanceOf, fit } from './fit.ts';
import { DEFAULT_METRICS, listAccuracies, measure, toTable, type Predictions } from './metrics.ts';
import { NETWORKS } from './networks.ts';
import { predictAll, predictWithLoss } from './predict.ts';
import { countShared } from './split.ts';

/**
 * Creates an untrained classifier for the images and classes of a data set. Its first weights are fixed by the data
 * set's seed, or else by the job's.
 *
 * @param model_name `ShallowNet`, `LeNet` (with max-pool and dropout), `AlexNet` (images of 195 pixels or more), or
 *   ours: `PoolFree`, `FastAT` (the network of fast adversarial training), `Linear` (softmax regression). The Keras
 *   applications (ResNet50 and others) are not available here
 * @param dataset gives the shape of the images and the number of classes
 * @param model_options further options of the network; none of these has any
 * @param loss `categorical_crossentropy`, `mean_squared_error`, `mean_absolute_error` or `kl_divergence`
 * @param loss_options options of the loss: `label_smoothing`
 * @param optimizer `Adam`, `Adamax`, `SGD`, `RMSprop`, `Adagrad` or `Adadelta`
 * @param learning_rate of the optimizer, more than 0
 * @param optimizer_options options of the optimizer; where given, they replace `learning_rate` too, as in the reference
 * @param metrics what training and evaluation report: names, or {name, options}. Default: categorical_accuracy, auc,
 *   precision, recall and f1_score (weighted)
 * @returns the model
 * @throws for an unknown name or option, or where the network does not fit the images
 */
export function create_model(
  model_name: string,
  dataset: Dataset,
  model_options: Options | null = null,
  loss = 'categorical_crossentropy',
  loss_options: Options | null = null,
  optimizer = 'Adam',
  learning_rate = 0.001,
  optimizer_options: Options | null = null,
  metrics: readonly MetricSpec[] | null = null,
): tf.LayersModel {
  const network = NETWORKS[model_name];
  if (!network) {
    throw new Error(
      `There is no network "${model_name}" here; there is ${Object.keys(NETWORKS).join(', ')}.`,
    );
  }
  const [option] = Object.keys(model_options ?? {});
  if (option) throw new Error(`${model_name} has no option "${option}".`);
  const chance = chanceOf(dataset, 'weights');
  const { image_shape, num_classes } = dataset.meta;
  const model = network({ shape: image_shape, classes: num_classes }, () => chance.word());
  setCompileSpec(model, {
    loss,
    loss_options: loss_options ?? {},
    optimizer,
    optimizer_options: optimizer_options ?? { learning_rate },
    metrics: metrics ?? DEFAULT_METRICS,
  });
  log(`${model_name}: ${model.countParams()} weights, ${num_classes} classes`);
  return model;
}

/**
 * Trains a copy of a model and records the metrics of each epoch (`loss`, `categorical_accuracy`, `auc`, `precision`,
 * `recall`, `f1_score`, and `val_*` where there is a validation set) at the epoch's number, from 0. As in Keras, those of
 * training are of each batch before its step, with dropout.
 *
 * @param model what to begin with; it stays as it is
 * @param train_dataset what to learn from, in a new order each epoch
 * @param val_dataset what to validate on; where it shares images with the training set, a warning says so
 * @param epochs passes over the training set, 1 or more
 * @param callbacks `EarlyStopping` (monitor, min_delta, patience, mode, baseline, restore_best_weights,
 *   start_from_epoch) and `TerminateOnNaN`, as {name, parameters}
 * @param fit_options Keras's words for `fit`: `shuffle`, `initial_epoch`, `steps_per_epoch`, `verbose` (ignored)
 * @returns the trained model
 * @throws for an unknown callback or option
 */
export async function train_model(
  model: tf.LayersModel,
  train_dataset: Dataset,
  val_dataset: Dataset | null = null,
  epochs = 1,
  callbacks: readonly CallbackSpec[] | null = null,
  fit_options: Options | null = null,
): Promise<tf.LayersModel> {
  const options = fit_options ?? {};
  const known = ['shuffle', 'initial_epoch', 'steps_per_epoch', 'verbose'];
  const strange = Object.keys(options).find((option) => !known.includes(option));
  if (strange) throw new Error(`The fit option "${strange}" is not known here; ${known.join(', ')} are.`);
  const shared = val_dataset ? countShared(train_dataset, val_dataset) : 0;
  if (shared > 0) {
    log(`validation and training share ${shared} images: early stopping sees what it trains on`, 'WARNING');
  }
  const trained = await copyModel(model);
  log(`training on ${sizeOf(train_dataset)} images for ${epochs} epochs`);
  await fit(trained, train_dataset, val_dataset, {
    epochs,
    watches: createWatches(callbacks ?? []),
    options,
  });
  return trained;
}

/**
 * Measures a model on a data set: the loss and metrics that it was created with, recorded as `test_*`. Beside an accuracy
 * stand its Wilson band (`…_low`, `…_high`) and its images (`test_categorical_count`), which the table leaves out.
 *
 * @param model a model of create_model
 * @param dataset images with their labels
 * @returns a table of one row, a column a metric
 */
export async function evaluate_model(model: tf.LayersModel, dataset: Dataset): Promise<DataFrame> {
  const { compile } = model.getUserDefinedMetadata() as { compile: { metrics: readonly MetricSpec[] } };
  const origin = sayOrigin(model, dataset);
  if (origin) log(origin);
  const { loss, ...predictions } = await predictWithLoss(model, dataset);
  return record([['loss', loss], ...measure(predictions, compile.metrics)], predictions, compile.metrics);
}

/**
 * The probability of each class for each image.
 *
 * @param model a classifier that ends in softmax or in logits
 * @param dataset images; their labels are not looked at
 * @returns a table: a column a class (`0`, `1`, …), a row an image
 */
export async function model_predict(model: tf.LayersModel, dataset: Dataset): Promise<DataFrame> {
  const { probabilities, classes } = await predictAll(model, dataset, 'images');
  const columns = Array.from({ length: classes }, (_, k) => String(k));
  const rows = Array.from({ length: sizeOf(dataset) }, (_, i) => [
    ...probabilities.subarray(i * classes, (i + 1) * classes),
  ]);
  return { columns, rows };
}

/**
 * Measures predictions against the labels of a data set, recorded as `test_*`, an accuracy with its band and images as in
 * evaluate_model. Every image is counted, those of an attack's target class too, as in the reference.
 *
 * Metrics and their options are Keras's: `categorical_accuracy`; `top_k_categorical_accuracy` (k, 5);
 * `categorical_crossentropy`; `auc` (num_thresholds, 200; thresholds; curve, ROC or PR; summation_method, interpolation,
 * minoring or majoring; multi_label); `precision` and `recall` (thresholds, 0.5; top_k; class_id); `f1_score` (average,
 * weighted, macro or micro; threshold). Ours: `average` for precision and recall. Each takes a `name` to be recorded by.
 *
 * @param predictions a table of probabilities, a column a class, in the order of the data set
 * @param dataset gives the labels
 * @param metrics names, or {name, options}; default as in create_model
 * @returns a table of one row, a column a metric
 * @throws where predictions and labels are not equally many
 */
export async function evaluate_predictions(
  predictions: DataFrame,
  dataset: Dataset,
  metrics: readonly MetricSpec[] | null = null,
): Promise<DataFrame> {
  const labels = await readLabels(dataset);
  if (predictions.rows.length !== labels.length) {
    throw new Error(`There are ${predictions.rows.length} predictions for ${labels.length} images.`);
  }
  const probabilities = Float32Array.from(predictions.rows.flat() as number[]);
  const given: Predictions = { probabilities, labels, classes: predictions.columns.length };
  const specs = metrics ?? DEFAULT_METRICS;
  return record(measure(given, specs), given, specs);
}

function record(
  values: readonly [name: string, value: number][],
  { labels }: Predictions,
  specs: readonly MetricSpec[],
): DataFrame {
  const shares = listAccuracies(specs);
  for (const [name, value] of values) {
    metric(`test_${name}`, value);
    if (shares.has(name)) recordBand(`test_${name}`, value, labels.length);
  }
  log(`test: ${values.map(([name, value]) => `${name} ${value.toFixed(4)}`).join(', ')}`);
  return toTable(values);
}

function recordBand(name: string, share: number, count: number): void {
  const { low, high } = wilsonBand(Math.round(share * count), count);
  metric(`${name}_low`, low);
  metric(`${name}_high`, high);
  metric(name.replace(/(_?accuracy)?$/, '_count'), count);
}
