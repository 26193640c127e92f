// A sweep into its jobs: what is drawn and counted, what is refused, and the laws that hold for every sweep.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countRange, drawValues, rangeValues } from '#core/family/axis-values.ts';
import { checkSweep, seedsFrom } from '#core/family/check-sweep.ts';
import { membersAgain } from '#core/family/again.ts';
import { countSweep } from '#core/family/count.ts';
import { expandSweep } from '#core/family/expand.ts';
import { SplitMix } from '#core/family/split-mix.ts';
import { MOST_MEMBERS, type Axis, type Sweep } from '#core/family/sweep.ts';
import { saySweep } from '#core/family/words.ts';
import { coerceParameter } from '#core/graph/coerce.ts';
import type { EntrypointContent, EntrypointParameter } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';

const parameters: readonly EntrypointParameter[] = [
  { name: 'eps', type: 'float', defaultValue: '0.1' },
  { name: 'steps', type: 'integer', defaultValue: null },
  { name: 'attack', type: 'string', defaultValue: 'fgsm' },
  { name: 'shape', type: 'list', defaultValue: '[]' },
  { name: 'clip', type: 'boolean', defaultValue: 'true' },
];
const entrypoint: EntrypointContent = { ...KINDS.entrypoint.empty, name: 'Attack', parameters };
type Vary = Readonly<Record<string, Axis>>;
const sweep = (vary: Vary, rest: Partial<Sweep> = {}): Sweep => ({
  vary: Object.entries(vary).map(([parameter, axis]) => ({ parameter, axis })),
  draws: 0,
  drawSeed: 0,
  seeds: [7],
  ...rest,
});
const list = (...values: string[]): Axis => ({ kind: 'list', values });
const brief = (given: Sweep) => checkSweep(entrypoint, given).map(({ code, path }) => [code, path[0]]);

test('the generator gives its published numbers', () => {
  // Of the authors' Java, as Rosetta Code lists them for this seed.
  const random = new SplitMix(1234567n);
  expect(Array.from({ length: 5 }, () => random.next())).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

describe('the points of a range', () => {
  const range = (rest: object): Extract<Axis, { kind: 'range' }> => ({
    kind: 'range',
    scale: 'linear',
    from: 0,
    to: 1,
    ...rest,
  });

  test.each([
    ['float', { to: 0.3, step: 0.1 }, ['0', '0.1', '0.2', '0.3']],
    ['float', { to: 0.3, count: 4 }, ['0', '0.1', '0.2', '0.3']],
    ['float', { from: 0.3, to: 0, step: -0.1 }, ['0.3', '0.2', '0.1', '0']],
    ['float', { to: 0.35, step: 0.1 }, ['0', '0.1', '0.2', '0.3']],
    ['float', { scale: 'log', from: 1e-3, to: 1, count: 4 }, ['0.001', '0.01', '0.1', '1']],
    ['float', { scale: 'log', from: 1, to: 16, step: 2 }, ['1', '2', '4', '8', '16']],
    ['integer', { from: 1, to: 4, count: 4 }, ['1', '2', '3', '4']],
    ['integer', { from: 1, to: 2, count: 5 }, ['1', '2']],
  ] as const)('%s %o', (word, rest, texts) => {
    expect(rangeValues(word, range(rest))).toEqual(texts);
  });

  test('a range that would never end is counted without being made', () => {
    expect(countRange(range({ step: 1e-12 }))).toBeGreaterThan(1e11);
    expect(brief(sweep({ eps: range({ step: 1e-12 }) }))).toEqual([['sweep-too-large', 'sweep']]);
  });
});

test('the product stands in words, and too many jobs are refused with it', () => {
  const asked = sweep({ eps: list('0', '0.1', '0.2', '0.3') }, { seeds: seedsFrom(7, 3) });
  expect(saySweep(countSweep(asked, parameters))).toBe('12 jobs: 4 eps × 3 seeds');
  expect(saySweep(countSweep(sweep({}), parameters))).toBe('1 job');
  const drawn = { kind: 'random', distribution: { shape: 'uniform', low: 0, high: 1 } } as const;
  expect(saySweep(countSweep(sweep({ attack: list('a', 'b'), eps: drawn }, { draws: 5 }), parameters))).toBe(
    '10 jobs: 2 attack × 5 draws of eps',
  );
  const [fault] = checkSweep(entrypoint, { ...asked, seeds: seedsFrom(0, 126) });
  expect(fault!.message).toBe('This is 504 jobs: 4 eps × 126 seeds; a family has 500 at most.');
});

test('seeds follow each other and begin again after the last', () => {
  expect(seedsFrom(2 ** 32 - 2, 3)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);
  expect(brief(sweep({}, { seeds: seedsFrom(0, 1.5) }))).toEqual([['bad-seeds', 'seeds']]);
});

describe('faults stand at their fields', () => {
  const range = (rest: object) => ({ kind: 'range', scale: 'linear', from: 0, to: 1, ...rest }) as Axis;
  const drawn = (distribution: object) => ({ kind: 'random', distribution }) as Axis;
  test.each([
    ['no values', { eps: list() }],
    ['a value that cannot be read', { steps: list('1', '1.5') }],
    ['a range of texts', { attack: range({ count: 3 }) }],
    ['no end', { eps: range({ to: NaN, count: 3 }) }],
    ['neither step nor count', { eps: range({}) }],
    ['both', { eps: range({ step: 0.1, count: 3 }) }],
    ['a step of nothing', { eps: range({ step: 0 }) }],
    ['a step away from the end', { eps: range({ step: -0.1 }) }],
    ['one value', { eps: range({ count: 1 }) }],
    ['a logarithm of 0', { eps: range({ scale: 'log', count: 3 }) }],
    ['a factor of 1', { eps: range({ scale: 'log', from: 1, to: 8, step: 1 }) }],
    ['bounds the wrong way round', { eps: drawn({ shape: 'uniform', low: 1, high: 0 }) }],
    ['no deviation', { eps: drawn({ shape: 'normal', mean: 0, deviation: 0 }) }],
    ['log-uniform from 0', { eps: drawn({ shape: 'log-uniform', low: 0, high: 1 }) }],
    ['a choice of nothing', { attack: drawn({ shape: 'choice', values: [] }) }],
    ['an unknown parameter', { speed: list('1') }],
    [
      'whole numbers by orders of magnitude from below 1',
      { steps: range({ scale: 'log', from: 0.01, to: 100, count: 5 }) },
    ],
    ['the same downwards', { steps: range({ scale: 'log', from: 8, to: 0.5, step: 0.5 }) }],
    ['the same drawn', { steps: drawn({ shape: 'log-uniform', low: 0.9, high: 40 }) }],
    ['whole numbers of more digits than are known', { steps: range({ to: 1e22, count: 3 }) }],
    [
      'the same drawn from a normal distribution',
      { steps: drawn({ shape: 'normal', mean: 0, deviation: 1e30 }) },
    ],
    ['ends that lie endlessly apart', { eps: range({ from: -1e308, to: 1e308, count: 3 }) }],
  ])('%s', (_, vary) => {
    expect(brief(sweep(vary as Vary, { draws: 3 }))).toEqual([['bad-sweep', Object.keys(vary)[0]]]);
  });

  test('draws and their seed are asked for only where something is drawn', () => {
    const uniform = drawn({ shape: 'uniform', low: 0, high: 1 });
    expect(brief(sweep({ eps: uniform }, { draws: 0, drawSeed: -1 }))).toEqual([
      ['bad-draws', 'draws'],
      ['bad-seed', 'drawSeed'],
    ]);
    expect(brief(sweep({ eps: list('1') }, { draws: 0, drawSeed: -1 }))).toEqual([]);
  });
});

const number = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const anyList = (texts: fc.Arbitrary<string>) =>
  fc.uniqueArray(texts, { minLength: 1, maxLength: 4 }).map((values): Axis => ({ kind: 'list', values }));
const anyRange = fc
  .record({
    from: number,
    to: number,
    scale: fc.constantFrom('linear', 'log'),
    count: fc.integer({ min: 2, max: 4 }),
  })
  .map((rest): Axis => ({ kind: 'range', ...rest }) as Axis);
/** Of whole numbers those below 1 have no logarithm. */
const isWhole = (axis: Axis) => {
  const log = JSON.stringify(axis).includes('log');
  return (
    !log || !Object.values('distribution' in axis ? axis.distribution : axis).some((end) => Number(end) < 1)
  );
};
const anyDraw = fc
  .tuple(number, number, fc.constantFrom('uniform', 'log-uniform', 'normal'))
  .map(([low, more, shape]): Axis => {
    const distribution =
      shape === 'normal'
        ? ({ shape, mean: low, deviation: more } as const)
        : ({ shape, low, high: low + more } as { shape: 'uniform'; low: number; high: number });
    return { kind: 'random', distribution };
  });
const anySweep = fc
  .record(
    {
      eps: fc.oneof(anyList(number.map(String)), anyRange, anyDraw),
      steps: fc.oneof(anyList(fc.integer().map(String)), anyRange.filter(isWhole), anyDraw.filter(isWhole)),
      attack: anyList(fc.string()),
    },
    { requiredKeys: [] },
  )
  .chain((vary) =>
    fc.record({
      vary: fc.constant(sweep(vary as Vary).vary),
      draws: fc.integer({ min: 1, max: 4 }),
      drawSeed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      seeds: fc
        .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 2 }))
        .map(([first, count]) => seedsFrom(first, count)),
    }),
  );

describe('for every sweep that is let through', () => {
  test('it has as many jobs as is said, each place once, each combination with each seed', () => {
    fc.assert(
      fc.property(anySweep, (asked) => {
        expect(checkSweep(entrypoint, asked)).toEqual([]);
        const members = expandSweep(asked, parameters);
        expect(members).toHaveLength(countSweep(asked, parameters).jobs);
        expect(members.length).toBeLessThanOrEqual(MOST_MEMBERS);
        expect(members.map(({ place }) => place)).toEqual(members.map((_, i) => i));
        const valuesOf = (asks: number) =>
          members.filter(({ seed }) => seed === asks).map(({ values }) => values);
        expect(new Set(members.map(({ seed }) => seed))).toEqual(new Set(asked.seeds));
        for (const seed of asked.seeds) expect(valuesOf(seed)).toEqual(valuesOf(asked.seeds[0]!));
      }),
    );
  });

  test('each job gives every parameter that varies a value that can be read, and no other', () => {
    fc.assert(
      fc.property(anySweep, (asked) => {
        for (const { values } of expandSweep(asked, parameters)) {
          expect(Object.keys(values).toSorted()).toEqual(asked.vary.map((one) => one.parameter).toSorted());
          for (const [name, text] of Object.entries(values)) {
            const { type } = parameters.find((one) => one.name === name)!;
            expect(coerceParameter(type, text)).toHaveProperty('value');
          }
        }
      }),
    );
  });

  test('it gives the same jobs again, and after a way through JSON', () => {
    fc.assert(
      fc.property(anySweep, (asked) => {
        const again = JSON.parse(JSON.stringify(asked)) as Sweep;
        expect(expandSweep(again, parameters)).toEqual(expandSweep(asked, parameters));
      }),
    );
  });

  test('more draws begin with the same ones, and no other parameter changes them', () => {
    fc.assert(
      fc.property(
        anyDraw,
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 1, max: 20 }),
        (axis, seed, draws) => {
          const { distribution } = axis as Extract<Axis, { kind: 'random' }>;
          const few = drawValues('float', 'eps', distribution, draws, seed);
          expect(drawValues('float', 'eps', distribution, draws + 3, seed).slice(0, draws)).toEqual(few);
          const both = sweep({ eps: axis, steps: axis }, { draws, drawSeed: seed });
          expect(expandSweep(both, parameters).map(({ values }) => values['eps'])).toEqual(few);
        },
      ),
    );
  });
});

test('what is run again is what was asked for; what does not fit its entrypoint says so', () => {
  const family = { sweep: sweep({ eps: list('1', '2', '3') }), size: 3, values: { steps: '4', shape: '[]' } };
  const again = (change: object, places = [0, 2]) => {
    const { members, issues } = membersAgain({ ...family, ...change }, entrypoint, new Set(places));
    return issues.length > 0 ? issues[0]!.code : members;
  };
  expect(again({})).toEqual(expandSweep(family.sweep, parameters).filter(({ place }) => place !== 1));
  expect(again({ size: 4 })).toBe('sweep-of-another');
  expect(again({ sweep: sweep({ eps: list('1', 'x', '3') }) }, [0])).toHaveLength(1);
  expect(again({ sweep: sweep({ eps: list('1', 'x', '3') }) }, [1])).toBe('bad-value');
  expect(again({ sweep: sweep({ speed: list('1', '2', '3') }) })).toBe('unknown-parameter');
  expect(again({ values: {} })).toBe('missing-value');
});

test('draws keep to their distribution', () => {
  const many = (distribution: Parameters<typeof drawValues>[2]) =>
    drawValues('float', 'eps', distribution, 4000, 11).map(Number);
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const uniform = many({ shape: 'uniform', low: 2, high: 4 });
  expect(uniform.every((n) => n >= 2 && n <= 4)).toBe(true);
  // Four standard errors of the mean each: 2/√12, ln 100/√12 and 3, over √4000.
  expect(Math.abs(mean(uniform) - 3)).toBeLessThan(0.037);
  const logs = many({ shape: 'log-uniform', low: 0.01, high: 1 }).map(Math.log);
  expect(Math.abs(mean(logs) - Math.log(0.1))).toBeLessThan(0.085);
  const normal = many({ shape: 'normal', mean: 5, deviation: 3 });
  expect(Math.abs(mean(normal) - 5)).toBeLessThan(0.19);
  const spread = Math.sqrt(mean(normal.map((n) => (n - 5) ** 2)));
  expect(Math.abs(spread - 3)).toBeLessThan(0.14);
  const chosen = drawValues('string', 'attack', { shape: 'choice', values: ['a', 'b', 'c'] }, 3000, 1);
  for (const one of ['a', 'b', 'c']) {
    // Four standard deviations of a count of 3,000 at 1/3.
    expect(Math.abs(chosen.filter((text) => text === one).length - 1000)).toBeLessThan(104);
  }
});
