/** The attack doctor's rules that cost nothing: they are judged from curves of accuracy that a job has anyway. */
import { wilsonBand } from '#core/wilson.ts';
import { keepWorst, type Finding, type Rule } from './finding.ts';

/** How many images an attack leaves right at each ε. */
export interface ExaminedCurve {
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  /** Images at each point, 1 or more. */
  readonly count: number;
  /** Gradients taken for each image; null: not told. */
  readonly steps: number | null;
  /** Whether it counts the least change of each image, so that its accuracy falls with ε whatever the attack does. */
  readonly least?: boolean;
  /** In rising ε; ε 0 is unchanged. */
  readonly points: readonly { readonly epsilon: number; readonly correct: number }[];
}

/** Shares of images whose gradient cannot be climbed. */
export interface ExaminedHealth {
  readonly attack: string;
  readonly zero: number;
  readonly nan: number;
}

const RULES = {
  zero: { rule: 'zero_gradients', title: 'Fewer than 5 % of the images have no gradient at all' },
  nan: { rule: 'nan_gradients', title: 'Every gradient is a number' },
  monotone: { rule: 'monotone', title: 'Accuracy falls as ε grows' },
  noise: { rule: 'noise', title: 'Random noise of the same ε is far weaker' },
  iterative: { rule: 'iterative', title: 'Many steps find at least what one step finds' },
  unbounded: { rule: 'unbounded', title: 'With ε as large as the image, nothing is left' },
} as const satisfies Record<string, Rule>;

const SLACK = 0.01;
const MASKED = 0.05;
/** Below this, what is left or taken is too little to compare. */
const FLOOR = 0.02;
/** What an attack has to take before what noise takes beside it is telling. */
const TELLING = 0.05;
/** So few images are never a sign, however few there are in all. */
const FEW_IMAGES = 2;
/** Names of attacks of one step, for reports that do not tell how many. */
const SINGLE = /^(fgsm|fgm|fast[ _-]gradient)/i;

/**
 * Judges what can be judged from curves and gradients alone: the worst finding of each rule over all attacks.
 *
 * @param curves attacks and noise on the first images of one data set; their ε of one norm
 * @param healths of the gradients, where they are told
 *
 * @example
 * const findings = judgeCurves([{ attack: 'PGD', role: 'adversarial', count: 100, steps: 20, points }]);
 */
export function judgeCurves(
  curves: readonly ExaminedCurve[],
  healths: readonly ExaminedHealth[] = [],
): Finding[] {
  return keepWorst([...judgeGradients(healths), ...judgeAccuracies(curves)]);
}

/** The rules about gradients, which hold in any norm. @example judgeGradients([{ attack: 'PGD', zero: 0.01, nan: 0 }]) */
export function judgeGradients(healths: readonly ExaminedHealth[]): Finding[] {
  return healths.length > 0
    ? keepWorst(healths.flatMap(judgeHealth))
    : [RULES.zero, RULES.nan].map((rule) => leaveOpen(rule, 'No attack told of its gradients.'));
}

/** The rules about accuracy, for curves of one norm; the last one, `unbounded`, holds in L∞ alone. @example judgeAccuracies(curves) */
export function judgeAccuracies(curves: readonly ExaminedCurve[]): Finding[] {
  const attacks = curves.filter(({ role }) => role === 'adversarial');
  const noises = curves.filter(({ role }) => role === 'noise');
  const climbing = attacks.filter((curve) => !isSingle(curve));
  return keepWorst([
    ...orOpen(
      climbing.filter(({ least }) => !least).flatMap(judgeMonotone),
      RULES.monotone,
      'No attack of several steps was tried at two ε.',
    ),
    ...orOpen(
      attacks.flatMap((curve) => noises.flatMap((noise) => judgeNoise(curve, noise))),
      RULES.noise,
      'There is no attack with noise of the same ε beside it.',
    ),
    ...orOpen(
      climbing.flatMap((many) => attacks.filter(isSingle).flatMap((one) => judgeIterative(many, one))),
      RULES.iterative,
      'There is no attack of one step beside one of several at the same ε.',
    ),
    ...orOpen(climbing.flatMap(judgeUnbounded), RULES.unbounded, 'No attack was tried at ε 0.5 or more.'),
  ]);
}

const isSingle = ({ steps, attack }: ExaminedCurve): boolean =>
  steps === null ? SINGLE.test(attack) : steps <= 1;

function orOpen(found: Finding[], rule: Rule, reason: string): Finding[] {
  return found.length > 0 ? found : [leaveOpen(rule, reason)];
}

/** A rule that could not be judged, and why. @example leaveOpen(rule, 'No attack was given.') */
export function leaveOpen(rule: Rule, reason: string): Finding {
  return { ...rule, grade: 'open', figures: {}, reason, advice: '' };
}

function judgeHealth({ attack, zero, nan }: ExaminedHealth): Finding[] {
  const masked = zero >= MASKED;
  return [
    {
      ...RULES.zero,
      grade: masked ? 'red' : 'green',
      figures: { zero_gradient_share: zero },
      reason: `${attack}: ${sayShare(zero)} of the images have a gradient that is zero in every pixel${
        masked ? ', so the attack has nowhere to go and their figure says nothing about the model' : ''
      }.`,
      advice: masked
        ? 'Attack the logits, not the softmax; climb the margin instead of the cross entropy; go around a layer without a gradient (BPDA); hold a black-box attack against it.'
        : '',
    },
    {
      ...RULES.nan,
      grade: nan > 0 ? 'red' : 'green',
      figures: { nan_gradient_share: nan },
      reason: `${attack}: ${sayShare(nan)} of the images have a gradient with a value that is no number${
        nan > 0 ? '; the sign of such a value counts as zero, so these pixels never move' : ''
      }.`,
      advice:
        nan > 0
          ? 'Find the operation whose slope is infinite or 0/0 (a root at 0, a log of 0, a division) and add a small number inside it.'
          : '',
    },
  ];
}

function judgeMonotone({ attack, points, count }: ExaminedCurve): Finding[] {
  if (points.length < 2) return [];
  const rises = points.slice(1).map(({ epsilon, correct }, i) => ({
    epsilon,
    before: points[i]!.epsilon,
    rise: (correct - points[i]!.correct) / count,
  }));
  const worst = rises.reduce((most, rise) => (rise.rise > most.rise ? rise : most));
  const risen = isSign(worst.rise * count, count, SLACK);
  return [
    {
      ...RULES.monotone,
      grade: !risen ? 'green' : worst.rise > 5 * SLACK ? 'red' : 'amber',
      figures: { largest_rise: Math.max(0, worst.rise) },
      reason: risen
        ? `${attack}: accuracy rises by ${sayPoints(worst.rise)} from ε ${worst.before} to ${worst.epsilon}, though the larger ε allows all that the smaller one does.`
        : `${attack}: no ε leaves more right than a smaller one does (within 1 point).`,
      advice: risen ? 'Take a step of 2.5·ε/iterations, more iterations, or a random start.' : '',
    },
  ];
}

/** Where both were tried, the attack takes something but not all, and noise alone does not ruin the images. */
function judgeNoise(attack: ExaminedCurve, noise: ExaminedCurve): Finding[] {
  const shared = attack.points.filter(({ epsilon }) => epsilon > 0 && pointAt(noise, epsilon));
  if (shared.length === 0) return [];
  const unchanged = pointAt(attack, 0) ?? pointAt(noise, 0);
  const ratios = shared.map(({ epsilon, correct }) => {
    const left = correct / attack.count;
    const noisy = pointAt(noise, epsilon)!.correct / noise.count;
    const clean = unchanged ? unchanged.correct / (pointAt(attack, 0) ? attack.count : noise.count) : 1;
    return { epsilon, left, noisy, lost: clean - left, gap: noisy - left };
  });
  const telling = ratios.filter(
    ({ left, noisy, lost }) =>
      left > FLOOR && 2 * noisy >= left + lost && isSign(lost * attack.count, attack.count, TELLING),
  );
  const [first, ...others] =
    telling.length > 0 ? telling : [ratios.reduce((a, b) => (b.lost > a.lost ? b : a))];
  const worst = others.reduce((most, one) => (beyondNoise(one) < beyondNoise(most) ? one : most), first!);
  const share = beyondNoise(worst);
  const grade = share >= 0.5 ? 'green' : share >= 0.25 ? 'amber' : 'red';
  const figures = { epsilon: worst.epsilon, attacked_accuracy: worst.left, noise_accuracy: worst.noisy };
  return [
    {
      ...RULES.noise,
      grade,
      figures,
      reason: `At ε ${worst.epsilon} ${sayShare(worst.noisy)} are read right under noise and ${sayShare(worst.left)} under ${attack.attack}${
        grade === 'green' ? '.' : ': the direction of the gradient does little that chance does not do.'
      }`,
      advice:
        grade === 'green'
          ? ''
          : 'The gradient may be shattered or masked: try an attack that needs none (Square, HopSkipJump) and one that averages over draws or goes around the defence (EOT, BPDA).',
    },
  ];
}

/** The share of what the attack takes that noise does not take, 0 to 1. What leaves nothing has done all that can be done. */
function beyondNoise({ left, lost, gap }: { left: number; lost: number; gap: number }): number {
  if (left <= FLOOR) return 1;
  if (lost < FLOOR) return gap >= 0 ? 0.25 : 0;
  return Math.min(1, Math.max(0, gap / lost));
}

function judgeIterative(many: ExaminedCurve, one: ExaminedCurve): Finding[] {
  const shared = many.points.filter(({ epsilon }) => epsilon > 0 && pointAt(one, epsilon));
  if (shared.length === 0) return [];
  const gaps = shared.map(({ epsilon, correct }) => {
    const other = pointAt(one, epsilon)!.correct;
    const [left, single] = [correct / many.count, other / one.count];
    return { epsilon, point: correct, other, left, single, gap: left - single };
  });
  const worst = gaps.reduce((most, gap) => (gap.gap > most.gap ? gap : most));
  const apart = many.count === one.count || isAbove(worst.point, many.count, worst.other, one.count);
  const grade =
    !apart || !isSign(worst.gap * many.count, many.count, SLACK)
      ? 'green'
      : worst.gap > 5 * SLACK
        ? 'red'
        : 'amber';
  return [
    {
      ...RULES.iterative,
      grade,
      figures: { epsilon: worst.epsilon, iterative_accuracy: worst.left, single_step_accuracy: worst.single },
      reason: `At ε ${worst.epsilon} ${many.attack} leaves ${sayShare(worst.left)} and ${one.attack} ${sayShare(worst.single)}${
        grade === 'green'
          ? '.'
          : ': one step finds what many steps miss, so the many steps are lost on the way.'
      }`,
      advice:
        grade === 'green'
          ? ''
          : 'Look for a masked gradient; take a step of 2.5·ε/iterations, more iterations and several random starts.',
    },
  ];
}

/** Attacks on other numbers of images are compared only where their bands part. */
function isAbove(correct: number, count: number, other: number, size: number): boolean {
  return wilsonBand(correct, count).low > wilsonBand(other, size).high;
}

function judgeUnbounded({ attack, points, count }: ExaminedCurve): Finding[] {
  const large = points.filter(({ epsilon }) => epsilon >= 0.5);
  if (large.length === 0) return [];
  const least = large.reduce((best, point) => (point.correct < best.correct ? point : best));
  const left = least.correct / count;
  const grade = !isSign(least.correct, count, SLACK) ? 'green' : left <= 10 * SLACK ? 'amber' : 'red';
  return [
    {
      ...RULES.unbounded,
      grade,
      figures: { epsilon: least.epsilon, accuracy: left },
      reason: `At ε ${least.epsilon}, where any image can be made grey, ${attack} leaves ${sayShare(left)}${
        grade === 'green' ? '.' : ': an attack that works leaves nothing there.'
      }`,
      advice:
        grade === 'green'
          ? ''
          : 'The attack fails and not the model holds: look for a masked gradient, take more iterations, attack without gradients.',
    },
  ];
}

/**
 * Whether a number of images is more than a share of all; two images are never a sign.
 *
 * @example
 * isSign(3, 50, 0.01); // true
 */
export const isSign = (images: number, count: number, share: number): boolean =>
  images > Math.max(FEW_IMAGES, share * count) + 1e-6;

const pointAt = ({ points }: ExaminedCurve, epsilon: number) =>
  points.find((point) => Math.abs(point.epsilon - epsilon) < 1e-9);

/** A share in words: 0.125 is `12.5 %`. @example sayShare(0.125) */
export const sayShare = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** A difference of shares in words: 0.02 is `2 points`. @example sayPoints(0.02) */
export const sayPoints = (share: number): string => {
  const points = Number((100 * Math.abs(share)).toFixed(1));
  return `${points} ${points === 1 ? 'point' : 'points'}`;
};
