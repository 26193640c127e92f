// A large graph that changes a little stays as it lies.
import { describe, expect, test } from 'vitest';
import type { Picture } from '#core/graph/plan-types.ts';
import { placeChange } from '#ui/graph/place-change.ts';
import { CARD, placeOnGrid, type Point } from '#ui/graph/placing.ts';
import { readStructure } from '#ui/graph/structure.ts';

/** A chain: each step takes from the one before it. */
function chain(names: readonly string[]): Picture {
  const step = { task: 't', plugin: 'p', inputs: [], outputs: [], unresolved: [], range: null };
  return {
    steps: names.map((name) => ({ ...step, name })),
    edges: names.slice(1).map((to, i) => {
      return { from: names[i]!, to, kind: 'reference' as const, output: null, input: null };
    }),
  };
}

const NAMES = Array.from({ length: 1000 }, (_, i) => `s${i}`);
const bones = readStructure(chain(NAMES));
const placing = placeOnGrid(bones, 'right');
const overlap = (a: Point, b: Point) => Math.abs(a.x - b.x) < CARD.width && Math.abs(a.y - b.y) < CARD.height;

describe('a graph of a thousand steps', () => {
  test('is the same placing where only words changed', () => {
    expect(placeChange(placing, readStructure(chain(NAMES)))).toBe(placing);
  });

  test('gets a new step behind what it takes from, and nothing else moves', () => {
    const added = readStructure({
      ...chain(NAMES),
      steps: chain([...NAMES, 'new']).steps,
      edges: [
        ...chain(NAMES).edges,
        { from: 's10', to: 'new', kind: 'reference', output: null, input: null },
      ],
    });
    const next = placeChange(placing, added)!;
    for (const name of NAMES) expect(next.steps.get(name)).toBe(placing.steps.get(name));
    const at = next.steps.get('new')!;
    expect(at.x).toBeGreaterThan(placing.steps.get('s10')!.x);
    expect([...placing.steps.values()].some((other) => overlap(other, at))).toBe(false);
    expect(next.lines.get('s10→new reference')).toHaveLength(2);
    expect(next.lines.get('s4→s5 reference')).toBe(placing.lines.get('s4→s5 reference'));
  });

  test('leaves a gap where a step goes', () => {
    const next = placeChange(placing, readStructure(chain(NAMES.slice(0, -1))))!;
    expect(next.steps.size).toBe(999);
    expect(next.lines.size).toBe(998);
    expect(next.width).toBeLessThanOrEqual(placing.width);
  });

  test('keeps the place of a step that is renamed', () => {
    const next = placeChange(placing, readStructure(chain(NAMES.with(7, 'other'))))!;
    expect(next.steps.get('other')).toBe(placing.steps.get('s7'));
  });

  test('is laid out anew where much is new, and so is a small one', () => {
    const many = Array.from({ length: 200 }, (_, i) => `n${i}`);
    expect(placeChange(placing, readStructure(chain([...NAMES, ...many])))).toBeNull();
    const small = readStructure(chain(['a', 'b']));
    expect(placeChange(placeOnGrid(small, 'right'), readStructure(chain(['a', 'b', 'c'])))).toBeNull();
  });

  test('takes no more than a few times as long as a plain grid', () => {
    const more = readStructure(chain([...NAMES, 'new']));
    const best = (work: () => unknown) =>
      Math.min(
        ...Array.from({ length: 15 }, () => {
          const from = performance.now();
          work();
          return performance.now() - from;
        }),
      );
    expect(best(() => placeChange(placing, more))).toBeLessThan(4 * best(() => placeOnGrid(more, 'right')));
  });
});
