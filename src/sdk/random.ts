/** Random numbers by counter (Philox4x32-10): the same on every backend, and any place of a stream can be gone to. */
import { digestText, philox } from './philox.ts';

const TO_UNIT = 2 ** -32;

/**
 * A stream of random numbers fixed by a seed and a name. Prefer `random()`, which takes both from the running job.
 *
 * @example
 * const rng = new Random(42, 'weights');
 * const order = rng.shuffle([...Array(10).keys()]);
 */
export class Random {
  readonly seed: number;
  readonly stream: string;
  readonly #words = new Uint32Array(4);
  readonly #tag: Uint32Array;
  #block = -1;
  #position = 0;

  /** `seed` is a whole number, 0 to 2^32 − 1. */
  constructor(seed: number, stream = '') {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new RangeError(`A seed is a whole number from 0 to 4294967295, not ${seed}.`);
    }
    this.seed = seed;
    this.stream = stream;
    this.#tag = digestText(stream);
  }

  /** How many 32-bit words have been drawn: give it to `seek` later, and the stream goes on from there. */
  get position(): number {
    return this.#position;
  }

  /** Goes to a position of the stream. @example rng.seek(saved.position); */
  seek(position: number): this {
    if (!Number.isSafeInteger(position) || position < 0)
      throw new RangeError(`There is no position ${position}.`);
    this.#position = position;
    return this;
  }

  /** The next 32 random bits, as a whole number from 0. @example rng.word() & 1 */
  word(): number {
    const block = Math.floor(this.#position / 4);
    if (block !== this.#block) this.#fill(block);
    return this.#words[this.#position++ % 4] as number;
  }

  /** A number in [0, 1) with 53 random bits (two words). @example if (rng.uniform() < rate) drop(i); */
  uniform(): number {
    return ((this.word() >>> 5) * 0x4000000 + (this.word() >>> 6)) * 2 ** -53;
  }

  /** A number of the normal distribution, by Box and Muller (two words). @example rng.normal(0, 0.05) */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log((this.word() + 0.5) * TO_UNIT));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.word() * TO_UNIT);
  }

  /** A whole number from 0 to `n` − 1, each as likely; `n` is 1 to 2^32. @example images[rng.int(images.length)] */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw new RangeError(`int takes 1 to 4294967296, not ${n}.`);
    const limit = 2 ** 32 - (2 ** 32 % n);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % n;
  }

  /** Puts an array in a random order, in place (Fisher and Yates), and returns it. @example rng.shuffle(indices) */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }

  /** Fills with numbers from `lo` to `hi`, one word each, and returns the array. @example rng.fillUniform(delta, -eps, eps) */
  fillUniform(target: Float32Array, lo = 0, hi = 1): Float32Array {
    for (let i = 0; i < target.length; i++) target[i] = lo + (hi - lo) * (this.word() >>> 8) * 2 ** -24;
    return target;
  }

  /** Fills with numbers of the normal distribution, two words for two numbers. @example rng.fillNormal(weights, 0, 0.1) */
  fillNormal(target: Float32Array, mean = 0, deviation = 1): Float32Array {
    for (let i = 0; i < target.length; i += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log((this.word() + 0.5) * TO_UNIT));
      const angle = 2 * Math.PI * this.word() * TO_UNIT;
      target[i] = mean + radius * Math.cos(angle);
      if (i + 1 < target.length) target[i + 1] = mean + radius * Math.sin(angle);
    }
    return target;
  }

  /** Counter: the block's number in words 0 and 1, half of the stream's digest in 2 and 3; key: the seed and the rest. */
  #fill(block: number): void {
    const [a = 0, b = 0, c = 0] = this.#tag;
    philox(block % 2 ** 32, Math.floor(block / 2 ** 32), a, b, this.seed, c, this.#words);
    this.#block = block;
  }
}
