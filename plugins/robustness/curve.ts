/** One attack as a curve: how many images are still read right at each ε, with the band, and which images count. */
import {
  classify,
  findHeld,
  log,
  wilsonBand,
  type AttackRound,
  type Examples,
  type Readable,
  type Readings,
  type Threat,
} from 'alidade/sdk';
import { findDistances, measureEffort, type Effort, type RoundReading } from './effort.ts';

export interface Point {
  readonly epsilon: number;
  /** Images that are still read right, and the ends of Wilson's 95 % band, in whole images. */
  readonly correct: number;
  readonly low: number;
  readonly high: number;
  readonly accuracy: number;
}

export interface Curve extends Pick<Examples, 'attack' | 'role' | 'norm' | 'target' | 'health'> {
  /** Images at each point; towards a class those of other classes. */
  readonly count: number;
  readonly tries: string;
  readonly threat: Threat;
  readonly points: readonly Point[];
  /** What each round reached and cost. */
  readonly efforts: readonly Effort[];
}

/** So near to ε counts as within it. */
const SLACK = 1e-6;
/** Points of a curve of least changes where no other attack says which ε matter. */
const STEPS = 10;

/** Counts one attack, unchanged and at each of its ε; of least changes at each of `radii`. `tell` is called after each round. */
export async function measureCurve(
  model: Readable,
  examples: Examples,
  labels: Int32Array,
  clean: Readings,
  radii: readonly number[],
  tell: () => void,
): Promise<Curve> {
  const { attack, role, norm, target, health, threat, rounds } = examples;
  const size = rounds[0]!.images.shape[0];
  const truth = labels.subarray(0, size);
  const unchanged = clean.predictions.subarray(0, size);
  const counted = findCounted(truth, examples);
  const count = counted.filter(Boolean).length;
  const countWhere = (holds: (i: number) => boolean): number =>
    counted.filter((one, i) => one && holds(i)).length;
  const points = [
    makePoint(
      0,
      countWhere((i) => unchanged[i] === truth[i]),
      count,
    ),
  ];
  const efforts: Effort[] = [];
  for (const round of rounds) {
    // What was read by the one who was attacked is read by this one already, where they are the same.
    const { predictions } = examples.attacked === model ? round : await classify(model, round.images);
    const reading = { labels: truth, clean: unchanged, predictions };
    efforts.push(measureEffort(round, reading, examples));
    const right = listCounts(examples, round, reading, radii);
    points.push(...right.map(({ epsilon, holds }) => makePoint(epsilon, countWhere(holds), count)));
    tell();
  }
  const told = examples.attacked === model || role === 'noise' ? threat : tellElsewhere(threat);
  const { tries } = threat;
  return { attack, role, norm, target, health, count, tries, threat: told, points, efforts };
}

/** The threat of an attack that was led against another classifier than the one whose figure it stands beside. */
const tellElsewhere = (threat: Threat): Threat =>
  threat.elsewhere
    ? threat
    : { ...threat, sees: `another classifier than the one that reads (${threat.sees})`, elsewhere: true };

/** Which images count: all, or towards a class those of another one, since the others are where the attack wants them. */
function findCounted(labels: Int32Array, { attack, target }: Examples): boolean[] {
  const counted = Array.from(labels, (label) => label !== target);
  const out = counted.filter((one) => !one).length;
  if (out === labels.length)
    throw new Error(`${attack} aims at class ${target}, and all its images are of that class.`);
  if (target !== null)
    log(
      `${attack} aims at class ${target}: its ${out} images are not counted, and what is left of the others is no robust accuracy`,
    );
  return counted;
}

/** The ε of a round, and which images are still read right there: one ε that was kept to, or of least changes each that is asked for. */
function listCounts(
  { attack, norm }: Examples,
  round: AttackRound,
  reading: RoundReading,
  radii: readonly number[],
): { readonly epsilon: number; readonly holds: (i: number) => boolean }[] {
  const { labels, clean, predictions } = reading;
  if (round.epsilon !== null) {
    const held = findHeld(labels, clean, predictions);
    return [{ epsilon: round.epsilon, holds: (i) => held[i] === 1 }];
  }
  if (norm === null)
    throw new Error(`${attack} looked for the least change in no norm, so it has no ε to count at.`);
  const distances = findDistances(round, reading, norm);
  return (radii.length > 0 ? radii : spread(distances)).map((epsilon) => ({
    epsilon,
    holds: (i) => distances[i]! > epsilon + SLACK,
  }));
}

/** The ε that attacks of this norm kept to. */
export function radiiOf(attacks: readonly Examples[], norm: Examples['norm']): number[] {
  const same = attacks.filter((attack) => attack.norm === norm);
  const radii = same.flatMap(({ rounds }) => rounds.flatMap(({ epsilon }) => epsilon ?? []));
  return [...new Set(radii)].sort((a, b) => a - b);
}

/** Ten radii in equal steps up to the largest change that was needed. */
function spread(distances: Float64Array): number[] {
  const largest = distances.reduce((most, one) => (Number.isFinite(one) ? Math.max(most, one) : most), 0);
  if (largest === 0) return [];
  return Array.from({ length: STEPS }, (_, i) => Number(((largest * (i + 1)) / STEPS).toPrecision(3)));
}

function makePoint(epsilon: number, correct: number, count: number): Point {
  const { low, high } = wilsonBand(correct, count);
  return {
    epsilon,
    correct,
    low: Math.round(low * count),
    high: Math.round(high * count),
    accuracy: correct / count,
  };
}
