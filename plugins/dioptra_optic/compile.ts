/** Losses and optimizers by their Keras names. What a model is to be trained with travels in its own metadata, through files too. */
import * as tf from '@tensorflow/tfjs';

export type Options = Readonly<Record<string, unknown>>;
/** A metric by name, or `{name, options}`. */
export type MetricSpec = string | { readonly name: string; readonly options?: Options };

export interface CompileSpec {
  readonly loss: string;
  readonly loss_options: Options;
  readonly optimizer: string;
  readonly optimizer_options: Options;
  readonly metrics: readonly MetricSpec[];
}

/** One-hot truth and logits → the mean loss. */
export type Loss = (truth: tf.Tensor2D, logits: tf.Tensor2D) => tf.Scalar;

/** Notes in the model how it is to be trained. Throws where a name or an option is unknown. */
export function setCompileSpec(model: tf.LayersModel, spec: CompileSpec): void {
  createLoss(spec);
  createOptimizer(spec).dispose();
  model.setUserDefinedMetadata({ ...(model.getUserDefinedMetadata() as object), compile: spec });
}

export function getCompileSpec(model: tf.LayersModel): CompileSpec {
  const { compile } = (model.getUserDefinedMetadata() ?? {}) as { compile?: CompileSpec };
  if (!compile)
    throw new Error('This model was never told its loss and optimizer: make it with create_model.');
  return compile;
}

const LOSSES: Readonly<Record<string, (options: Options) => Loss>> = {
  categoricalcrossentropy: ({ label_smoothing = 0 }) => {
    return (truth, logits) =>
      tf.losses.softmaxCrossEntropy(truth, logits, undefined, Number(label_smoothing));
  },
  meansquarederror: () => (truth, logits) => tf.losses.meanSquaredError(truth, tf.softmax(logits)),
  meanabsoluteerror: () => (truth, logits) => tf.losses.absoluteDifference(truth, tf.softmax(logits)),
  kldivergence: () => (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits),
};

/** The loss of a spec, on logits: exact where a clipped probability would have none. */
export function createLoss({ loss, loss_options }: CompileSpec): Loss {
  const make = LOSSES[plain(loss)];
  if (!make) throw new Error(`There is no loss "${loss}" here; there is ${LOSS_NAMES}.`);
  checkOptions(loss, loss_options, ['label_smoothing', 'name', 'reduction', 'from_logits']);
  return make(loss_options);
}

const LOSS_NAMES = 'categorical_crossentropy, mean_squared_error, mean_absolute_error, kl_divergence';

type Numbers = (name: string, fallback: number) => number;

/** Defaults are Keras's. */
const OPTIMIZERS: Readonly<Record<string, (rate: number, of: Numbers) => tf.Optimizer>> = {
  adam: (rate, of) => tf.train.adam(rate, of('beta_1', 0.9), of('beta_2', 0.999), of('epsilon', 1e-7)),
  adamax: (rate, of) => tf.train.adamax(rate, of('beta_1', 0.9), of('beta_2', 0.999), of('epsilon', 1e-7)),
  sgd: (rate, of) =>
    of('momentum', 0) === 0
      ? tf.train.sgd(rate)
      : tf.train.momentum(rate, of('momentum', 0), of('nesterov', 0) === 1),
  rmsprop: (rate, of) => tf.train.rmsprop(rate, of('rho', 0.9), of('momentum', 0), of('epsilon', 1e-7)),
  adagrad: (rate, of) => tf.train.adagrad(rate, of('initial_accumulator_value', 0.1)),
  adadelta: (rate, of) => tf.train.adadelta(rate, of('rho', 0.95), of('epsilon', 1e-7)),
};

const OPTIMIZER_OPTIONS = [
  'beta_1',
  'beta_2',
  'epsilon',
  'momentum',
  'nesterov',
  'rho',
  'initial_accumulator_value',
];

/** A fresh optimizer of a spec; whoever makes it disposes it. */
export function createOptimizer({ optimizer, optimizer_options }: CompileSpec): tf.Optimizer {
  const make = OPTIMIZERS[plain(optimizer)];
  if (!make)
    throw new Error(
      `There is no optimizer "${optimizer}" here; there is Adam, Adamax, SGD, RMSprop, Adagrad, Adadelta.`,
    );
  checkOptions(optimizer, optimizer_options, ['learning_rate', 'name', ...OPTIMIZER_OPTIONS]);
  const of: Numbers = (name, fallback) => Number(optimizer_options[name] ?? fallback);
  return make(of('learning_rate', 0.001), of);
}

/** Keras takes `categorical_crossentropy` and `CategoricalCrossentropy` for the same. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

export function checkOptions(name: string, options: Options, known: readonly string[]): void {
  const strange = Object.keys(options).find((option) => !known.includes(option));
  if (strange) throw new Error(`The option "${strange}" of ${name} is not known here.`);
}
