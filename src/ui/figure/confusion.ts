/** Reads the confusion of attacks as any file from a plugin must be read, and says in one sentence what it shows. */
import { formatCsv } from '#core/files/csv.ts';
import { parseNpy } from '#core/files/npy.ts';
import { wilsonBand } from '#core/wilson.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { readNorm, sayEpsilonIn } from '#ui/job/norm-words.ts';
import { sayCount } from '#ui/resource/say.ts';
import { checkCount, readFields, readList, readNumber, readText } from './fields.ts';

export interface CellPicture {
  readonly label: number;
  readonly prediction: number;
  /** Which image of the data set it is. */
  readonly index: number;
  /** Row by row, 0 to 1. */
  readonly pixels: Float32Array;
}

export interface ConfusionPoint {
  /** 0: unchanged. */
  readonly epsilon: number;
  /** Row: the true class; column: the class that is read. */
  readonly matrix: readonly (readonly number[])[];
  readonly pictures: readonly CellPicture[];
}

export interface Course {
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  /** What ε measures. */
  readonly norm: string;
  readonly count: number;
  readonly tries: string;
  readonly points: readonly ConfusionPoint[];
}

export interface Confusion {
  readonly classes: readonly string[];
  /** The columns: the classes, and one more where something was read as none of them. */
  readonly reads: readonly string[];
  readonly attacks: readonly Course[];
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** What is left of a class that has images. */
export interface Kept {
  readonly label: number;
  readonly count: number;
  readonly correct: number;
  readonly low: number;
  readonly high: number;
  /** What it is most often taken for; null where it always holds. */
  readonly rival: { readonly prediction: number; readonly count: number } | null;
}

export interface Cell {
  readonly label: number;
  readonly prediction: number;
}

const FILE = 'confusion.json';
const MOST_CLASSES = 100;

/** Throws an Error that says what is wrong with the files. */
export function parseConfusion(json: unknown, npy: Uint8Array): Confusion {
  const facts = readFields(json, FILE);
  const classes = readList(facts, 'classes', FILE, [2, MOST_CLASSES]).map(String);
  const { shape, data } = parseNpy(npy);
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const size = height * width * channels;
  if (shape.length !== 4 || size === 0 || !(data instanceof Uint8Array))
    throw new Error('pictures.npy holds no pictures of 256 levels.');
  let next = 0;
  const take = (): Float32Array => {
    if (next >= count) throw new Error(`${FILE} names more pictures than the ${count} that there are.`);
    next += 1;
    return Float32Array.from(data.subarray((next - 1) * size, next * size), (level) => level / 255);
  };
  const read = readList(facts, 'attacks', FILE, [1, 50]).map((one) => parseCourse(one, classes, take));
  const most = Math.max(
    ...read.flatMap(({ points }) => points.flatMap(({ matrix }) => matrix.map(lengthOf))),
  );
  const reads = most > classes.length ? [...classes, 'no class'] : classes;
  const attacks = read.map((course) => ({
    ...course,
    points: course.points.map((point) => ({ ...point, matrix: point.matrix.map((row) => fill(row, most)) })),
  }));
  return { classes, reads, attacks, width, height, channels };
}

const lengthOf = (row: readonly number[]): number => row.length;

const fill = (row: readonly number[], length: number): readonly number[] =>
  row.length === length ? row : [...row, ...Array<number>(length - row.length).fill(0)];

function parseCourse(value: unknown, classes: readonly string[], take: () => Float32Array): Course {
  const fields = readFields(value, 'An attack');
  const attack = readText(fields, 'attack', 'An attack');
  const points = readList(fields, 'points', attack, [1, 200]).map((one) =>
    parsePoint(one, attack, classes, take),
  );
  const sums = points.map(({ matrix }) => matrix.map(total).join());
  if (new Set(sums).size > 1)
    throw new Error(`The rows of ${attack} do not sum to the same classes at each ε.`);
  return {
    attack,
    role: fields.role === 'noise' ? 'noise' : 'adversarial',
    norm: readNorm(fields.norm),
    count: total(points[0]!.matrix.map(total)),
    tries: typeof fields.tries === 'string' ? fields.tries : '',
    points,
  };
}

function parsePoint(
  value: unknown,
  attack: string,
  classes: readonly string[],
  take: () => Float32Array,
): ConfusionPoint {
  const what = `A point of ${attack}`;
  const fields = readFields(value, what);
  const size: [number, number] = [classes.length, classes.length];
  const matrix = readList(fields, 'matrix', what, size).map((row) =>
    readList({ row }, 'row', what, [classes.length, classes.length + 1]).map((cell) =>
      checkCount(cell, `A cell of ${attack}`),
    ),
  );
  const pictures = readList(fields, 'images', what).map((one) => {
    const image = readFields(one, `An image of ${attack}`);
    const [label, prediction, index] = (['label', 'prediction', 'index'] as const).map((name) =>
      checkCount(image[name], `${name} of an image of ${attack}`),
    );
    return { label: label!, prediction: prediction!, index: index!, pixels: take() };
  });
  return { epsilon: readNumber(fields, 'epsilon', what), matrix, pictures };
}

const total = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);

/** What is left of each class, in the order of the classes; those without an image are left out. */
export function keptOf({ matrix }: ConfusionPoint): Kept[] {
  return matrix.flatMap((row, label): Kept[] => {
    const count = total(row);
    if (count === 0) return [];
    const correct = row[label]!;
    const most = Math.max(...row.map((cell, k) => (k === label ? 0 : cell)));
    const prediction = row.findIndex((cell, k) => k !== label && cell === most);
    const rival = most > 0 ? { prediction, count: most } : null;
    return [{ label, count, correct, ...wilsonBand(correct, count), rival }];
  });
}

/** The class with the smallest share left, the first of several. */
export const worstOf = (kept: readonly Kept[]): Kept =>
  kept.reduce((least, one) => (one.correct / one.count < least.correct / least.count ? one : least));

/** The most frequent mistake, the first of several; null where nothing is misread. */
export function leadOf({ matrix }: ConfusionPoint): Cell | null {
  let best: (Cell & { count: number }) | null = null;
  matrix.forEach((row, label) =>
    row.forEach((count, prediction) => {
      if (label !== prediction && count > (best?.count ?? 0)) best = { label, prediction, count };
    }),
  );
  return best;
}

/** Where the figure opens: at ε 0.1, else at the nearest that was tried. */
export function openingOf({ points }: Course): number {
  const away = (at: number): number => Math.abs(points[at]!.epsilon - 0.1);
  return [...points.keys()].reduce((best, at) => (away(at) < away(best) ? at : best));
}

export const sayPoint = ({ attack, norm }: Course, { epsilon }: ConfusionPoint): string =>
  epsilon === 0
    ? 'Unchanged'
    : `${attack === 'noise' ? 'Random noise' : attack} at ${sayEpsilonIn(epsilon, norm)}`;

/** One sentence for who cannot see it, and for who can. */
export function summariseConfusion(
  { classes, reads }: Confusion,
  course: Course,
  point: ConfusionPoint,
): string {
  const kept = keptOf(point);
  const right = kept.reduce((sum, { correct }) => sum + correct, 0);
  const worst = worstOf(kept);
  const rival = worst.rival
    ? `, most often read as ${reads[worst.rival.prediction]} (${sayCount(worst.rival.count)})`
    : '';
  return (
    `${sayPoint(course, point)}: ${sayCount(right)} of ${sayCount(course.count)} are read right. ` +
    `Worst is ${classes[worst.label]}, of which ${sayCount(worst.correct)} of ${sayCount(worst.count)} are left${rival}.`
  );
}

/** What a cell holds: its count, and its share of the true class. */
export function sayCell(
  { classes, reads }: Confusion,
  { matrix }: ConfusionPoint,
  { label, prediction }: Cell,
): string {
  const row = matrix[label]!;
  const [count, all] = [row[prediction]!, total(row)];
  const named =
    label === prediction ? `${classes[label]} read right` : `${classes[label]} read as ${reads[prediction]}`;
  return `${named}: ${sayCount(count)} of ${sayCount(all)} (${sayShare(all > 0 ? count / all : 0)})`;
}

/** Every cell of every attack and ε. */
export function writeConfusionCsv({ classes, reads, attacks }: Confusion): string {
  const rows = attacks.flatMap(({ attack, points }) =>
    points.flatMap(({ epsilon, matrix }) =>
      matrix.flatMap((row, label) =>
        row.map((count, prediction) => [
          attack,
          String(epsilon),
          classes[label]!,
          reads[prediction]!,
          String(count),
          String(total(row)),
        ]),
      ),
    ),
  );
  return formatCsv([['attack', 'epsilon', 'true', 'read', 'count', 'images of the class'], ...rows]);
}
