/** Attacked images of several jobs put beside each other by the input that they were made from: the picture itself and its label. */
import { hashBytes } from '#core/hash/content-hash.ts';
import { imagesOf, type ImageItem, type ImageSet } from '#ui/artifact/image-set.ts';

/** The images of one job; null where it kept none, or none that can be read. */
export type JobImages = ImageSet | null;

/** `own`: each job at its own largest ε, or with the least changes that it found. */
export type EpsilonChoice = number | 'own';

export interface InputRow {
  /** SHA-256 of the picture and its label. */
  readonly input: string;
  readonly label: number;
  /** One entry a job, in their order; null where it has no images at all. */
  readonly items: readonly (ImageItem | null)[];
}

export interface MatchedImages {
  /** Inputs that every job with images was given at this ε, in the order of the first such job. */
  readonly rows: readonly InputRow[];
  /** How many inputs each job has at this ε that not all have; null for a job without images. */
  readonly others: readonly (number | null)[];
}

/** Of each job the images of the attack that is asked for, else of its first: the attack is null where the files name none. */
export function chooseAttack(
  jobs: readonly JobImages[],
  asked: string | null,
): readonly { readonly attack: string | null; readonly set: JobImages }[] {
  return jobs.map((set) => {
    const attack = set?.attacks.find((one) => one === asked) ?? set?.attacks[0] ?? null;
    return { attack, set: set && { ...set, ...imagesOf(set, attack) } };
  });
}

/** The ε at which every job with images has some, rising. */
export function sharedEpsilons(jobs: readonly JobImages[]): readonly number[] {
  const sets = jobs.filter((set) => set !== null);
  const [first] = sets;
  return first
    ? first.epsilons.filter((epsilon) => sets.every(({ epsilons }) => epsilons.includes(epsilon)))
    : [];
}

/** The inputs that all jobs with images have in common at an ε, and how many each has beside. */
export function matchImages(jobs: readonly JobImages[], choice: EpsilonChoice): MatchedImages {
  const own = jobs.map(
    (set) => set && readInputs(set, choice === 'own' ? (set.epsilons.at(-1) ?? null) : choice),
  );
  const sets = own.filter((inputs) => inputs !== null);
  const [first] = sets;
  const common = first ? [...first.keys()].filter((input) => sets.every((inputs) => inputs.has(input))) : [];
  return {
    rows: common.map((input) => ({
      input,
      label: first!.get(input)!.label,
      items: own.map((inputs) => inputs?.get(input) ?? null),
    })),
    others: own.map((inputs) => inputs && inputs.size - common.length),
  };
}

/** An input that stands there twice counts once. */
function readInputs({ items }: ImageSet, epsilon: number | null): ReadonlyMap<string, ImageItem> {
  const inputs = new Map<string, ImageItem>();
  for (const item of items) {
    if (item.epsilon !== epsilon) continue;
    const key = inputOf(item);
    if (!inputs.has(key)) inputs.set(key, item);
  }
  return inputs;
}

function inputOf({ before, label }: ImageItem): string {
  const pixels = before.slice();
  return `${label} ${hashBytes(new Uint8Array(pixels.buffer))}`;
}
