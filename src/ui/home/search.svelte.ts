/** Walks ε up the scale, one answer at a time, until the digit is read as something else; the reveal of the guessing game. */
import { untrack } from 'svelte';
import { searchValues } from './guess.ts';
import { EPSILON_MOST, largestChange, type LiveFace, type Look } from './live.ts';

/** An answer for another ε than the one asked for is passed over, but never waited for longer than this. */
const PATIENCE = 900;

export interface Finding {
  /** The least ε tried that fooled it; null where it held to the end. */
  readonly epsilon: number | null;
  readonly reads: number | null;
}

export class Search {
  running = $state(false);
  finding: Finding | null = $state.raw(null);
  #queue: number[] = [];
  #asked = 0;
  #since = 0;

  constructor(private readonly live: () => LiveFace) {
    $effect(() => {
      const { original, adversarial } = this.live();
      if (original && adversarial) untrack(() => this.#hear(original, adversarial));
    });
  }

  start(): void {
    this.finding = null;
    this.#queue = searchValues(EPSILON_MOST);
    this.running = true;
    this.#ask();
  }

  /** Forgets what was found, as for another digit. */
  clear(): void {
    this.running = false;
    this.finding = null;
  }

  #ask(): void {
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#end({ epsilon: null, reads: null });
      return;
    }
    this.#asked = next;
    this.#since = performance.now();
    this.live().epsilon = next;
  }

  #hear(original: Look, adversarial: Look): void {
    if (!this.running) return;
    const answers = Math.abs(largestChange(original, adversarial) - this.#asked) < 1e-3;
    if (!answers && performance.now() - this.#since < PATIENCE) return;
    if (adversarial.predicted !== original.predicted) {
      this.#end({ epsilon: this.#asked, reads: adversarial.predicted });
    } else this.#ask();
  }

  #end(finding: Finding): void {
    this.running = false;
    this.finding = finding;
  }
}
