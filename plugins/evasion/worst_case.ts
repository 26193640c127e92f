/** What a set of attacks makes together: for each image the one that fooled it. */
import {
  gatherRows,
  readLabels,
  type AttackRound,
  type Dataset,
  type Examples,
  type Threat,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/**
 * Joins attacks on the same images into one, image by image: at each ε, what the first attack that fooled the classifier
 * made of the image; where none did, what the first attack made. Its accuracy is the share of images that no attack in
 * the set fooled, and so never above that of any of them (AutoAttack's way of counting: Croce and Hein 2020,
 * arXiv:2003.01690). Of attacks that look for the least change (no ε), the shortest change that fools is taken, in their
 * own norm.
 *
 * Threat model: that of the attacks together. Queries and gradients are the sums of theirs.
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
  const rounds: AttackRound[] = [];
  for (const epsilon of shared) {
    const members = attacks.map((attack) => attack.rounds.find((round) => round.epsilon === epsilon)!);
    rounds.push(joinRounds(members, labels, first));
  }
  return {
    ...first,
    attack: name,
    threat: joinThreats(attacks),
    health: attacks.find(({ health }) => health !== null)?.health ?? null,
    rounds,
  };
}

/** As the first, with the most draws that one of them averaged over. */
function joinThreats(attacks: readonly Examples[]): Threat {
  const { draws: _, ...threat } = attacks[0]!.threat;
  const draws = attacks.reduce((most, { threat: { draws = 1 } }) => Math.max(most, draws), 1);
  return { ...threat, tries: `each of ${listNames(attacks)}`, ...(draws > 1 ? { draws } : {}) };
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
  const sum = (of: (round: AttackRound) => Int32Array): Int32Array =>
    of(first).map((_, i) => sumCounted(members.map((member) => of(member)[i]!)));
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
    queries: sum((round) => round.queries),
    gradient_evaluations: sum((round) => round.gradient_evaluations),
  };
}

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
