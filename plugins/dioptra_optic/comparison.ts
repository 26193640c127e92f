/** Attacks and defences side by side: the reference's last chart, as one table. */
import { log, metric, progress, sizeOf, wilsonBand, type DataFrame, type Dataset } from 'alidade/sdk';
import type * as tf from '@tensorflow/tfjs';
import type { MetricSpec } from './compile.ts';
import { DEFAULT_METRICS, measure } from './metrics.ts';
import { predictAll } from './predict.ts';

/** A data set and what was done to it. */
interface Case {
  /** Such as `fgm`; `none` where nothing attacked it. */
  readonly attack: string;
  /** Such as `jpeg_compression`; `none` where nothing defends it. */
  readonly defense: string;
  readonly dataset: Dataset;
}

/**
 * Measures a model on several data sets, one row each: what attacked it, what defended it, how many images, and the
 * metrics by the reference's names (`test_categorical_accuracy` and so on), how many are read right (`correct`), and the
 * accuracy's 95 % band by Wilson. Kept by ComparisonArtifactTask it is drawn as bars.
 *
 * Every image is counted, as in the reference: under an attack that aims at a class also those of that class already, which
 * evaluate_robustness leaves out.
 *
 * Records for each row `<attack>_<defense>_accuracy` and its band `…_accuracy_low` and `…_accuracy_high`. A defence whose
 * attacker did not know it shows no robust accuracy, and neither does an attack that aims at a class: the log says so.
 *
 * @param model a classifier that ends in softmax or in logits
 * @param cases each {attack, defense, dataset}, of images [n, height, width, channels]; names of letters, digits and
 *   underscores, no pair twice
 * @param metrics names, or {name, options}; default as in create_model
 * @returns the table, in the order of the cases
 * @throws where there is no case, a name cannot be a metric's, or a pair comes twice
 */
export async function compare_datasets(
  model: tf.LayersModel,
  cases: readonly Case[],
  metrics: readonly MetricSpec[] | null = null,
): Promise<DataFrame> {
  checkCases(cases);
  const specs = metrics ?? DEFAULT_METRICS;
  const rows: unknown[][] = [];
  let names: string[] = [];
  for (const { attack, defense, dataset } of cases) {
    const predictions = await predictAll(model, dataset);
    const values = measure(predictions, specs);
    const count = sizeOf(dataset);
    const [[, accuracy]] = measure(predictions, ['categorical_accuracy']) as [[string, number]];
    const correct = Math.round(accuracy * count);
    const { low, high } = wilsonBand(correct, count);
    record(`${attack}_${defense}`, accuracy, low, high);
    log(
      `${attack}, ${defense}: ${accuracy.toFixed(4)} of ${count} (${low.toFixed(3)} to ${high.toFixed(3)})`,
    );
    names = values.map(([name]) => `test_${name}`);
    rows.push([attack, defense, count, ...values.map(([, value]) => value), correct, low, high]);
    progress(rows.length, cases.length, 'data sets');
  }
  if (cases.some(({ attack }) => attack !== 'none')) {
    log('all images are counted, as in the reference, those of the class that an attack aims at too');
  }
  if (cases.some(({ attack, defense }) => attack !== 'none' && defense !== 'none')) {
    log('attacks that did not know the defence show no robust accuracy behind it', 'WARNING');
  }
  if (cases.some(({ attack }) => attack !== 'none')) {
    log('where an attack aims at a class, accuracy under it is no robust accuracy', 'WARNING');
  }
  const columns = ['attack', 'defense', 'count', ...names, 'correct', 'accuracy_low', 'accuracy_high'];
  return { columns, rows };
}

function record(name: string, accuracy: number, low: number, high: number): void {
  metric(`${name}_accuracy`, accuracy);
  metric(`${name}_accuracy_low`, low);
  metric(`${name}_accuracy_high`, high);
}

function checkCases(cases: readonly Case[]): void {
  if (cases.length === 0) throw new Error('At least one case is needed.');
  const names = cases.map(({ attack, defense }) => `${attack}_${defense}`);
  const strange = names.find((name) => !/^[A-Za-z]\w*$/.test(name));
  if (strange) throw new Error(`"${strange}" cannot name a metric: letters, digits and underscores can.`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`The case ${twice} is given twice.`);
}
