/** Random noise at several ε, the baseline that attacks are held against. */
import {
  checkEpsilons,
  checkUnitRange,
  classify,
  judgeRound,
  random,
  readLabels,
  shift,
  type AttackRound,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/**
 * Random noise of the same size, the baseline of every attack: each pixel moves by +ε or −ε, as chance has it, then back
 * into [0, 1]. What noise does not do, the attack's direction does.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence, to read what came of it
 * @param dataset images from 0 to 1
 * @param epsilons each more than 0 and at most 1
 * @returns the changed images, for each ε; the signs are the same for all
 */
export async function add_random_noise(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
): Promise<Examples> {
  checkUnitRange(dataset);
  const rising = checkEpsilons(epsilons);
  const signs = randomSigns(dataset.images.size, 'noise');
  const direction = tf.tensor4d(signs, dataset.images.shape);
  const images = rising.map((epsilon) => shift(dataset.images, direction, epsilon));
  direction.dispose();
  const threat = {
    sees: 'nothing',
    may_change: 'every pixel by at most ε (L∞, pixels from 0 to 1)',
    tries: '1 draw',
  };
  const rounds = await judgeAll(model, dataset, rising, images);
  return {
    attack: 'noise',
    role: 'noise',
    norm: 'Linf',
    target: null,
    threat,
    health: null,
    attacked: model,
    rounds,
  };
}

/** +1 and −1, one random bit each. */
export function randomSigns(length: number, stream: string): Float32Array {
  const chance = random(stream);
  const signs = new Float32Array(length);
  for (let at = 0; at < length; at += 32) {
    const word = chance.word();
    for (let bit = 0; bit < Math.min(32, length - at); bit++) signs[at + bit] = (word >>> bit) & 1 ? 1 : -1;
  }
  return signs;
}

async function judgeAll(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[],
  images: readonly tf.Tensor4D[],
): Promise<AttackRound[]> {
  const { images: before } = dataset;
  const { predictions: clean } = await classify(model, before);
  const facts = { before, labels: await readLabels(dataset), clean, queries: 0, gradientEvaluations: 0 };
  const rounds: AttackRound[] = [];
  for (const [i, epsilon] of epsilons.entries()) {
    rounds.push(await judgeRound(model, images[i]!, { ...facts, epsilon }));
  }
  return rounds;
}
