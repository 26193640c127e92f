/** The threat line of a curve that no report tells of: as the SDK writes it into the log of its step, and as the page reads it. */
import { expect, test } from 'vitest';
import { sayAttacker } from '#sdk';
import type { Chart, Series } from '#ui/chart/series.ts';
import { noteThreats, readThreats } from '#ui/job/threat-notes.ts';

const seriesOf = (key: string): Series => ({ key, label: key, role: 'plain', nth: 0, points: [] });
const CHART: Chart = {
  id: 'epsilon',
  title: '',
  kind: 'epsilon',
  xName: 'ε',
  yName: 'accuracy',
  unit: 'share',
  series: [],
};

test('a curve has what the step that counted it said of it in its log, where no report tells of it', () => {
  const line = (name: string, tries: string, target: number | null = null) => ({
    step: 'figures',
    message: sayAttacker(name, { threat: { sees: 'weights, 2. 5', may_change: 'ε (L2)', tries }, target }),
  });
  const told = readThreats([
    line('oblivious', '10 steps'),
    line('adaptive', '10 steps, 10 draws', 3),
    line('PGD-L2', '5 steps'),
    { step: 'figures', message: 'oblivious: this attacker does not know the defence' },
  ]);
  const keys = ['undefended', 'oblivious', 'adaptive', 'robust', 'noise', 'pgd_l2'];
  const bars = keys.map((key) => seriesOf(`figures/${key}_accuracy`));
  const says = (tries: string) => `Attacker sees: weights, 2. 5. May change: ε (L2). Tries: ${tries}.`;
  const noted = noteThreats({ ...CHART, series: bars }, null, told).series.map(({ note }) => note);
  expect(noted).toEqual([
    `The oblivious attack, read without the defence. ${says('10 steps')}`,
    says('10 steps'),
    `${says('10 steps, 10 draws')} Towards class 3: no robust accuracy.`,
    `Counts an image only where neither the oblivious attack nor this one fooled it. ${says('10 steps, 10 draws')} Towards class 3: no robust accuracy.`,
    undefined,
    says('5 steps'),
  ]);
  const elsewhere = {
    ...CHART,
    series: bars.map((one) => ({ ...one, key: one.key.replace('figures', 'x') })),
  };
  expect(noteThreats(elsewhere, null, told)).toBe(elsewhere);
});

test.each([
  ['L∞', true],
  ['L2', false],
])('ε bounded in %s is said in grey levels: %s', (norm, inGreys) => {
  const threat = {
    sees: 'weights',
    may_change: `every pixel by at most ε (${norm}, pixels)`,
    tries: '1 step',
  };
  const told = readThreats([{ step: 's', message: sayAttacker('adaptive', { threat, target: null }) }]);
  const chart = { ...CHART, series: [seriesOf('s/adaptive_accuracy')] };
  expect(noteThreats(chart, null, told).inGreys).toBe(inGreys);
});
