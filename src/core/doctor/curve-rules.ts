/** The attack doctor's rules that cost nothing: they are judged from curves of accuracy that a job has anyway. */
import { isOwn, isSingle, pointAt, type ExaminedCurve } from './curve.ts';
import { isAbove, isBeyondChance, isSign, sayPoints, sayShare } from './figures.ts';
import { keepWorst, leaveOpen, type Finding, type Rule } from './finding.ts';
import { judgeNoise, judgeShared } from './noise-rule.ts';
import { judgeReadings } from './readings-rule.ts';
import { judgeElsewhere } from './transfer-rule.ts';

/** Shares of images whose gradient cannot be climbed. */
export interface ExaminedHealth {
  readonly attack: string;
  readonly zero: number;
  readonly nan: number;
  /** Of how many images; not told: of enough. */
  readonly count?: number;
}

const RULES = {
  zero: { rule: 'zero_gradients', title: 'Fewer than 5 % of the images have no gradient at all' },
  nan: { rule: 'nan_gradients', title: 'Every gradient is a number' },
  monotone: { rule: 'monotone', title: 'Accuracy falls as ε grows' },
  iterative: { rule: 'iterative', title: 'Many steps find at least what one step finds' },
  unbounded: { rule: 'unbounded', title: 'With ε as large as the image, nothing is left' },
} as const satisfies Record<string, Rule>;

const SLACK = 0.01;
const MASKED = 0.05;
/** In L∞. */
const GREY = 0.5;

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

/**
 * The rules about accuracy, for curves of one norm. One change for all images is held against noise alone, an attack that was
 * led against another classifier against the gradient attacks here alone.
 *
 * @param grey the ε from which on any image can be made grey: 0.5 in L∞, elsewhere it depends on the size of the image, and
 * infinity says that no ε is as large
 *
 * @example
 * const findings = judgeAccuracies(curves);
 */
export function judgeAccuracies(curves: readonly ExaminedCurve[], grey = GREY): Finding[] {
  const attacks = curves.filter(isOwn);
  const climbing = attacks.filter((curve) => !isSingle(curve));
  return keepWorst([
    ...orOpen(
      climbing.filter(({ least }) => !least).flatMap(judgeMonotone),
      RULES.monotone,
      'No attack of several steps was tried at two ε.',
    ),
    judgeNoise(curves, grey),
    ...orOpen(
      climbing.flatMap((many) => attacks.filter(isSingle).flatMap((one) => judgeIterative(many, one))),
      RULES.iterative,
      'There is no attack of one step beside one of several at the same ε.',
    ),
    ...orOpen(
      climbing.flatMap((curve) => judgeUnbounded(curve, grey)),
      RULES.unbounded,
      'No attack was tried at ε 0.5 or more.',
    ),
    ...judgeShared(curves),
    ...judgeElsewhere(curves),
    ...judgeReadings(curves),
  ]);
}

function orOpen(found: Finding[], rule: Rule, reason: string): Finding[] {
  return found.length > 0 ? found : [leaveOpen(rule, reason)];
}

function judgeHealth({ attack, zero, nan, count }: ExaminedHealth): Finding[] {
  const masked =
    zero >= MASKED && (count === undefined || isBeyondChance(Math.round(zero * count), count, MASKED));
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

function judgeIterative(many: ExaminedCurve, one: ExaminedCurve): Finding[] {
  const shared = many.points.filter(({ epsilon }) => epsilon > 0 && pointAt(one, epsilon));
  if (shared.length === 0) return [];
  const gaps = shared.map(({ epsilon, correct }) => {
    const other = pointAt(one, epsilon)!.correct;
    const [left, single] = [correct / many.count, other / one.count];
    return { epsilon, point: correct, other, left, single, gap: left - single };
  });
  const worst = gaps.reduce((most, gap) => (gap.gap > most.gap ? gap : most));
  const apart = isAbove([worst.point, many.count], [worst.other, one.count]);
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

function judgeUnbounded({ attack, points, count }: ExaminedCurve, grey: number): Finding[] {
  const large = points.filter(({ epsilon }) => epsilon >= grey);
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
