/** The only door from a black-box attack to the model: candidates go in, margins or a yes or no come out, and each is counted. No gradient passes. */
import {
  createPause,
  ENOUGH_DRAWS,
  log,
  marginLoss,
  oneHot,
  openClassifier,
  readClasses,
  signal,
  type Classifier,
  type Readable,
  type Threat,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import type { Subjects } from './subjects.ts';

/** Candidates that are read at once. */
const BATCH = 512;

/** Candidates lie one after the other in one array; `owners` says for each whose it is. */
export interface Oracle {
  /** How often was asked for each owner so far. */
  readonly queries: Int32Array;
  /** Readings that a margin is the mean of: 1 unless the classifier draws lots. Each is a query. */
  readonly readings: number;
  /** Whether a random defence is judged by so few readings that what is left is no robust accuracy. */
  readonly hasty: boolean;
  /** By how much the best other class lies above the label, in logits: above 0 where the candidate is misread. */
  margins(candidates: Float32Array, owners: ArrayLike<number>): Promise<Float32Array>;
  /**
   * The margins of candidates that would each take the place of one with the margin `standing`. Before a random defence those
   * that seem to are read afresh and the fresh mean is what is told: of many candidates the greatest mean is a lucky one.
   */
  challenge(
    candidates: Float32Array,
    owners: ArrayLike<number>,
    standing: ArrayLike<number>,
  ): Promise<Challenge>;
  /** 1 where another class than the label is read: the class alone is seen. */
  misread(candidates: Float32Array, owners: ArrayLike<number>): Promise<Uint8Array>;
}

export interface Challenge {
  readonly margins: Float32Array;
  /**
   * 1 where a candidate is misread for good, so that its image may rest: before a random defence where every fresh reading
   * says so, and these are enough.
   */
  readonly fell: Uint8Array;
}

/** What the logits of some candidates say, which are read before they are disposed of. */
type Read = (logits: tf.Tensor2D, labels: Int32Array) => Promise<ArrayLike<number>>;

/**
 * Asks for owners with these labels: the subjects, or each of them once for every ε. One call of the model takes up to 512
 * candidates, whoever they belong to.
 *
 * @param wanted readings of a random defence that a margin is the mean of
 */
export function createOracle(
  model: Readable,
  { shape, size }: Pick<Subjects, 'shape' | 'size'>,
  owned: Int32Array,
  wanted: number,
): Oracle {
  const classifier = openClassifier(model);
  const random = classifier.defence?.stochastic ?? false;
  const readings = random ? wanted : 1;
  const hasty = random && readings < ENOUGH_DRAWS;
  if (hasty) warnOfChance(classifier, readings);
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
  const margins: Oracle['margins'] = async (candidates, owners) =>
    meanOf(await readAgain(readings, () => ask(candidates, owners, readMargins)));
  return {
    queries,
    readings,
    hasty,
    margins,
    challenge: async (candidates, owners, standing) => {
      const found = await margins(candidates, owners);
      if (!random) return { margins: found, fell: Uint8Array.from(found, (margin) => Number(margin > 0)) };
      const better = [...found.keys()].filter((row) => found[row]! > standing[row]!);
      const rows = pickRows(candidates, better, size);
      const theirs = better.map((row) => owners[row]!);
      const fresh = await readAgain(readings, () => ask(rows, theirs, readMargins));
      return settleAnew(found, better, fresh, hasty);
    },
    misread: async (candidates, owners) => {
      // As `classify` reads, so that both break a tie alike.
      const read = await ask(candidates, owners, readClasses);
      return Uint8Array.from(read, (found, i) => Number(found !== owned[owners[i]!]));
    },
  };
}

/** Candidates that seemed better, judged by fresh readings alone: what seemed so by luck is none. They fell where every one says so. */
function settleAnew(
  margins: Float32Array,
  better: readonly number[],
  fresh: readonly Float32Array[],
  hasty: boolean,
): Challenge {
  const fell = new Uint8Array(margins.length);
  const means = meanOf(fresh);
  better.forEach((row, i) => {
    margins[row] = means[i]!;
    fell[row] = Number(!hasty && fresh.every((reading) => reading[i]! > 0));
  });
  return { margins, fell };
}

/** What an attack tells of itself: where it judged a random defence by too few readings, that too. */
export const admit = ({ hasty }: Oracle, threat: Threat): Threat =>
  hasty ? { ...threat, hasty: true } : threat;

/** How often is asked, where each candidate costs a query unless the defence is random. */
export function sayQueries({ readings, hasty }: Oracle, candidates: string, asked = candidates): string {
  if (readings === 1 && !hasty) return asked;
  const often = `${readings} reading${readings === 1 ? '' : 's'} of the defence`;
  return `${candidates}, each judged by ${often}, and by as many more where it seems better`;
}

async function readAgain(times: number, read: () => Promise<Float32Array>): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (let i = 0; i < times; i++) all.push(await read());
  return all;
}

function meanOf(readings: readonly Float32Array[]): Float32Array {
  const [first, ...others] = readings;
  if (others.length === 0) return first!;
  return first!.map((one, i) => others.reduce((sum, other) => sum + other[i]!, one) / readings.length);
}

function pickRows(values: Float32Array, rows: readonly number[], size: number): Float32Array {
  const picked = new Float32Array(rows.length * size);
  rows.forEach((row, i) => picked.set(values.subarray(row * size, (row + 1) * size), i * size));
  return picked;
}

async function readMargins(logits: tf.Tensor2D, labels: Int32Array): Promise<ArrayLike<number>> {
  const margins = tf.tidy(() => marginLoss(logits, oneHot(labels, logits.shape[1])));
  const values = await margins.data();
  margins.dispose();
  return values;
}

/** Few answers of a random defence are chance: a search by questions takes them for the boundary. */
function warnOfChance({ defence }: Classifier, readings: number): void {
  log(
    `${defence!.name} is random, and this attack judges each candidate by ${readings === 1 ? 'a single reading' : `${readings} readings`}: ` +
      'its decisions are noisy, and what it leaves is no robust accuracy. ' +
      `Attack through the weights, averaged over draws (eot), or judge by ${ENOUGH_DRAWS} readings`,
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
