/** One digit, two networks: the ready model and the robust one, each attacked by one who knows it, at the same ε. */
import { LiveLooks } from './live-looks.svelte.ts';

const SOURCE = {
  entrypoint: 'Live digit, robust model',
  looks: {
    plain: ['digit.pixels', 'plain_clean.probabilities'],
    plainAttacked: ['plain_shifted.adversarial', 'plain_shifted.adversarial_probabilities'],
    robust: ['digit.pixels', 'robust_clean.probabilities'],
    robustAttacked: ['robust_shifted.adversarial', 'robust_shifted.adversarial_probabilities'],
  },
} as const;

export class LivePair extends LiveLooks<keyof typeof SOURCE.looks> {
  /** Begins with this digit of the test set. */
  constructor(index = 0) {
    super(SOURCE);
    this.index = Math.max(0, Math.trunc(index));
  }

  get plain() {
    return this.looks.plain;
  }

  get plainAttacked() {
    return this.looks.plainAttacked;
  }

  get robust() {
    return this.looks.robust;
  }

  get robustAttacked() {
    return this.looks.robustAttacked;
  }
}
