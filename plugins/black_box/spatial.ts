/** The spatial attack: every turn and shift of a grid, and the one that is read worst. */
import { log, progress, type Dataset, type Examples, type Readable } from 'alidade/sdk';
import { createOracle, type Oracle } from './oracle.ts';
import { checkWhole, closeRound, readRight, takeSubjects, type Subjects } from './subjects.ts';
import { prepareMotion, type Motion } from './turn.ts';

/** Candidates that are read at once. */
const BATCH = 512;

/**
 * The spatial attack (Engstrom, Tran, Tsipras, Schmidt and Madry 2019, arXiv:1712.02779), by grid search: each image is
 * shifted and turned in every way of a grid, and the one with the greatest margin between the best other class and the true
 * one is taken. Between pixels values are interpolated (bilinear); what comes in from outside is black. The grid holds the
 * image as it is where its steps are odd.
 *
 * Threat model: sees the logits and the true label, no weights; may shift by at most `max_shift` pixels each way and turn by
 * at most `max_degrees`; asks for each motion once: shift_steps² · degree_steps queries an image. No norm bounds it, so there
 * is no ε. Images that are misread unchanged stay as they are, with no queries.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence; only its logits are read
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels
 * @param max_shift pixels, 0 or more; 3 is the paper's for MNIST
 * @param max_degrees 0 to 180; 30 is the paper's
 * @param shift_steps shifts tried in each direction, 1 or more; 5 is the paper's
 * @param degree_steps turns tried, 1 or more; 31 is the paper's
 * @param count how many of the first images are attacked; figures on fewer than 500 have wide bands
 * @returns the changed images as one round without norm and ε
 * @throws for a grid that makes no sense, or pixels that do not lie from 0 to 1
 */
export async function attack_spatial(
  model: Readable,
  dataset: Dataset,
  max_shift = 3,
  max_degrees = 30,
  shift_steps = 5,
  degree_steps = 31,
  count = 100,
): Promise<Examples> {
  if (!(max_shift >= 0)) throw new RangeError(`max_shift is 0 pixels or more, not ${max_shift}.`);
  if (!(max_degrees >= 0 && max_degrees <= 180)) {
    throw new RangeError(`max_degrees is 0 to 180, not ${max_degrees}.`);
  }
  checkWhole('shift_steps', shift_steps);
  checkWhole('degree_steps', degree_steps);
  const subjects = await takeSubjects(model, dataset, count);
  const oracle = createOracle(model, subjects, subjects.labels);
  const motions = listMotions(max_shift, max_degrees, shift_steps, degree_steps);
  const images = await searchGrid(oracle, subjects, motions);
  const round = await closeRound(model, subjects, images, { epsilon: null, queries: oracle.queries });
  log(`${round.success.reduce((sum, one) => sum + one, 0)} of ${readRight(subjects).length} gave way`);
  return {
    attack: 'Spatial',
    role: 'adversarial',
    norm: null,
    target: null,
    threat: {
      sees: 'the logits and the true label, no weights',
      may_change: `the place by at most ${max_shift} pixels each way, the turn by at most ${max_degrees}°`,
      tries: `${motions.length} motions, all of them`,
    },
    health: null,
    attacked: model,
    rounds: [round],
  };
}

/** Each image in the motion that is read worst; several motions of all images are asked about at once. */
async function searchGrid(
  oracle: Oracle,
  subjects: Subjects,
  motions: readonly Motion[],
): Promise<Float32Array[]> {
  const owners = readRight(subjects);
  const images = subjects.images.slice();
  const worst = new Float32Array(subjects.count).fill(-Infinity);
  const together = Math.max(1, Math.floor(BATCH / Math.max(1, owners.length)));
  for (let start = 0; start < motions.length; start += together) {
    const candidates = motions.slice(start, start + together).flatMap((motion) => {
      const move = prepareMotion(subjects.shape, motion);
      return owners.map((owner) => ({ owner, image: move(subjects.images[owner]!) }));
    });
    const pixels = new Float32Array(candidates.length * subjects.size);
    candidates.forEach(({ image }, row) => pixels.set(image, row * subjects.size));
    const margins = await oracle.margins(
      pixels,
      candidates.map(({ owner }) => owner),
    );
    candidates.forEach(({ owner, image }, row) => {
      if (!(margins[row]! > worst[owner]!)) return;
      worst[owner] = margins[row]!;
      images[owner] = image;
    });
    progress(Math.min(motions.length, start + together), motions.length, 'motions');
  }
  return images;
}

/** Every motion of the grid, turns fastest. @internal */
export function listMotions(
  shift: number,
  degrees: number,
  shiftSteps: number,
  degreeSteps: number,
): Motion[] {
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
