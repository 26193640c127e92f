/** The attack doctor: says whether a figure of robustness can be trusted, rule by rule. */
import {
  checkEpsilons,
  checkUnitRange,
  drawsOf,
  ENOUGH_DRAWS,
  judgeCurves,
  judgeNorms,
  judgeTransfer,
  keepWorst,
  log,
  metric,
  sayCounted,
  sizeOf,
  worstGrade,
  type DataFrame,
  type Dataset,
  type Examination,
  type Examples,
  type Finding,
  type Readable,
  type Rival,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { judgeCertificates } from './certified.ts';
import { readGiven, toCurve, toHealth, type Given } from './given.ts';
import { measure, openSubject, type Measured, type Plan, type Subject } from './measure.ts';
import { judgeDifferentiable, judgeLosses, judgeRestarts, judgeSteps, judgeStepSize } from './probe_rules.ts';
import { listAveraging, listRivals, sayLeftOut } from './rivals.ts';
import { judgeStochastic } from './stochastic.ts';

/**
 * Examines whether attacks on a model can be trusted: a figure of robustness is only as good as the attack behind it
 * (Carlini et al. 2019, arXiv:1902.06705; Athalye, Carlini, Wagner 2018, arXiv:1802.00420). It attacks the first images by
 * itself, with FGSM and with PGD in L∞ whose step is 2.5·ε/iterations, at ε/2, ε, 2ε and 1, and judges, with the attacks
 * that it is given: fewer than 5 % of images without any gradient; no gradient that is not a number; accuracy that falls
 * with ε (within 1 %); noise far weaker (one change for all images is held against noise alone); many steps at least as good as one; nothing left at ε 1; twice the steps
 * change less than 1 %; five starts cost no more than 3 points; margin and cross entropy within 2 %; no transferred or
 * black-box attack that does better; an average over ten draws or more where two readings differ; a surrogate where there is no
 * gradient; steps that fit ε; no more certified than an attack of the same L2 radius leaves. What cannot be judged is left
 * open, with the reason; a share that chance can explain among so few images is no sign. An image that is misread unchanged
 * is lost at every ε.
 *
 * Threat model of its own attacks: sees the weights, the defence (its `surrogate` is climbed) and the true label; may
 * change every pixel by at most ε. Records how many rules are green, amber, red and open (`doctor_green` …).
 *
 * Defaults: epsilon 0.1, iterations 20 and count 100 are ours, a minute in a browser; the step of 2.5·ε/iterations is
 * Madry's.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param attacks what attacks made of the first of these images. Those on this model without a target are judged with the
 * doctor's own, norm by norm, one that looked for the least change by the images whose change is at most ε; those that saw
 * no weights of this model are held against its PGD. Those that are left out are named
 * @param epsilon the radius whose figure is to be trusted, more than 0 and at most 1
 * @param iterations steps of the doctor's PGD, 1 or more
 * @param count how many of the first images, 1 or more; two images are never taken as a sign, so below 200 the rules are coarser than 1 %
 * @param step of the PGD under judgement, more than 0; null: 2.5·ε/iterations
 * @param certificates of the first images, where `model` is a smoothed classifier: the first output of `certify`. They are held
 * against the attacks in L2 on that classifier; null: the rule stays open
 * @returns the examination, the same as a table, and what the doctor's own attacks made of the images
 * @throws where ε, iterations or step are out of range, certificates lack a column, or an attack holds more images than the data set
 */
export async function examine_attacks(
  model: Readable,
  dataset: Dataset,
  attacks: readonly Examples[] = [],
  epsilon = 0.1,
  iterations = 20,
  count = 100,
  step: number | null = null,
  certificates: DataFrame | null = null,
): Promise<[examination: Examination, table: DataFrame, attacks: Examples[]]> {
  checkUnitRange(dataset);
  checkEpsilons([epsilon]);
  const plan = makePlan(epsilon, iterations, Math.min(count, sizeOf(dataset)), step);
  const subject = await openSubject(model, dataset, plan.count);
  const measured = await measure(subject, plan);
  const radii = measured.pgd.rounds.flatMap(({ epsilon: radius }) => radius ?? []);
  const given = await readGiven(subject, dataset, attacks, radii);
  const rivals = listRivals(subject, given, measured.pgd);
  const left = sayLeftOut(attacks, given, rivals);
  const findings = [
    ...(await judge(subject, plan, measured, { attacks, given, rivals })),
    judgeCertificates(subject, certificates, attacks),
  ];
  tf.dispose([subject.x, subject.truth]);
  const examination: Examination = {
    format: 1,
    grade: worstGrade(findings),
    method: `PGD, ${sayCounted(iterations, 'step')} of ${step === null ? '2.5·ε/iterations' : step}, on ${sayCounted(plan.count, 'image')} at ε ${epsilon}${left}`,
    findings,
  };
  if (left !== '') log(left.slice(2));
  tell(examination);
  return [examination, toTable(examination), [measured.pgd, measured.fgsm, measured.noise]];
}

function makePlan(epsilon: number, iterations: number, count: number, step: number | null): Plan {
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new RangeError(`The doctor takes 1 step or more, a whole number, not ${iterations}.`);
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`The doctor needs 1 image or more, not ${count}.`);
  if (step !== null && !(step > 0)) throw new RangeError(`A step is more than 0, not ${step}.`);
  return { epsilon, iterations, count, step: step ?? (2.5 * epsilon) / iterations };
}

/** The attacks that were given, those of them that can be read, and those beside the doctor's own. */
interface Offered {
  readonly attacks: readonly Examples[];
  readonly given: readonly Given[];
  readonly rivals: readonly Rival[];
}

async function judge(
  subject: Subject,
  plan: Plan,
  measured: Measured,
  { attacks, given, rivals }: Offered,
): Promise<Finding[]> {
  const { fgsm, pgd, noise } = measured;
  const own = [fgsm, pgd, noise].map((examples) => toCurve(examples, subject));
  const curves = given.flatMap(({ curve }) => curve ?? []);
  // The gradients of another model say nothing of this one's.
  const led = attacks.filter(({ attacked }) => attacked === subject.model);
  const healths = [fgsm, ...led].flatMap((examples) => toHealth(examples) ?? []);
  const steady = drawsOf(subject.classifier, 1) >= ENOUGH_DRAWS;
  const averaging = measured.drifting ? await listAveraging(subject, plan, attacks) : [];
  return keepWorst([
    ...judgeCurves(own, healths),
    ...judgeNorms(curves).filter(({ grade }) => grade !== 'open'),
    judgeSteps(measured, plan),
    judgeRestarts(measured),
    judgeLosses(measured),
    judgeTransfer(rivals),
    judgeStochastic(measured, averaging, steady),
    judgeDifferentiable(subject.classifier),
    judgeStepSize(plan),
  ]);
}

function tell({ findings }: Examination): void {
  for (const grade of ['green', 'amber', 'red', 'open'] as const) {
    metric(`doctor_${grade}`, findings.filter((finding) => finding.grade === grade).length);
  }
  for (const { grade, title, reason, advice } of findings) {
    log(
      `${grade}: ${title}. ${reason} ${advice}`.trimEnd(),
      grade === 'red' || grade === 'amber' ? 'WARNING' : 'INFO',
    );
  }
}

const toTable = ({ findings }: Examination): DataFrame => ({
  columns: ['rule', 'grade', 'title', 'reason', 'advice'],
  rows: findings.map(({ rule, grade, title, reason, advice }) => [rule, grade, title, reason, advice]),
});
