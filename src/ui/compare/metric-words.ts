/** The figures of a comparison in words, and as CSV. */
import { compareWithBase, type MetricDifference, type MetricRow } from '#core/job/compare/metrics.ts';
import type { JobRecord } from '#core/job/record.ts';
import { formatCsv } from '#core/files/csv.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { sayNumber } from '#ui/resource/say.ts';

type Unit = MetricRow['unit'];

export function sayMetricValue(unit: Unit, value: number): string {
  return unit === 'share' ? sayShare(value, 2) : sayNumber(value);
}

/** `+9.20 points (+17.7 %)`, `−0.12 (−4.0 %)`, `the same`; points are hundredths of the whole. */
export function sayMetricDifference(unit: Unit, { absolute, relative }: MetricDifference): string {
  if (absolute === 0) return 'the same';
  const size = Math.abs(absolute);
  const step =
    unit === 'share' ? `${sign(absolute)}${sayPoints(size)} points` : sign(absolute) + sayNumber(size);
  return relative === null ? step : `${step} (${sign(relative)}${sayPercent(Math.abs(relative))})`;
}

const sign = (value: number): string => (value < 0 ? '−' : '+');

const sayPoints = (share: number): string => (share < 0.00005 ? '< 0.01' : (100 * share).toFixed(2));

/** A change may be more than all of it. */
function sayPercent(share: number): string {
  if (share < 0.0005) return '< 0.1 %';
  return `${share < 10 ? (100 * share).toFixed(1) : sayNumber(Math.round(100 * share))} %`;
}

/** `bands apart` is no test of its own, only that the two intervals leave a gap. */
export function sayBands({ apart }: MetricDifference): string | null {
  return apart === null ? null : apart ? 'bands apart' : 'bands overlap';
}

/** One row a metric; of each job its value, band, count and index, and how it lies to the base. Numbers are whole. */
export function writeMetricCsv(rows: readonly MetricRow[], jobs: readonly JobRecord[], base: number): string {
  const from = `job ${jobs[base]?.number ?? '–'}`;
  const head = jobs.flatMap(({ number }) =>
    ['', ' low', ' high', ' count', ' at', ` minus ${from}`, ` relative to ${from}`].map(
      (part) => `job ${number}${part}`,
    ),
  );
  const lines = rows.map((row) => {
    const differences = compareWithBase(row, base);
    const cells = row.values.flatMap((value, place) => [
      ...[value?.value, value?.low, value?.high, value?.count, value?.at].map(field),
      field(differences[place]?.absolute),
      field(differences[place]?.relative),
    ]);
    return [row.name, row.step ?? '', field(row.epsilon), ...cells];
  });
  return formatCsv([['metric', 'step', 'epsilon', ...head], ...lines]);
}

const field = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);
