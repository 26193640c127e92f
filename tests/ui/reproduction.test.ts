/** Published figures beside measured ones, as the pages say them: read with care, in words, over seeds, and on a scale. */
import { describe, expect, test } from 'vitest';
import { comparesWithPublished, namesPublished, reproductionOf } from '#core/family/reproduction.ts';
import { scaleOf } from '#ui/figure/draw-ranges.ts';
import {
  parseReproduction,
  sayFew,
  sayFigure,
  sayOutcome,
  sayRange,
  summariseReproduction,
} from '#ui/figure/reproduction.ts';
import { joinSeeds, sayMean, saySeedOutcome, summariseSeeds } from '#ui/figure/reproduction-seeds.ts';

const CLEAN = {
  name: 'Clean accuracy',
  unit: 'share',
  note: '',
  published: 0.985,
  accept: [0.97, 1],
  value: 0.98,
  low: 0.97,
  high: 0.99,
  count: 1000,
  outcome: 'reproduced',
};
const LENGTH = {
  ...CLEAN,
  name: 'Mean L2',
  unit: 'L2',
  published: null,
  accept: [0.85, 1.1],
  value: 1.2,
  low: null,
  high: null,
  count: 400,
  outcome: 'above',
};
const CONDITION = { what: 'epochs', published: '10', here: '30', recipe: '30', departs: false };
const FACTS = {
  format: 1,
  source: 'A paper',
  difference: 'Fewer digits.',
  ranges: 'Ours',
  figures: [CLEAN, LENGTH],
  conditions: [CONDITION],
};
const withValues = (clean: number | null, length: number | null, more: object = {}) =>
  parseReproduction({
    ...FACTS,
    figures: [
      { ...CLEAN, value: clean },
      { ...LENGTH, value: length },
    ],
    ...more,
  });

describe('one run', () => {
  test('is said in one sentence', () => {
    expect(summariseReproduction(parseReproduction(FACTS))).toBe(
      '1 of 2 figures reproduced; Mean L2 is 1.2, above the 0.85 to 1.1 accepted here.',
    );
    expect(summariseReproduction(parseReproduction({ ...FACTS, figures: [CLEAN] }))).toBe(
      'Reproduced: the figure lies in the range that is accepted here.',
    );
    const none = { ...LENGTH, value: null, outcome: 'not measured' };
    expect(summariseReproduction(parseReproduction({ ...FACTS, figures: [CLEAN, none] }))).toContain(
      'Mean L2 was not measured',
    );
  });

  test('that changed the recipe says so', () => {
    const conditions = [{ ...CONDITION, here: '1', departs: true }];
    expect(summariseReproduction(parseReproduction({ ...FACTS, figures: [CLEAN], conditions }))).toBe(
      'Not comparable, since it ran with another recipe than the ranges are for: epochs 1 instead of 30. 1 of 1 figure lies in the ranges.',
    );
  });

  test('on few images says so', () => {
    expect(sayFew(parseReproduction(FACTS).figures)).toContain('fewer than 500 images (here 400)');
    expect(sayFew([{ count: 500 }, { count: null }])).toBe('');
  });
});

test('values, ranges and outcomes in words', () => {
  expect([sayFigure(0.702, 'share'), sayFigure(1.76, 'L2'), sayFigure(null, '')]).toEqual([
    '70.2 %',
    '1.76',
    '–',
  ]);
  expect(sayRange([0.68, 0.78], 'share')).toBe('68 to 78 %');
  expect(sayRange([0.97, 1], 'share')).toBe('97 to 100 %');
  expect([sayRange([1, 1], 'share'), sayRange([0.85, 1.1], 'L2')]).toEqual(['100 %', '0.85 to 1.1']);
  expect(
    (['reproduced', 'below', 'above', 'not measured'] as const).map((outcome) => sayOutcome(outcome)),
  ).toEqual([
    'Reproduced',
    'Not reproduced: below the range',
    'Not reproduced: above the range',
    'Not measured',
  ]);
  expect(sayOutcome('reproduced', true)).toBe('In the range, by another recipe');
});

describe('what is no comparison is refused with what is wrong', () => {
  test.each([
    ['a list', [], 'reproduction.json is no mapping'],
    ['no figure', { ...FACTS, figures: [] }, 'compares no figure'],
    ['figures that are none', { ...FACTS, figures: [1] }, 'A figure is no mapping'],
    ['another outcome', { ...FACTS, figures: [{ ...CLEAN, outcome: 'fine' }] }, 'the outcome "fine"'],
    ['a range that falls', { ...FACTS, figures: [{ ...CLEAN, accept: [1, 0] }] }, 'range that is none'],
    ['a range of three', { ...FACTS, figures: [{ ...CLEAN, accept: [0, 1, 2] }] }, 'range that is none'],
    ['a value in words', { ...FACTS, figures: [{ ...CLEAN, value: '0.9' }] }, 'no number value'],
    ['too much', { ...FACTS, conditions: Array(101).fill(CONDITION) }, 'no list conditions of 100'],
    ['no source', { ...FACTS, source: undefined }, 'no text source'],
  ])('%s', (_, json, words) => {
    expect(() => parseReproduction(json)).toThrow(words);
  });
});

describe('several seeds', () => {
  const run = (seed: number, clean: number | null, length: number | null, more?: object) => ({
    seed,
    reproduction: withValues(clean, length, more),
  });

  test('have a mean, the deviation of a sample, and a verdict', () => {
    const [clean, length] = joinSeeds([run(1, 0.97, 1), run(2, 0.98, 1.05), run(3, 0.99, 1.22)]);
    expect(clean!.mean).toBeCloseTo(0.98, 12);
    expect(clean!.deviation).toBeCloseTo(0.01, 12);
    expect(sayMean(clean!)).toBe('98.0 ± 1.0 %');
    expect(saySeedOutcome(clean!)).toBe('Reproduced, all 3 seeds');
    // 1, 1.05, 1.22: mean 1.09, s² = (0.0081 + 0.0016 + 0.0169)/2.
    expect(sayMean(length!)).toBe('1.09 ± 0.12');
    expect(saySeedOutcome(length!)).toBe('Reproduced by the mean, 2 of 3 seeds');
  });

  test('outside of it tell the side and who is inside', () => {
    const runs = [run(1, 0.9, 1), run(2, 0.95, 1), run(3, 0.97, 1)];
    expect(saySeedOutcome(joinSeeds(runs)[0]!)).toBe(
      'Not reproduced: below the range, 1 of 3 seeds within it',
    );
    expect(summariseSeeds(runs, 3)).toBe(
      'Over 3 seeds 1 of 2 figures reproduced; Clean accuracy is 94.0 % in the mean, below the 97 to 100 % accepted here.',
    );
  });

  test('that have not all ended say so, and one alone has no deviation', () => {
    const [clean] = joinSeeds([run(1, 0.98, 1)]);
    expect([clean!.deviation, sayMean(clean!), saySeedOutcome(clean!)]).toEqual([
      null,
      '98.0 %',
      'Reproduced, 1 seed',
    ]);
    expect(summariseSeeds([run(1, 0.98, 1)], 3)).toBe(
      'So far, over 1 of 3 seeds the mean of each of 2 figures lies in the range accepted here, and so does every seed.',
    );
  });

  test('by another recipe are not comparable, each and all together', () => {
    const condition = { what: 'epochs', published: '50', here: '1', recipe: '10', departs: true };
    const runs = [1, 2].map((seed) => run(seed, 0.98, 9, { conditions: [condition] }));
    expect(joinSeeds(runs).map((figure) => saySeedOutcome(figure, true))).toEqual([
      'In the range, by another recipe, 2 of 2 seeds within it',
      'Above the range, by another recipe, 0 of 2 seeds within it',
    ]);
    expect(summariseSeeds(runs, 2)).toBe(
      'Not comparable, since it ran with another recipe than the ranges are for: epochs 1 instead of 10. Over 2 seeds 1 of 2 means lies in the ranges.',
    );
  });

  test('without a number, or with another range, give none to the mean', () => {
    const other = { figures: [{ ...CLEAN, accept: [0.5, 1] }] };
    const figures = joinSeeds([run(1, 0.98, null), run(2, 0.1, null, other)]);
    expect(figures[0]).toMatchObject({ values: [0.98, null], mean: 0.98, inside: 1 });
    expect(saySeedOutcome(figures[1]!)).toBe('Not measured');
  });
});

test('a row shows all that it has, and a share stays a share', () => {
  const row = { name: '', measured: '', unit: 'L2', low: null, high: null };
  const [from, to] = scaleOf({ ...row, accept: [1, 2], published: 4, values: [0, null] });
  expect([from < 0, to > 4]).toEqual([true, true]);
  expect(scaleOf({ ...row, unit: 'share', accept: [0, 1], published: 1, values: [0.5] })).toEqual([0, 1]);
  const [low, high] = scaleOf({ ...row, accept: [1, 1], published: 1, values: [1] });
  expect(low).toBeLessThan(high);
});

test('an entrypoint that compares with a publication is known by its graph', () => {
  const step = { task: 'compare_with_published' } as never;
  expect(comparesWithPublished({ steps: [{ task: null } as never, step] })).toBe(true);
  expect(comparesWithPublished({ steps: [] })).toBe(false);
  expect(namesPublished('verdict:\n  compare_with_published:\n    tables: {}\n')).toBe(true);
  expect(namesPublished('verdict:\n  task: compare_with_published\n')).toBe(true);
  expect(namesPublished('# compare_with_published\nstep:\n  other: 1 # compare_with_published\n')).toBe(
    false,
  );
});

test('it is run with seeds 1, 2 and 3, or from the one that is asked for', () => {
  expect(reproductionOf({ values: { n: '5' } })).toEqual({
    values: { n: '5' },
    vary: {},
    seed: 1,
    seeds: 3,
  });
  expect(reproductionOf({ seed: 7 }).seed).toBe(7);
});
