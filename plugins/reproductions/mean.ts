/** The mean of a sample, and how well it is known. */

/** The quantile of the normal law that leaves 2.5 % above it. */
const Z = 1.959963984540054;

export interface MeanBand {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The mean with the 95 % band of the normal law, mean ± 1.96·s/√n; null where there are too few values for it. */
export function bandOfMean(values: readonly number[]): MeanBand {
  const count = values.length;
  if (count === 0) return { mean: null, low: null, high: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, low: null, high: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = Z * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half };
}
