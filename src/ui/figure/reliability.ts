/** Reads a reliability diagram as any file from a plugin must be read, and says in one sentence whether the model is as sure as it is right. */
import { formatCsv } from '#core/files/csv.ts';
import { wilsonBand, type Band } from '#core/wilson.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { sayCount, sayMany } from '#ui/resource/say.ts';
import { checkCount, readFields, readList, readNumber, type Fields } from './fields.ts';

/** Images whose confidence lies above `low`, up to and with `high`. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly correct: number;
  /** What of its images is told; null where it has none. */
  readonly held: Held | null;
}

interface Held extends Band {
  /** The mean of its images. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Reliability {
  /** From confidence 0 to 1, each where the one before it ends. */
  readonly bins: readonly Bin[];
  readonly count: number;
  readonly accuracy: number;
  readonly confidence: number;
  /** The mean distance between confidence and accuracy over the bins, weighted by their images. */
  readonly ece: number;
}

const FILE = 'reliability.json';
const SAME = 1e-6;
/** A gap of fewer images is not worth a word. */
const TELLING = 10;

/** Throws an Error that says what is wrong with the file. */
export function parseReliability(json: unknown): Reliability {
  const bins = readList(readFields(json, FILE), 'bins', FILE, [1, 1000]).map(parseBin);
  const edges = [0, ...bins.map(({ high }) => high)];
  if (bins.some(({ low, high }, i) => Math.abs(low - edges[i]!) > SAME || high <= low))
    throw new Error(`The bins of ${FILE} do not follow each other from 0.`);
  if (Math.abs(edges.at(-1)! - 1) > SAME) throw new Error(`The bins of ${FILE} do not end at 1.`);
  const sum = (of: (bin: Bin) => number): number => bins.reduce((all, bin) => all + of(bin), 0);
  const count = sum((bin) => bin.count);
  if (count === 0) throw new Error(`${FILE} counts no image.`);
  return {
    bins,
    count,
    accuracy: sum((bin) => bin.correct) / count,
    confidence: sum((bin) => bin.count * (bin.held?.confidence ?? 0)) / count,
    ece: sum((bin) => bin.count * Math.abs(gapOf(bin))) / count,
  };
}

function parseBin(value: unknown): Bin {
  const fields = readFields(value, 'A bin');
  const [low, high] = [readNumber(fields, 'low', 'A bin'), readNumber(fields, 'high', 'A bin')];
  const what = `The bin from ${low} to ${high}`;
  const count = checkCount(fields.count, `The count of ${what}`);
  const correct = checkCount(fields.correct, `What is read right of ${what}`);
  if (correct > count) throw new Error(`${what} has more read right than it has images.`);
  return { low, high, count, correct, held: count > 0 ? parseHeld(fields, what, [correct, count]) : null };
}

function parseHeld(fields: Fields, what: string, [correct, count]: readonly [number, number]): Held {
  const confidence = readNumber(fields, 'confidence', what);
  if (!(confidence >= Number(fields.low) - SAME && confidence <= Number(fields.high) + SAME))
    throw new Error(`${what} has a mean confidence outside of it: ${confidence}.`);
  return { confidence, accuracy: correct / count, ...wilsonBand(correct, count) };
}

/** Confidence minus accuracy: above 0 it is too sure; 0 where the bin is empty. */
export const gapOf = ({ held }: Bin): number => (held ? held.confidence - held.accuracy : 0);

const sayGap = (gap: number): string => `${(100 * Math.abs(gap)).toFixed(1)} points`;

/** One sentence for who cannot see it, and for who can. */
export function summariseReliability({ bins, count, accuracy, confidence, ece }: Reliability): string {
  const { low, high } = wilsonBand(Math.round(accuracy * count), count);
  const verdict =
    confidence >= low && confidence <= high
      ? 'which the 95 % band of its accuracy holds'
      : `${sayGap(confidence - accuracy)} too ${confidence > accuracy ? 'sure' : 'unsure'}`;
  const sizeable = bins.filter((bin) => bin.count >= TELLING);
  const widest = sizeable.reduce<Bin | null>(
    (most, bin) => (Math.abs(gapOf(bin)) > Math.abs(most ? gapOf(most) : 0) ? bin : most),
    null,
  );
  const where = widest?.held
    ? `; of the bins with ${TELLING} images or more the widest gap lies at confidence ${sayEdges(widest)}, ${sayShare(widest.held.confidence)} sure and ${sayShare(widest.held.accuracy)} right`
    : '';
  return `Expected calibration error ${sayShare(ece)} in ${sayMany(bins.length, 'bin')} of ${sayMany(count, 'image')}: it is ${sayShare(confidence)} sure on average and ${sayShare(accuracy)} right, ${verdict}${where}.`;
}

/** `93.3 to 100 %` */
export const sayEdges = ({ low, high }: Pick<Bin, 'low' | 'high'>): string =>
  `${Number((100 * low).toFixed(1))} to ${Number((100 * high).toFixed(1))} %`;

/** `13 of 20` */
export const sayRight = ({ correct, count }: Bin): string => `${sayCount(correct)} of ${sayCount(count)}`;

/** Every bin, empty ones too, with Wilson's 95 % band of its accuracy. */
export function writeReliabilityCsv({ bins }: Reliability): string {
  const head = ['low', 'high', 'count', 'correct', 'confidence', 'accuracy', 'accuracy_low', 'accuracy_high'];
  const rows = bins.map(({ low, high, count, correct, held }) => [
    ...[low, high, count, correct].map(String),
    ...(held ? [held.confidence, held.accuracy, held.low, held.high].map(String) : ['', '', '', '']),
  ]);
  return formatCsv([head, ...rows]);
}
