/** The reproductions from beginning to end on wasm, with far less work than their recipes, which their verdicts must say. */
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import { runBundled, type Said } from './entrypoints.ts';

beforeAll(() => useBackend('wasm'));

interface Compared {
  readonly figures: { name: string; value: number | null; count: number | null; published: number | null }[];
  readonly conditions: { what: string; departs: boolean }[];
  readonly difference: string;
}

function comparisonOf(said: Said): Compared {
  const bytes = said.artifacts.get('reproduction')!.get('reproduction.json');
  return JSON.parse(new TextDecoder().decode(bytes));
}
const last = (said: Said, step: string, name: string): number | undefined =>
  said.metrics.findLast((metric) => metric.step === step && metric.name === name)?.value;
const departures = ({ conditions }: Compared): string[] =>
  conditions.filter(({ departs }) => departs).map(({ what }) => what);

test('fast adversarial training', async () => {
  const values = { epochs: '1', count: '20', restarts: '1' };
  const said = await runBundled('Reproduce: fast adversarial training', { seed: 1, values });
  const compared = comparisonOf(said);
  expect(compared.figures.map(({ published }) => published)).toEqual([0.985, 0.8877, null]);
  const [clean, fifty, forty] = compared.figures.map(({ value }) => value!);
  expect(clean).toBe(last(said, 'verdict', 'clean_accuracy'));
  expect(fifty).toBe(last(said, 'under_pgd50', 'pgd_accuracy'));
  expect(forty).toBe(last(said, 'under_pgd40', 'pgd_accuracy'));
  expect(compared.figures.every(({ count }) => count === 20)).toBe(true);
  expect(departures(compared)).toEqual(['epochs', 'random starts of PGD-50', 'test digits attacked']);
  expect(compared.difference).toContain('10,000 digits');
}, 300_000);

test('Carlini and Wagner, of any other class and of a drawn one', async () => {
  const values = { epochs: '2', count: '8', searches: '5', iterations: '60' };
  const said = await runBundled('Reproduce: Carlini and Wagner', { seed: 1, values });
  const compared = comparisonOf(said);
  const [any, drawn, anyMean, drawnMean, over] = compared.figures.map(({ value }) => value!);
  expect([any, drawn]).toEqual([1, 1]);
  // One class is at least as far as the nearest of nine.
  expect(drawnMean).toBeGreaterThan(anyMean!);
  // So short a search ends above the walk; the recipe's ends below it.
  expect(over).toBeGreaterThan(0.5);
  expect(departures(compared)).toEqual([
    'epochs',
    'searches for the constant',
    'steps a search',
    'digits attacked',
  ]);
}, 300_000);

test('randomised smoothing', async () => {
  const values = { epochs: '1', count: '30', n: '500' };
  const said = await runBundled('Reproduce: randomised smoothing', { seed: 1, values });
  const compared = comparisonOf(said);
  const [zero, quarter, half, three, acr] = compared.figures.map(({ value }) => value!);
  expect(zero).toBeGreaterThan(0.6);
  expect([zero! >= quarter!, quarter! >= half!]).toEqual([true, true]);
  // 500 votes certify no further than 0.551.
  expect(three).toBe(0);
  expect(acr).toBeCloseTo(last(said, 'certificates', 'average_certified_radius')!, 12);
  expect(departures(compared)).toEqual(['epochs', 'votes that certify', 'test digits certified']);
}, 300_000);
