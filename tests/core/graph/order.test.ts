// The order of steps: sound, complete, and in graphlib's generations.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderNames, type Waiting } from '#core/graph/order.ts';

/** Names with what they wait for, given as `a<b,c d<a e`. */
function waiting(text: string): Waiting[] {
  return text.split(' ').map((item) => {
    const [name = '', after] = item.split('<');
    return { name, after: after ? after.split(',') : [] };
  });
}

/** graphlib's TopologicalSorter said once more, as plainly as can be. */
function byGenerations(items: readonly Waiting[]): string[] {
  const mentioned = [...new Set(items.flatMap(({ name, after }) => [name, ...after]))];
  const left = new Map(mentioned.map((name) => [name, [] as string[]]));
  for (const { name, after } of items) left.get(name)!.push(...after);
  const done: string[] = [];
  let generation = mentioned.filter((name) => left.get(name)!.length === 0);
  while (generation.length > 0) {
    const next: string[] = [];
    for (const name of generation) {
      done.push(name);
      for (const { name: later, after } of items) {
        if (!after.includes(name)) continue;
        left.set(
          later,
          left.get(later)!.filter((other) => other !== name),
        );
        if (left.get(later)!.length === 0) next.push(later);
      }
    }
    generation = next;
  }
  return done;
}

/** Items that wait only for items with a smaller number, in any order of text. */
const acyclic = fc
  .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 20 })
  .map((lists) =>
    lists.map((after, i) => ({ name: `s${i}`, after: after.filter((j) => j < i).map((j) => `s${j}`) })),
  )
  .chain((items) => fc.shuffledSubarray(items, { minLength: items.length }));

describe('generations', () => {
  test.each([
    ['a b<a c', 'a c b'],
    ['d<b,c c<a b<a a', 'a c b d'],
    ['b a c', 'b a c'],
    ['z<y y<x x', 'x y z'],
    ['a<b,b b', 'b a'],
    ['a<c b<c c d', 'c d a b'],
  ])('%s', (text, expected) => {
    expect(orderNames(waiting(text))).toEqual({ order: expected.split(' '), cycles: [] });
  });

  test('every name comes once and after all it waits for', () => {
    fc.assert(
      fc.property(acyclic, (items) => {
        const { order, cycles } = orderNames(items);
        expect(cycles).toEqual([]);
        expect(order.toSorted()).toEqual(items.map(({ name }) => name).toSorted());
        for (const { name, after } of items) {
          for (const earlier of after) expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(name));
        }
      }),
    );
  });

  test('the order is that of generations, and the same each time', () => {
    fc.assert(
      fc.property(acyclic, (items) => {
        expect(orderNames(items).order).toEqual(byGenerations(items));
        expect(orderNames(items)).toEqual(orderNames(items));
      }),
    );
  });
});

describe('circles', () => {
  test.each([
    ['a<a', [['a', 'a']]],
    ['a<b b<a', [['a', 'b', 'a']]],
    ['x a<b b<c c<a d<a', [['a', 'b', 'c', 'a']]],
    [
      'a<a b<c c<b',
      [
        ['a', 'a'],
        ['b', 'c', 'b'],
      ],
    ],
  ])('%s', (text, cycles) => {
    expect(orderNames(waiting(text)).cycles).toEqual(cycles);
  });

  const anyGraph = fc
    .array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 })
    .map((lists) =>
      lists.map((after, i) => ({
        name: `s${i}`,
        after: after.filter((j) => j < lists.length).map((j) => `s${j}`),
      })),
    );

  test('there is one exactly if not all can be ordered, and each is a real one', () => {
    fc.assert(
      fc.property(anyGraph, (items) => {
        const { order, cycles } = orderNames(items);
        expect(cycles.length > 0).toBe(order.length < items.length);
        for (const cycle of cycles) {
          expect(cycle.at(-1)).toBe(cycle[0]);
          for (const [i, name] of cycle.slice(0, -1).entries()) {
            expect(items.find((item) => item.name === name)!.after).toContain(cycle[i + 1]);
          }
        }
      }),
    );
  });

  test('a chain of 50,000 is no trouble', () => {
    const items = Array.from({ length: 50_000 }, (_, i) => ({ name: `s${i}`, after: [`s${i + 1}`] }));
    expect(orderNames(items).order).toHaveLength(50_001);
    expect(orderNames([...items, { name: 's50000', after: ['s0'] }]).cycles[0]).toHaveLength(50_002);
  });
});
