// Lines that two texts share, and texts merged line by line: checked against a table of all subsequences, and by laws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countLines, shareLines, splitLines } from '#core/text/lines.ts';
import { mergeLines } from '#core/text/merge-lines.ts';

const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n', '\n');
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('', 'a', 'end'))
  .map(([lines, last]) => lines.join('') + last);

/** The length of the longest common subsequence, by the table of textbooks. */
function longest(a: readonly string[], b: readonly string[]): number {
  const table = a.map(() => b.map(() => 0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (const [i, x] of a.entries())
    for (const [j, y] of b.entries())
      table[i]![j] = x === y ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
  return at(a.length - 1, b.length - 1);
}

describe('shared lines', () => {
  test('joining the lines of a text gives the text', () => {
    fc.assert(fc.property(fc.string(), (any) => void expect(splitLines(any).join('')).toBe(any)));
    expect(splitLines('a\r\nb\n\nc')).toEqual(['a\r\n', 'b\n', '\n', 'c']);
  });

  test('are equal, in order, and as many as there can be', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [a, b] = [splitLines(one), splitLines(other)];
        const runs = shareLines(a, b);
        for (const [index, run] of runs.entries()) {
          const last = runs[index - 1];
          if (last) expect(run.a >= last.a + last.length && run.b >= last.b + last.length).toBe(true);
          expect(a.slice(run.a, run.a + run.length)).toEqual(b.slice(run.b, run.b + run.length));
        }
        expect(runs.reduce((sum, { length }) => sum + length, 0)).toBe(longest(a, b));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a\nb\nc\n', 'a\nb\nc\n', { added: 0, removed: 0 }],
    ['', 'a\nb\n', { added: 2, removed: 0 }],
    ['a\nb\nc\n', 'a\nx\ny\nc\n', { added: 2, removed: 1 }],
    ['a\nb', 'a\nb\n', { added: 1, removed: 1 }],
  ])('%j to %j', (before, after, counts) => expect(countLines(before, after)).toEqual(counts));

  const numbered = (count: number, name: (i: number) => unknown) =>
    Array.from({ length: count }, (_, i) => `${name(i)}\n`).join('');
  test.each([
    ['quite different ones', numbered(10_000, (i) => i), numbered(10_000, (i) => `x${i}`)],
    [
      'shuffled ones',
      numbered(10_000, (i) => (i * 7919) % 10_007),
      numbered(10_000, (i) => (i * 104_729) % 10_007),
    ],
    [
      'few words over and over',
      numbered(10_000, (i) => (i * i) % 7),
      numbered(10_000, (i) => (i * i * i) % 11),
    ],
    [
      'every tenth line changed',
      numbered(10_000, (i) => i % 50),
      numbered(10_000, (i) => (i % 10 ? i % 50 : 'x')),
    ],
  ])('10,000 lines take less than a second: %s', (_, before, after) => {
    const start = performance.now();
    const { added, removed } = countLines(before, after);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(added).toBe(removed);
  });
});

const MERGED = [
  ['changes apart', 'a\nb\nc\nd\ne\n', 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n', 'A\nb\nc\nd\nE\n'],
  ['additions apart', 'a\nb\n', 'x\na\nb\n', 'a\nb\ny\n', 'x\na\nb\ny\n'],
  ['an addition and a removal apart', 'a\nb\nc\nd\n', 'a\nc\nd\n', 'a\nb\nc\nd\nz\n', 'a\nc\nd\nz\n'],
  ['the same change on both sides', 'a\nb\n', 'a\nX\n', 'a\nX\n', 'a\nX\n'],
  ['two changes of one line', 'a\nb\nc\n', 'a\nX\nc\n', 'a\nY\nc\n', 'a\n<>c\n'],
  ['two additions at one place', 'a\nb\n', 'a\nx\nb\n', 'a\ny\nb\n', 'a\n<>b\n'],
  ['changes of lines that touch', 'a\nb\n', 'X\nb\n', 'a\nY\n', '<>'],
  ['a change of what the other removed', 'a\nb\nc\n', 'a\nX\nc\n', 'a\nc\n', 'a\n<>c\n'],
];

describe('three texts', () => {
  const take = (base: string, mine: string, theirs: string) =>
    mergeLines(base, mine, theirs)
      .map((chunk) =>
        chunk.status === 'conflict'
          ? '<>'
          : chunk.status === 'mine' || chunk.status === 'both'
            ? chunk.mine
            : chunk.theirs,
      )
      .join('');

  test('each side is the sum of its chunks, and equal sides are told as such', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const chunks = mergeLines(base, mine, theirs);
        for (const side of ['base', 'mine', 'theirs'] as const)
          expect(chunks.map((chunk) => chunk[side]).join('')).toBe({ base, mine, theirs }[side]);
        for (const chunk of chunks) {
          expect(chunk.status === 'conflict').toBe(
            new Set([chunk.base, chunk.mine, chunk.theirs]).size === 3,
          );
          if (chunk.status === 'both') expect(chunk.mine).toBe(chunk.theirs);
        }
      }),
    );
  });

  test('where one side changed nothing the other is the result', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(take(base, changed, base)).toBe(changed);
        expect(take(base, base, changed)).toBe(changed);
        expect(take(base, changed, changed)).toBe(changed);
      }),
    );
  });

  test('swapping mine and theirs swaps the chunks', () => {
    const swap = {
      same: 'same',
      mine: 'theirs',
      theirs: 'mine',
      both: 'both',
      conflict: 'conflict',
    } as const;
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        expect(mergeLines(base, theirs, mine)).toEqual(
          mergeLines(base, mine, theirs).map((chunk) => ({
            ...chunk,
            status: swap[chunk.status],
            mine: chunk.theirs,
            theirs: chunk.mine,
          })),
        );
      }),
    );
  });

  test.each(MERGED)('%s', (_, base, mine, theirs, result) => expect(take(base, mine, theirs)).toBe(result));
});
