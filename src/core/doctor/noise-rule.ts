/** The doctor's rules about chance: what an attack takes, random noise of the same ε must not take too. */
import { isOwn, isSingle, pointAt, type ExaminedCurve } from './curve.ts';
import { isBeyondChance, sayShare } from './figures.ts';
import { leaveOpen, worstGrade, type Finding, type Grade, type Rule } from './finding.ts';

const NOISE: Rule = { rule: 'noise', title: 'Random noise of the same ε is far weaker' };
const SHARED: Rule = { rule: 'shared', title: 'One change for all images does more than noise' };
const NATURE =
  'is one change for all images, by its nature weaker than one made for each: it is held against noise alone, and says nothing of what such attacks leave.';
/** What leaves no more has done all that can be done. */
const FLOOR = 0.02;
/** What an attack, or noise, has to take before one beside the other is telling. */
const TELLING = 0.05;

/** One ε at which an attack and noise were tried; shares of all images. */
interface Pair {
  readonly attack: string;
  readonly epsilon: number;
  readonly clean: number;
  readonly left: number;
  readonly noisy: number;
  /** Images that the attack, and that noise, takes; and of how many. */
  readonly taken: readonly [images: number, count: number];
  readonly shaken: readonly [images: number, count: number];
}

/**
 * The worst of all ε at which the comparison tells something: noise leaves half of what is read unchanged or more, and the
 * attack takes 5 % or more beyond chance, or noise does, or the attack leaves nothing. Attacks of several steps are judged;
 * one of a single step only where there is no other, and below an ε that can make any image grey, since from there on
 * one step overshoots, and says nothing of the gradient.
 *
 * @param grey that ε
 *
 * @example
 * const { grade } = judgeNoise(curves, 0.5);
 */
export function judgeNoise(curves: readonly ExaminedCurve[], grey: number): Finding {
  const attacks = curves.filter(isOwn);
  const many = pairsOf(
    attacks.filter((curve) => !isSingle(curve)),
    curves,
  );
  const pairs =
    many.length > 0
      ? many
      : pairsOf(attacks.filter(isSingle), curves).filter(({ epsilon }) => epsilon < grey);
  if (pairs.length === 0) return leaveOpen(NOISE, 'There is no attack with noise of the same ε beside it.');
  const findings = pairs.filter(isTelling).map(judgePair);
  const worst = findings.find(({ grade }) => grade === worstGrade(findings));
  return (
    worst ??
    leaveOpen(
      NOISE,
      `${sayNone(pairs.map(({ attack }) => attack))} surely takes ${sayShare(TELLING)} of the images at an ε at which noise leaves half of them, so that it cannot be told from chance.`,
    )
  );
}

/**
 * One change for all images beside noise of the same ε; empty where there is none. That it takes little more is a sign that it
 * was learnt badly, and none about gradients.
 *
 * @example
 * const [finding] = judgeShared(curves);
 */
export function judgeShared(curves: readonly ExaminedCurve[]): Finding[] {
  const shared = curves.filter(
    ({ role, shared, elsewhere }) => role === 'adversarial' && shared && !elsewhere,
  );
  if (shared.length === 0) return [];
  const findings = pairsOf(shared, curves).filter(isTelling).map(judgeSharedPair);
  const names = shared.map(({ attack }) => attack).join(', ');
  return findings.length > 0
    ? findings
    : [leaveOpen(SHARED, `${names} ${NATURE} At no ε here can the two be told apart.`)];
}

function judgeSharedPair(pair: Pair): Finding {
  const { attack, epsilon, left, noisy } = pair;
  const good = beyondNoise(pair) >= 0.5;
  return {
    ...SHARED,
    grade: good ? 'green' : 'amber',
    figures: { epsilon, attacked_accuracy: left, noise_accuracy: noisy },
    reason: `At ε ${epsilon} ${sayShare(noisy)} are read right under noise and ${sayShare(left)} under ${attack}. ${attack} ${NATURE}`,
    advice: good
      ? ''
      : 'Learn it from more images, in more passes; for a figure of robustness attack each image by itself.',
  };
}

/** `PGD`: `PGD never`; of two `Neither FGSM nor PGD`; of more `None of the attacks`. */
function sayNone(attacks: readonly string[]): string {
  const [one, other, ...more] = new Set(attacks);
  if (other === undefined) return `${one} never`;
  return more.length === 0 ? `Neither ${one} nor ${other}` : 'None of the attacks';
}

/** Every attack beside every noise, at each ε of both. */
function pairsOf(attacks: readonly ExaminedCurve[], curves: readonly ExaminedCurve[]): Pair[] {
  const noises = curves.filter(({ role }) => role === 'noise');
  return attacks.flatMap((attack) => noises.flatMap((noise) => pair(attack, noise)));
}

function pair(attack: ExaminedCurve, noise: ExaminedCurve): Pair[] {
  return attack.points.flatMap(({ epsilon, correct }) => {
    const other = pointAt(noise, epsilon);
    if (epsilon === 0 || !other) return [];
    const [left, noisy] = [correct / attack.count, other.correct / noise.count];
    const [own, its] = [pointAt(attack, 0), pointAt(noise, 0)];
    const clean = own ? own.correct / attack.count : its ? its.correct / noise.count : 1;
    const before = its ? its.correct / noise.count : clean;
    const taken = [(clean - left) * attack.count, attack.count] as const;
    const shaken = [(before - noisy) * noise.count, noise.count] as const;
    return [{ attack: attack.attack, epsilon, clean, left, noisy, taken, shaken }];
  });
}

function isTelling({ clean, left, noisy, taken, shaken }: Pair): boolean {
  if (2 * noisy < clean || clean <= FLOOR) return false;
  return left <= FLOOR || isBeyondChance(...taken, TELLING) || isBeyondChance(...shaken, TELLING);
}

/** The share of what the attack takes that noise does not take, 0 to 1. */
function beyondNoise({ clean, left, noisy }: Pair): number {
  if (left <= FLOOR) return 1;
  if (left >= clean) return 0;
  return Math.min(1, Math.max(0, (noisy - left) / (clean - left)));
}

function judgePair(pair: Pair): Finding {
  const { attack, epsilon, left, noisy } = pair;
  const share = beyondNoise(pair);
  const grade: Grade = share >= 0.5 ? 'green' : share >= 0.25 ? 'amber' : 'red';
  const good = grade === 'green';
  return {
    ...NOISE,
    grade,
    figures: { epsilon, attacked_accuracy: left, noise_accuracy: noisy },
    reason: `At ε ${epsilon} ${sayShare(noisy)} are read right under noise and ${sayShare(left)} under ${attack}${
      good ? '.' : ': the direction of the gradient does little that chance does not do.'
    }`,
    advice: good
      ? ''
      : 'The gradient may be shattered or masked: try an attack that needs none (Square, HopSkipJump) and one that averages over draws or goes around the defence (EOT, BPDA).',
  };
}
