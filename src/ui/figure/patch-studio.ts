/** Reads a patch studio as any file from a plugin must be read, moves the patch, and says what is read where it lies. */
import { formatCsv } from '#core/files/csv.ts';
import { parseNpy } from '#core/files/npy.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { sayMany } from '#ui/resource/say.ts';
import { checkCount, readFields, readList } from './fields.ts';

/** One image's share of each class. */
export type Shares = readonly number[];

export interface Studio {
  readonly classes: readonly string[];
  readonly range: readonly [low: number, high: number];
  /** The class that the patch aims at; null where that is not said. */
  readonly target: number | null;
  readonly labels: readonly number[];
  /** What is read without the patch. */
  readonly clean: readonly Shares[];
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** [n, height, width, channels], row by row. */
  readonly images: Float32Array;
  /** [side, side, channels]. */
  readonly patch: Float32Array;
  readonly side: number;
}

/** Where the patch's middle lies, from the image's middle in pixels; turned in degrees against the clock; its size as a share. */
export interface Place {
  readonly right: number;
  readonly down: number;
  readonly angle: number;
  readonly scale: number;
}

/** The images with the patch and what is read in them. */
export interface Laid {
  readonly pixels: Float32Array;
  readonly shares: readonly Shares[];
}

const FILE = 'studio.json';
export const START: Place = { right: 0, down: 0, angle: 0, scale: 0.5 };

/** Throws an Error that says what is wrong with the files. */
export function parseStudio(json: unknown, patchFile: Uint8Array, imageFile: Uint8Array): Studio {
  const facts = readFields(json, FILE);
  const classes = readList(facts, 'classes', FILE, [2, 1000]).map(String);
  const labels = readList(facts, 'labels', FILE, [1, 32]).map((label) => checkClass(label, classes));
  const images = parseNpy(imageFile);
  const [count, height = 0, width = 0, channels = 0] = images.shape;
  if (images.shape.length !== 4 || count !== labels.length || height * width * channels === 0)
    throw new Error(`images.npy does not hold the ${labels.length} images of ${FILE}.`);
  const patch = parseNpy(patchFile);
  const [side = 0] = patch.shape;
  if (patch.shape.join() !== [side, side, channels].join() || side === 0)
    throw new Error('patch.npy holds no square patch for these images.');
  const clean = readShares(facts.clean, labels.length, classes.length);
  if (!clean) throw new Error(`${FILE} does not say what is read without the patch.`);
  const [low, high] = readList(facts, 'range', FILE, [2, 2]);
  if (typeof low !== 'number' || typeof high !== 'number' || !(low < high))
    throw new Error(`${FILE} has no range of the data.`);
  const target = facts.target === null ? null : checkClass(facts.target, classes);
  return {
    classes,
    range: [low, high],
    target,
    labels,
    clean,
    width,
    height,
    channels,
    images: toUnit(images.data as ArrayLike<number>, low, high),
    patch: toUnit(patch.data as ArrayLike<number>, low, high),
    side,
  };
}

function checkClass(value: unknown, { length }: readonly string[]): number {
  const label = checkCount(value, 'A class');
  if (label >= length) throw new Error(`${FILE} names the class ${label} of ${length}.`);
  return label;
}

/** As pictures are drawn: 0 to 1. */
const toUnit = (values: ArrayLike<number>, low: number, high: number): Float32Array =>
  Float32Array.from(values, (value) => (Number(value) - low) / (high - low));

/** Undefined where it is not `count` rows of as many finite numbers as there are classes. */
function readShares(value: unknown, count: number, classes: number): readonly Shares[] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const sound = value.every(
    (row) => Array.isArray(row) && row.length === classes && row.every((share) => Number.isFinite(share)),
  );
  return sound ? (value as number[][]) : undefined;
}

/** What the sandbox answered, checked: plugins only claim. */
export function parseLaid(studio: Studio, answer: Readonly<Record<string, unknown>>): Laid {
  const { 'laid.pixels': pixels, 'laid.probabilities': probabilities } = answer;
  const shares = readShares(probabilities, studio.labels.length, studio.classes.length);
  if (!(pixels instanceof Float32Array) || pixels.length !== studio.images.length || !shares)
    throw new Error('The model answered with something that is no reading of these images.');
  return { pixels: toUnit(pixels, ...studio.range), shares };
}

/** The pixels of one image. */
export const imageOf = (
  { width, height, channels }: Studio,
  pixels: Float32Array,
  at: number,
): Float32Array => {
  const size = width * height * channels;
  return pixels.subarray(at * size, (at + 1) * size);
};

export const readOf = (shares: Shares): number => shares.indexOf(Math.max(...shares));

/** The middle stays on the image, the turn within half a circle to either side. */
export function clampPlace({ width, height }: Pick<Studio, 'width' | 'height'>, place: Place): Place {
  const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
  return {
    right: within(place.right, width / 2),
    down: within(place.down, height / 2),
    angle: place.angle > 180 ? place.angle - 360 : place.angle < -180 ? place.angle + 360 : place.angle,
    scale: Math.max(0.1, Math.min(1, Number(place.scale.toFixed(2)))),
  };
}

/** Where a key takes the patch: arrows move it by a pixel, with Shift they turn and scale it; undefined for other keys. */
export function movePlace(place: Place, key: string, shift: boolean): Place | undefined {
  const { right, down, angle, scale } = place;
  const moves: Readonly<Record<string, Place>> = shift
    ? {
        ArrowLeft: { ...place, angle: angle + 5 },
        ArrowRight: { ...place, angle: angle - 5 },
        ArrowUp: { ...place, scale: scale + 0.05 },
        ArrowDown: { ...place, scale: scale - 0.05 },
      }
    : {
        ArrowLeft: { ...place, right: right - 1 },
        ArrowRight: { ...place, right: right + 1 },
        ArrowUp: { ...place, down: down - 1 },
        ArrowDown: { ...place, down: down + 1 },
      };
  return moves[key];
}

/** One sentence for who cannot see it, and for who can. */
export function summariseStudio(studio: Studio, shares: readonly Shares[] | null): string {
  const { labels, clean, target, classes } = studio;
  const misread = (rows: readonly Shares[]) => rows.filter((row, i) => readOf(row) !== labels[i]).length;
  const others = labels.filter((label) => label !== target).length;
  const aimed = (rows: readonly Shares[]) =>
    rows.filter((row, i) => labels[i] !== target && readOf(row) === target).length;
  const bare = `Without the patch ${misread(clean)} of ${sayMany(labels.length, 'image')} are misread`;
  if (!shares) return `${bare}.`;
  const aim =
    target === null
      ? ''
      : `. Of the ${others} of other classes ${aimed(shares)} are read as ${classes[target]}, the class that it aims at`;
  return `${bare}; with it, where it lies now, ${misread(shares)} are${aim}.`;
}

export const sayPlace = ({ right, down, angle, scale }: Place): string =>
  `${signed(right)} across, ${signed(down)} down, turned ${Math.round(angle)}°, ${sayShare(scale, 0)} of the image`;

const signed = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(Number(value.toFixed(1)))}`;

/** A row an image: its class, what is read without the patch and with it, and where it lies. */
export function writeStudioCsv(studio: Studio, place: Place, shares: readonly Shares[] | null): string {
  const rows = studio.labels.map((label, i) => {
    const clean = studio.clean[i]!;
    const laid = shares?.[i];
    const told = (row: Shares | undefined) =>
      row ? [studio.classes[readOf(row)]!, String(Math.max(...row))] : ['', ''];
    const { right, down, angle, scale } = place;
    return [
      String(i),
      studio.classes[label]!,
      ...told(clean),
      ...told(laid),
      ...[right, down, angle, scale].map(String),
    ];
  });
  const head = ['image', 'true', 'read', 'confidence', 'read with patch', 'confidence with patch'];
  return formatCsv([[...head, 'right', 'down', 'angle', 'scale'], ...rows]);
}
