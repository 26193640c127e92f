/** The spatial attack: every turn and shift of a grid, and the one that is read worst. */
import {
  checkEpsilons,
  ENOUGH_DRAWS,
  log,
  progress,
  type AttackRound,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import { admit, createOracle, type Oracle } from './oracle.ts';
import { checkWhole, closeRound, readRight, takeSubjects, type Subjects } from './subjects.ts';
import { checkMotion, prepareMotion, type Motion } from './turn.ts';

/** Candidates that are read at once. */
const BATCH = 512;

/**
 * The spatial attack (Engstrom, Tran, Tsipras, Schmidt and Madry 2019, arXiv:1712.02779), by grid search: each image is
 * shifted and turned in every way of a grid, and the one with the greatest margin between the best other class and the true
 * one is taken. Between pixels values are interpolated (bilinear); what comes in from outside is black. The grid holds the
 * image as it is where its steps are odd.
 *
 * Threat model: sees the logits and the true label, no weights; may shift by at most `max_shift` pixels each way and turn by
 * at most `max_degrees`; asks for each motion once: shift_steps² · degree_steps queries an image. No norm bounds it: ε is a
 * share of the greatest motion, and the round at ε takes the worst of those motions of the grid whose shifts and turn stay
 * within that share; its queries are their number, before a random defence ten times that, since there the mean margin of 10
 * readings is what counts. Images that are misread unchanged stay as they are, with no queries.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence; only its logits are read
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param strengths the ε, each more than 0 and at most 1; at 1 stands the paper's figure
 * @param max_shift pixels, 0 or more; 3 is the paper's for MNIST
 * @param max_degrees 0 to 180; 30 is the paper's
 * @param shift_steps shifts tried in each direction, 1 or more; 5 is the paper's
 * @param degree_steps turns tried, 1 or more; 31 is the paper's
 * @param count how many of the first images are attacked, 1 or more; figures on fewer than 500 have wide bands
 * @returns the changed images, for each strength
 * @throws for a grid that makes no sense or has no motion within a strength, or pixels that do not lie from 0 to 1
 */
export async function attack_spatial(
  model: Readable,
  dataset: Dataset,
  strengths: readonly number[] = [0.25, 0.5, 0.75, 1],
  max_shift = 3,
  max_degrees = 30,
  shift_steps = 5,
  degree_steps = 31,
  count = 100,
): Promise<Examples> {
  const rising = checkEpsilons(strengths);
  checkMotion(max_shift, max_degrees);
  const motions = listMotions(max_shift, max_degrees, shift_steps, degree_steps);
  const levels = rising.map((strength) => ({
    strength,
    motions: new Set(
      motions.filter((motion) => isWithin(motion, strength * max_shift, strength * max_degrees)),
    ),
  }));
  const bare = levels.find((level) => level.motions.size === 0);
  if (bare)
    throw new RangeError(`The grid has no motion within ${bare.strength}: take odd numbers of steps.`);
  const subjects = await takeSubjects(model, dataset, count);
  const oracle = createOracle(model, subjects, subjects.labels, ENOUGH_DRAWS);
  const worst = await searchGrid(
    oracle,
    subjects,
    motions,
    levels.map((level) => level.motions),
  );
  const rounds: AttackRound[] = [];
  for (const [k, level] of levels.entries()) {
    const queries = new Int32Array(subjects.count);
    readRight(subjects).forEach((owner) => (queries[owner] = level.motions.size * oracle.readings));
    const round = await closeRound(model, subjects, worst[k]!, { epsilon: level.strength, queries });
    const fell = round.success.reduce((sum, one) => sum + one, 0);
    log(`${level.motions.size} motions: ${fell} of ${readRight(subjects).length} gave way`);
    rounds.push(round);
  }
  return {
    attack: 'Spatial',
    role: 'adversarial',
    norm: null,
    target: null,
    threat: admit(oracle, {
      sees: 'the logits and the true label, no weights',
      may_change: `the place by at most ${max_shift}·ε pixels each way, the turn by at most ${max_degrees}·ε degrees`,
      tries: `all of a grid of ${motions.length} motions${oracle.readings === 1 ? '' : `, each judged by ${oracle.readings} readings of the defence`}`,
    }),
    health: null,
    attacked: model,
    rounds,
  };
}

/** Each image in the motion of each level that is read worst; several motions of all images are asked about at once. */
async function searchGrid(
  oracle: Oracle,
  subjects: Subjects,
  motions: readonly Motion[],
  levels: readonly ReadonlySet<Motion>[],
): Promise<Float32Array[][]> {
  const owners = readRight(subjects);
  const worst = levels.map(() => subjects.images.slice());
  const most = levels.map(() => new Float32Array(subjects.count).fill(-Infinity));
  const together = Math.max(1, Math.floor(BATCH / Math.max(1, owners.length)));
  for (let start = 0; start < motions.length; start += together) {
    const candidates = motions.slice(start, start + together).flatMap((motion) => {
      const move = prepareMotion(subjects.shape, motion);
      return owners.map((owner) => ({ owner, motion, image: move(subjects.images[owner]!) }));
    });
    const pixels = new Float32Array(candidates.length * subjects.size);
    candidates.forEach(({ image }, row) => pixels.set(image, row * subjects.size));
    const margins = await oracle.margins(
      pixels,
      candidates.map(({ owner }) => owner),
    );
    candidates.forEach(({ owner, motion, image }, row) => {
      levels.forEach((level, k) => {
        if (!level.has(motion) || !(margins[row]! > most[k]![owner]!)) return;
        most[k]![owner] = margins[row]!;
        worst[k]![owner] = image;
      });
    });
    progress(Math.min(motions.length, start + together), motions.length, 'motions');
  }
  return worst;
}

/** With a little room, so that 0.1 of 30 degrees holds 3. */
function isWithin({ right, down, degrees }: Motion, shift: number, turn: number): boolean {
  const reach = Math.max(Math.abs(right), Math.abs(down));
  return reach <= shift + 1e-9 && Math.abs(degrees) <= turn + 1e-9;
}

/**
 * Every motion of the grid, turns fastest.
 *
 * @internal
 */
export function listMotions(
  shift: number,
  degrees: number,
  shiftSteps: number,
  degreeSteps: number,
): Motion[] {
  checkWhole('shift_steps', shiftSteps);
  checkWhole('degree_steps', degreeSteps);
  const shifts = spread(shift, shiftSteps);
  return shifts.flatMap((right) =>
    shifts.flatMap((down) => spread(degrees, degreeSteps).map((turn) => ({ right, down, degrees: turn }))),
  );
}

/** Evenly from −most to most; one step is 0. */
function spread(most: number, steps: number): number[] {
  if (steps === 1) return [0];
  return Array.from({ length: steps }, (_, i) => (most * (2 * i - (steps - 1))) / (steps - 1));
}
