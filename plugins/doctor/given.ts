/** The attacks that the doctor is given, as curves that its rules know, and which of them it leaves out. */
import {
  classify,
  findHeld,
  readLabels,
  type AttackRound,
  type Dataset,
  type ExaminedHealth,
  type Examples,
  type NormedCurve,
} from 'alidade/sdk';
import type { Subject } from './measure.ts';

/** One given attack without a target, read by the model that is examined. */
export interface Given {
  readonly examples: Examples;
  /** Null where it has no ε, or was led against another model: then it is at most a rival. */
  readonly curve: NormedCurve | null;
  readonly rounds: readonly GivenRound[];
}

export interface GivenRound {
  readonly epsilon: number | null;
  /** 1 where the examined model reads an image right unchanged. */
  readonly could: Uint8Array;
  /** 1 where it reads it right changed, too. */
  readonly held: Uint8Array;
  /** How far each image was moved, as `AttackRound` has it. */
  readonly norms: AttackRound['norms'];
}

type Reading = Pick<Subject, 'labels' | 'clean'>;

/** ε are compared with this much slack, as everywhere. */
const SLACK = 1e-6;

/**
 * Reads each attack as the examined one reads: what another model read, or one reading of a random one, is read anew. One
 * that looked for the least change is counted at each of `radii` in L∞, in another norm at the ε that others kept to.
 *
 * @throws where an attack holds more images than the data set
 */
export async function readGiven(
  { model, reader }: Pick<Subject, 'model' | 'reader'>,
  dataset: Dataset,
  attacks: readonly Examples[],
  radii: readonly number[],
): Promise<Given[]> {
  const known = attacks.filter(({ target }) => target === null);
  if (known.length === 0) return [];
  const labels = await readLabels(dataset);
  const large = known.find(({ rounds }) =>
    rounds.some(({ predictions }) => predictions.length > labels.length),
  );
  if (large)
    throw new Error(`${large.attack} holds more images than the data set: it was made from another one.`);
  const { predictions: clean } = await classify(reader, dataset.images);
  const given: Given[] = [];
  for (const examples of known) {
    const rounds: GivenRound[] = [];
    for (const { epsilon, images, predictions, norms } of examples.rounds) {
      const now = examples.attacked === reader ? predictions : (await classify(reader, images)).predictions;
      rounds.push({ epsilon, norms, ...compare({ labels, clean }, now) });
    }
    const here = examples.attacked === model && !examples.threat.elsewhere;
    const led = here || examples.role === 'noise';
    const at = examples.norm === 'Linf' ? radii : radiiOf(known, examples.norm);
    given.push({ examples, rounds, curve: led ? makeCurve(examples, rounds, at) : null });
  }
  return given;
}

const radiiOf = (attacks: readonly Examples[], norm: Examples['norm']): number[] => {
  const same = attacks.filter((one) => one.norm === norm);
  return [...new Set(same.flatMap(({ rounds }) => rounds.flatMap(({ epsilon }) => epsilon ?? [])))].sort(
    (a, b) => a - b,
  );
};

/** Counts at each ε, from 0, of what the doctor's own attacks made. */
export function toCurve(examples: Examples, reading: Reading): NormedCurve {
  const rounds = examples.rounds.map(({ epsilon, norms, predictions }) => ({
    epsilon,
    norms,
    ...compare(reading, predictions),
  }));
  return makeCurve(examples, rounds, [])!;
}

function compare({ labels, clean }: Reading, now: Int32Array): Pick<GivenRound, 'could' | 'held'> {
  const before = clean.subarray(0, now.length);
  return { could: findHeld(labels, before, before), held: findHeld(labels, before, now) };
}

/** Null where nothing can be counted at an ε. A least change that asked for no gradient is a rival, and no curve. */
function makeCurve(
  { attack, role, norm, rounds, threat }: Examples,
  given: readonly GivenRound[],
  radii: readonly number[],
): NormedCurve | null {
  const steps = stepsOf(rounds, threat.draws);
  const least = given.some(({ epsilon }) => epsilon === null);
  if (least && (norm === null || radii.length === 0 || steps === null)) return null;
  const count = given[0]!.held.length;
  const points = least
    ? radii.map((epsilon) => ({ epsilon, correct: total(holdAt(given[0]!, norm!, epsilon)) }))
    : given.map(({ epsilon, held }) => ({ epsilon: epsilon!, correct: total(held) }));
  const before = { epsilon: 0, correct: total(given[0]!.could) };
  const shared = threat.shared ?? false;
  return { attack, role, norm, count, steps, least, shared, points: [before, ...points] };
}

/** What stands where only changes within ε count. @param norm that ε is measured in */
export function holdAt(
  { could, held, norms }: GivenRound,
  norm: NonNullable<Examples['norm']>,
  epsilon: number,
): Uint8Array {
  const lengths = norms[norm.toLowerCase() as keyof GivenRound['norms']];
  return held.map((one, i) => one | (could[i]! & Number(lengths[i]! > epsilon + SLACK)));
}

export const total = (held: Uint8Array): number => held.reduce((sum, one) => sum + one, 0);

/** The most steps that an image took, as one may rest as soon as it is misread; null where no gradient was taken. */
export function stepsOf(rounds: readonly AttackRound[], draws = 1): number | null {
  const most = rounds.reduce(
    (max, { gradient_evaluations }) => gradient_evaluations.reduce((a, b) => Math.max(a, b), max),
    0,
  );
  return most > 0 ? most / draws : null;
}

export const toHealth = ({ attack, health }: Examples): ExaminedHealth | null =>
  health && { attack, zero: health.zero_gradient_share, nan: health.nan_gradient_share };
