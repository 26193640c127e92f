/** Carlini and Wagner's three attacks: the least change by L2, L∞ and L0, each a search around the same descent. */
import { gatherRows } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { beyond, lowerObjective, SQUARED, worthOf, type Found, type Search } from './least_change.ts';

/** How often c is tried, as in IBM's toolbox. */
const SEARCH_STEPS = 10;
/** Where c ends: for L∞ the toolbox's, for L0 beyond any need. */
const LARGEST_CONST = 20;
const LARGEST_C = 1e6;
/** τ falls to this share of what was reached, and ever closer to it once that fails. */
const DECREASE = 0.9;
const CLOSE_ENOUGH = 0.97;
/** What rounding may add to τ. */
const WITHIN = 1 + 1e-4;
/** c's growth after a failure. */
const GROWTH = 10;

/** The least change by some norm; c begins with `initialConst`. */
export type LeastChange = (search: Search, initialConst: number) => Promise<tf.Tensor4D>;

/** Norm → its attack. */
export const LEAST_CHANGES: Readonly<Record<'0' | '2' | 'inf', LeastChange>> = {
  0: fewestValues,
  2: shortestChange,
  inf: evenChange,
};

/** L2: c grows tenfold until the attack succeeds, then is halved in between, as in the authors' code. */
async function shortestChange(search: Search, initialConst: number): Promise<tf.Tensor4D> {
  const count = search.x.shape[0];
  const constants = new Float32Array(count).fill(initialConst);
  const lower = new Float32Array(count);
  const upper = new Float32Array(count).fill(Infinity);
  let best: Found = { images: tf.clone(search.x), sizes: new Float32Array(count).fill(Infinity) };
  for (let k = 0; k < SEARCH_STEPS; k++) {
    const found = await lowerObjective(search, SQUARED, constants);
    for (let i = 0; i < count; i++) {
      if (found.sizes[i] === Infinity) lower[i] = constants[i]!;
      else upper[i] = constants[i]!;
      constants[i] = upper[i] === Infinity ? constants[i]! * GROWTH : (lower[i]! + upper[i]!) / 2;
    }
    best = keepSmaller(best, found);
  }
  return best.images;
}

function keepSmaller(best: Found, found: Found): Found {
  const smaller = found.sizes.map((size, i) => Number(size < best.sizes[i]!));
  const images = tf.tidy(() => {
    const places = Int32Array.from(smaller, (is, i) => (is ? i : smaller.length + i));
    return gatherRows(tf.concat([found.images, best.images], 0), places);
  });
  tf.dispose([found.images, best.images]);
  return { images, sizes: best.sizes.map((size, i) => Math.min(size, found.sizes[i]!)) };
}

/** L∞: what goes beyond τ costs, and τ falls after each success; where c is at its end it falls by less, at last no more. */
async function evenChange(search: Search, initialConst: number): Promise<tf.Tensor4D> {
  const states = Array.from({ length: search.x.shape[0] }, () => ({
    c: initialConst,
    done: false,
    share: DECREASE,
    size: Infinity,
    tau: 1,
  }));
  const lower = async (part: Search, mine: typeof states): Promise<Found> => {
    const taus = mine.map(({ tau }) => tau);
    return lowerObjective(part, beyond(taus), constantsOf(mine));
  };
  return workOff(search, states, lower, (state, size) => {
    const better = size < state.size;
    const reached = size <= state.tau * WITHIN;
    if (better) state.size = size;
    if (reached) Object.assign(state, { share: DECREASE, c: initialConst });
    else if (state.c * GROWTH <= LARGEST_CONST) state.c *= GROWTH;
    else if (state.size === Infinity) state.done = true;
    else Object.assign(state, { share: (1 + state.share) / 2, c: initialConst });
    if (state.share > CLOSE_ENOUGH || state.size === 0) state.done = true;
    if (state.size < Infinity) state.tau = state.share * state.size;
    return better;
  });
}

interface Sparse {
  c: number;
  done: boolean;
  /** What may change in this try, 0 or 1 for each value. */
  free: Float32Array;
  /** What could change when the attack last succeeded; null before. */
  kept: Float32Array | null;
  /** What each value then did for the attack: its change times its slope. */
  worth: Float32Array;
  share: number;
  dropped: number;
}

/**
 * L0: the L2 attack, again and again, each time without the values that did the least for it; by a third of them at once,
 * by fewer after a failure, one by one in the end. (The toolbox drops one at a time and ends after as many as there are rows.)
 */
async function fewestValues(search: Search, initialConst: number): Promise<tf.Tensor4D> {
  const [count, ...rest] = search.x.shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const states = Array.from({ length: count }, (): Sparse => {
    const free = new Float32Array(size).fill(1);
    return { c: initialConst, done: false, free, kept: null, worth: free, share: 1 / 3, dropped: size };
  });
  const lower = async (part: Search, mine: readonly Sparse[]): Promise<Found> => {
    const mask = tf.tidy(() => tf.reshape(tf.stack(mine.map(({ free }) => tf.tensor1d(free))), part.x.shape));
    const found = await lowerObjective(part, SQUARED, constantsOf(mine), mask as tf.Tensor4D);
    mask.dispose();
    const worth = tf.tidy(() => worthOf(part, found.images));
    const values = (await worth.data()) as Float32Array;
    worth.dispose();
    for (const [k, state] of mine.entries()) {
      if (found.sizes[k]! < Infinity) state.worth = values.slice(k * size, (k + 1) * size);
    }
    return found;
  };
  return workOff(search, states, lower, (state, change) => {
    if (change < Infinity) {
      state.kept = state.free;
      if (change === 0 || !dropLeast(state)) state.done = true;
      return true;
    }
    if (state.kept === null) {
      state.c *= GROWTH;
      if (state.c > LARGEST_C) state.done = true;
    } else if (state.dropped <= 1) {
      state.done = true;
    } else {
      state.share /= 2;
      dropLeast(state);
    }
    return false;
  });
}

/** Takes the least of what was kept away; false where nothing more can go. */
function dropLeast(state: Sparse): boolean {
  const kept = state.kept!;
  const places = [...kept.keys()]
    .filter((i) => kept[i] === 1)
    .sort((a, b) => state.worth[a]! - state.worth[b]!);
  const idle = places.filter((i) => state.worth[i] === 0).length;
  state.dropped = Math.max(1, Math.floor(state.share * (places.length - idle)));
  if (idle + state.dropped >= places.length) return false;
  state.free = Float32Array.from(kept);
  for (const place of places.slice(0, idle + state.dropped)) state.free[place] = 0;
  return true;
}

const constantsOf = (states: readonly { readonly c: number }[]): Float32Array =>
  Float32Array.from(states, ({ c }) => c);

/** Runs those images that are not done, together, until all are; keeps what is better. */
async function workOff<State extends { readonly done: boolean }>(
  search: Search,
  states: readonly State[],
  lower: (part: Search, mine: State[]) => Promise<Found>,
  learn: (state: State, size: number) => boolean,
): Promise<tf.Tensor4D> {
  const count = states.length;
  let best = tf.clone(search.x);
  for (;;) {
    const active = [...states.keys()].filter((i) => !states[i]!.done);
    if (active.length === 0) return best;
    const rows = Int32Array.from(active);
    const part = { ...search, x: gatherRows(search.x, rows), aim: gatherRows(search.aim, rows) };
    const found = await lower(
      part,
      active.map((i) => states[i]!),
    );
    const places = Int32Array.from({ length: count }, (_, i) => i);
    active.forEach((i, k) => {
      if (learn(states[i]!, found.sizes[k]!)) places[i] = count + k;
    });
    const old = best;
    best = tf.tidy(() => gatherRows(tf.concat([old, found.images], 0), places));
    tf.dispose([old, found.images, part.x, part.aim]);
  }
}
