/** Reads explanations side by side as any file from a plugin must be read, and says in one sentence what they show. */
import { formatCsv } from '#core/files/csv.ts';
import { parseNpy } from '#core/files/npy.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { sayMany } from '#ui/resource/say.ts';
import { readFields, readList, readNumber } from './fields.ts';

/** One map, and what it amounts to. */
export interface Explanation {
  /** Row by row: above 0 speaks for the class, below against it. */
  readonly values: Float32Array;
  /** The largest size of a value; the end of the map's own scale. */
  readonly most: number;
  /** Of the pixel of that size, from 1. */
  readonly row: number;
  readonly column: number;
  readonly sum: number;
  /** How much of all sizes lies on pixels brighter than half, 0 to 1; null where the map is empty. */
  readonly bright: number | null;
}

export interface ExplainedImage {
  readonly label: number;
  readonly prediction: number;
  readonly confidence: number;
  readonly explained: number;
  readonly pixels: Float32Array;
  /** By method. */
  readonly maps: readonly Explanation[];
}

export interface Method {
  /** `SmoothGrad, 50 samples, sd 0.15` is called `SmoothGrad`, with `50 samples, sd 0.15`. */
  readonly name: string;
  readonly settings: string;
  /** Whether any of its values speaks against a class. */
  readonly signed: boolean;
}

export interface ExplanationSheet {
  readonly classes: readonly string[];
  readonly methods: readonly Method[];
  readonly images: readonly ExplainedImage[];
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** The share of all pixels that are brighter than half. */
  readonly bright: number;
}

/** By place: which image, and which method. */
export interface ChosenMap {
  readonly image: number;
  readonly method: number;
}

const FILE = 'explanations.json';

/** Throws an Error that says what is wrong with the files. */
export function parseExplanations(json: unknown, original: Uint8Array, maps: Uint8Array): ExplanationSheet {
  const facts = readFields(json, FILE);
  const names = readList(facts, 'methods', FILE, [1, 20]).map(String);
  const items = readList(facts, 'items', FILE, [1, 1000]);
  const pictures = readArray(original, 'original.npy');
  const [count = 0, height = 0, width = 0, channels = 1] = pictures.shape;
  const [size, length] = [height * width, height * width * channels];
  if (pictures.shape.length !== 4 || count !== items.length || length === 0)
    throw new Error(`original.npy holds not the ${items.length} pictures that ${FILE} names.`);
  const found = readArray(maps, 'maps.npy');
  if (found.shape.join() !== [names.length, count, height, width].join())
    throw new Error(`maps.npy holds not a map of each of the ${names.length} methods for each picture.`);
  const images = items.map((item, i): ExplainedImage => {
    const pixels = pictures.data.subarray(i * length, (i + 1) * length);
    const lit = brightOf(pixels, channels);
    const own = names.map((_, k) => {
      const from = (k * count + i) * size;
      return measureMap(found.data.subarray(from, from + size), lit, width);
    });
    return { ...parseItem(item, i), pixels, maps: own };
  });
  const methods = names.map((text, k): Method => {
    const [name, ...settings] = text.split(', ');
    const signed = images.some(({ maps: own }) => own[k]!.values.some((value) => value < 0));
    return { name: name!, settings: settings.join(', '), signed };
  });
  const classes = Array.isArray(facts.classes) ? facts.classes.map(String) : [];
  const lit = images.reduce((sum, { pixels }) => sum + brightOf(pixels, channels).filter(Boolean).length, 0);
  return { classes, methods, images, width, height, channels, bright: lit / (count * size) };
}

function readArray(bytes: Uint8Array, name: string): { shape: readonly number[]; data: Float32Array } {
  const { shape, data } = parseNpy(bytes);
  if (!(data instanceof Float32Array)) throw new Error(`${name} holds no numbers of 32 bits.`);
  return { shape, data };
}

function parseItem(value: unknown, index: number): Omit<ExplainedImage, 'pixels' | 'maps'> {
  const what = `Image ${index + 1}`;
  const fields = readFields(value, what);
  return {
    label: readNumber(fields, 'label', what),
    prediction: readNumber(fields, 'prediction', what),
    confidence: readNumber(fields, 'confidence', what),
    explained: readNumber(fields, 'explained', what),
  };
}

/** Which pixels are brighter than half, by the mean of their channels. */
function brightOf(pixels: Float32Array, channels: number): boolean[] {
  return Array.from({ length: pixels.length / channels }, (_, p) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += pixels[p * channels + c]!;
    return sum / channels > 0.5;
  });
}

function measureMap(values: Float32Array, lit: readonly boolean[], width: number): Explanation {
  let [most, at, sum, all, on] = [0, 0, 0, 0, 0];
  values.forEach((value, p) => {
    const size = Math.abs(value);
    if (size > most) [most, at] = [size, p];
    sum += value;
    all += size;
    if (lit[p]) on += size;
  });
  const [row, column] = [Math.floor(at / width) + 1, (at % width) + 1];
  return { values, most, row, column, sum, bright: all > 0 ? on / all : null };
}

/** The name of a class. */
export const nameOf = ({ classes }: ExplanationSheet, index: number): string =>
  index < 0 ? 'no class' : (classes[index] ?? String(index));

/** How much of a method's size lies on bright pixels, the mean over the images that have any; null where none has. */
export function meanBright({ images }: ExplanationSheet, method: number): number | null {
  const shares = images.flatMap(({ maps }) => maps[method]!.bright ?? []);
  return shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null;
}

/** One sentence for who cannot see it, and for who can. */
export function summariseExplanations(sheet: ExplanationSheet): string {
  const { images, methods, bright } = sheet;
  const right = images.filter(({ label, prediction }) => label === prediction).length;
  const held = methods.flatMap(({ name }, k) => {
    const share = meanBright(sheet, k);
    return share === null ? [] : [`${sayShare(share, 0)} of ${name}`];
  });
  const list = held.length < 2 ? held.join('') : `${held.slice(0, -1).join(', ')} and ${held.at(-1)}`;
  const read = `${right} of ${sayMany(images.length, 'image')} ${right === 1 ? 'is' : 'are'} read right.`;
  if (!list) return `${read} No explanation finds anything.`;
  const dark = methods.some(({ name }) => /integrated/i.test(name))
    ? ' Integrated gradients are 0 where a pixel is as the baseline (black, unless set), whatever the model looks at.'
    : '';
  return `${read} Pixels brighter than half are ${sayShare(bright, 0)} of all, and hold ${list}.${dark}`;
}

/** What an image is and what is read, in words. */
export function sayReading(sheet: ExplanationSheet, image: number): string {
  const { label, prediction, confidence } = sheet.images[image]!;
  return `Image ${image + 1}, a ${nameOf(sheet, label)}, read as ${nameOf(sheet, prediction)} with ${sayShare(confidence)}`;
}

/** What one map says, in words. */
export function sayExplanation(sheet: ExplanationSheet, image: number, method: number): string {
  const { name } = sheet.methods[method]!;
  const { explained, maps } = sheet.images[image]!;
  const { most, row, column, bright } = maps[method]!;
  const begins = `Image ${image + 1}, ${name} for ${nameOf(sheet, explained)}`;
  if (bright === null) return `${begins}: nothing speaks for it.`;
  return `${begins}: strongest in row ${row}, column ${column} (${most.toPrecision(2)}), ${sayShare(bright, 0)} on bright pixels`;
}

/** Every map of every image, in figures. */
export function writeExplanationsCsv(sheet: ExplanationSheet): string {
  const rows = sheet.images.flatMap(({ label, prediction, confidence, explained, maps }, i) =>
    maps.map(({ most, row, column, sum, bright }, k) =>
      [
        i + 1,
        nameOf(sheet, label),
        nameOf(sheet, prediction),
        confidence,
        nameOf(sheet, explained),
        [sheet.methods[k]!.name, sheet.methods[k]!.settings].filter(Boolean).join(', '),
        most,
        row,
        column,
        sum,
        bright ?? '',
      ].map(String),
    ),
  );
  const columns = 'image,true,read,confidence,explained,method,largest,row,column,sum,on bright pixels';
  return formatCsv([columns.split(','), ...rows]);
}
