/** What noisy copies of an image are read as: one vote each. */
import {
  createPause,
  NO_CLASS,
  progress,
  random,
  readClasses,
  signal,
  sizeOf,
  sliceRows,
  type Classifier,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** Copies that are read at once. */
const CHUNK = 250;

export interface Poll {
  /** Standard deviation of the noise, more than 0. */
  readonly sigma: number;
  /** Votes for each image. */
  readonly draws: number;
  /** The name of the stream that the noise comes from: votes that must not know of each other come from two. */
  readonly stream: string;
}

/**
 * The votes for each class of each image, [images][classes]; logits that are not numbers vote for none. Every image meets the same draws of noise: what one image's
 * votes say holds as if they were its own, only the chances of two images are not independent of each other.
 *
 * @param images [n, height, width, channels]
 */
export async function countVotes(
  { logits, classes }: Pick<Classifier, 'logits' | 'classes'>,
  images: tf.Tensor4D,
  { sigma, draws, stream }: Poll,
): Promise<Int32Array[]> {
  const [size, ...shape] = images.shape;
  const votes = Array.from({ length: size }, () => new Int32Array(classes));
  const pause = createPause();
  for (let done = 0; done < draws; done += CHUNK) {
    const copies = Math.min(CHUNK, draws - done);
    const noise = drawCopies(copies, shape, sigma, stream);
    for (let i = 0; i < size; i++) {
      signal().throwIfAborted();
      const read = tf.tidy(() => logits(tf.add(noise, sliceRows(images, i, i + 1))));
      for (const choice of await readClasses(read)) if (choice !== NO_CLASS) votes[i]![choice]! += 1;
      read.dispose();
      progress(done * size + (i + 1) * copies, draws * size, `votes for ${sizeOf({ images })} images`);
      await pause();
    }
    noise.dispose();
  }
  return votes;
}

function drawCopies(copies: number, shape: readonly number[], sigma: number, stream: string): tf.Tensor4D {
  const size = shape.reduce((product, length) => product * length, copies);
  const values = random(stream).fillNormal(new Float32Array(size), 0, sigma);
  return tf.tensor4d(values, [copies, ...shape] as [number, number, number, number]);
}

/** The class with the most votes (the first of equals), and the next. */
export function findLeaders(votes: Int32Array): { first: number; second: number } {
  const order = [...votes.keys()].sort((a, b) => votes[b]! - votes[a]! || a - b);
  return { first: order[0]!, second: order[1]! };
}
