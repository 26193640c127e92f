/** What the home page needs of a live reader: one digit as it is, attacked, and under noise of the same size. */

/** A 28 × 28 picture in 0…1 with what the network makes of it. */
export interface Look {
  readonly pixels: Float32Array;
  /** Ten shares, by digit. */
  readonly probabilities: readonly number[];
  readonly predicted: number;
}

/** One digit that is asked about, and how the asking goes. */
export interface LiveState {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly fault: string | null;
  /** 0…0.5; setting it asks for new looks. */
  epsilon: number;
  /** Which test digit stands here. */
  readonly index: number;
  /** What was really written; null for a drawn digit. */
  readonly label: number | null;
  /** Time of the last answer. */
  readonly milliseconds: number | null;
  readonly backend: { readonly backend: string } | null;
  next(): void;
  previous(): void;
  draw(pixels: Float32Array): void;
}

export interface LiveFace extends LiveState {
  readonly original: Look | undefined;
  readonly adversarial: Look | undefined;
  readonly noise: Look | undefined;
}

/** The same digit on two networks, each attacked by the same ε along its own gradient. */
export interface PairFace extends LiveState {
  readonly plain: Look | undefined;
  readonly plainAttacked: Look | undefined;
  readonly robust: Look | undefined;
  readonly robustAttacked: Look | undefined;
}

/** A reader that is not here yet. */
export const coldFace = (): LiveFace => ({
  state: 'loading',
  fault: null,
  epsilon: 0,
  index: 0,
  label: null,
  original: undefined,
  adversarial: undefined,
  noise: undefined,
  milliseconds: null,
  backend: null,
  next: () => undefined,
  previous: () => undefined,
  draw: () => undefined,
});

export const EPSILON_MOST = 0.5;
export const EPSILON_STEP = 0.01;
/** Where each digit starts: seen, but seldom enough. */
export const EPSILON_START = 0.05;

/** To the nearest mark of the scale, within it. */
export const onScale = (epsilon: number): number =>
  Math.min(EPSILON_MOST, Math.max(0, Math.round(epsilon / EPSILON_STEP) / Math.round(1 / EPSILON_STEP)));

/** The largest change of any pixel: which ε a look was made with. */
export function largestChange(original: Look, changed: Look): number {
  let most = 0;
  for (let i = 0; i < original.pixels.length; i++) {
    most = Math.max(most, Math.abs(changed.pixels[i]! - original.pixels[i]!));
  }
  return most;
}
