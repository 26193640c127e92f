/** The plural of a noun of this app: `jobs`, `families`. */

/** A `y` after a consonant becomes `ies`; any other noun takes an `s`. */
export function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
