/** Hands what an attack made of some images on as a data set. */
import { log, sizeOf, sliceRows, type Dataset, type DatasetMeta, type Examples } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/**
 * One round of an attack as a data set, with the true labels: what takes data sets (predictions, preprocessing,
 * comparisons) then takes any attack, and random noise as its baseline. The threat that the images come from is logged.
 *
 * @param dataset the images that were attacked, [n, height, width, channels], with their labels [n, classes]
 * @param examples what an attack, or noise, made of the first of them
 * @param epsilon which round, by its ε; null: the last one, of the greatest ε or of the least changes
 * @returns the changed images [m, height, width, channels], m at most n, as a data set
 * @throws where there is no round of that ε, or its images are not of this data set
 */
export function select_round(dataset: Dataset, examples: Examples, epsilon: number | null = null): Dataset {
  const { attack, rounds, threat } = examples;
  const round = epsilon === null ? rounds.at(-1) : rounds.find((one) => one.epsilon === epsilon);
  if (!round) {
    const known = rounds.map((one) => one.epsilon ?? 'the least change').join(', ');
    throw new RangeError(`${attack} has no round of ε ${epsilon}, but of ${known}.`);
  }
  const [count, ...shape] = round.images.shape;
  if (count > sizeOf(dataset) || shape.join() !== dataset.images.shape.slice(1).join()) {
    throw new RangeError(
      `${attack} holds ${count} images of ${shape.join('×')}, which are not of this data set.`,
    );
  }
  log(`${attack}: sees ${threat.sees}; may change ${threat.may_change}; tries ${threat.tries}`);
  const meta = { ...dataset.meta, rows: firstRows(dataset.meta.rows, count), shuffle: false };
  return { images: tf.clone(round.images), labels: sliceRows(dataset.labels, 0, count), meta };
}

/** Which rows of the file the first `count` images are. */
function firstRows(rows: DatasetMeta['rows'], count: number): [start: number, end: number][] {
  let left = count;
  return rows.flatMap(([start, end]): [number, number][] => {
    const taken = Math.min(left, end - start);
    left -= taken;
    return taken > 0 ? [[start, start + taken]] : [];
  });
}
