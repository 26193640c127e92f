/** Measures what is left: counts at every ε, with their bands, and the report that the verdict is made from. */
import {
  checkEpsilons,
  classify,
  countCorrect,
  lackingNoise,
  log,
  metric,
  progress,
  readLabels,
  sayOrigin,
  sayAttacker,
  wilsonBand,
  type DataFrame,
  type Dataset,
  type Examples,
  type Threat,
  type Readable,
} from 'alidade/sdk';
import { measureCurve, radiiOf, type Curve, type Point } from './curve.ts';
import { NORMS, type Effort } from './effort.ts';

export interface Report {
  readonly format: 1;
  readonly data: { readonly name: string; readonly count: number };
  readonly clean: { readonly correct: number; readonly count: number };
  readonly curves: readonly Curve[];
  readonly headline: Point & { readonly attack: string };
  readonly threat: Threat;
  /** What has to be known of these figures beside, in sentences. */
  readonly notes: readonly string[];
}

const ADVICE = 'add_random_noise and its norm; add_random_pixels or add_random_motion of black_box';

/**
 * Counts how many images a model still reads right, unchanged and at every ε of every attack. An attack that looked for the
 * least change of each image is counted at every ε as well: right are those that needed more than ε.
 *
 * Records at index k, with `epsilon` (0 at index 0: unchanged): for each attack `<attack>_accuracy`, its band
 * `<attack>_accuracy_low` and `_high`, `<attack>_correct` and `<attack>_count`; and once `test_count`, `clean_correct`,
 * `clean_accuracy` with its band and `clean_count`. Accuracy is over all images; those misread unchanged count as lost at every
 * ε. Towards a target it is over the images of other classes, and it is no robust accuracy. The headline is the attack that leaves
 * the smallest share at the headline's ε, of those in the norm of the first, since a stronger attack can only lower the
 * figure (of other numbers of images where the bands part, else the one with more); an attack towards a class only where there is no other, and the verdict says so. Of an attack that was led
 * against another model the threat line says so. Attack success has its own definition and so its own metric,
 * `<attack>_success` with its band: over the images that were read right, or towards a target over those of another class; it is
 * not one minus accuracy. Beside it stand `<attack>_l2_mean` (over successes) and `<attack>_l2_median` (over all that could give
 * way, failures as infinity), the same in the attack's own norm (`<attack>_linf_mean` …), `<attack>_queries` and
 * `<attack>_gradient_evaluations` (means an image). A least-change attack has these at index 0. An attack without random
 * noise of its norm at its ε is warned of.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset the images [n, height, width, channels] that were attacked, with their true labels [n, classes]
 * @param attacks what each attack made of them, the noise baseline among them; of two noises in one norm at the same ε,
 *   as where the attack is chosen by its name and the name is noise, the first counts
 * @param headline the ε whose figure is said in the verdict; the nearest one that the first attack tried. 0.1 is ours
 * @param epsilons where least changes are counted, in the norm of their attack, more than 0; default: the ε of the attacks of
 * the same norm, else ten from the least to the largest change
 * @returns the report, and the same figures as a table with all norms
 * @throws where an attack is given twice, holds more images than the data set or none but of its target, or looked for the
 * least change in no norm
 */
export async function evaluate_robustness(
  model: Readable,
  dataset: Dataset,
  attacks: readonly Examples[],
  headline = 0.1,
  epsilons: readonly number[] | null = null,
): Promise<[report: Report, table: DataFrame]> {
  const labels = await readLabels(dataset);
  attacks = withOneNoise(attacks);
  checkAttacks(attacks, labels.length);
  const clean = await classify(model, dataset.images);
  const correct = countCorrect(clean, labels);
  metric('test_count', labels.length);
  recordClean(correct, labels.length);
  const origin = sayOrigin(model, dataset);
  if (origin) log(origin);
  const asked = epsilons && checkEpsilons(epsilons, Infinity);
  const places = new Places([
    ...(asked ?? []),
    ...attacks.flatMap(({ rounds }) => rounds.map((r) => r.epsilon ?? 0)),
  ]);
  const total = attacks.reduce((sum, attack) => sum + attack.rounds.length, 0);
  const curves: Curve[] = [];
  let done = 0;
  for (const attack of attacks) {
    const tell = (): void => progress(++done, total, attack.attack);
    const radii = asked ?? radiiOf(attacks, attack.norm);
    const curve = await measureCurve(model, attack, labels, clean, radii, tell);
    record(curve, places);
    log(sayAttacker(attack.attack, curve));
    curves.push(curve);
  }
  for (const lack of lackingNoise(curves)) log(`${lack} Add it with the same ε (${ADVICE}).`, 'WARNING');
  const data = { name: dataset.meta.name, count: labels.length };
  const report = {
    ...makeReport(data, curves, headline),
    notes: [...(origin ? [origin] : []), ...curves.flatMap(noteHasty)],
  };
  return [report, toTable(report)];
}

const noteHasty = ({ attack, threat }: Curve): string[] =>
  threat.hasty
    ? [`${attack} judged a random defence by too few readings: what it leaves is no robust accuracy`]
    : [];

function recordClean(correct: number, count: number): void {
  const { low, high } = wilsonBand(correct, count);
  metric('clean_correct', correct);
  metric('clean_count', count);
  metric('clean_accuracy', correct / count);
  metric('clean_accuracy_low', low);
  metric('clean_accuracy_high', high);
}

/** Which index stands for which ε: those that are known rise from 0, others follow. */
class Places {
  readonly #epsilons: number[];

  constructor(epsilons: readonly number[]) {
    this.#epsilons = [...new Set([0, ...epsilons])].sort((a, b) => a - b);
    this.#epsilons.forEach((epsilon, k) => metric('epsilon', epsilon, k));
  }

  find(epsilon: number): number {
    const known = this.#epsilons.indexOf(epsilon);
    if (known >= 0) return known;
    metric('epsilon', epsilon, this.#epsilons.length);
    return this.#epsilons.push(epsilon) - 1;
  }
}

/** What the metrics of an attack begin with. */
const metricName = (attack: string): string => attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');

function record({ attack, norm, count, points, efforts }: Curve, places: Places): void {
  const name = metricName(attack);
  for (const point of points) recordPoint(name, point, count, places.find(point.epsilon));
  for (const effort of efforts) recordEffort(name, norm, effort, places.find(effort.epsilon ?? 0));
  for (const { epsilon, correct } of points.slice(1))
    log(`${attack} at ε ${epsilon}: ${correct} of ${count}`);
}

function recordPoint(name: string, point: Point, count: number, k: number): void {
  const band = wilsonBand(point.correct, count);
  metric(`${name}_accuracy`, point.accuracy, k);
  metric(`${name}_accuracy_low`, band.low, k);
  metric(`${name}_accuracy_high`, band.high, k);
  metric(`${name}_correct`, point.correct, k);
  metric(`${name}_count`, count, k);
}

function recordEffort(
  name: string,
  norm: Examples['norm'],
  { success, norms, queries, gradient_evaluations }: Effort,
  k: number,
): void {
  if (success.share !== null) {
    metric(`${name}_success`, success.share, k);
    metric(`${name}_success_low`, success.low!, k);
    metric(`${name}_success_high`, success.high!, k);
  }
  for (const one of NORMS.filter((other) => other === 'l2' || other === norm?.toLowerCase())) {
    const { mean, median } = norms[one];
    if (mean !== null) metric(`${name}_${one}_mean`, mean, k);
    metric(`${name}_${one}_median`, median ?? Infinity, k);
  }
  if (queries !== null) metric(`${name}_queries`, queries, k);
  if (gradient_evaluations !== null) metric(`${name}_gradient_evaluations`, gradient_evaluations, k);
}

function makeReport(data: Report['data'], curves: readonly Curve[], headline: number): Omit<Report, 'notes'> {
  const { curve, point } = chooseHeadline(curves, headline);
  const { attack, points, count, threat } = curve;
  return {
    format: 1,
    // What was attacked is what is counted: often the first images alone.
    data: { ...data, count },
    clean: { correct: points[0]!.correct, count },
    curves,
    headline: { attack, ...point },
    threat,
  };
}

/**
 * The first attack that is no noise and aims at no class says the norm and, by what it tried nearest to the one asked for,
 * the ε; of all such attacks there the one that leaves the smallest share is told. On other numbers of images a smaller share
 * may be luck: it counts only where the bands part, and else the attack on more images is told.
 */
function chooseHeadline(
  curves: readonly Curve[],
  headline: number,
): { readonly curve: Curve; readonly point: Point } {
  const attacks = curves.filter(({ role }) => role === 'adversarial');
  // Accuracy under an attack towards a class is no robust accuracy, so another one is told first.
  const free = attacks.filter(({ target }) => target === null);
  const first = free[0] ?? attacks[0] ?? curves[0]!;
  const distance = ({ epsilon }: Point): number => Math.abs(epsilon - headline);
  const tried = first.points.length > 1 ? first.points.slice(1) : first.points;
  const nearest = tried.reduce((best, point) => (distance(point) < distance(best) ? point : best));
  const told = free
    .filter(({ norm }) => norm === first.norm)
    .flatMap((curve) => {
      const point = curve.points.find(({ epsilon }) => epsilon === nearest.epsilon);
      return point ? [{ curve, point }] : [];
    });
  return told.reduce((least, one) => (isTold(one, least) ? one : least), { curve: first, point: nearest });
}

interface Candidate {
  readonly curve: Curve;
  readonly point: Point;
}

/** Whether `one` is told rather than `other`. */
function isTold(one: Candidate, other: Candidate): boolean {
  const [count, size] = [one.curve.count, other.curve.count];
  if (count === size) return one.point.correct < other.point.correct;
  const [own, its] = [wilsonBand(one.point.correct, count), wilsonBand(other.point.correct, size)];
  if (own.high < its.low) return true;
  return its.high < own.low ? false : count > size;
}

const COLUMNS =
  'attack epsilon count correct accuracy low high success success_low success_high queries gradient_evaluations';

/** A row a point; what a least-change attack reached stands in the row of ε 0, where nothing was kept to. */
function toTable({ curves }: Report): DataFrame {
  const norms = NORMS.flatMap((norm) => [`${norm}_mean`, `${norm}_median`]);
  const rows = curves.flatMap((curve) =>
    curve.points.map((point) => toRow(curve, point).map((value) => value ?? null)),
  );
  return { columns: COLUMNS.split(' ').concat(norms), rows };
}

function toRow({ attack, count, efforts }: Curve, point: Point): unknown[] {
  const { epsilon, correct, accuracy, low, high } = point;
  const effort = efforts.find((one) => (one.epsilon ?? 0) === epsilon);
  const counts = [attack, epsilon, count, correct, accuracy, low, high];
  const { success } = effort ?? {};
  const cost = [success?.share, success?.low, success?.high, effort?.queries, effort?.gradient_evaluations];
  const norms = NORMS.flatMap((norm) => [effort?.norms[norm].mean, effort?.norms[norm].median]);
  return [...counts, ...cost, ...norms];
}

/** Without noise that is there already, as where the attack is chosen by its name and the name is noise. */
function withOneNoise(attacks: readonly Examples[]): readonly Examples[] {
  return attacks.filter((attack, i) => {
    const isRepeat = attacks.slice(0, i).some((other) => isSameNoise(other, attack));
    if (isRepeat) log(`${attack.attack} is there twice with the same ε: the second one is left out`);
    return !isRepeat;
  });
}

function isSameNoise(one: Examples, other: Examples): boolean {
  const epsilonsOf = ({ rounds }: Examples): string => rounds.map(({ epsilon }) => epsilon).join();
  const facts = [one, other].map((noise) =>
    noise.role === 'noise' ? `${noise.attack} ${noise.norm} ${epsilonsOf(noise)}` : null,
  );
  return facts[0] !== null && facts[0] === facts[1];
}

function checkAttacks(attacks: readonly Examples[], size: number): void {
  const names = attacks.map(({ attack }) => metricName(attack));
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice >= 0) {
    const [one, other] = [attacks[names.indexOf(names[twice]!)]!, attacks[twice]!];
    const pair = one.attack === other.attack ? '' : ` (${one.attack} and ${other.attack} are one name)`;
    throw new Error(`The attack ${names[twice]} is given twice${pair}.`);
  }
  if (attacks.length === 0) throw new Error('At least one attack is needed.');
  const large = attacks.find(({ rounds }) => rounds.some(({ images }) => images.shape[0] > size));
  if (large)
    throw new Error(`${large.attack} holds more images than the data set: it was made from another one.`);
}
