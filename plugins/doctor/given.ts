/** The attacks that the doctor is given, as curves that its rules know, and as rivals of its own. */
import {
  classify,
  readLabels,
  sizeOf,
  type AttackRound,
  type Dataset,
  type ExaminedHealth,
  type Examples,
  type NormedCurve,
  type Readable,
} from 'alidade/sdk';
import type { Subject } from './measure.ts';
import type { Rival } from './probe_rules.ts';

/** One given attack without a target, read by the model that is examined. */
export interface Given {
  readonly examples: Examples;
  readonly curve: NormedCurve;
  /** What the examined model reads in each round. */
  readonly readings: readonly Int32Array[];
}

/** Reads what was made on another model anew; what no rule of ours is about is left out. */
export async function readGiven(
  model: Readable,
  dataset: Dataset,
  attacks: readonly Examples[],
): Promise<Given[]> {
  const known = attacks.filter(
    ({ target, rounds }) => target === null && rounds.every(({ epsilon }) => epsilon !== null),
  );
  if (known.length === 0) return [];
  const labels = await readLabels(dataset);
  const { predictions: clean } = await classify(model, dataset.images);
  const given: Given[] = [];
  for (const examples of known) {
    if (examples.rounds.some(({ predictions }) => predictions.length > sizeOf(dataset)))
      throw new Error(
        `${examples.attack} holds more images than the data set: it was made from another one.`,
      );
    const readings: Int32Array[] = [];
    for (const round of examples.rounds) {
      readings.push(
        examples.attacked === model ? round.predictions : (await classify(model, round.images)).predictions,
      );
    }
    given.push({ examples, readings, curve: toCurve(examples, { labels, clean }, readings) });
  }
  return given;
}

/** Counts at each ε, from 0. */
export function toCurve(
  { attack, role, norm, rounds, threat }: Examples,
  { labels, clean }: Pick<Subject, 'labels' | 'clean'>,
  readings: readonly Int32Array[] = rounds.map(({ predictions }) => predictions),
): NormedCurve {
  const count = readings[0]!.length;
  const right = (predictions: Int32Array): number => countRight(predictions, labels, count);
  return {
    attack,
    role,
    norm,
    count,
    steps: stepsOf(rounds, threat.draws),
    points: [
      { epsilon: 0, correct: right(clean) },
      ...rounds.map(({ epsilon }, i) => ({ epsilon: epsilon!, correct: right(readings[i]!) })),
    ],
  };
}

/** The most steps that an image took, as one may rest as soon as it is misread; null where no gradient was taken. */
function stepsOf(rounds: readonly AttackRound[], draws = 1): number | null {
  const most = rounds.reduce(
    (max, { gradient_evaluations }) => gradient_evaluations.reduce((a, b) => Math.max(a, b), max),
    0,
  );
  return most > 0 ? most / draws : null;
}

export const toHealth = ({ attack, health }: Examples): ExaminedHealth | null =>
  health && { attack, zero: health.zero_gradient_share, nan: health.nan_gradient_share };

/** Attacks in L∞ that took no gradient of this model, each beside the doctor's PGD on the images that both have. */
export function listRivals({ model, labels }: Subject, given: readonly Given[], pgd: Examples): Rival[] {
  return given
    .filter(({ examples: { role, norm, rounds, attacked } }) => {
      const blind = rounds.every(({ gradient_evaluations }) => gradient_evaluations.every((n) => n === 0));
      return role === 'adversarial' && norm === 'Linf' && (attacked !== model || blind);
    })
    .flatMap(({ examples, readings }) =>
      examples.rounds.flatMap(({ epsilon }, i) => {
        const own = pgd.rounds.find((round) => Math.abs(round.epsilon! - epsilon!) < 1e-9);
        if (!own) return [];
        const count = Math.min(own.predictions.length, readings[i]!.length);
        const right = (predictions: Int32Array): number => countRight(predictions, labels, count);
        const facts = { attack: examples.attack, epsilon: epsilon!, count };
        return [{ ...facts, rival: right(readings[i]!), own: right(own.predictions) }];
      }),
    );
}

function countRight(predictions: Int32Array, labels: Int32Array, count: number): number {
  let right = 0;
  for (let i = 0; i < count; i++) right += Number(predictions[i] === labels[i]);
  return right;
}
