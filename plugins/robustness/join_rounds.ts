/** Takes data sets that an attack made as the rounds of that attack, so that they are measured and shown as any other. */
import {
  checkEpsilons,
  checkUnitRange,
  classify,
  judgeRound,
  log,
  readLabels,
  sizeOf,
  sliceRows,
  type AttackRound,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

const NORM_NAMES = { 0: 'L0', 1: 'L1', 2: 'L2', inf: 'Linf' } as const;
type NormKey = keyof typeof NORM_NAMES;

const REACH = {
  0: 'at most ε pixels (L0)',
  1: 'all pixels together by at most ε (L1)',
  2: 'all pixels together by at most ε (L2)',
  inf: 'every pixel by at most ε (L∞)',
};

/** Beside what the attack keeps to, so much is rounding. */
const SLACK = 1e-4;

/**
 * Data sets that an attack made of one data set, as the rounds of that attack: the way back from select_round. What takes
 * examples (evaluate_robustness, collect_images, collect_confusions) then takes what fast_gradient_method or carlini_wagner
 * made, or a plugin of your own. What an attack cost is not known here: queries and gradients are −1.
 *
 * What is claimed is checked: no image may lie further from its original than its ε, measured in `norm`.
 *
 * @param model who was attacked: a model that ends in softmax or in logits, or one behind a defence
 * @param dataset the images [n, height, width, channels] that were attacked, from 0 to 1, with their true labels
 *   [n, classes]
 * @param attacked what came of the first of them, in their order: a data set for each ε, or one of least changes
 * @param attack its name, which begins those of its metrics, such as `FGM`
 * @param sees what the attacker knew, in words, such as `the weights and the true label`
 * @param tries what the attacker tried, in words, such as `1 step`
 * @param epsilons the ε of each data set, in their order, more than 0; null: one data set, of the least changes
 * @param norm what ε or the least change is measured in: inf, 2, 1 or 0
 * @param target the class that shall be read, from 0; null: any but the true one
 * @returns the rounds, in rising ε
 * @throws where there is not one ε a data set, an image lies further away than its ε, its images are not of the data
 *   set, or pixels do not lie from 0 to 1
 */
export async function join_rounds(
  model: Readable,
  dataset: Dataset,
  attacked: readonly Dataset[],
  attack: string,
  sees: string,
  tries: string,
  epsilons: readonly number[] | null = null,
  norm: string | number = 'inf',
  target: number | null = null,
): Promise<Examples> {
  const key = checkNorm(norm);
  checkUnitRange(dataset);
  checkRounds(dataset, attacked, epsilons, attack);
  const labels = await readLabels(dataset);
  const { predictions: clean } = await classify(model, dataset.images);
  const rounds: AttackRound[] = [];
  for (const [i, { images }] of attacked.entries()) {
    const count = images.shape[0];
    const before = sliceRows(dataset.images, 0, count);
    const facts = { before, labels: labels.subarray(0, count), clean: clean.subarray(0, count), target };
    const epsilon = epsilons?.[i] ?? null;
    const round = await judgeRound(model, tf.clone(images), {
      ...facts,
      epsilon,
      queries: -1,
      gradientEvaluations: -1,
    });
    before.dispose();
    checkReach(round, key, attack);
    rounds.push(round);
  }
  const may_change =
    epsilons === null
      ? `anything, and as little as it can (${NORM_NAMES[key].replace('inf', '∞')})`
      : REACH[key];
  log(`${attack}: sees ${sees}; may change ${may_change}; tries ${tries}`);
  return {
    attack,
    role: 'adversarial',
    norm: NORM_NAMES[key],
    target,
    threat: { sees, may_change, tries },
    health: null,
    attacked: model,
    rounds: rounds.toSorted((a, b) => (a.epsilon ?? 0) - (b.epsilon ?? 0)),
  };
}

function checkNorm(norm: string | number): NormKey {
  const name = norm === Infinity ? 'inf' : String(norm);
  if (!Object.hasOwn(NORM_NAMES, name)) throw new Error(`The norms are inf, 2, 1 and 0, not ${name}.`);
  return name as NormKey;
}

function checkRounds(
  dataset: Dataset,
  attacked: readonly Dataset[],
  epsilons: readonly number[] | null,
  attack: string,
): void {
  if (epsilons === null && attacked.length !== 1) {
    throw new Error(
      `Without ε ${attack} has one data set, of the least changes, not ${attacked.length}: give the ε of each.`,
    );
  }
  if (epsilons && (epsilons.length !== attacked.length || new Set(epsilons).size !== epsilons.length)) {
    throw new Error(
      `${attack} has ${attacked.length} data sets and ${epsilons.length} ε: one of its own for each.`,
    );
  }
  if (epsilons) checkEpsilons(epsilons, Infinity);
  const shape = dataset.images.shape.slice(1).join('×');
  const stray = attacked.find(
    (one) => sizeOf(one) > sizeOf(dataset) || one.images.shape.slice(1).join('×') !== shape,
  );
  if (!stray) return;
  const own = stray.images.shape.slice(1).join('×');
  throw new RangeError(`${attack} holds ${sizeOf(stray)} images of ${own}, which are not of this data set.`);
}

/** Whether every image lies within its ε. */
function checkReach({ epsilon, norms }: AttackRound, key: NormKey, attack: string): void {
  if (epsilon === null) return;
  const farthest = norms[NORM_NAMES[key].toLowerCase() as keyof typeof norms].reduce(
    (a, b) => Math.max(a, b),
    0,
  );
  if (farthest <= epsilon * (1 + SLACK)) return;
  throw new RangeError(
    `${attack} says ε ${epsilon} (${NORM_NAMES[key]}), and an image lies ${farthest.toPrecision(4)} from its original.`,
  );
}
