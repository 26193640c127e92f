/** Random noise at several ε, the baseline that attacks are held against. */
import {
  checkEpsilons,
  checkUnitRange,
  classify,
  judgeRound,
  mostOf,
  nameAttack,
  normName,
  parseNorm,
  random,
  readLabels,
  shift,
  sizeOf,
  type AttackRound,
  type Dataset,
  type Examples,
  type Norm,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

const BOUNDS = {
  inf: 'every pixel by at most ε (L∞, pixels from 0 to 1)',
  2: 'all pixels together by at most ε (L2, pixels from 0 to 1)',
  1: 'all pixels together by at most ε (L1, pixels from 0 to 1)',
};

/**
 * Random noise of the same size, the baseline of every attack: what noise does not do, the attack's direction does. In L∞
 * each pixel moves by +ε or −ε, as chance has it; in L2 and L1 the image moves by ε in a direction that is spread evenly
 * over the sphere of that norm. Then every pixel is put back into [0, 1], so that the change that is left may be shorter
 * than ε.
 *
 * Threat model: sees nothing; may change every pixel by at most ε (L∞), or all together (L2, L1); tries one draw, and asks
 * nothing. No paper has it: it is the control that Carlini et al. 2019 (arXiv:1902.06705) ask for beside every attack.
 * Defaults are ours: the ε of the other attacks here.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence, to read what came of it
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0; at most 1 in L∞, √values of an image in L2, as many as it has values in L1. Default:
 *   0.05, 0.1, 0.2, 0.3 in L∞; 0.5, 1, 2, 3 in L2; 5, 10, 20, 30 in L1
 * @param norm what ε bounds: inf, 2 or 1; in 2 and 1 the attack is called noise-L2 and noise-L1
 * @returns the changed images, for each ε; the signs or directions are the same for all
 * @throws for another norm, an ε out of range, or pixels that do not lie from 0 to 1
 */
export async function add_random_noise(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] | null = null,
  norm: string | number = 'inf',
): Promise<Examples> {
  checkUnitRange(dataset);
  const bound = parseNorm(norm);
  const rising = checkEpsilons(epsilons ?? usualEpsilons(bound), mostOf(bound, dataset.images.shape));
  const direction = tf.tensor4d(drawDirections(dataset, bound), dataset.images.shape);
  const images = rising.map((epsilon) => shift(dataset.images, direction, epsilon));
  direction.dispose();
  const rounds = await judgeAll(model, dataset, rising, images);
  return {
    attack: nameAttack('noise', bound),
    role: 'noise',
    norm: normName(bound),
    target: null,
    threat: { sees: 'nothing', may_change: BOUNDS[bound], tries: '1 draw' },
    health: null,
    attacked: model,
    rounds,
  };
}

function usualEpsilons(norm: Norm): number[] {
  if (norm === 'inf') return [0.05, 0.1, 0.2, 0.3];
  return norm === 2 ? [0.5, 1, 2, 3] : [5, 10, 20, 30];
}

/** One direction of length 1 in `norm` for each image, one after the other. */
function drawDirections(dataset: Dataset, norm: Norm): Float32Array {
  const { size } = dataset.images;
  if (norm === 'inf') return randomSigns(size, 'noise');
  const values = new Float32Array(size);
  const length = size / sizeOf(dataset);
  for (let from = 0; from < size; from += length) {
    drawDirection(values.subarray(from, from + length), norm);
  }
  return values;
}

/** Normal values over their length are spread evenly over the sphere of L2; signed exponentials over their sum, over that of L1. */
function drawDirection(image: Float32Array, norm: 1 | 2): void {
  const chance = random('noise');
  let total = 0;
  if (norm === 2) chance.fillNormal(image);
  for (let i = 0; i < image.length; i++) {
    if (norm === 1) image[i] = Math.log1p(-chance.uniform()) * (chance.word() & 1 ? 1 : -1);
    total += norm === 1 ? Math.abs(image[i]!) : image[i]! ** 2;
  }
  const size = norm === 1 ? total : Math.sqrt(total);
  for (let i = 0; i < image.length; i++) image[i]! /= size;
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
