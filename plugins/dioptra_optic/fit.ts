/** Trains a model: its own loop, because Layers' `fit` waits for animation frames, which a worker in a hidden tab never gets. */
import {
  batchRanges,
  createPause,
  gatherRows,
  log,
  metric,
  openClassifier,
  progress,
  Random,
  random,
  readLabels,
  signal,
  sizeOf,
  type Classifier,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { createLoss, createOptimizer, getCompileSpec, type Loss, type Options } from './compile.ts';
import type { Watch } from './early_stopping.ts';
import { measure, type Predictions } from './metrics.ts';
import { predictWithLoss } from './predict.ts';

export interface FitPlan {
  readonly epochs: number;
  readonly watches: readonly Watch[];
  /** Keras's own words for `fit`: `shuffle`, `initial_epoch`, `steps_per_epoch`, `verbose` (ignored). */
  readonly options: Options;
}

type Logs = Map<string, number>;

/** Trains `model` in place and records the metrics of each epoch, `val_*` too where there is `val`. */
export async function fit(
  model: tf.LayersModel,
  train: Dataset,
  val: Dataset | null,
  plan: FitPlan,
): Promise<void> {
  const spec = getCompileSpec(model);
  const { logits } = openClassifier(model);
  const run = { model, optimizer: createOptimizer(spec), loss: createLoss(spec), logits };
  const chance = chanceOf(train, 'training');
  const first = Number(plan.options.initial_epoch ?? 0);
  const total = (plan.epochs - first) * stepsOf(train, plan.options);
  let best: tf.Tensor[] | null = null;
  for (let epoch = first; epoch < plan.epochs; epoch++) {
    const step = (epoch - first) * stepsOf(train, plan.options);
    const logs = await trainEpoch(run, train, plan.options, chance, (done) =>
      progress(step + done, total, `epoch ${epoch + 1} of ${plan.epochs}`),
    );
    if (val) await validate(model, val, logs);
    report(epoch, logs);
    const verdicts = plan.watches.map((watch) => ({ watch, ...watch.judge(epoch, logs) }));
    if (verdicts.some(({ watch, better }) => watch.restoreBest && better)) {
      best?.forEach((weight) => weight.dispose());
      best = tf.tidy(() => model.getWeights().map((weight) => tf.keep(tf.clone(weight))));
    }
    const stop = verdicts.find((verdict) => verdict.stop !== null)?.stop;
    if (!stop) continue;
    log(`stopped after epoch ${epoch + 1}: ${stop}`);
    break;
  }
  if (best) model.setWeights(best);
  best?.forEach((weight) => weight.dispose());
  run.optimizer.dispose();
}

/** The generator of a data set's seed, else of the job's. */
export function chanceOf({ meta }: Dataset, stream: string): Random {
  return meta.seed === null ? random(stream) : new Random(meta.seed, stream);
}

interface Run {
  readonly model: tf.LayersModel;
  readonly optimizer: tf.Optimizer;
  readonly loss: Loss;
  readonly logits: Classifier['logits'];
}

/** One pass; its metrics are those of each batch as it was met, as Keras has them. */
async function trainEpoch(
  run: Run,
  train: Dataset,
  options: Options,
  chance: Random,
  tell: (done: number) => void,
): Promise<Logs> {
  const size = sizeOf(train);
  const { num_classes: classes, batch_size, shuffle } = train.meta;
  const order = Int32Array.from({ length: size }, (_, i) => i);
  if (shuffle && options.shuffle !== false) chance.shuffle(order);
  const ranges = batchRanges(size, batch_size).slice(0, stepsOf(train, options));
  const seen = ranges.at(-1)![1];
  const probabilities = new Float32Array(seen * classes);
  const known = await readLabels(train);
  const labels = order.slice(0, seen).map((place) => known[place]!);
  const pause = createPause();
  let sum = 0;
  for (const [done, [start, end]] of ranges.entries()) {
    signal().throwIfAborted();
    seedDropout(run.model, chance);
    const { loss, batch } = await trainBatch(run, train, order.subarray(start, end));
    sum += loss * (end - start);
    probabilities.set(batch, start * classes);
    tell(done + 1);
    await pause();
  }
  const predictions: Predictions = { probabilities, labels, classes };
  return new Map([['loss', sum / seen], ...measure(predictions, getCompileSpec(run.model).metrics)]);
}

/** One step; gives its loss and what the model said before it. */
async function trainBatch(
  { model, optimizer, loss, logits }: Run,
  train: Dataset,
  places: Int32Array,
): Promise<{ loss: number; batch: Float32Array }> {
  const x = gatherRows(train.images, places);
  const y = gatherRows(train.labels, places);
  let said: tf.Tensor2D | null = null;
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const step = (): tf.Scalar => {
    const scores = logits(x, true);
    said = tf.keep(tf.softmax(scores));
    return loss(y, scores);
  };
  const cost = optimizer.minimize(step, true, weights)!;
  const kept = said as unknown as tf.Tensor2D;
  const [value, batch] = await Promise.all([cost.data(), kept.data()]);
  tf.dispose([x, y, cost, kept]);
  return { loss: value[0]!, batch: batch as Float32Array };
}

async function validate(model: tf.LayersModel, val: Dataset, logs: Logs): Promise<void> {
  const { loss, ...predictions } = await predictWithLoss(model, val);
  logs.set('val_loss', loss);
  for (const [name, value] of measure(predictions, getCompileSpec(model).metrics))
    logs.set(`val_${name}`, value);
}

function report(epoch: number, logs: Logs): void {
  for (const [name, value] of logs) metric(name, value, epoch);
  const words = [...logs].map(([name, value]) => `${name} ${value.toFixed(4)}`);
  log(`epoch ${epoch + 1}: ${words.join(', ')}`);
}

function stepsOf(train: Dataset, { steps_per_epoch }: Options): number {
  const all = Math.ceil(sizeOf(train) / train.meta.batch_size);
  return steps_per_epoch ? Math.min(all, Number(steps_per_epoch)) : all;
}

/** A dropout layer draws its mask from its seed alone; without a new one each step it would always drop the same units, or draw from no seed at all. */
function seedDropout(model: tf.LayersModel, chance: Random): void {
  for (const layer of model.layers) {
    if (layer.getClassName() === 'Dropout') Object.assign(layer, { seed: chance.word() });
  }
}
