/** The rules that the doctor judges by attacks of its own: each a function of what was measured. */
import {
  isBeyondChance,
  isSign,
  sayCounted,
  sayPoints,
  sayShare,
  type Classifier,
  type Finding,
  type Grade,
  type Rule,
} from 'alidade/sdk';
import { LONGER, STARTS, type Measured, type Plan } from './measure.ts';

const STEPS: Rule = { rule: 'steps', title: 'More steps change accuracy by less than 1 %' };
const RESTARTS: Rule = { rule: 'restarts', title: 'More random starts cost no more than a few points' };
const LOSSES: Rule = { rule: 'losses', title: 'Climbing the margin and the cross entropy agree within 2 %' };
const DIFFERENTIABLE: Rule = {
  rule: 'differentiable',
  title: 'What has no gradient is gone around',
};
const STEP_SIZE: Rule = {
  rule: 'step_size',
  title: 'The steps are neither larger than ε nor too short to cross it',
};

const AMBER = 0.01;
const FEW = 0.03;
const RED = 0.05;

/** A gap that is more than the rule allows, and that so few images do not prove. */
const sayChance = (images: number, count: number, share: number): string =>
  isSign(images, count, share)
    ? `, ${sayPoints(images / count)} apart: with ${sayCounted(count, 'image')} no sign yet`
    : '';

const leaves = (count: number): string => (count === 1 ? 'leaves' : 'leave');

/** More steps, each shorter in proportion. */
export function judgeSteps({ once, longer, count }: Measured, { iterations }: Plan): Finding {
  const change = Math.abs(longer - once) / count;
  const grade: Grade = !isBeyondChance(Math.abs(longer - once), count, AMBER)
    ? 'green'
    : change > RED
      ? 'red'
      : 'amber';
  return {
    ...STEPS,
    grade,
    figures: { accuracy: once / count, accuracy_longer: longer / count },
    reason: `${sayCounted(iterations, 'step')} ${leaves(iterations)} ${sayShare(once / count)}, ${LONGER * iterations} leave ${sayShare(longer / count)}${
      grade === 'green'
        ? `${sayChance(Math.abs(longer - once), count, AMBER)}.`
        : `: after ${sayCounted(iterations, 'step')} the attack has not come to rest.`
    }`,
    advice: grade === 'green' ? '' : `Take ${LONGER * iterations} steps or more, and report those.`,
  };
}

/** The best of several starts, image by image. */
export function judgeRestarts({ once, restarted, count }: Measured): Finding {
  const grade: Grade = isBeyondChance(once - restarted, count, FEW) ? 'amber' : 'green';
  return {
    ...RESTARTS,
    grade,
    figures: { accuracy: once / count, accuracy_restarted: restarted / count },
    reason: `${STARTS} random starts leave ${sayShare(restarted / count)}, one leaves ${sayShare(once / count)}${
      grade === 'green'
        ? `${sayChance(once - restarted, count, FEW)}.`
        : ': where it starts decides what it finds.'
    }`,
    advice: grade === 'green' ? '' : `Report the worst of ${STARTS} starts or more.`,
  };
}

/** Carlini and Wagner's margin against the cross entropy, all else equal. */
export function judgeLosses({ once, margin, count }: Measured): Finding {
  const gap = Math.abs(once - margin) / count;
  const grade: Grade = !isBeyondChance(Math.abs(once - margin), count, 2 * AMBER)
    ? 'green'
    : gap > 2 * RED
      ? 'red'
      : 'amber';
  const stronger = margin < once ? 'margin' : 'cross entropy';
  return {
    ...LOSSES,
    grade,
    figures: { accuracy_cross_entropy: once / count, accuracy_margin: margin / count },
    reason: `Climbing the cross entropy leaves ${sayShare(once / count)}, the margin ${sayShare(margin / count)}${
      grade === 'green'
        ? `${sayChance(Math.abs(once - margin), count, 2 * AMBER)}.`
        : `: ${sayPoints(gap)} apart, so one of the two is not climbed to its top.`
    }`,
    advice:
      grade === 'green'
        ? ''
        : `Report the lower figure, of the ${stronger}; where logits lie far apart the cross entropy has no gradient left in float32.`,
  };
}

/** What says of itself that it has no gradient of use needs a surrogate (BPDA). */
export function judgeDifferentiable({ defence, surrogate }: Classifier): Finding {
  const named = defence ? `${defence.name}` : 'An undefended model';
  if (!defence || defence.differentiable) {
    const reason = `${named} has a gradient all the way.`;
    return { ...DIFFERENTIABLE, grade: 'green', figures: {}, reason, advice: '' };
  }
  if (surrogate) {
    const reason = `${named} has no gradient of use; the attack climbs a surrogate instead (BPDA).`;
    return { ...DIFFERENTIABLE, grade: 'green', figures: {}, reason, advice: '' };
  }
  return {
    ...DIFFERENTIABLE,
    grade: 'red',
    figures: {},
    reason: `${named} has no gradient of use, and nothing stands in for it: a gradient attack cannot pass it.`,
    advice:
      'Give the defence a surrogate, such as the identity (backward pass differentiable approximation, BPDA; Athalye et al. 2018), or attack without gradients.',
  };
}

/** The step under judgement against the radius. */
export function judgeStepSize({ epsilon, iterations, step }: Plan): Finding {
  const reach = step * iterations;
  const wide = step > epsilon * (1 + 1e-6);
  const short = reach < 2 * epsilon * (1 - 1e-6);
  const figures = { epsilon, step, iterations };
  const said = `A step of ${Number(step.toPrecision(3))} times ${iterations} is ${Number((reach / epsilon).toPrecision(3))}·ε`;
  const fault = wide
    ? ': each step is larger than ε, so it only jumps from edge to edge'
    : short
      ? ': too short to cross from one edge to the other, 2·ε'
      : '';
  return {
    ...STEP_SIZE,
    grade: wide || short ? 'amber' : 'green',
    figures,
    reason: `${said}${fault}.`,
    advice: fault === '' ? '' : 'Take 2.5·ε/iterations, the default.',
  };
}
