/** The only door from a black-box attack to the model: candidates go in, margins or a yes or no come out, and each is counted. No gradient passes. */
import {
  createPause,
  log,
  marginLoss,
  oneHot,
  openClassifier,
  readClasses,
  signal,
  type Classifier,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import type { Subjects } from './subjects.ts';

/** Candidates that are read at once. */
const BATCH = 512;

/** Candidates lie one after the other in one array; `owners` says for each whose it is. */
export interface Oracle {
  /** How often was asked for each owner so far. */
  readonly queries: Int32Array;
  /** By how much the best other class lies above the label, in logits: above 0 where the candidate is misread. */
  margins(candidates: Float32Array, owners: ArrayLike<number>): Promise<Float32Array>;
  /** 1 where another class than the label is read: the class alone is seen. */
  misread(candidates: Float32Array, owners: ArrayLike<number>): Promise<Uint8Array>;
}

/** What the logits of some candidates say, which are read before they are disposed of. */
type Read = (logits: tf.Tensor2D, labels: Int32Array) => Promise<ArrayLike<number>>;

/**
 * Asks for owners with these labels: the subjects, or each of them once for every ε. One call of the model takes up to 512
 * candidates, whoever they belong to.
 */
export function createOracle(
  model: Readable,
  { shape, size }: Pick<Subjects, 'shape' | 'size'>,
  owned: Int32Array,
): Oracle {
  const classifier = openClassifier(model);
  warnOfChance(classifier);
  const queries = new Int32Array(owned.length);
  const pause = createPause();
  const ask = async (candidates: Float32Array, owners: ArrayLike<number>, read: Read) => {
    const answers = new Float32Array(owners.length);
    const labels = Int32Array.from(owners, (owner) => owned[owner]!);
    for (let start = 0; start < owners.length; start += BATCH) {
      signal().throwIfAborted();
      const end = Math.min(owners.length, start + BATCH);
      const part = candidates.subarray(start * size, end * size);
      answers.set(
        await readPart(
          classifier,
          tf.tensor4d(part, [end - start, ...shape]),
          labels.subarray(start, end),
          read,
        ),
        start,
      );
      await pause();
    }
    for (let i = 0; i < owners.length; i++) queries[owners[i]!]!++;
    return answers;
  };
  return {
    queries,
    margins: (candidates, owners) => ask(candidates, owners, readMargins),
    misread: async (candidates, owners) => {
      // As `classify` reads, so that both break a tie alike.
      const read = await ask(candidates, owners, readClasses);
      return Uint8Array.from(read, (found, i) => Number(found !== owned[owners[i]!]));
    },
  };
}

async function readMargins(logits: tf.Tensor2D, labels: Int32Array): Promise<ArrayLike<number>> {
  const margins = tf.tidy(() => marginLoss(logits, oneHot(labels, logits.shape[1])));
  const values = await margins.data();
  margins.dispose();
  return values;
}

/** Answers of a random defence are chance in part: a search by questions takes them for the boundary. */
function warnOfChance({ defence }: Classifier): void {
  if (!defence?.stochastic) return;
  log(
    `${defence.name} is random, so that two questions about one image may have two answers: the decisions of this attack ` +
      'are noisy, and what it leaves is no robust accuracy. Attack through the weights, averaged over draws (eot)',
    'WARNING',
  );
}

async function readPart(
  { logits }: Classifier,
  images: tf.Tensor4D,
  labels: Int32Array,
  read: Read,
): Promise<ArrayLike<number>> {
  const said = tf.tidy(() => logits(images));
  const values = await read(said, labels);
  tf.dispose([images, said]);
  return values;
}
