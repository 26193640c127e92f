/** Every curve has noise of the same ε as its baseline: says where there is none. */

/** What of a curve the rule needs. */
export interface BaselineCurve {
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  /** Curves are held against noise of the same norm alone; any name, or null. */
  readonly norm: string | null;
  /** ε 0 is the unchanged images. */
  readonly points: readonly { readonly epsilon: number }[];
}

/** ε that differ by less are one. */
const SAME = 1e-9;

/**
 * A sentence for each attack that lacks random noise of its norm, at all of its ε or at some.
 *
 * @example
 * lackingNoise([{ attack: 'CW', role: 'adversarial', norm: 'L2', points: [{ epsilon: 0 }, { epsilon: 1 }] }]);
 * // ['CW has no random noise of its norm (L2) beside it: what chance alone does at these ε is not known.']
 */
export function lackingNoise(curves: readonly BaselineCurve[]): string[] {
  return curves.flatMap((curve) => {
    if (curve.role === 'noise') return [];
    const noises = curves.filter(({ role, norm }) => role === 'noise' && norm === curve.norm);
    const tried = noises.flatMap(({ points }) => points.map(({ epsilon }) => epsilon));
    const wanted = curve.points.map(({ epsilon }) => epsilon).filter((epsilon) => epsilon > 0);
    const bare = wanted.filter((epsilon) => !tried.some((one) => Math.abs(one - epsilon) < SAME));
    if (bare.length === 0) return [];
    const where = bare.length < wanted.length ? ` at ε ${bare.join(', ')}` : '';
    const these = where ? 'there' : 'at these ε';
    const norm = /^L(\d|inf)/.test(curve.norm ?? '')
      ? ` of its norm (${curve.norm!.replace('inf', '∞')})`
      : '';
    return [
      `${curve.attack} has no random noise${norm} beside it${where}: what chance alone does ${these} is not known.`,
    ];
  });
}
