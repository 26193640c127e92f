/** The rule that holds certificates against attacks: what is certified cannot be fooled, so it is never more than what stands. */
import {
  findHeld,
  isSign,
  sayPoints,
  sayShare,
  type DataFrame,
  type Examples,
  type Finding,
  type Grade,
  type Readable,
  type Rule,
} from 'alidade/sdk';

const CERTIFIED: Rule = {
  rule: 'certified',
  title: 'No more is certified than an attack of the same L2 radius leaves',
};
const AMBER = 0.01;
const RED = 0.05;
/** ε is compared with this much slack, as everywhere. */
const SLACK = 1e-6;

/** One image's certificate. */
interface Certificate {
  readonly image: number;
  /** Whether the certified class is the true one. */
  readonly right: boolean;
  readonly radius: number;
}

/** One radius: how many images are certified right to it, and how many an attack of it leaves right. */
interface Comparison {
  readonly attack: string;
  readonly epsilon: number;
  readonly count: number;
  readonly certified: number;
  readonly left: number;
}

/** What is examined, as far as this rule needs it. */
interface Smoothed {
  readonly model: Readable;
  readonly labels: Int32Array;
  /** What it reads in the images as they are. */
  readonly clean: Int32Array;
}

/**
 * Judges certificates by what attacks in L2 on the very classifier that is examined leave at the same radius, and, at
 * radius 0, by what it reads in the images as they are. A certificate fails with probability alpha; a gap that this cannot
 * explain means that another classifier, another σ or another unit was certified.
 *
 * @param certificates of the first images, as `certify` gives them; null: none were given
 * @throws where a column is missing
 */
export function judgeCertificates(
  { model, labels, clean }: Smoothed,
  certificates: DataFrame | null,
  attacks: readonly Examples[],
): Finding {
  if (!certificates) return open('No certificates were given.');
  const known = readCertificates(certificates, labels.length);
  if (known.length === 0) return open('No certificate is about an image that is examined.');
  const unchanged = compare('no attack', 0, known, (image) => clean[image] === labels[image]);
  const comparisons = attacks
    .filter(
      ({ norm, target, attacked, role }) =>
        norm === 'L2' && target === null && attacked === model && role === 'adversarial',
    )
    .flatMap(({ attack, rounds }) =>
      rounds.flatMap(({ epsilon, predictions }) => {
        const there = known.filter(({ image }) => image < predictions.length);
        if (epsilon === null || there.length === 0) return [];
        const held = findHeld(labels, clean, predictions);
        return [compare(attack, epsilon, there, (image) => held[image] === 1)];
      }),
    );
  if (comparisons.length === 0)
    return open(
      'No attack in L2 on this smoothed classifier was given: take PGD in L2 at a certified radius.',
    );
  return judge([unchanged, ...comparisons]);
}

const open = (reason: string): Finding => ({ ...CERTIFIED, grade: 'open', figures: {}, reason, advice: '' });

function compare(
  attack: string,
  epsilon: number,
  certificates: readonly Certificate[],
  stands: (image: number) => boolean,
): Comparison {
  return {
    attack,
    epsilon,
    count: certificates.length,
    certified: certificates.filter(({ right, radius }) => right && radius >= epsilon - SLACK).length,
    left: certificates.filter(({ image }) => stands(image)).length,
  };
}

function judge(comparisons: readonly Comparison[]): Finding {
  const gapOf = ({ certified, left, count }: Comparison): number => (certified - left) / count;
  const worst = comparisons.reduce((most, one) => (gapOf(one) > gapOf(most) ? one : most));
  const { attack, epsilon, count, certified, left } = worst;
  const grade: Grade = !isSign(certified - left, count, AMBER)
    ? 'green'
    : gapOf(worst) > RED
      ? 'red'
      : 'amber';
  return {
    ...CERTIFIED,
    grade,
    figures: { epsilon, certified_accuracy: certified / count, attacked_accuracy: left / count },
    reason: `At radius ${epsilon} ${sayShare(certified / count)} of ${count} images are certified and ${sayShare(left / count)} stand under ${attack}${
      grade === 'green' ? '.' : `: ${sayPoints(gapOf(worst))} that are certified and fall all the same.`
    }`,
    advice:
      grade === 'green'
        ? ''
        : 'Certify and attack one smoothed classifier: the same model, the same σ, pixels of the same unit; give its readings more votes.',
  };
}

function readCertificates({ columns, rows }: DataFrame, count: number): Certificate[] {
  const [image, label, prediction, radius] = ['image', 'label', 'prediction', 'radius'].map((name) => {
    const at = columns.indexOf(name);
    if (at < 0) throw new Error(`Certificates have a column ${name}: give the first output of certify.`);
    return at;
  }) as [number, number, number, number];
  return rows
    .map((row) => ({
      image: Number(row[image]),
      right: row[prediction] === row[label],
      radius: Number(row[radius]),
    }))
    .filter((one) => one.image < count);
}
