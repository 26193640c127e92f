/** The doctor's rule about random defences: an attack that judges one by a reading or two takes luck for the boundary. */
import type { ExaminedCurve } from './curve.ts';
import type { Finding, Rule } from './finding.ts';

const READINGS: Rule = { rule: 'readings', title: 'A random defence is judged by several readings' };

/**
 * Attacks that say of themselves that they read a random defence too seldom; empty where none does.
 *
 * @example
 * judgeReadings([{ attack: 'HopSkipJump', role: 'adversarial', hasty: true, count: 16, steps: null, points: [] }]);
 */
export function judgeReadings(curves: readonly ExaminedCurve[]): Finding[] {
  return curves
    .filter(({ role, hasty }) => role === 'adversarial' && hasty)
    .map(({ attack }) => ({
      ...READINGS,
      grade: 'amber',
      figures: {},
      reason: `${attack} judged a random defence by too few readings, so that luck ended it or led it astray: what it leaves is no robust accuracy.`,
      advice:
        'Attack through the weights, averaged over 10 draws or more (eot), or let Square judge by 10 readings.',
    }));
}
