/** What attackers see, may change and try, said once where several are alike. */
import { groupBy } from '#core/family/curve.ts';

export interface NamedThreat {
  readonly name: string;
  readonly says: string;
}

export const STRONGER = 'A stronger attack can only lower these numbers.';

export function joinThreats(threats: readonly NamedThreat[]): NamedThreat[] {
  const alike = [...groupBy(threats, ({ says }) => says)];
  return alike.map(([says, those]) => ({ name: those.map(({ name }) => name).join(', '), says }));
}

/** A paragraph each, and what holds for all. */
export const sayThreats = (threats: readonly NamedThreat[]): string[] =>
  threats.length === 0 ? [] : [...joinThreats(threats).map(({ name, says }) => `${name}: ${says}`), STRONGER];
