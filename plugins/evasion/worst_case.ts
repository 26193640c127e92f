/** What a set of attacks makes together: for each image the one that fooled it. */
import {
  batchRanges,
  classify,
  gatherRows,
  judgeRound,
  marginLoss,
  readLabels,
  sliceRows,
  type AttackRound,
  type Classifier,
  type Dataset,
  type Examples,
  type Threat,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { drawsLots, meanOf, readingsOf, readMargins } from './readings.ts';

/** Images that are read at once. */
const BATCH = 64;

/**
 * Joins attacks on the same images into one, image by image: at each ε, what the first attack that fooled the classifier
 * made of the image; where none did, what the first attack made. Its accuracy is the share of images that no attack in
 * the set fooled, and so never above that of any of them (AutoAttack's way of counting: Croce and Hein 2020,
 * arXiv:2003.01690). Of attacks that look for the least change (no ε), the shortest change that fools is taken, in their
 * own norm. Before a defence that draws lots one reading says little: there an image keeps the attack with the greatest mean
 * margin of 10 readings (of least changes the shortest that all 10 misread), and what came of it is read anew, so that
 * its accuracy may lie above that of one of them by chance.
 *
 * Threat model: that of the attacks together. Queries and gradients are the sums of theirs, and before a random defence
 * the 10 readings of each.
 *
 * @param dataset the images [n, height, width, channels] that were attacked, with their true labels [n, classes]
 * @param attacks one or more, on the same model and the same first images, in one norm, without a target or towards one
 * @param name of the set, such as AutoAttack-lite; its lower-case form begins the names of the metrics
 * @returns for every ε that all of them tried, the worst of them
 * @throws where the attacks do not belong together, or share no ε, or the set is called AutoAttack
 */
export async function worst_case(
  dataset: Dataset,
  attacks: readonly Examples[],
  name = 'worst case',
): Promise<Examples> {
  checkName(name);
  checkTogether(attacks);
  const [first] = attacks as [Examples];
  const labels = await readLabels(dataset);
  const attacked = first.rounds[0]?.predictions.length ?? 0;
  if (attacked > labels.length)
    throw new RangeError(
      `${attacked} images were attacked, and this data set has ${labels.length}: give the one that was attacked.`,
    );
  const shared = first.rounds
    .map(({ epsilon }) => epsilon)
    .filter((epsilon) => attacks.every(({ rounds }) => rounds.some((round) => round.epsilon === epsilon)));
  if (shared.length === 0)
    throw new Error(`${listNames(attacks)} have no ε in common: give them the same ones.`);
  const random = findRandom(first);
  const { norm, target } = first;
  const subjects = { dataset, labels: labels.subarray(0, attacked), norm, target };
  const rounds: AttackRound[] = [];
  for (const epsilon of shared) {
    const members = attacks.map((attack) => attack.rounds.find((round) => round.epsilon === epsilon)!);
    rounds.push(random ? await joinRandom(random, members, subjects) : joinRounds(members, labels, first));
  }
  return {
    ...first,
    attack: name,
    threat: joinThreats(attacks),
    health: attacks.find(({ health }) => health !== null)?.health ?? null,
    rounds,
  };
}

/** What the attackers together see and may change, with the most draws that one of them averaged over. */
function joinThreats(attacks: readonly Examples[]): Threat {
  const [{ threat: first }] = attacks as [Examples];
  const list = (of: (threat: Threat) => string): string =>
    [...new Set(attacks.map(({ threat }) => of(threat)))].join('; ');
  const draws = attacks.reduce((most, { threat: { draws = 1 } }) => Math.max(most, draws), 1);
  const all = (mark: 'elsewhere' | 'shared') =>
    attacks.every(({ threat }) => threat[mark]) && { [mark]: true as const };
  return {
    sees: list(({ sees }) => sees),
    may_change: first.may_change,
    tries: `each of ${listNames(attacks)}`,
    ...(draws > 1 && { draws }),
    ...all('elsewhere'),
    ...all('shared'),
  };
}

/** The classifier that was attacked where it draws lots; else null. */
const findRandom = ({ attacked }: Examples): Classifier | null =>
  !('layers' in attacked) && drawsLots(attacked) ? attacked : null;

interface Attacked extends Pick<Examples, 'norm' | 'target'> {
  readonly dataset: Dataset;
  /** Of the images that were attacked. */
  readonly labels: Int32Array;
}

/** Chooses by several readings and judges by another one: who is chosen by the reading that counts was lucky. */
async function joinRandom(
  classifier: Classifier,
  members: readonly AttackRound[],
  { dataset, labels, norm, target }: Attacked,
): Promise<AttackRound> {
  const count = labels.length;
  const [{ epsilon }] = members as [AttackRound];
  const goal = target === null ? dataset.labels : null;
  const margins: Float32Array[] = [];
  for (const { images } of members)
    margins.push(await measureMargins(classifier, images, goal, { target, epsilon }));
  const choices = Int32Array.from({ length: count }, (_, i) => {
    const rank = (at: number): number => {
      if (epsilon !== null) return margins[at]![i]!;
      return margins[at]![i]! > 0 ? -lengthOf(members[at]!, norm)[i]! : -Infinity;
    };
    return members.reduce((best, _member, at) => (rank(at) > rank(best) ? at : best), 0);
  });
  const before = sliceRows(dataset.images, 0, count);
  const { predictions: clean } = await classify(classifier, before);
  const asked = sumOf(members, ({ queries }) => queries);
  const round = await judgeRound(classifier, chooseImages(members, choices), {
    epsilon,
    before,
    labels,
    clean,
    target,
    queries: asked.map((queries) =>
      queries < 0 ? queries : queries + members.length * readingsOf(classifier),
    ),
    gradientEvaluations: sumOf(members, ({ gradient_evaluations }) => gradient_evaluations),
  });
  before.dispose();
  return round;
}

/**
 * How far each image is read as the attacker wants it: within an ε in the mean of several readings, of least changes in the
 * worst of them.
 *
 * @param truth one-hot; null: the attack aims at a class
 */
async function measureMargins(
  classifier: Classifier,
  images: tf.Tensor4D,
  truth: tf.Tensor2D | null,
  { target, epsilon }: Pick<Examples, 'target'> & Pick<AttackRound, 'epsilon'>,
): Promise<Float32Array> {
  const least = (all: readonly tf.Tensor1D[]) => tf.min(tf.stack([...all]), 0) as tf.Tensor1D;
  const margins = new Float32Array(images.shape[0]);
  for (const [start, end] of batchRanges(images.shape[0], BATCH)) {
    const part = sliceRows(images, start, end);
    const rows = truth
      ? sliceRows(truth, start, end)
      : (tf.oneHot(
          tf.fill([end - start], target!, 'int32'),
          classifier.classes,
          1,
          0,
          'float32',
        ) as tf.Tensor2D);
    const marginOf = (logits: tf.Tensor2D): tf.Tensor1D =>
      truth ? marginLoss(logits, rows) : tf.neg(marginLoss(logits, rows));
    margins.set(await readMargins(classifier, part, marginOf, epsilon === null ? least : meanOf), start);
    tf.dispose([part, rows]);
  }
  return margins;
}

function joinRounds(
  members: readonly AttackRound[],
  labels: Int32Array,
  { norm, target }: Examples,
): AttackRound {
  const [first] = members as [AttackRound];
  const count = first.predictions.length;
  const fooled = ({ predictions }: AttackRound, i: number): boolean =>
    target === null ? predictions[i] !== labels[i] : predictions[i] === target;
  const choices = Int32Array.from({ length: count }, (_, i) => {
    const fooling = members.flatMap((member, at) => (fooled(member, i) ? [at] : []));
    if (first.epsilon !== null) return fooling[0] ?? 0;
    const length = (at: number): number => lengthOf(members[at]!, norm)[i]!;
    return fooling.reduce((best, at) => (length(at) < length(best) ? at : best), fooling[0] ?? 0);
  });
  const choose = <T extends Int32Array | Uint8Array | Float32Array>(of: (round: AttackRound) => T): T => {
    const values = of(first).slice() as T;
    choices.forEach((at, i) => (values[i] = of(members[at]!)[i]!));
    return values;
  };
  return {
    epsilon: first.epsilon,
    images: chooseImages(members, choices),
    predictions: choose((round) => round.predictions),
    success: choose((round) => round.success),
    norms: {
      l0: choose(({ norms }) => norms.l0),
      l1: choose(({ norms }) => norms.l1),
      l2: choose(({ norms }) => norms.l2),
      linf: choose(({ norms }) => norms.linf),
    },
    queries: sumOf(members, ({ queries }) => queries),
    gradient_evaluations: sumOf(members, ({ gradient_evaluations }) => gradient_evaluations),
  };
}

/** Image by image. */
const sumOf = (members: readonly AttackRound[], of: (round: AttackRound) => Int32Array): Int32Array =>
  of(members[0]!).map((_, i) => sumCounted(members.map((member) => of(member)[i]!)));

/** −1 where one was not counted. */
const sumCounted = (counts: readonly number[]): number =>
  counts.some((count) => count < 0) ? -1 : counts.reduce((total, count) => total + count, 0);

function lengthOf({ norms }: AttackRound, norm: Examples['norm']): Float32Array {
  return norm === null ? norms.l2 : norms[norm.toLowerCase() as keyof AttackRound['norms']];
}

/** Row i of the member that was chosen for it. */
function chooseImages(members: readonly AttackRound[], choices: Int32Array): tf.Tensor4D {
  const count = choices.length;
  const all = tf.concat(
    members.map(({ images }) => images),
    0,
  );
  const images = gatherRows(
    all,
    choices.map((at, i) => at * count + i),
  );
  all.dispose();
  return images;
}

/** A figure of another set of attacks must not stand in the column of AutoAttack. */
function checkName(name: string): void {
  if (/^auto[\s_-]*attack$/i.test(name.trim()))
    throw new Error(
      `A set of attacks from here is not AutoAttack (APGD-CE, targeted APGD-DLR, targeted FAB and Square of 5,000 queries): give it another name, such as AutoAttack-lite.`,
    );
}

function checkTogether(attacks: readonly Examples[]): void {
  const [first] = attacks;
  if (!first) throw new Error('At least one attack is needed.');
  const sizeOf = ({ rounds }: Examples): number => rounds[0]!.predictions.length;
  for (const other of attacks) {
    const pair = `${first.attack} and ${other.attack}`;
    if (other.attacked !== first.attacked) throw new Error(`${pair} attacked different models.`);
    if (other.norm !== first.norm) throw new Error(`${pair} are bounded in different norms.`);
    if (other.target !== first.target) throw new Error(`${pair} have different targets.`);
    if (sizeOf(other) !== sizeOf(first)) {
      const counts = `${sizeOf(first)} and ${sizeOf(other)}`;
      throw new Error(`${pair} hold ${counts} images: give both the same count.`);
    }
  }
}

const listNames = (attacks: readonly Examples[]): string => attacks.map(({ attack }) => attack).join(', ');
