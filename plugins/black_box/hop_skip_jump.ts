/** HopSkipJump: along the boundary by yes and no alone, ever nearer to the image. */
import {
  nameAttack,
  normName,
  parseNorm,
  progress,
  random,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import { approachAll, askAll, measureReach, type Reach } from './approach.ts';
import { estimateDirections } from './direction.ts';
import { beginFound, closeLeastChange, keepBest, recordDistances, type Found } from './least_change.ts';
import { admit, createOracle, type Oracle } from './oracle.ts';
import { findStarts } from './starts.ts';
import { checkWhole, takeSubjects } from './subjects.ts';

/** Noise images that are tried as a start, as in IBM's toolbox. */
const START_TRIES = 100;
/** A step is halved at most as often: then it is below what float32 can tell. */
const MOST_HALVINGS = 30;

/**
 * HopSkipJump (Chen, Jordan and Wainwright 2020, arXiv:1904.02144): from a misread image to the boundary by halving, then
 * again and again: the direction that leads away from the boundary, estimated by asking about points around it; a step
 * along it, as long as it stays misread; and back to the boundary by halving. It looks for the least change; the nearest
 * misread image of all iterations is kept.
 *
 * Threat model: sees the class that is read and the true label, no logits, no weights; may change every pixel, as little as
 * it can; asks `init_eval`·√t times in iteration t for the direction, and a few times more for the step and the halvings.
 * All queries are counted, those for the start too, but not the reading of the unchanged image. Images that are misread
 * unchanged stay as they are, with no queries.
 *
 * Before a random defence every answer is a single reading, so that it takes luck for the boundary: what it leaves there is no
 * robust accuracy, and its figures say so.
 *
 * Records `median_distance` over the images that are read right (infinite where nothing was found) and `mean_queries` at
 * every iteration, 0 being the start.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence; only the class that it reads is seen
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param norm inf or 2: what the distance is measured in. Halving ends at 0.01/√d of the way in L2, and at 0.01/d in L∞,
 *   d being the values of an image, as in IBM's toolbox. In inf the attack is called HopSkipJump-Linf
 * @param iterations 1 or more; 50 is the toolbox's (`max_iter`), the authors take up to 64
 * @param init_eval queries for the first direction; 100 is the authors' and the toolbox's
 * @param max_eval the most for one direction; 10,000 is theirs
 * @param count how many of the first images are attacked, 1 or more
 * @returns the changed images as one round without ε
 * @throws for another norm, or pixels that do not lie from 0 to 1
 */
export async function attack_hopskipjump(
  model: Readable,
  dataset: Dataset,
  norm: string | number = 2,
  iterations = 50,
  init_eval = 100,
  max_eval = 10_000,
  count = 16,
): Promise<Examples> {
  const reach = checkReach(norm);
  checkWhole('iterations', iterations);
  checkWhole('init_eval', init_eval);
  checkWhole('max_eval', max_eval);
  const subjects = await takeSubjects(model, dataset, count);
  const oracle = createOracle(model, subjects, subjects.labels, 1);
  const theta = reach === 2 ? 0.01 / Math.sqrt(subjects.size) : 0.01 / subjects.size;
  const found = (await findStarts(oracle, subjects, START_TRIES)).map(beginFound);
  await approachAll(oracle, found, reach, theta);
  found.forEach((one) => keepBest(one, reach));
  recordDistances(found, oracle, subjects, 0);
  for (let t = 1; t <= iterations; t++) {
    const evaluations = evaluationsAt(t, init_eval, max_eval);
    await hop(oracle, found, { norm: reach, theta, t, evaluations });
    recordDistances(found, oracle, subjects, t);
    progress(t, iterations, `${evaluations} queries for a direction`);
  }
  return closeLeastChange(model, subjects, oracle, found, {
    attack: nameAttack('HopSkipJump', reach, 2),
    norm: normName(reach),
    threat: admit(oracle, {
      sees: 'the class that is read and the true label, no logits, no weights',
      may_change: `every pixel, as little as it can (${reach === 2 ? 'L2' : 'L∞'}, pixels from 0 to 1)`,
      tries: `${iterations} iterations, ${mostQueries(oracle)} queries an image at most`,
    }),
  });
}

/**
 * Queries for the direction in iteration t, from 1: the first number times √t, rounded down.
 *
 * @internal
 */
export function evaluationsAt(t: number, first: number, most: number): number {
  return Math.min(most, Math.floor(first * Math.sqrt(t)));
}

const mostQueries = ({ queries }: Oracle): number =>
  queries.reduce((most, asked) => Math.max(most, asked), 0);

function checkReach(norm: string | number): Reach {
  const parsed = parseNorm(norm);
  if (parsed !== 1) return parsed;
  throw new RangeError('HopSkipJump is known for the norms inf and 2, not 1.');
}

interface Hop {
  readonly norm: Reach;
  readonly theta: number;
  /** The iteration, from 1. */
  readonly t: number;
  readonly evaluations: number;
}

/** One iteration of every image: direction, step, halving. */
async function hop(
  oracle: Oracle,
  found: readonly Found[],
  { norm, theta, t, evaluations }: Hop,
): Promise<void> {
  const probes = found.map((chase) => ({
    chase,
    chance: random(`image ${chase.owner}`),
    radius: t === 1 ? 0.1 : radiusAt(chase, norm, theta),
  }));
  const directions = await estimateDirections(oracle, probes, evaluations, norm);
  await jump(oracle, found, directions, norm, t);
  await approachAll(oracle, found, norm, theta);
  found.forEach((one) => keepBest(one, norm));
}

/** How far away a direction is asked for: a hundredth of the distance, by the toolbox's theta. */
function radiusAt({ image, current }: Found, norm: Reach, theta: number): number {
  const distance = measureReach(image, current, norm);
  return (norm === 2 ? Math.sqrt(image.length) : image.length) * theta * distance;
}

/** A step of distance/√t along the direction, halved until it is misread; none where it never is. */
async function jump(
  oracle: Oracle,
  found: readonly Found[],
  directions: readonly Float32Array[],
  norm: Reach,
  t: number,
): Promise<void> {
  let active = found.map((chase, i) => {
    const length = measureReach(chase.image, chase.current, norm) / Math.sqrt(t);
    return { chase, direction: directions[i]!, length };
  });
  for (let halving = 0; halving <= MOST_HALVINGS && active.length > 0; halving++) {
    const points = active.map(({ chase, direction, length }) => stepAlong(chase.current, direction, length));
    const misread = await askAll(
      oracle,
      active.map(({ chase }) => chase.owner),
      points,
    );
    active.forEach((one, row) => {
      if (misread[row]) one.chase.current = points[row]!;
      else one.length /= 2;
    });
    active = active.filter((_, row) => !misread[row]);
  }
}

function stepAlong(from: Float32Array, direction: Float32Array, length: number): Float32Array {
  const point = new Float32Array(from.length);
  for (let j = 0; j < point.length; j++) {
    point[j] = Math.min(1, Math.max(0, from[j]! + length * direction[j]!));
  }
  return point;
}
