/** Reads a folder of adversarial images: pictures before and after, with what the model said of each. */
import { parseNpy } from '#core/files/npy.ts';
import { sayEpsilonValue } from '#ui/chart/figures.ts';

export const IMAGES_TASK = 'AdversarialImagesArtifactTask';

export interface ImageItem {
  readonly index: number;
  /** Which attack made it; null where the files do not say. */
  readonly attack: string | null;
  readonly label: number;
  /** Null where the attack looked for the least change. */
  readonly epsilon: number | null;
  readonly clean: Prediction;
  readonly adversarial: Prediction;
  /** Read right before, and as something else after. */
  readonly outcome: 'fooled' | 'resisted' | 'misread';
  readonly before: Float32Array;
  readonly after: Float32Array;
}

export interface Prediction {
  readonly predicted: number;
  readonly confidence: number;
}

export interface ImageSet {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly items: readonly ImageItem[];
  /** Every ε that occurs, rising. */
  readonly epsilons: readonly number[];
  /** Every attack that is named, in the order of the files. */
  readonly attacks: readonly string[];
  readonly classes: readonly string[] | null;
}

/** Throws an Error that says what is wrong with the files. */
export function parseImageSet(json: unknown, original: Uint8Array, adversarial: Uint8Array): ImageSet {
  const { items, classes } = json as { items?: unknown; classes?: unknown };
  if (!Array.isArray(items)) throw new Error('images.json holds no list of items.');
  const before = readPictures(original, 'original.npy');
  const after = readPictures(adversarial, 'adversarial.npy');
  if (before.shape.join() !== after.shape.join())
    throw new Error('original.npy and adversarial.npy differ in shape.');
  const [count, height, width, channels] = before.shape;
  if (items.length > count)
    throw new Error(`images.json names ${items.length} images, but the arrays hold ${count}.`);
  const size = height * width * channels;
  const read = items.map((item, index) =>
    parseItem(
      item,
      index,
      before.data.subarray(index * size, (index + 1) * size),
      after.data.subarray(index * size, (index + 1) * size),
    ),
  );
  return {
    width,
    height,
    channels,
    items: read,
    epsilons: [...new Set(read.flatMap(({ epsilon }) => epsilon ?? []))].sort((a, b) => a - b),
    attacks: [...new Set(read.flatMap(({ attack }) => attack ?? []))],
    classes: Array.isArray(classes) ? classes.map(String) : null,
  };
}

function readPictures(
  bytes: Uint8Array,
  name: string,
): { shape: [number, number, number, number]; data: Float32Array } {
  const { shape, data } = parseNpy(bytes);
  const [n, h, w, c = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || !n || !h || !w || !c)
    throw new Error(`${name} holds no pictures.`);
  return {
    shape: [n, h, w, c],
    data: data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>),
  };
}

function parseItem(json: unknown, index: number, before: Float32Array, after: Float32Array): ImageItem {
  const item = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const number = (key: string): number => {
    const value = item[key];
    if (typeof value !== 'number') throw new Error(`Item ${index} of images.json has no ${key}.`);
    return value;
  };
  const clean = { predicted: number('clean_prediction'), confidence: number('clean_confidence') };
  const adversarial = {
    predicted: number('adversarial_prediction'),
    confidence: number('adversarial_confidence'),
  };
  const label = number('label');
  const epsilon = item.epsilon === null ? null : number('epsilon');
  const outcome =
    clean.predicted !== label ? 'misread' : adversarial.predicted !== label ? 'fooled' : 'resisted';
  const attack = typeof item.attack === 'string' ? item.attack : null;
  return { index, attack, label, epsilon, clean, adversarial, outcome, before, after };
}

/** How far an image was changed, in words that follow *attacked*. */
export const sayChange = ({ epsilon }: Pick<ImageItem, 'epsilon'>): string =>
  epsilon === null ? 'with the least change that was found' : `at ε ${sayEpsilonValue(epsilon)}`;

/** Who changed an image and how far, in words that follow *attacked*. */
export const sayAttacked = ({ attack, epsilon }: Pick<ImageItem, 'attack' | 'epsilon'>): string =>
  [attack && `by ${attack}`, sayChange({ epsilon })].filter(Boolean).join(' ');

/** The items of one attack, with the ε that they stand at; null: of whichever. */
export function imagesOf(set: ImageSet, attack: string | null): Pick<ImageSet, 'items' | 'epsilons'> {
  if (attack === null) return set;
  const items = set.items.filter((item) => item.attack === attack);
  const epsilons = set.epsilons.filter((epsilon) => items.some((item) => item.epsilon === epsilon));
  return { items, epsilons };
}

/** The ε of these images that lies nearest to the one asked for; `all` where they keep to none. */
export function nearestEpsilon({ epsilons }: Pick<ImageSet, 'epsilons'>, wanted: number): string {
  const [first, ...others] = epsilons;
  if (first === undefined) return 'all';
  return String(others.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a), first));
}

/** What stays chosen when other images come: null, none, where they have no such ε. */
export const keepEpsilon = (
  { epsilons }: Pick<ImageSet, 'epsilons'>,
  chosen: string | null,
): string | null => (chosen === 'all' || epsilons.some((one) => String(one) === chosen) ? chosen : null);

/** The largest change of any value in these images. */
export function largestDifference(items: readonly ImageItem[]): number {
  let most = 0;
  for (const { before, after } of items) {
    for (let i = 0; i < before.length; i++) most = Math.max(most, Math.abs(after[i]! - before[i]!));
  }
  return most;
}
