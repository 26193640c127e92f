/** How a sweep is said in words. */
import type { SweepCount } from './count.ts';

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const many = (count: number, one: string) => `${COUNT.format(count)} ${one}${count === 1 ? '' : 's'}`;

/**
 * @example
 * saySweep({ jobs: 12, values: [['eps', 4]], drawn: [], draws: 0, seeds: 3 }) // '12 jobs: 4 eps × 3 seeds'
 */
export function saySweep({ jobs, ...product }: SweepCount): string {
  const factors = sayFactors(product);
  return factors === '' ? many(jobs, 'job') : `${many(jobs, 'job')}: ${factors}`;
}

/** What varies: `4 eps × 10 draws of lr × 3 seeds`; empty where nothing does. */
export function sayFactors({ values, drawn, draws, seeds }: Omit<SweepCount, 'jobs'>): string {
  return [
    ...values.map(([name, count]) => `${COUNT.format(count)} ${name}`),
    drawn.length > 0 && `${many(draws, 'draw')} of ${drawn.join(', ')}`,
    seeds > 1 && many(seeds, 'seed'),
  ]
    .filter((factor) => factor !== false)
    .join(' × ');
}
