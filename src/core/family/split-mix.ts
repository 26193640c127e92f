/** SplitMix64: a small generator for draws that must be the same everywhere and for ever. */

const MASK = (1n << 64n) - 1n;
const GAMMA = 0x9e3779b97f4a7c15n;

/**
 * Numbers that follow from a seed alone, 64 bits each.
 *
 * Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
 */
export class SplitMix {
  #state: bigint;

  /** `seed` is taken modulo 2^64. */
  constructor(seed: bigint) {
    this.#state = seed & MASK;
  }

  /** A whole number, 0 to 2^64 − 1, each as likely. */
  next(): bigint {
    this.#state = (this.#state + GAMMA) & MASK;
    let z = this.#state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  }

  /** From 0 up to but without 1, in steps of 2^−53. */
  share(): number {
    return Number(this.next() >> 11n) * 2 ** -53;
  }
}

/** FNV-1a of the UTF-16 units of a text, 64 bits: gives each name a stream of its own. */
export function streamOf(seed: number, name: string): SplitMix {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < name.length; i++) {
    hash = ((hash ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n) & MASK;
  }
  return new SplitMix(hash ^ (BigInt(seed) << 32n) ^ BigInt(seed));
}
