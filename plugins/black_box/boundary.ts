/** The boundary attack: a walk along the boundary by yes and no alone, one question a step. */
import { progress, random, type Dataset, type Examples, type Readable } from 'alidade/sdk';
import { approachAll, askAll } from './approach.ts';
import { beginFound, closeLeastChange, keepBest, recordDistances, type Found } from './least_change.ts';
import { admit, createOracle, type Oracle } from './oracle.ts';
import { findStarts } from './starts.ts';
import { proposeStep } from './sphere_step.ts';
import { checkWhole, takeSubjects } from './subjects.ts';

/** Noise images that are tried as a start. */
const START_TRIES = 100;
/** Every so many steps it is asked whether the step around the image alone stays misread. */
const LOOK_EVERY = 10;
/** How many answers of both kinds set the steps' lengths anew; Foolbox waits for 100 around the image, since it takes 25,000 steps. */
const REMEMBERED = { around: 10, towards: 30 };
const ADAPTATION = 1.5;
/** The medians that are recorded. */
const RECORDED = 50;

/**
 * The boundary attack (Brendel, Rauber and Bethge 2018, arXiv:1712.04248), as its authors' Foolbox has it: from a misread
 * image brought to the boundary by halving, each step goes a little around the image and a little towards it, and is kept
 * where it is misread and nearer. The lengths of both steps grow and shrink with how often that is so. The distance, in
 * L2, never grows.
 *
 * Threat model: sees the class that is read and the true label, no logits, no weights; may change every pixel, as little as
 * it can (L2); asks once for each step, and once more every tenth. All queries are counted, those for the start too, but
 * not the reading of the unchanged image. Images that are misread unchanged stay as they are, with no queries.
 *
 * Before a random defence every answer is a single reading, so that it takes luck for the boundary: what it leaves there is no
 * robust accuracy, and its figures say so.
 *
 * Records `median_distance` over the images that are read right (infinite where nothing was found) and `mean_queries` at
 * about fifty steps, 0 being the start.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence; only the class that it reads is seen
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param steps 1 or more; 1,000 is ours, the authors take 25,000
 * @param spherical_step how far around the image, as a share of the distance, at first; 0.01 is the authors'
 * @param source_step how far towards it, as a share of the distance, at first; 0.01 is the authors'
 * @param count how many of the first images are attacked, 1 or more
 * @returns the changed images as one round without ε
 * @throws for steps that make no sense, or pixels that do not lie from 0 to 1
 */
export async function attack_boundary(
  model: Readable,
  dataset: Dataset,
  steps = 1000,
  spherical_step = 0.01,
  source_step = 0.01,
  count = 16,
): Promise<Examples> {
  checkWhole('steps', steps);
  for (const [name, step] of Object.entries({ spherical_step, source_step })) {
    if (!(step > 0 && step < 1)) throw new RangeError(`${name} is a share between 0 and 1, not ${step}.`);
  }
  const subjects = await takeSubjects(model, dataset, count);
  const oracle = createOracle(model, subjects, subjects.labels, 1);
  const walks = (await findStarts(oracle, subjects, START_TRIES)).map((chase) =>
    beginWalk(chase, spherical_step, source_step),
  );
  await approachAll(oracle, walks, 2, 0.001);
  walks.forEach((walk) => keepBest(walk, 2));
  recordDistances(walks, oracle, subjects, 0);
  const every = Math.max(1, Math.ceil(steps / RECORDED));
  for (let step = 1; step <= steps; step++) {
    await walkOn(oracle, walks, step % LOOK_EVERY === 0);
    if (step % every === 0 || step === steps) recordDistances(walks, oracle, subjects, step);
    progress(step, steps, 'steps');
  }
  return closeLeastChange(model, subjects, oracle, walks, {
    attack: 'Boundary',
    norm: 'L2',
    threat: admit(oracle, {
      sees: 'the class that is read and the true label, no logits, no weights',
      may_change: 'every pixel, as little as it can (L2, pixels from 0 to 1)',
      tries: `${steps} steps, 1 start`,
    }),
  });
}

interface Walk extends Found {
  around: number;
  towards: number;
  /** Whether the last steps around the image, and the last whole steps, were misread (and nearer). */
  aroundWent: boolean[];
  towardsWent: boolean[];
}

function beginWalk(chase: Parameters<typeof beginFound>[0], around: number, towards: number): Walk {
  return { ...beginFound(chase), around, towards, aroundWent: [], towardsWent: [] };
}

/** One step of every image, side by side. */
async function walkOn(oracle: Oracle, walks: readonly Walk[], looks: boolean): Promise<void> {
  const owners = walks.map(({ owner }) => owner);
  const proposals = walks.map((walk) => proposeStep(walk, random(`image ${walk.owner}`)));
  const misread = await askAll(
    oracle,
    owners,
    proposals.map(({ point }) => point),
  );
  const around = looks
    ? await askAll(
        oracle,
        owners,
        proposals.map((proposal) => proposal.around),
      )
    : null;
  walks.forEach((walk, row) => {
    const before = walk.distance;
    if (misread[row]) {
      walk.current = proposals[row]!.point;
      keepBest(walk, 2);
      walk.current = walk.best;
    }
    remember(walk.towardsWent, walk.distance < before, REMEMBERED.towards);
    if (!around) return;
    remember(walk.aroundWent, around[row] === 1, REMEMBERED.around);
    adapt(walk);
  });
}

function remember(answers: boolean[], answer: boolean, most: number): void {
  answers.push(answer);
  if (answers.length > most) answers.shift();
}

/** Both steps grow where the boundary looks flat, and shrink where it does not; the one towards the image also by itself. */
function adapt(walk: Walk): void {
  const share = (answers: boolean[]): number => answers.filter(Boolean).length / answers.length;
  if (walk.aroundWent.length === REMEMBERED.around) {
    const factor = factorFor(share(walk.aroundWent), 0.2, 0.5);
    walk.around *= factor;
    walk.towards *= factor;
    if (factor !== 1) walk.aroundWent = [];
  }
  if (walk.towardsWent.length === REMEMBERED.towards) {
    const factor = factorFor(share(walk.towardsWent), 0.1, 0.25);
    walk.towards *= factor;
    if (factor !== 1) walk.towardsWent = [];
  }
}

function factorFor(share: number, low: number, high: number): number {
  if (share > high) return ADAPTATION;
  return share < low ? 1 / ADAPTATION : 1;
}
