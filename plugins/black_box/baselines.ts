/** What chance alone does to images: the baselines of the attacks that no usual noise stands beside. */
import {
  checkEpsilons,
  random,
  type AttackRound,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import { drawMember, paint } from './evolution.ts';
import { checkPixels, closeRound, takeSubjects, type Subjects } from './subjects.ts';
import { checkMotion, prepareMotion } from './turn.ts';

/**
 * Random pixels, the baseline of the one-pixel attack (Su, Vargas and Sakurai 2019, arXiv:1710.08864): k pixels anywhere
 * become what the first generation of that attack draws (normal, mean 128 and deviation 127 of 255, put back into [0, 1]).
 *
 * Threat model: sees nothing; may change at most k pixels; tries one draw, and asks nothing.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence, to read what came of it
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param pixels how many pixels may change, each number a round of its own; 1, 3 and 5 are the paper's
 * @param count how many of the first images are changed, 1 or more
 * @returns the changed images, for each number of pixels, which stands as ε (L0, in pixels)
 * @throws for numbers that make no sense, or pixels that do not lie from 0 to 1
 */
export async function add_random_pixels(
  model: Readable,
  dataset: Dataset,
  pixels: readonly number[] = [1, 3, 5],
  count = 32,
): Promise<Examples> {
  const subjects = await takeSubjects(model, dataset, count);
  const { shape } = subjects;
  const change: Change = (image, number, i) =>
    paint(image, drawMember(shape, number, random(`image ${i}, ${number} pixels`)), shape);
  const rounds = await changeAll(model, subjects, checkPixels(pixels, subjects), change);
  return describeNoise(model, 'L0', 'at most ε pixels, each to any value (L0, in pixels)', rounds);
}

/**
 * One random motion, the baseline of the spatial attack: a shift and a turn from anywhere within a share of the greatest.
 *
 * Threat model: sees nothing; may shift by at most `max_shift` pixels each way and turn by at most `max_degrees`, times ε;
 * tries one draw, and asks nothing. The direction of an image is the same for all ε.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence, to read what came of it
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param strengths the ε, each more than 0 and at most 1; these four are ours
 * @param max_shift pixels, 0 or more; 3 is the paper's (Engstrom et al. 2019, arXiv:1712.02779) for MNIST
 * @param max_degrees 0 to 180; 30 is theirs
 * @param count how many of the first images are changed, 1 or more
 * @returns the changed images, for each strength
 * @throws for a motion that makes no sense, or pixels that do not lie from 0 to 1
 */
export async function add_random_motion(
  model: Readable,
  dataset: Dataset,
  strengths: readonly number[] = [0.25, 0.5, 0.75, 1],
  max_shift = 3,
  max_degrees = 30,
  count = 100,
): Promise<Examples> {
  const rising = checkEpsilons(strengths);
  checkMotion(max_shift, max_degrees);
  const subjects = await takeSubjects(model, dataset, count);
  const draws = subjects.images.map((_, i) => random(`image ${i}`).fillUniform(new Float32Array(3), -1, 1));
  const change: Change = (image, strength, i) => {
    const [right, down, turn] = draws[i] as unknown as [number, number, number];
    const shift = strength * max_shift;
    const motion = { right: right * shift, down: down * shift, degrees: turn * strength * max_degrees };
    return prepareMotion(subjects.shape, motion)(image);
  };
  const rounds = await changeAll(model, subjects, rising, change);
  const may = `the place by at most ${max_shift}·ε pixels each way, the turn by at most ${max_degrees}·ε degrees`;
  return describeNoise(model, null, may, rounds);
}

type Change = (image: Float32Array, epsilon: number, i: number) => Float32Array;

async function changeAll(
  model: Readable,
  subjects: Subjects,
  epsilons: readonly number[],
  change: Change,
): Promise<AttackRound[]> {
  const queries = new Int32Array(subjects.count);
  const rounds: AttackRound[] = [];
  for (const epsilon of epsilons) {
    const images = subjects.images.map((image, i) => change(image, epsilon, i));
    rounds.push(await closeRound(model, subjects, images, { epsilon, queries }));
  }
  return rounds;
}

function describeNoise(
  model: Readable,
  norm: Examples['norm'],
  may_change: string,
  rounds: readonly AttackRound[],
): Examples {
  const threat = { sees: 'nothing', may_change, tries: '1 draw' };
  return {
    attack: 'noise',
    role: 'noise',
    norm,
    target: null,
    threat,
    health: null,
    attacked: model,
    rounds,
  };
}
