/** Where an axis of powers is marked. */

/** At most this many stand beside each other. */
const MOST = 8;
const STEPS = [[1, 2, 5], [1, 3], [1]] as const;

/**
 * Round numbers from `low` to `high`, both above 0: as many as fit of 1, 2 and 5 times the powers of ten; over many orders
 * of magnitude not every power. Where none lies between them, the two ends.
 */
export function ticksOfLog(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const within = (factors: readonly number[], every = 1): number[] => {
    const ticks: number[] = [];
    for (let power = first; power <= last; power += every)
      ticks.push(...factors.map((factor) => Number(`${factor}e${power}`)));
    return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  };
  const fitting = STEPS.map((factors) => within(factors)).find((ticks) => ticks.length <= MOST);
  const found = fitting ?? within([1], Math.ceil((last - first) / MOST));
  return found.length > 1 ? found : [low, high];
}
