/** The one-pixel attack: differential evolution over where a few pixels are and what they become. */
import {
  ENOUGH_DRAWS,
  log,
  progress,
  random,
  type AttackRound,
  type Dataset,
  type Examples,
  type Random,
  type Readable,
} from 'alidade/sdk';
import { breed, drawMember, paint, type Member } from './evolution.ts';
import { admit, createOracle, sayQueries, type Oracle } from './oracle.ts';
import {
  checkPixels,
  checkWhole,
  closeRound,
  readRight,
  takeSubjects,
  type ImageShape,
  type Subjects,
} from './subjects.ts';

/** Values of candidates that are held at once, 8 MiB. */
const HELD = 2 ** 21;

/**
 * The one-pixel attack (Su, Vargas and Sakurai 2019, arXiv:1710.08864) with 1 to 5 pixels: differential evolution over
 * their places and values, without crossover, each child against its own parent. What is raised is the margin between the
 * best other class and the true one, where the paper lowers the true probability: in float32 a probability near 1 is flat.
 * An image is left alone once it is misread. Before a random defence a member is judged by the mean margin of 10 readings, a
 * child that seems better by 10 fresh ones, and an image is left alone once all of these misread it; each is a query.
 *
 * Threat model: sees the logits and the true label, no weights; may change at most k pixels, each to any value from 0 to 1;
 * asks at most population · (iterations + 1) times for each image and k, before a random defence 20 times as often. Images that are misread unchanged stay as they
 * are, with no queries.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence; only its logits are read
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param pixels how many pixels may change, each number a round of its own; the paper has 1, 3 and 5
 * @param iterations generations after the first, 1 or more; 75 is ours, the paper has 100
 * @param population members of a generation, 4 or more; 100 is ours, the paper has 400
 * @param count how many of the first images are attacked, 1 or more; figures on fewer than 500 have wide bands
 * @returns the changed images, for each number of pixels, which stands as ε (L0, in pixels: one of three channels has three
 *   values)
 * @throws for numbers that make no sense, or pixels that do not lie from 0 to 1
 */
export async function attack_one_pixel(
  model: Readable,
  dataset: Dataset,
  pixels: readonly number[] = [1, 3, 5],
  iterations = 75,
  population = 100,
  count = 32,
): Promise<Examples> {
  checkWhole('iterations', iterations);
  if (!(Number.isInteger(population) && population >= 4)) {
    throw new RangeError(`population is a whole number, 4 or more, not ${population}.`);
  }
  const subjects = await takeSubjects(model, dataset, count);
  const rising = checkPixels(pixels, subjects);
  const hunts = rising.flatMap((number, k) => beginHunts(subjects, number, k, population));
  const labels = Int32Array.from(rising.flatMap(() => [...subjects.labels]));
  const oracle = createOracle(model, subjects, labels, ENOUGH_DRAWS);
  await evolve(oracle, hunts, iterations);
  const rounds: AttackRound[] = [];
  for (const [k, epsilon] of rising.entries()) {
    const queries = oracle.queries.slice(k * subjects.count, (k + 1) * subjects.count);
    const round = await closeRound(model, subjects, imagesOf(hunts, subjects, k), { epsilon, queries });
    const fell = round.success.reduce((sum, one) => sum + one, 0);
    log(
      `${epsilon} of ${subjects.size / subjects.shape[2]} pixels: ${fell} of ${readRight(subjects).length} gave way`,
    );
    rounds.push(round);
  }
  return {
    attack: 'OnePixel',
    role: 'adversarial',
    norm: 'L0',
    target: null,
    threat: admit(oracle, {
      sees: 'the logits and the true label, no weights',
      may_change: 'at most ε pixels, each to any value (L0, in pixels)',
      tries: sayQueries(oracle, `${iterations} generations of ${population}`),
    }),
    health: null,
    attacked: model,
    rounds,
  };
}

/** One image with its own population. */
interface Hunt {
  /** Whose it is among the questions. */
  readonly owner: number;
  readonly image: Float32Array;
  readonly shape: ImageShape;
  readonly chance: Random;
  members: Member[];
  /** How badly each member is read. */
  margins: Float32Array;
  /** A member was misread for good. */
  fell: boolean;
}

function beginHunts(
  { count, images, shape, ...readings }: Subjects,
  pixels: number,
  k: number,
  population: number,
): Hunt[] {
  return readRight(readings).map((i) => {
    const chance = random(`image ${i}, ${pixels} pixels`);
    const members = Array.from({ length: population }, () => drawMember(shape, pixels, chance));
    const margins = new Float32Array(population).fill(-Infinity);
    return { owner: k * count + i, image: images[i]!, shape, chance, members, margins, fell: false };
  });
}

async function evolve(oracle: Oracle, hunts: readonly Hunt[], iterations: number): Promise<void> {
  let active = hunts;
  for (let generation = 0; generation <= iterations && active.length > 0; generation++) {
    const children = active.map(({ members, shape, chance }) =>
      generation === 0 ? members : breed(members, shape, chance),
    );
    await compete(oracle, active, children);
    active = active.filter(({ fell }) => !fell);
    progress(generation, iterations, `${hunts.length - active.length} of ${hunts.length} are misread`);
  }
}

/** Every child takes the place of its parent where it is read no better. */
async function compete(oracle: Oracle, hunts: readonly Hunt[], children: readonly Member[][]): Promise<void> {
  const { image, members } = hunts[0]!;
  const together = Math.max(1, Math.floor(HELD / (image.length * members.length)));
  for (let start = 0; start < hunts.length; start += together) {
    const group = hunts.slice(start, start + together);
    const candidates = new Float32Array(group.length * members.length * image.length);
    const owners = group.flatMap((hunt) => hunt.members.map(() => hunt.owner));
    const born = group.flatMap((hunt, i) => children[start + i]!.map((member) => ({ hunt, member })));
    born.forEach(({ hunt, member }, row) =>
      candidates.set(paint(hunt.image, member, hunt.shape), row * image.length),
    );
    const standing = group.flatMap((hunt) => [...hunt.margins]);
    const { margins, fell } = await oracle.challenge(candidates, owners, standing);
    born.forEach(({ hunt, member }, row) => {
      const place = row % members.length;
      if (!(margins[row]! >= hunt.margins[place]!)) return;
      hunt.margins[place] = margins[row]!;
      hunt.members[place] = member;
      hunt.fell ||= fell[row] === 1;
    });
  }
}

/** Each image with the pixels of its worst-read member. */
function imagesOf(hunts: readonly Hunt[], { count, images, shape }: Subjects, k: number): Float32Array[] {
  const changed = images.slice();
  for (const { owner, image, members, margins } of hunts) {
    if (Math.floor(owner / count) !== k) continue;
    changed[owner % count] = paint(image, members[margins.indexOf(Math.max(...margins))]!, shape);
  }
  return changed;
}
