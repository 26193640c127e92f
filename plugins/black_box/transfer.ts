/** Judges examples that were made on one model on another, which the attacker never asked. */
import {
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

/** What rounding may add to a length; other images lie much further away. */
const SLACK = 1e-4;

/**
 * Attack by transfer (Papernot, McDaniel and Goodfellow 2016, arXiv:1605.07277): the examples that an attack made on one
 * model are handed to another, and judged by what that one reads. A model that falls to them without being asked, and stands
 * where its own gradients are climbed, has masked gradients.
 *
 * Threat model: sees another model, whatever the attack saw of it, and nothing of this one; may change what the attack might
 * change; asks this model nothing, so that queries and gradient evaluations are 0.
 *
 * @param model the model to judge on; ends in softmax or in logits, or stands behind a defence
 * @param dataset the same images [n, height, width, channels] that the examples were made of, with their true labels [n,
 *   classes]
 * @param examples what an attack made on another model
 * @returns the same images, for each ε, under the attack's name with `_transfer`
 * @throws where the examples cannot have been made of this data set
 */
export async function transfer_attack(
  model: Readable,
  dataset: Dataset,
  examples: Examples,
): Promise<Examples> {
  if (examples.attacked === model) {
    log('these examples were made on this very model: nothing is transferred', 'WARNING');
  }
  const labels = await readLabels(dataset);
  const { predictions } = await classify(model, dataset.images);
  const rounds: AttackRound[] = [];
  for (const round of examples.rounds) {
    const count = round.images.shape[0];
    checkImages(examples, round, dataset);
    const before = sliceRows(dataset.images, 0, count);
    const judged = await judgeRound(model, tf.clone(round.images), {
      epsilon: round.epsilon,
      before,
      labels: labels.subarray(0, count),
      clean: predictions.subarray(0, count),
      target: examples.target,
      queries: 0,
      gradientEvaluations: 0,
    });
    before.dispose();
    checkReach(examples, judged);
    rounds.push(judged);
    const fell = judged.success.reduce((sum, one) => sum + one, 0);
    const first = round.success.reduce((sum, one) => sum + one, 0);
    log(
      `${round.epsilon === null ? '' : `ε ${round.epsilon}: `}${fell} gave way here, ${first} where they were made`,
    );
  }
  const sees = `another model (${examples.threat.sees}), nothing of this one`;
  const threat = { ...examples.threat, sees, elsewhere: true } as const;
  return {
    ...examples,
    attack: `${examples.attack}_transfer`,
    threat,
    health: null,
    attacked: model,
    rounds,
  };
}

function checkImages({ attack }: Examples, { images }: AttackRound, dataset: Dataset): void {
  const [count, ...shape] = images.shape;
  const [, ...known] = dataset.images.shape;
  if (count <= sizeOf(dataset) && shape.every((length, i) => length === known[i])) return;
  throw new Error(
    `${attack} holds ${count} images of ${shape.join('×')}, the data set ${sizeOf(dataset)} of ${known.join('×')}: give the set that was attacked.`,
  );
}

/** A change beyond ε means that the examples were made of other images. */
function checkReach({ attack, norm }: Examples, { epsilon, norms }: AttackRound): void {
  if (epsilon === null || norm === null || norm === 'L0') return;
  const lengths = { L1: norms.l1, L2: norms.l2, Linf: norms.linf }[norm];
  const most = lengths.reduce((max, length) => Math.max(max, length), 0);
  if (most <= epsilon + SLACK) return;
  throw new Error(
    `${attack} at ε ${epsilon} lies up to ${most.toFixed(3)} away from these images: it was made of another data set.`,
  );
}
