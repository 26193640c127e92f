/** The digit of the home page: as it is, attacked, and under noise of the same size. */
import { LiveLooks } from './live-looks.svelte.ts';

const SOURCE = {
  entrypoint: 'Live digit',
  looks: {
    original: ['digit.pixels', 'clean.probabilities'],
    adversarial: ['shifted.adversarial', 'shifted.adversarial_probabilities'],
    noise: ['shifted.noise', 'shifted.noise_probabilities'],
  },
} as const;

export class LiveDigit extends LiveLooks<keyof typeof SOURCE.looks> {
  /** Opens after `first`, for which the warm sandbox is meant. */
  constructor(first?: Promise<unknown>) {
    super(SOURCE, first);
  }

  get original() {
    return this.looks.original;
  }

  get adversarial() {
    return this.looks.adversarial;
  }

  get noise() {
    return this.looks.noise;
  }
}
