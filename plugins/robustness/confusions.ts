/** The confusion of several attacks as a figure: every matrix, unchanged and at every ε, with the first images of each cell. */
import {
  checkUnitRange,
  classify,
  gatherRows,
  NO_CLASS,
  progress,
  readLabels,
  type AttackRound,
  type Dataset,
  type Examples,
  type NdArray,
  type Readable,
} from 'alidade/sdk';
import { countPairs, findRadius } from './confusion.ts';

/** An image of a cell; its place in the list of all of them is its place in `pictures`. */
export interface ConfusedImage {
  readonly label: number;
  /** The column of the matrix. */
  readonly prediction: number;
  /** Which image of the data set it is, from 0. */
  readonly index: number;
}

export interface ConfusionPoint {
  /** 0: unchanged. */
  readonly epsilon: number;
  /**
   * Row: the true class; column: the class that is read. Rows sum to the images of their class; one with images whose logits
   * are no numbers has a column more, for them.
   */
  readonly matrix: readonly (readonly number[])[];
  readonly images: readonly ConfusedImage[];
}

export interface ConfusionCourse extends Pick<Examples, 'attack' | 'role' | 'norm' | 'target'> {
  /** Images that were attacked. */
  readonly count: number;
  /** In the attack's own words. */
  readonly tries: string;
  /** Rising from 0. */
  readonly points: readonly ConfusionPoint[];
}

export interface Confusions {
  readonly format: 1;
  readonly classes: readonly string[];
  readonly attacks: readonly ConfusionCourse[];
  /** [images, height, width, channels], uint8: the images of all points in their order, black 0 and white 255. */
  readonly pictures: NdArray<Uint8Array>;
}

/**
 * Which class is taken for which, unchanged and at each ε of each attack, with the first images of every cell as pictures.
 * Always the first ones: nothing is picked for how it came out. Records no metric; `confusion_by_epsilon` records the worst
 * class of one attack.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset the images [n, height, width, channels] that were attacked, from 0 to 1, with their true labels [n, classes]
 * @param attacks what each attack made of them; one that looked for the least change has one matrix, at the ε it needed most
 * @param pictures of each cell so many are kept, 0 to 12; the default is ours
 * @returns the matrices of each attack in the order given, and the pictures, rounded to 256 levels
 * @throws where an attack holds more images than the data set, none is given, or a number is out of its range
 */
export async function collect_confusions(
  model: Readable,
  dataset: Dataset,
  attacks: readonly Examples[],
  pictures: number /* integer */ = 4,
): Promise<Confusions> {
  checkUnitRange(dataset);
  if (!(Number.isInteger(pictures) && pictures >= 0 && pictures <= 12))
    throw new RangeError(`pictures is a whole number from 0 to 12, not ${pictures}.`);
  if (attacks.length === 0) throw new Error('At least one attack is needed.');
  const labels = await readLabels(dataset);
  const large = attacks.find(({ rounds }) => rounds[0]!.images.shape[0] > labels.length);
  if (large)
    throw new Error(`${large.attack} holds more images than the data set: it was made from another one.`);
  const clean = (await classify(model, dataset.images)).predictions;
  const parts: Uint8Array[] = [];
  const courses: ConfusionCourse[] = [];
  for (const examples of attacks) {
    const given = { model, dataset, labels, clean, pictures, classes: dataset.meta.num_classes };
    const { course, kept } = await follow(given, examples);
    courses.push(course);
    parts.push(...kept);
    progress(courses.length, attacks.length, examples.attack);
  }
  const shape = dataset.images.shape.slice(1);
  return {
    format: 1,
    classes: Array.from({ length: dataset.meta.num_classes }, (_, k) => String(k)),
    attacks: courses,
    pictures: join(parts, shape),
  };
}

interface Given {
  readonly model: Readable;
  readonly dataset: Dataset;
  readonly labels: Int32Array;
  readonly clean: Int32Array;
  readonly pictures: number;
  readonly classes: number;
}

/** The matrices of one attack, and what the images of their cells look like. */
async function follow(
  given: Given,
  examples: Examples,
): Promise<{ course: ConfusionCourse; kept: Uint8Array[] }> {
  const { attack, role, norm, target, threat, rounds } = examples;
  const count = rounds[0]!.images.shape[0];
  const labels = given.labels.subarray(0, count);
  const clean = given.clean.subarray(0, count);
  const points = [makePoint(0, labels, clean, given)];
  const kept = [await readPictures(given.dataset, points[0]!.images)];
  for (const round of rounds) {
    const predictions = await readRound(given.model, examples, round);
    const radius = findRadius(round, { labels, clean, predictions }, norm);
    const point = makePoint(radius, labels, predictions, given);
    points.push(point);
    kept.push(await readPictures(round, point.images));
  }
  return { course: { attack, role, norm, target, count, tries: threat.tries, points }, kept };
}

/** What was read by the one who was attacked is read by this one already, where they are the same. */
const readRound = async (model: Readable, { attacked }: Examples, round: AttackRound): Promise<Int32Array> =>
  attacked === model ? round.predictions : (await classify(model, round.images)).predictions;

function makePoint(
  epsilon: number,
  labels: Int32Array,
  predictions: Int32Array,
  { classes, pictures }: Given,
): ConfusionPoint {
  const seen = new Map<number, number>();
  const images: ConfusedImage[] = [];
  labels.forEach((label, index) => {
    const prediction = predictions[index] === NO_CLASS ? classes : predictions[index]!;
    const cell = label * (classes + 1) + prediction;
    const before = seen.get(cell) ?? 0;
    seen.set(cell, before + 1);
    if (before < pictures) images.push({ label, prediction, index });
  });
  return { epsilon, matrix: countPairs(labels, predictions, classes), images };
}

/** The chosen images one after the other, in 256 levels. */
async function readPictures(
  { images }: Pick<Dataset, 'images'>,
  chosen: readonly ConfusedImage[],
): Promise<Uint8Array> {
  if (chosen.length === 0) return new Uint8Array();
  const rows = gatherRows(
    images,
    Int32Array.from(chosen, ({ index }) => index),
  );
  const levels = Uint8ClampedArray.from(await rows.data(), (value) => 255 * value);
  rows.dispose();
  return Uint8Array.from(levels);
}

function join(parts: readonly Uint8Array[], shape: readonly number[]): NdArray<Uint8Array> {
  const data = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { shape: [data.length / shape.reduce((product, length) => product * length, 1), ...shape], data };
}
