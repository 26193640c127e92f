/** The Square attack: random squares, kept where they raise the margin. */
import {
  checkEpsilons,
  ENOUGH_DRAWS,
  log,
  mostOf,
  nameAttack,
  normName,
  parseNorm,
  progress,
  random,
  type AttackRound,
  type Dataset,
  type Examples,
  type Norm,
  type Readable,
} from 'alidade/sdk';
import { admit, createOracle, sayQueries, type Oracle } from './oracle.ts';
import { squaresTwo } from './square_bumps.ts';
import { applyChange, squaresInf, type Proposals, type Walk } from './square_change.ts';
import { shareAt } from './square_schedule.ts';
import { checkWhole, closeRound, readRight, takeSubjects, type Subjects } from './subjects.ts';

/**
 * The Square attack (Andriushchenko, Croce, Flammarion and Hein 2020, arXiv:1912.00049) at several ε: a random search that
 * tries one square at a time on the border of the ball, and keeps it where the margin between the best other class and the
 * true one grows. In L∞ it begins with vertical stripes and every value always moves by ±ε before it is put back into
 * [0, 1]; in L2 it moves bumps. An image is left alone once it is misread.
 *
 * Before a random defence one reading says little (EOT: Athalye, Carlini and Wagner 2018, arXiv:1802.00420): a square is
 * judged by the mean margin of `eot` readings, one that seems better by as many fresh ones, and an image is left alone once
 * all of them misread it, never by fewer than 10. Every reading is a query, so that it costs `eot` to 2·`eot` times as much.
 * Noise hides the little that a square gains, so that even so a search by questions is slow there (Qin et al. 2021,
 * arXiv:2104.11470): hold a gradient attack that averages over draws beside it.
 *
 * Threat model: sees the logits and the true label, no weights and no gradients, so that masked gradients do not deceive
 * it; may change every pixel within ε; asks at most `iterations` times for each image and ε, before a random defence
 * 2·`eot`·`iterations` times. The reading of the unchanged image is not counted; images that are misread unchanged stay as they are, with no queries.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence; only its logits are read
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param norm inf or 2; in 2 the attack is called Square-L2
 * @param epsilons one or more, each more than 0, in the units of the pixels: at most 1 in L∞, at most the square root of the number of
 *   values in L2. Default: 0.05, 0.1, 0.2, 0.3 in L∞; 0.5, 1, 2, 3 in L2
 * @param iterations candidates for each image and ε, 1 or more, each a query unless the defence is random; 1,000 is ours, the
 *   paper takes up to 20,000
 * @param p_init share of the pixels in the first squares, more than 0 and at most 1; 0.8 is the authors' for MNIST. It
 *   falls by their schedule
 * @param count how many of the first images are attacked, 1 or more; figures on fewer than 500 have wide bands
 * @param eot readings of a random defence that a candidate is judged by, 1 or more; null: 10. With fewer what is left is no
 *   robust accuracy, and that is said. Other models are read once
 * @returns the changed images, for each ε
 * @throws for another norm, an ε out of range, or pixels that do not lie from 0 to 1
 */
export async function attack_square(
  model: Readable,
  dataset: Dataset,
  norm: string | number = 'inf',
  epsilons: readonly number[] = usualEpsilons(norm),
  iterations = 1000,
  p_init = 0.8,
  count = 100,
  eot: number | null /* integer */ = null,
): Promise<Examples> {
  const ball = checkNorm(norm);
  checkWhole('iterations', iterations);
  checkWhole('eot', eot ?? ENOUGH_DRAWS);
  if (!(p_init > 0 && p_init <= 1)) {
    throw new RangeError(`p_init is a share, more than 0 and at most 1, not ${p_init}.`);
  }
  const subjects = await takeSubjects(model, dataset, count);
  const rising = checkEpsilons(epsilons, mostOf(ball, dataset.images.shape));
  const proposals = ball === 'inf' ? squaresInf : squaresTwo;
  const walks = rising.flatMap((epsilon, k) => beginWalks(subjects, epsilon, k));
  const labels = Int32Array.from(rising.flatMap(() => [...subjects.labels]));
  const oracle = createOracle(model, subjects, labels, eot ?? ENOUGH_DRAWS);
  await searchSquares(oracle, walks, { proposals, iterations, first: p_init });
  const rounds: AttackRound[] = [];
  for (const [k, epsilon] of rising.entries()) {
    const queries = oracle.queries.slice(k * subjects.count, (k + 1) * subjects.count);
    rounds.push(await closeRound(model, subjects, imagesOf(walks, subjects, k), { epsilon, queries }));
    logRound(rounds[k]!, subjects);
  }
  return {
    attack: nameAttack('Square', ball),
    role: 'adversarial',
    norm: normName(ball),
    target: null,
    threat: admit(oracle, {
      sees: 'the logits and the true label, no weights',
      may_change: `every pixel within ε (${ball === 'inf' ? 'L∞' : 'L2'}, pixels from 0 to 1)`,
      tries: sayQueries(
        oracle,
        `at most ${iterations} candidates an image`,
        `at most ${iterations} queries an image`,
      ),
    }),
    health: null,
    attacked: model,
    rounds,
  };
}

function usualEpsilons(norm: string | number): number[] {
  return parseNorm(norm) === 2 ? [0.5, 1, 2, 3] : [0.05, 0.1, 0.2, 0.3];
}

function checkNorm(norm: string | number): Exclude<Norm, 1> {
  const parsed = parseNorm(norm);
  if (parsed !== 1) return parsed;
  throw new RangeError('The Square attack is known for the norms inf and 2, not 1.');
}

interface Search {
  readonly proposals: Proposals;
  readonly iterations: number;
  readonly first: number;
}

/** A walk, whose it is among the questions, and how badly its best candidate is read. */
interface Hunted extends Walk {
  readonly owner: number;
  margin: number;
  /** Misread for good, so that it rests. */
  fell: boolean;
}

/** One walk for each image that is read right; each has its own chance, so that none depends on the others. */
function beginWalks({ count, images, shape, ...readings }: Subjects, epsilon: number, k: number): Hunted[] {
  return readRight(readings).map((i) => {
    const image = images[i]!;
    const chance = random(`image ${i}, ε ${epsilon}`);
    const change = new Float32Array(image.length);
    const none = { best: image, change, margin: -Infinity, fell: false };
    return { owner: k * count + i, shape, image, epsilon, chance, ...none };
  });
}

/** All images at every ε step side by side, one candidate each, in one batch. */
async function searchSquares(
  oracle: Oracle,
  walks: readonly Hunted[],
  { proposals, iterations, first }: Search,
): Promise<void> {
  let active = walks;
  for (let step = 0; step < iterations && active.length > 0; step++) {
    const share = shareAt(step - 1, iterations, first);
    const changes = active.map((walk) => (step === 0 ? proposals.start(walk) : proposals.next(walk, share)));
    await tryChanges(oracle, active, changes);
    active = active.filter(({ fell }) => !fell);
    progress(step + 1, iterations, `${walks.length - active.length} of ${walks.length} are misread`);
  }
}

function imagesOf(walks: readonly Hunted[], { count, images }: Subjects, k: number): Float32Array[] {
  const changed = images.slice();
  for (const { owner, best } of walks) if (Math.floor(owner / count) === k) changed[owner % count] = best;
  return changed;
}

async function tryChanges(
  oracle: Oracle,
  walks: readonly Hunted[],
  changes: readonly Float32Array[],
): Promise<void> {
  const size = walks[0]!.image.length;
  const candidates = new Float32Array(walks.length * size);
  walks.forEach((walk, row) => candidates.set(applyChange(walk.image, changes[row]!), row * size));
  const { margins, fell } = await oracle.challenge(
    candidates,
    walks.map(({ owner }) => owner),
    walks.map(({ margin }) => margin),
  );
  walks.forEach((walk, row) => {
    if (!(margins[row]! > walk.margin)) return;
    walk.margin = margins[row]!;
    walk.fell = fell[row] === 1;
    walk.change = changes[row]!;
    walk.best = candidates.slice(row * size, (row + 1) * size);
  });
}

function logRound({ epsilon, success, queries }: AttackRound, subjects: Subjects): void {
  const right = readRight(subjects).length;
  const fell = success.reduce((sum, one) => sum + one, 0);
  const asked = queries.reduce((sum, one) => sum + one, 0) / Math.max(1, right);
  log(`ε ${epsilon}: ${fell} of ${right} gave way, ${asked.toFixed(0)} queries an image on average`);
}
