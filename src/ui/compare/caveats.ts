/** What has to be known before figures of several jobs are compared: what a certificate is worth, and where its mean may not be compared. */
import type { MetricRow } from '#core/job/compare/metrics.ts';
import { sayRisk } from '#ui/figure/certified.ts';
import { sayNumber } from '#ui/resource/say.ts';

/** The α of Cohen et al. (2019, arXiv:1902.02918), by which the sentence counts. */
const ALPHA = 0.001;

/** A sentence under a figure's name; null where there is nothing to say. Certified accuracy has one, at its smallest radius. */
export function sayCaveat(row: MetricRow, rows: readonly MetricRow[]): string | null {
  if (row.name === 'average_certified_radius') return sayMean(row, rows);
  if (row.name !== 'certified_accuracy') return null;
  const first = rows.find(({ name, step }) => name === row.name && step === row.step);
  return first === row ? sayFailures(row) : null;
}

/** How many votes (n) were cast decides how far a radius can reach, which its cap shows. */
function sayMean(row: MetricRow, rows: readonly MetricRow[]): string {
  const caps = rows.find(({ name, step }) => name === 'radius_cap' && step === row.step)?.values ?? [];
  const known = [...new Set(caps.flatMap((cap) => (cap ? [sayNumber(cap.value)] : [])))];
  return known.length > 1
    ? `Never compare it across different n. These radii are capped at ${known.join(' and ')}: n, σ or α differ.`
    : 'Compare it only at the same n, σ and α.';
}

function sayFailures({ values }: MetricRow): string {
  return sayRisk(ALPHA, Math.max(...values.map((value) => value?.count ?? 0)));
}
