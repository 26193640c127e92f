/** Round numbers from one end of an axis to the other. */

/** Three to six of them, rising; steps are 1, 2, 2.5 or 5 times a power of ten. */
export function ticksOf(low: number, high: number): number[] {
  if (!(high > low)) return [low];
  const power = 10 ** Math.floor(Math.log10((high - low) / 3));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => (high - low) / one <= 5)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}
