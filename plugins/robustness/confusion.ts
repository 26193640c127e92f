/** Which class is taken for which, unchanged and at every ε, and what is left of each class. */
import {
  classify,
  findHeld,
  log,
  metric,
  NO_CLASS,
  readLabels,
  sayAttacker,
  wilsonBand,
  type AttackRound,
  type DataFrame,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import { findDistances, type RoundReading } from './effort.ts';

export interface Confusion {
  readonly epsilon: number;
  /** Row: the true class; column: the class that is read. Rows sum to the images of their class. */
  readonly matrix: readonly (readonly number[])[];
  /** Of each class, the images that are read right and were so unchanged: fewer than the diagonal where a misread one is set right. */
  readonly held: readonly number[];
}

/**
 * Confusion matrices of one attack, unchanged (ε 0) and at each of its ε, and the robust accuracy of each class. Records at
 * index k, with `epsilon`: `worst_class_accuracy` with its Wilson band, `worst_class`, and `class_<c>_accuracy`. The worst
 * class is the one with the smallest share left, the first of several. An image that was misread unchanged counts as lost
 * at every ε, also where the matrix has it on the diagonal because the attack set it right.
 *
 * An attack that looked for the least change has one matrix at the ε it needed most, and before it one of the images unchanged;
 * an image that never gave way counts as it is read.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset the images [n, height, width, channels] that were attacked, with their true labels [n, classes]
 * @param examples what the attack made of them
 * @returns the matrices as rows (ε, true class, read class or −1 for none, images), and the classes as rows (ε, class, images, read right, accuracy, band)
 * @throws where the attack holds more images than the data set
 */
export async function confusion_by_epsilon(
  model: Readable,
  dataset: Dataset,
  examples: Examples,
): Promise<[confusion: DataFrame, classes: DataFrame]> {
  const count = examples.rounds[0]!.images.shape[0];
  const all = await readLabels(dataset);
  if (count > all.length)
    throw new Error(`${examples.attack} holds more images than the data set: it was made from another one.`);
  const labels = all.subarray(0, count);
  const clean = (await classify(model, dataset.images)).predictions.subarray(0, count);
  const size = dataset.meta.num_classes;
  const follow = (epsilon: number, predictions: Int32Array): Confusion => ({
    epsilon,
    matrix: countPairs(labels, predictions, size),
    held: countClasses(labels, findHeld(labels, clean, predictions), size),
  });
  const confusions = [follow(0, clean)];
  for (const round of examples.rounds) {
    const { predictions } = examples.attacked === model ? round : await classify(model, round.images);
    const epsilon = findRadius(round, { labels, clean, predictions }, examples.norm);
    confusions.push(follow(epsilon, predictions));
  }
  confusions.forEach(record);
  log(sayAttacker('worst_class', examples));
  return [toPairs(confusions), toClasses(confusions)];
}

/** How often each class was read as each: row the true class, column the one that is read, one more for none. @internal */
export function countPairs(labels: Int32Array, predictions: Int32Array, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  labels.forEach((label, i) => {
    const column = predictions[i] === NO_CLASS ? classes : predictions[i]!;
    matrix[label]![column] = (matrix[label]![column] ?? 0) + 1;
  });
  return matrix;
}

function countClasses(labels: Int32Array, held: Uint8Array, classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  labels.forEach((label, i) => (counts[label]! += held[i]!));
  return counts;
}

/** The radius that a round kept to; of least changes the greatest that was needed. @internal */
export const findRadius = (round: AttackRound, reading: RoundReading, norm: Examples['norm']): number =>
  round.epsilon ?? farthest(findDistances(round, reading, norm ?? 'L2'));

const farthest = (distances: Float64Array): number =>
  distances.reduce((most, one) => (Number.isFinite(one) ? Math.max(most, one) : most), 0);

const totalOf = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);

/** What is left of each class that has images. */
function accuracies({ matrix, held }: Confusion): { label: number; correct: number; count: number }[] {
  return matrix
    .map((row, label) => ({ label, correct: held[label]!, count: totalOf(row) }))
    .filter(({ count }) => count > 0);
}

function record(confusion: Confusion, k: number): void {
  const classes = accuracies(confusion);
  const share = ({ correct, count }: { correct: number; count: number }): number => correct / count;
  const worst = classes.reduce((least, one) => (share(one) < share(least) ? one : least));
  const band = wilsonBand(worst.correct, worst.count);
  metric('epsilon', confusion.epsilon, k);
  metric('worst_class_accuracy', share(worst), k);
  metric('worst_class_accuracy_low', band.low, k);
  metric('worst_class_accuracy_high', band.high, k);
  metric('worst_class', worst.label, k);
  for (const one of classes) metric(`class_${one.label}_accuracy`, share(one), k);
  log(`ε ${confusion.epsilon}: class ${worst.label} is worst, ${worst.correct} of ${worst.count} are left`);
}

const toPairs = (confusions: readonly Confusion[]): DataFrame => ({
  columns: ['epsilon', 'label', 'prediction', 'count'],
  rows: confusions.flatMap(({ epsilon, matrix }) =>
    matrix.flatMap((row, label) =>
      row.map((count, k) => [epsilon, label, k < matrix.length ? k : NO_CLASS, count]),
    ),
  ),
});

const toClasses = (confusions: readonly Confusion[]): DataFrame => ({
  columns: ['epsilon', 'label', 'count', 'correct', 'accuracy', 'low', 'high'],
  rows: confusions.flatMap((confusion) =>
    accuracies(confusion).map(({ label, correct, count }) => {
      const { low, high } = wilsonBand(correct, count);
      return [confusion.epsilon, label, count, correct, correct / count, low, high];
    }),
  ),
});
