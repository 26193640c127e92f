/** Several attempts on the same rows: each goes on with those that the last left standing, the best one counts. */
import { marginLoss, type Classifier } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { drawsLots, readingsOf, readMargins } from './readings.ts';
import { closeRows, pickRows, type Ending, type Rows } from './rows.ts';

/**
 * Makes up to `attempts` attempts. After each one the classifier is asked (one query a row) and rows that it misreads are
 * done; of a row that stands to the end, the attempt that came nearest is kept. Where the classifier draws lots no row is
 * done before the end, and the attempt is kept whose mean margin over several readings (a query each) is greatest.
 */
export async function attemptAll(
  classifier: Classifier,
  rows: Rows,
  attempts: number,
  attempt: (rows: Rows, number: number) => Promise<Ending>,
): Promise<Ending> {
  if (attempts === 1) return attempt(rows, 0);
  const size = rows.x.size / rows.count;
  const pixels = new Float32Array(rows.x.size);
  const best = new Float32Array(rows.count).fill(-Infinity);
  const queries = new Int32Array(rows.count);
  const gradients = new Int32Array(rows.count);
  let standing = Int32Array.from({ length: rows.count }, (_, i) => i);
  for (let number = 0; number < attempts && standing.length > 0; number++) {
    const part = pickRows(rows, standing);
    const ending = await attempt(part, number);
    const margins = await readMargins(classifier, ending.images, (logits) => marginLoss(logits, part.truth));
    const values = await ending.images.data();
    standing.forEach((row, i) => {
      queries[row]! += ending.queries[i]! + readingsOf(classifier);
      gradients[row]! += ending.gradients[i]!;
      // A margin that is not a number is no success, but the first attempt's image stands until a better one.
      if (number > 0 && !(margins[i]! > best[row]!)) return;
      best[row] = margins[i]!;
      pixels.set(values.subarray(i * size, (i + 1) * size), row * size);
    });
    ending.images.dispose();
    closeRows(part);
    if (!drawsLots(classifier)) standing = standing.filter((row) => !(best[row]! > 0));
  }
  return { images: tf.tensor4d(pixels, rows.x.shape), queries, gradients };
}
