/** The doctor's rule about attackers who do not see the weights: who does see them must not do worse. */
import { isOwn, pointAt, type ExaminedCurve } from './curve.ts';
import { isAbove, isSign, sayShare } from './figures.ts';
import { leaveOpen, type Finding, type Grade, type Rule } from './finding.ts';

/** The rule, before it is judged. */
export const TRANSFER: Rule = {
  rule: 'transfer',
  title: 'Knowing the weights helps: no transferred or black-box attack does better',
};
const AMBER = 0.01;
const RED = 0.05;

/** One attack that did not see the weights of this model, and one that did, at one ε. */
export interface Rival {
  readonly attack: string;
  /** The attack that saw the weights. */
  readonly against: string;
  readonly epsilon: number;
  readonly count: number;
  /** Images of `count` that are read right after each. */
  readonly rival: number;
  readonly own: number;
  /** Whether the rival's lower share is no sign: it is of another number of images, and the bands of the two meet. */
  readonly bandsMeet?: boolean;
}

/**
 * Judges the rival that does best against the attack that sees the weights; open where there is none.
 *
 * @example
 * judgeTransfer([{ attack: 'Square', against: 'PGD', epsilon: 0.1, count: 100, rival: 20, own: 60 }]).grade; // 'red'
 */
export function judgeTransfer(rivals: readonly Rival[]): Finding {
  const [first, ...others] = rivals;
  if (!first)
    return leaveOpen(
      TRANSFER,
      'No transferred or black-box attack was given at an ε that the doctor tried: give Square, or examples that were made on another model.',
    );
  const gapOf = ({ own, rival, count, bandsMeet }: Rival): number => (bandsMeet ? 0 : (own - rival) / count);
  const worst = others.reduce((most, one) => (gapOf(one) > gapOf(most) ? one : most), first);
  const { attack, against, epsilon, count, rival, own, bandsMeet } = worst;
  const gap = gapOf(worst);
  const grade: Grade = !isSign(gap * count, count, AMBER) ? 'green' : gap > RED ? 'red' : 'amber';
  const good = grade === 'green';
  const unsure = bandsMeet ? ', on another number of images: that is no sign' : '';
  return {
    ...TRANSFER,
    grade,
    figures: { epsilon, accuracy: own / count, accuracy_rival: rival / count },
    reason: `At ε ${epsilon} ${attack}, which does not see these weights, leaves ${sayShare(rival / count)}; ${against}, which does, leaves ${sayShare(own / count)}${
      good ? `${unsure}.` : ': the gradient leads away from what can be found.'
    }`,
    advice: good ? '' : `The gradient is masked: report the figure of ${attack}, and go around the defence.`,
  };
}

/** Curves that were led against another classifier beside the best gradient attack on this one; empty where one is lacking. */
export function judgeElsewhere(curves: readonly ExaminedCurve[]): Finding[] {
  const led = curves.filter((curve) => isOwn(curve) && curve.steps !== null);
  const rivals = curves
    .filter(({ role, elsewhere }) => role === 'adversarial' && elsewhere)
    .flatMap((curve) => curve.points.flatMap(({ epsilon }) => faceBest(curve, led, epsilon)));
  return rivals.length > 0 ? [judgeTransfer(rivals)] : [];
}

/** A rival beside the attack that leaves least of those that see the weights; of other numbers of images where bands part. */
function faceBest(rival: ExaminedCurve, led: readonly ExaminedCurve[], epsilon: number): Rival[] {
  const shareOf = (curve: ExaminedCurve): number => pointAt(curve, epsilon)!.correct / curve.count;
  const there = led.filter((curve) => pointAt(curve, epsilon));
  if (epsilon === 0 || there.length === 0) return [];
  const best = there.reduce((least, one) => (shareOf(one) < shareOf(least) ? one : least));
  const [own, other] = [pointAt(best, epsilon)!.correct, pointAt(rival, epsilon)!.correct];
  const { count } = best;
  const facts = { attack: rival.attack, against: best.attack, epsilon, count, own };
  const bandsMeet = shareOf(rival) < shareOf(best) && !isAbove([own, count], [other, rival.count]);
  return [{ ...facts, rival: shareOf(rival) * count, bandsMeet }];
}
