/** Reads the certificates of randomised smoothing as any file from a plugin must be read, and makes a chart of them. */
import { wilsonBand } from '#core/wilson.ts';
import { sayShare } from '#ui/chart/figures.ts';
import type { Chart, Series, SeriesPoint } from '#ui/chart/series.ts';
import { sayCount, sayMany, sayNumber } from '#ui/resource/say.ts';
import { checkCount, readFields, readList, readNumber, readText } from './fields.ts';

export interface Certificate {
  readonly label: number;
  /** −1: abstained. */
  readonly prediction: number;
  readonly radius: number;
}

export interface Attacked {
  readonly attack: string;
  readonly tries: string;
  readonly count: number;
  readonly points: readonly { readonly radius: number; readonly correct: number; readonly broken: number }[];
}

export interface Certified {
  readonly n: number;
  readonly alpha: number;
  readonly courses: readonly {
    readonly sigma: number;
    readonly cap: number;
    readonly certificates: readonly Certificate[];
    readonly attacked: Attacked | null;
  }[];
  readonly published: readonly {
    readonly sigma: number;
    readonly radius: number;
    readonly accuracy: number;
  }[];
}

type Course = Certified['courses'][number];

const FILE = 'certified.json';
/** About so many points make a curve. */
const POINTS = 120;

/** Throws an Error that says what is wrong with the file. */
export function parseCertified(json: unknown): Certified {
  const facts = readFields(json, FILE);
  const courses = readList(facts, 'courses', FILE, [1, 12]).map(parseCourse);
  const published = readList(facts, 'published', FILE, [0, 100]).map((one) => {
    const point = readFields(one, 'A published point');
    const [sigma, radius, accuracy] = (['sigma', 'radius', 'accuracy'] as const).map((name) =>
      readNumber(point, name, 'A published point'),
    );
    return { sigma: sigma!, radius: radius!, accuracy: accuracy! };
  });
  return {
    n: checkCount(facts.n, 'n'),
    alpha: readNumber(facts, 'alpha', FILE),
    courses: courses.toSorted((a, b) => a.sigma - b.sigma),
    published,
  };
}

function parseCourse(value: unknown): Course {
  const fields = readFields(value, 'A course');
  const sigma = readNumber(fields, 'sigma', 'A course');
  const what = `The course of σ ${sigma}`;
  const cap = readNumber(fields, 'cap', what);
  const certificates = readList(fields, 'certificates', what, [1, 100_000]).map((row) => {
    const [label, prediction, radius] = Array.isArray(row) ? (row as unknown[]) : [];
    if (
      typeof prediction !== 'number' ||
      typeof radius !== 'number' ||
      !(radius >= 0 && radius <= cap + 1e-6)
    )
      throw new Error(`${what} has a certificate that goes beyond its cap, or is none.`);
    return { label: checkCount(label, 'A label'), prediction, radius };
  });
  return { sigma, cap, certificates, attacked: parseAttacked(fields.attacked, what) };
}

function parseAttacked(value: unknown, what: string): Attacked | null {
  if (value === null || value === undefined) return null;
  const fields = readFields(value, `The attack on ${what}`);
  const count = checkCount(fields.count, 'The count of an attack');
  const points = readList(fields, 'points', what, [0, 100]).map((one) => {
    const point = readFields(one, 'A point of an attack');
    const [correct, broken] = [
      checkCount(point.correct, 'What is left'),
      checkCount(point.broken, 'What is broken'),
    ];
    if (correct > count) throw new Error(`The attack on ${what} leaves more images than it had.`);
    return { radius: readNumber(point, 'radius', 'A point of an attack'), correct, broken };
  });
  return { attack: readText(fields, 'attack', what), tries: readText(fields, 'tries', what), count, points };
}

/** How many are read right and certified to a radius. */
export const heldAt = ({ certificates }: Course, radius: number): number =>
  certificates.filter((one) => one.prediction === one.label && one.radius >= radius - 1e-9).length;

/** What one σ comes to. */
export function sumsOf(course: Course): {
  count: number;
  certified: number;
  abstained: number;
  wrong: number;
  average: number;
} {
  const { certificates } = course;
  const right = certificates.filter((one) => one.prediction === one.label);
  const abstained = certificates.filter(({ prediction }) => prediction < 0).length;
  return {
    count: certificates.length,
    certified: right.length,
    abstained,
    wrong: certificates.length - right.length - abstained,
    average: right.reduce((sum, { radius }) => sum + radius, 0) / certificates.length,
  };
}

/** The radii at which every curve is counted: even steps to the farthest cap, each cap, and wherever something else stands. */
export function radiiOf({ courses, published }: Certified): number[] {
  const farthest = Math.max(...courses.map(({ cap }) => cap));
  const step =
    [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].find((one) => farthest / one <= POINTS * 1.1) ??
    farthest / POINTS;
  const even = Array.from({ length: Math.ceil(farthest / step) + 1 }, (_, k) =>
    Number((k * step).toFixed(6)),
  );
  const others = [
    ...courses.map(({ cap }) => cap),
    ...courses.flatMap(({ attacked }) => attacked?.points.map(({ radius }) => radius) ?? []),
    ...published.map(({ radius }) => radius),
  ];
  return [...new Set([...even, ...others])].filter((radius) => radius >= 0).sort((a, b) => a - b);
}

const pointOf = (x: number, correct: number, count: number): SeriesPoint => ({
  x,
  y: correct / count,
  ...wilsonBand(correct, count),
});

/** Certified accuracy in steps, what attacks leave of the same classifiers, and published points, over the radius in L2. */
export function makeCertifiedChart(certified: Certified): Chart {
  const radii = radiiOf(certified);
  const { courses, published } = certified;
  const series = courses.map((course, nth): Series => {
    // One radius beyond the cap, so that the fall is seen.
    const beyond = radii.findIndex((radius) => radius > course.cap);
    const own = radii.slice(0, beyond < 0 ? undefined : beyond + 1);
    const points = own.map((x) => pointOf(x, heldAt(course, x), course.certificates.length));
    return {
      key: `σ${course.sigma}`,
      label: `certified, σ ${course.sigma}`,
      role: 'certified',
      nth,
      stepped: true,
      points,
    };
  });
  const attacked = courses.flatMap((course, nth): Series[] => {
    if (!course.attacked || course.attacked.points.length === 0) return [];
    const { attack, count, points } = course.attacked;
    const left = points.map(({ radius, correct }) => pointOf(radius, correct, count));
    return [
      {
        key: `attacked σ${course.sigma}`,
        label: `left by ${attack}, σ ${course.sigma}`,
        role: 'adversarial',
        nth,
        points: left,
      },
    ];
  });
  const sigmas = [...new Set(published.map(({ sigma }) => sigma))];
  const elsewhere = sigmas.map((sigma, nth): Series => {
    const points = published.filter((one) => one.sigma === sigma).toSorted((a, b) => a.radius - b.radius);
    const bare = points.map(({ radius, accuracy }) => ({ x: radius, y: accuracy, low: null, high: null }));
    return { key: `published σ${sigma}`, label: `published, σ ${sigma}`, role: 'plain', nth, points: bare };
  });
  return {
    id: 'certified',
    title: 'Certified accuracy against the radius in L2',
    kind: 'value',
    xName: 'radius in L2',
    yName: 'share of images',
    unit: 'share',
    series: [...series, ...attacked, ...elsewhere],
    marks: courses.map(({ sigma, cap }) => ({ x: cap, label: `cap of σ ${sigma}`, role: 'certified' })),
  };
}

/** One sentence for who cannot see it, and for who can. */
export function summariseCertified(certified: Certified): string {
  const { n, courses } = certified;
  const parts = courses.map((course) => {
    const { count, certified: right, abstained } = sumsOf(course);
    const half = [0.5, 0.25].find((radius) => radius < course.cap);
    const far = half === undefined ? '' : ` and ${sayShare(heldAt(course, half) / count)} at ${half}`;
    return `with σ ${course.sigma} ${sayShare(right / count)} of ${sayCount(count)} images are certified at radius 0${far}, ${sayCount(abstained)} abstained`;
  });
  const caps = courses.map(({ cap }) => sayNumber(cap)).join(' and ');
  const text = `${parts.join('; ')}. ${sayCount(n)} votes certify no farther than ${caps}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What certificates at α are worth over a number of images. */
export function sayRisk(alpha: number, count: number): string {
  const wrong = Number((alpha * count).toPrecision(1));
  const share =
    count > 0
      ? `: of ${sayMany(count, 'image')} at α ${alpha} on average ${wrong < 1 ? wrong : sayCount(Math.round(alpha * count))} may be wrong`
      : '';
  return `Each certificate fails with probability α or less${share}.`;
}
