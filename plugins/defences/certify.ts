/** Certificates of randomised smoothing: how far an image may be moved, in L2, before the smoothed reading can change. */
import {
  log,
  metric,
  openClassifier,
  readLabels,
  sizeOf,
  sliceRows,
  wilsonBand,
  type DataFrame,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import { checkAlpha, lowerBound, probit } from './binomial.ts';
import { checkWhole } from './defend.ts';
import { ABSTAINED, checkNoise } from './smoothing.ts';
import { countVotes, findLeaders } from './votes.ts';

export interface Certificate {
  /** The class; −1 where the vote says nothing. */
  readonly prediction: number;
  /** In L2, in the unit of the pixels; 0 where it abstains. */
  readonly radius: number;
  /** Of the n votes, those of the class that the n0 votes chose. */
  readonly votes: number;
}

/**
 * Certifies the first images by randomised smoothing: CERTIFY of Cohen, Rosenfeld and Kolter 2019 (arXiv:1902.02918).
 * `n0` noisy votes choose a class; `n` others give the lower end pA of Clopper and Pearson's one-sided interval of its
 * share. Where pA is above ½, no change shorter than sigma·probit(pA) in L2 changes what the smoothed classifier reads;
 * else it abstains. Each certificate fails with probability alpha or less: of 2,000 images at 0.001, 2 may hold wrong.
 *
 * Records at index k: `radius`, in L2 (and the same as `epsilon`, for the chart), and `certified_accuracy`, the share of all
 * images that are read right and certified to that radius, with its Wilson band `_low` and `_high`, `certified_correct` and
 * `certified_count`; once `average_certified_radius` (ACR; a wrong or abstained image counts as 0), `radius_cap` and
 * `abstained`. `n` votes can certify no further than the cap, 2.463 sigma for 1,000 at 0.001; an ACR is never compared
 * across different `n`. All images meet the same draws of noise, so that their chances are not independent.
 *
 * Threat model: any attacker, whatever he sees and however often he tries, may change an image by less than its radius (L2,
 * in the unit of the pixels). It is a bound on all of them, where an attack is one of them.
 *
 * Published (LeNet, 60,000 digits, all 10,000 test images, n 100,000, computed from the logs of jh-jeong/smoothing-consistency):
 * sigma 0.25 gives 99.2, 98.5, 96.7 and 93.1 % at radius 0, 0.25, 0.5 and 0.75, and ACR 0.911.
 *
 * @param model what is smoothed, not the smoothed classifier; best trained with the same noise (`train_with_noise`)
 * @param dataset images [n, height, width, channels] with their true labels [n, classes]
 * @param sigma standard deviation of the noise in the unit of the pixels, more than 0; the paper's are 0.25, 0.5 and 1
 * @param n0 votes that choose the class, 1 or more; 100 are the paper's
 * @param n votes that certify it, 1 or more; 100,000 are the paper's, 1,000 are what a browser has time for
 * @param alpha how often a certificate may be wrong; 0.001 is the paper's
 * @param count how many of the first images are certified, 1 or more; figures on fewer than 500 have wide bands
 * @param radii where certified accuracy is counted, 0 or more; default: fifths of sigma up to the cap
 * @returns the certificates (image, label, prediction, −1: abstained, radius, votes), and the figures at each radius (radius, count, certified,
 *   accuracy, its band low and high, n, and cap, how far n votes certify at the most)
 * @throws where a number lies outside its range
 */
export async function certify(
  model: Readable,
  dataset: Dataset,
  sigma = 0.25,
  n0: number /* integer */ = 100,
  n: number /* integer */ = 1000,
  alpha = 0.001,
  count: number /* integer */ = 200,
  radii: readonly number[] | null = null,
): Promise<[certificates: DataFrame, figures: DataFrame]> {
  checkNoise(sigma);
  checkAlpha(alpha);
  checkWhole('n0', n0, 1, 100_000);
  checkWhole('n', n, 1, 1_000_000);
  checkWhole('count', count, 1, 1_000_000);
  const size = Math.min(count, sizeOf(dataset));
  const labels = (await readLabels(dataset)).subarray(0, size);
  const images = sliceRows(dataset.images, 0, size);
  const classifier = openClassifier(model);
  const chosen = await countVotes(classifier, images, { sigma, draws: n0, stream: 'choose' });
  const counted = await countVotes(classifier, images, { sigma, draws: n, stream: 'certify' });
  images.dispose();
  const certificates = counted.map((votes, i) =>
    makeCertificate(findLeaders(chosen[i]!).first, votes, { sigma, n, alpha }),
  );
  const cap = capRadius(sigma, n, alpha);
  const rising = [...new Set(radii ?? fifths(sigma, cap))].sort((a, b) => a - b);
  const bad = rising.find((radius) => !(radius >= 0 && radius < Infinity));
  if (bad !== undefined || rising.length === 0)
    throw new RangeError(`A radius is 0 or more, not ${bad ?? 'none'}.`);
  const figures = recordCurve(certificates, labels, rising, { n, cap });
  recordSums(certificates, labels, cap, { n, alpha });
  const columns = ['image', 'label', 'prediction', 'radius', 'votes'];
  const rows = certificates.map(({ prediction, radius, votes }, i) => [
    i,
    labels[i]!,
    prediction,
    radius,
    votes,
  ]);
  return [{ columns, rows }, figures];
}

/** The certificate of a class from n votes that were cast after it was chosen. @internal */
export function makeCertificate(
  chosen: number,
  votes: Int32Array,
  { sigma, n, alpha }: { sigma: number; n: number; alpha: number },
): Certificate {
  const share = lowerBound(votes[chosen]!, n, alpha);
  if (share <= 0.5) return { prediction: ABSTAINED, radius: 0, votes: votes[chosen]! };
  return { prediction: chosen, radius: sigma * probit(share), votes: votes[chosen]! };
}

/** How far n votes of one mind certify. @internal */
export function capRadius(sigma: number, n: number, alpha: number): number {
  const share = lowerBound(n, n, alpha);
  return share > 0.5 ? sigma * probit(share) : 0;
}

function fifths(sigma: number, cap: number): number[] {
  const steps = Math.floor((5 * cap) / sigma + 1e-9) + 1;
  return Array.from({ length: steps + 1 }, (_, k) => (k * sigma) / 5);
}

function recordCurve(
  certificates: readonly Certificate[],
  labels: Int32Array,
  radii: readonly number[],
  { n, cap }: { n: number; cap: number },
): DataFrame {
  const count = certificates.length;
  const rows = radii.map((radius, k) => {
    const held = certificates.filter((one, i) => one.prediction === labels[i] && one.radius >= radius).length;
    const { low, high } = wilsonBand(held, count);
    metric('radius', radius, k);
    metric('epsilon', radius, k);
    metric('certified_accuracy', held / count, k);
    metric('certified_accuracy_low', low, k);
    metric('certified_accuracy_high', high, k);
    metric('certified_correct', held, k);
    metric('certified_count', count, k);
    return [radius, count, held, held / count, low, high, n, cap];
  });
  return { columns: ['radius', 'count', 'certified', 'accuracy', 'low', 'high', 'n', 'cap'], rows };
}

function recordSums(
  certificates: readonly Certificate[],
  labels: Int32Array,
  cap: number,
  { n, alpha }: { n: number; alpha: number },
): void {
  const count = certificates.length;
  const right = certificates.filter((one, i) => one.prediction === labels[i]);
  const abstained = certificates.filter(({ prediction }) => prediction === ABSTAINED).length;
  const acr = right.reduce((sum, { radius }) => sum + radius, 0) / count;
  metric('average_certified_radius', acr);
  metric('radius_cap', cap);
  metric('abstained', abstained);
  log(
    `${n} votes certify no further than ${cap.toFixed(3)} in L2: beyond it the curve is 0 whatever the model is`,
  );
  log(
    `average certified radius ${acr.toFixed(3)} at n ${n}: never compare it across different n; ${abstained} abstained`,
  );
  log(
    `each certificate fails with probability ${alpha} or less: ${(alpha * count).toFixed(1)} of ${count} may be wrong`,
  );
  if (count < 500) log(`${count} images have a wide band: 500 or more make a figure`, 'WARNING');
}
