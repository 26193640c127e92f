/** Where steps and lines stand on the sheet, in px at life size. */
import type { Structure } from './structure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Direction = 'right' | 'down';

export interface Placing {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** Top left corner of each card. */
  readonly steps: ReadonlyMap<string, Point>;
  /** Stands until a better one arrives; its lines would only cross the cards. */
  readonly provisional?: boolean;
  /** From port to port, by a line's key. */
  readonly lines: ReadonlyMap<string, readonly Point[]>;
}

/** Cards of one size, on the grid of 4 px. */
export const CARD = { width: 212, height: 88 } as const;
export const GAP = { layer: 52, row: 20 } as const;

export const EMPTY_PLACING: Placing = {
  direction: 'right',
  width: 0,
  height: 0,
  steps: new Map(),
  lines: new Map(),
};

/** How far the anchor would jump from one placing to the next; without one, the steps that stay, in the mean. */
export function driftBetween(before: Placing, after: Placing, anchor: string | null): Point {
  const anchored = anchor !== null && before.steps.has(anchor) && after.steps.has(anchor);
  const shared = (anchored ? [anchor] : [...after.steps.keys()]).flatMap((name) => {
    const [a, b] = [before.steps.get(name), after.steps.get(name)];
    return a && b ? [{ x: a.x - b.x, y: a.y - b.y }] : [];
  });
  const mean = (axis: 'x' | 'y') =>
    shared.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, shared.length);
  return { x: mean('x'), y: mean('y') };
}

/** A place for every step in time linear in the graph: layers by longest path, rows in the order of the text. */
export function placeOnGrid(structure: Structure, direction: Direction): Placing {
  const layers = layersOf(structure);
  const rows = Math.max(8, Math.ceil(Math.sqrt(structure.steps.size) * 1.4));
  const along = direction === 'right' ? CARD.width : CARD.height;
  const across = (direction === 'right' ? CARD.height : CARD.width) + GAP.row;
  const tallest = Math.min(rows, Math.max(0, ...layers.map((layer) => layer.length)));
  const steps = new Map<string, Point>();
  let start = 0;
  let widest = 0;
  for (const layer of layers) {
    // A layer that is too tall is folded into several.
    for (let fold = 0; fold < layer.length; fold += rows) {
      const column = layer.slice(fold, fold + rows);
      const lead = ((tallest - column.length) * across) / 2;
      column.forEach((name, row) => {
        const [a, b] = [start, lead + row * across];
        steps.set(name, direction === 'right' ? { x: a, y: b } : { x: b, y: a });
        widest = Math.max(widest, b + across - GAP.row);
      });
      start += along + (fold + rows < layer.length ? GAP.row : GAP.layer);
    }
  }
  const length = Math.max(0, start - GAP.layer);
  return {
    direction,
    steps,
    lines: new Map(
      structure.lines
        .filter((line) => !line.doubled)
        .map((line) => [line.key, portToPort(steps, line, direction)]),
    ),
    ...(direction === 'right' ? { width: length, height: widest } : { width: widest, height: length }),
  };
}

/** Straight from the edge of one card to that of the next. */
export function portToPort(
  steps: ReadonlyMap<string, Point>,
  { from, to }: { from: string; to: string },
  direction: Direction,
): Point[] {
  const a = steps.get(from) ?? { x: 0, y: 0 };
  const b = steps.get(to) ?? { x: 0, y: 0 };
  return direction === 'right'
    ? [
        { x: a.x + CARD.width, y: a.y + CARD.height / 2 },
        { x: b.x, y: b.y + CARD.height / 2 },
      ]
    : [
        { x: a.x + CARD.width / 2, y: a.y + CARD.height },
        { x: b.x + CARD.width / 2, y: b.y },
      ];
}

/** Kahn's order by layers; steps of a cycle come last, each in a layer after those placed before it. */
function layersOf({ steps, before, after }: Structure): string[][] {
  const layer = new Map<string, number>();
  const waits = new Map([...steps.keys()].map((name) => [name, before.get(name)?.length ?? 0]));
  const ready = [...steps.keys()].filter((name) => waits.get(name) === 0);
  const visit = (name: string) => {
    const own = layer.get(name) ?? 0;
    layer.set(name, own);
    for (const next of after.get(name) ?? []) {
      layer.set(next, Math.max(layer.get(next) ?? 0, own + 1));
      const left = (waits.get(next) ?? 0) - 1;
      waits.set(next, left);
      if (left === 0) ready.push(next);
    }
  };
  for (const name of ready) visit(name);
  const layers: string[][] = [];
  for (const name of steps.keys()) (layers[layer.get(name) ?? 0] ??= []).push(name);
  return layers.filter(Boolean);
}
