/** Reads a loss landscape as any file from a plugin must be read, and says in one sentence what it shows. */
import { parseNpy } from '#core/files/npy.ts';
import { sayNumber } from '#ui/resource/say.ts';

export interface WayPoint {
  readonly along: number;
  readonly across: number;
  readonly loss: number;
  readonly prediction: number;
  /** How much of its length lies in the plane, 0 to 1. */
  readonly share: number;
}

export interface Landscape {
  readonly label: number;
  readonly epsilon: number;
  readonly classes: readonly string[];
  /** Places of the columns and of the rows, rising; 0 is the image, 1 where the attack ended. */
  readonly along: readonly number[];
  readonly across: readonly number[];
  readonly losses: readonly (readonly number[])[];
  readonly predictions: readonly (readonly number[])[];
  readonly way: readonly WayPoint[];
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly before: Float32Array;
  readonly after: Float32Array;
}

const MOST = 201;

/** Throws an Error that says what is wrong with the files. */
export function parseLandscape(json: unknown, images: Uint8Array): Landscape {
  const facts = record(json, 'landscape.json');
  const [along, across] = [numbers(facts.along, 'along'), numbers(facts.across, 'across')];
  const losses = grid(facts.losses, 'losses', across.length, along.length);
  const predictions = grid(facts.predictions, 'predictions', across.length, along.length);
  if (!Array.isArray(facts.way) || facts.way.length === 0 || facts.way.length > 10_000)
    throw new Error('landscape.json tells no way.');
  const { shape, data } = parseNpy(images);
  const [count, height = 0, width = 0, channels = 1] = shape;
  const size = height * width * channels;
  if (count !== 2 || size === 0) throw new Error('images.npy holds something else than two images.');
  const pixels = Float32Array.from(data as ArrayLike<number>, Number);
  return {
    label: number(facts.label, 'label'),
    epsilon: number(facts.epsilon, 'epsilon'),
    classes: Array.isArray(facts.classes) ? facts.classes.map(String) : [],
    along,
    across,
    losses,
    predictions,
    way: facts.way.map((point) => parsePoint(record(point, 'A point of the way'))),
    width,
    height,
    channels,
    before: pixels.subarray(0, size),
    after: pixels.subarray(size, 2 * size),
  };
}

function parsePoint(point: Record<string, unknown>): WayPoint {
  return {
    along: number(point.along, 'along'),
    across: number(point.across, 'across'),
    loss: number(point.loss, 'loss'),
    prediction: number(point.prediction, 'prediction'),
    share: number(point.share, 'share'),
  };
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} is no mapping.`);
  return value as Record<string, unknown>;
}

function number(value: unknown, name: string): number {
  // JSON has no words for what is not finite: a loss that overflowed is null.
  if (value === null) return NaN;
  if (typeof value !== 'number') throw new Error(`landscape.json has no number ${name}.`);
  return value;
}

function numbers(value: unknown, name: string): number[] {
  if (!Array.isArray(value) || value.length < 2 || value.length > MOST)
    throw new Error(`landscape.json has no list ${name} of 2 to ${MOST} numbers.`);
  return value.map((item) => number(item, name));
}

function grid(value: unknown, name: string, rows: number, columns: number): number[][] {
  if (!Array.isArray(value) || value.length !== rows)
    throw new Error(`landscape.json has not ${rows} rows of ${name}.`);
  return value.map((row) => {
    const read = numbers(row, name);
    if (read.length !== columns) throw new Error(`A row of ${name} has not ${columns} numbers.`);
    return read;
  });
}

/** The name of a class. */
export const nameOf = ({ classes }: Landscape, prediction: number): string =>
  prediction < 0 ? 'no class' : (classes[prediction] ?? String(prediction));

/** One sentence for who cannot see it, and for who can. */
export function summariseLandscape(landscape: Landscape): string {
  const { way, label, predictions } = landscape;
  const [first, last] = [way[0]!, way.at(-1)!];
  const fell = way.findIndex(({ prediction }) => prediction !== label);
  const all = predictions.flat();
  const kept = Math.round((100 * all.filter((prediction) => prediction === label).length) / all.length);
  const steps = way.length - 1;
  const climb = `From the ${nameOf(landscape, label)} the attack goes from loss ${sayNumber(first.loss)} to ${sayNumber(last.loss)} in ${steps} steps`;
  const outcome =
    fell < 0
      ? ' and does not change what is read'
      : fell === 0
        ? '; it was misread before'
        : `, read as ${nameOf(landscape, way[fell]!.prediction)} from step ${fell} on`;
  return `${climb}${outcome}. ${kept} % of this plane is still read as ${nameOf(landscape, label)}.`;
}

/** The ends of the losses that are numbers. */
export function rangeOf({ losses }: Landscape): { low: number; high: number } {
  const finite = losses.flat().filter(Number.isFinite);
  return { low: Math.min(...finite, Infinity), high: Math.max(...finite, -Infinity) };
}
