/** Certified accuracy against the radius as a figure: certificates at several σ, and what attacks of the same classifiers leave. */
import { log, type DataFrame, type Examples } from 'alidade/sdk';
import { lowerBound, probit } from './binomial.ts';
import { capRadius } from './certify.ts';
import { ABSTAINED } from './smoothing.ts';

/** What an attack left of the smoothed classifier at a radius. */
export interface AttackedPoint {
  readonly radius: number;
  readonly correct: number;
  /** Of those that are certified to that radius: how many the attack changed all the same. */
  readonly broken: number;
}

export interface CertifiedCourse {
  readonly sigma: number;
  /** What n votes of one mind certify. */
  readonly cap: number;
  /** Of each image: its class, what is said (−1: abstained), and how far it is certified in L2. */
  readonly certificates: readonly (readonly [label: number, prediction: number, radius: number])[];
  /** Of the same smoothed classifier; null where none was attacked. */
  readonly attacked: {
    readonly attack: string;
    readonly tries: string;
    /** Images that were attacked. */
    readonly count: number;
    readonly points: readonly AttackedPoint[];
  } | null;
}

/** Certified accuracy that others have published, to stand beside. */
export interface PublishedPoint {
  readonly sigma: number;
  readonly radius: number;
  readonly accuracy: number;
}

export interface CertifiedCurves {
  readonly format: 1;
  readonly n: number;
  readonly alpha: number;
  /** Rising in σ. */
  readonly courses: readonly CertifiedCourse[];
  readonly published: readonly PublishedPoint[];
}

/**
 * Gathers the certificates of `certify` at one or several σ, with what an attack left of each smoothed classifier, so that
 * they can be drawn as curves. Every certificate is checked: its radius has to be sigma·probit(pA) of its votes, so that a
 * table cannot stand beside another σ, n or alpha than its own.
 *
 * Threat model: that of `certify` (Cohen, Rosenfeld and Kolter 2019, arXiv:1902.02918), any change within the radius in L2;
 * the attacks beside it have their own, one of many. A certificate is a promise: no attack within its radius changes what
 * the smoothed classifier reads. Images that are certified and changed all the same are counted and logged as a warning.
 *
 * @param certificates the first output of `certify`, one table for each σ
 * @param sigmas the σ of each, in their order
 * @param n the votes that certified, the same for all: certificates of different n are never compared; 1,000 are ours
 * @param alpha how often a certificate may be wrong; 0.001 is the paper's
 * @param attacked for each σ an attack in L2 on the classifier of `smooth_randomly`, in their order; null: none
 * @param published rows of σ, radius and certified accuracy (0 to 1) from elsewhere, to stand beside; null: none
 * @returns what the figure draws
 * @throws where there are not as many σ as tables, a radius does not follow from its votes, or an attack keeps to another norm
 */
export function collect_certificates(
  certificates: readonly DataFrame[],
  sigmas: readonly number[],
  n: number /* integer */,
  alpha = 0.001,
  attacked: readonly Examples[] | null = null,
  published: readonly (readonly number[])[] | null = null,
): CertifiedCurves {
  if (certificates.length === 0 || certificates.length !== sigmas.length)
    throw new Error(`There are ${certificates.length} tables of certificates for ${sigmas.length} sigmas.`);
  if (attacked && attacked.length !== sigmas.length)
    throw new Error(`There are ${attacked.length} attacks for ${sigmas.length} sigmas.`);
  const courses = certificates.map((table, i): CertifiedCourse => {
    const sigma = sigmas[i]!;
    const rows = readRows(table, { sigma, n, alpha });
    const course = { sigma, cap: capRadius(sigma, n, alpha), certificates: rows };
    const attack = attacked ? readAttack(attacked[i]!, rows) : null;
    return { ...course, attacked: attack };
  });
  courses.forEach(sayBroken);
  return {
    format: 1,
    n,
    alpha,
    courses: courses.toSorted((a, b) => a.sigma - b.sigma),
    published: (published ?? []).map(readPublished),
  };
}

interface Vote {
  readonly sigma: number;
  readonly n: number;
  readonly alpha: number;
}

function readRows({ columns, rows }: DataFrame, vote: Vote): CertifiedCourse['certificates'] {
  const places = ['label', 'prediction', 'radius', 'votes'].map((name) => columns.indexOf(name));
  if (places.includes(-1))
    throw new Error(
      'A table of certificates has the columns label, prediction, radius and votes: it comes from certify.',
    );
  const radii = new Map<number, number>();
  const radiusOf = (votes: number): number => {
    const known = radii.get(votes);
    if (known !== undefined) return known;
    const share = lowerBound(votes, vote.n, vote.alpha);
    const radius = share > 0.5 ? vote.sigma * probit(share) : 0;
    radii.set(votes, radius);
    return radius;
  };
  return rows.map((row, i) => {
    const [label, prediction, radius, votes] = places.map((place) => Number(row[place]));
    const follows = Math.abs(radius! - radiusOf(votes!)) <= 1e-6;
    if (!follows || (prediction === ABSTAINED) !== (radius === 0))
      throw new Error(
        `The radius ${radius} of image ${i} does not follow from ${votes} of ${vote.n} votes at sigma ${vote.sigma} and alpha ` +
          `${vote.alpha}: give collect_certificates what certify was given.`,
      );
    return [label!, prediction!, radius!] as const;
  });
}

function readAttack(
  { attack, norm, role, threat, rounds }: Examples,
  certificates: CertifiedCourse['certificates'],
): CertifiedCourse['attacked'] {
  if (norm !== 'L2' || role !== 'adversarial')
    throw new Error(`${attack} is no attack in L2: a certificate of smoothing promises nothing about it.`);
  // Only the images that were certified as well can be held against their certificates.
  const count = Math.min(certificates.length, ...rounds.map(({ images }) => images.shape[0]));
  const points = rounds.flatMap(({ epsilon, predictions }) => {
    if (epsilon === null) return [];
    const first = certificates.slice(0, count);
    const right = (i: number): boolean => predictions[i] === first[i]![0];
    const held = first.map(([label, said, radius]) => said === label && radius >= epsilon);
    const broken = held.filter((holds, i) => holds && !right(i)).length;
    return [{ radius: epsilon, correct: first.filter((_, i) => right(i)).length, broken }];
  });
  return { attack, tries: threat.tries, count, points };
}

function sayBroken({ sigma, attacked }: CertifiedCourse): void {
  for (const { radius, correct, broken } of attacked?.points ?? []) {
    log(`sigma ${sigma}, radius ${radius}: ${attacked!.attack} leaves ${correct} of ${attacked!.count}`);
    if (broken > 0)
      log(
        `sigma ${sigma}, radius ${radius}: ${broken} images are certified and changed all the same. Fewer votes than certified ` +
          'them read them here; are there more than a few, a certificate is wrong',
        'WARNING',
      );
  }
}

function readPublished(row: readonly number[]): PublishedPoint {
  const [sigma, radius, accuracy] = row;
  const sound = row.length === 3 && row.every(Number.isFinite) && accuracy! >= 0 && accuracy! <= 1;
  if (!sound)
    throw new Error(`A published point is sigma, radius and accuracy (0 to 1), not ${row.join(', ')}.`);
  return { sigma: sigma!, radius: radius!, accuracy: accuracy! };
}
