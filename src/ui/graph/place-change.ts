/** A large graph that changed a little: what stays keeps its place, what is new is put beside what it follows. */
import { CARD, GAP, portToPort, type Placing, type Point } from './placing.ts';
import type { Line, Structure } from './structure.ts';

/** Smaller graphs are laid out anew, which is done before anyone waits for it. */
const LARGE = 150;
/** Of the steps, in one change; beyond that, laying out is worth its time. */
const MOST_NEW = 0.1;

/** The placing itself where nothing moved; null where all of it is to be laid out. */
export function placeChange(before: Placing, structure: Structure): Placing | null {
  const added = [...structure.steps.keys()].filter((name) => !before.steps.has(name));
  const { size } = structure.steps;
  if (size < LARGE || before.steps.size === 0 || added.length > size * MOST_NEW) return null;
  const steps = new Map([...before.steps].filter(([name]) => structure.steps.has(name)));
  const places = new Places(steps.values());
  const freed = [...before.steps].filter(([name]) => !structure.steps.has(name));
  // One step that is gone and one that is new are one step with another name.
  if (added.length === 1 && freed.length === 1) steps.set(added[0]!, freed[0]![1]);
  else for (const name of added) steps.set(name, places.take(wish(name, structure, steps, before)));
  const kept = new Set([...steps.keys()].filter((name) => before.steps.has(name)));
  const lines = new Map(
    structure.lines
      .filter(({ doubled }) => !doubled)
      .map((line) => [line.key, path(line, before, steps, kept)]),
  );
  if (added.length === 0 && freed.length === 0 && sameKeys(lines, before.lines)) return before;
  return { ...before, steps, lines, ...extent(steps) };
}

/** Lines between steps that stay are drawn as they were. */
function path(
  line: Line,
  before: Placing,
  steps: ReadonlyMap<string, Point>,
  kept: ReadonlySet<string>,
): readonly Point[] {
  const known = kept.has(line.from) && kept.has(line.to) ? before.lines.get(line.key) : undefined;
  return known ?? portToPort(steps, line, before.direction);
}

/** Right behind the last step that it waits for, before the first that waits for it, or at the end. */
function wish(
  name: string,
  { before: earlier, after: later }: Structure,
  steps: ReadonlyMap<string, Point>,
  { direction, width, height }: Placing,
): Point {
  const along = direction === 'right' ? CARD.width + GAP.layer : CARD.height + GAP.layer;
  const ahead = ({ x, y }: Point, by: number): Point =>
    direction === 'right' ? { x: Math.max(0, x + by), y } : { x, y: Math.max(0, y + by) };
  const far = (a: Point, b: Point) => (direction === 'right' ? b.x - a.x : b.y - a.y);
  const known = (names: readonly string[] = []) => names.flatMap((other) => steps.get(other) ?? []);
  const last = known(earlier.get(name)).toSorted(far)[0];
  if (last) return ahead(last, along);
  const next = known(later.get(name)).toSorted((a, b) => -far(a, b))[0];
  if (next) return ahead(next, -along);
  return direction === 'right' ? { x: width + GAP.layer, y: 0 } : { x: 0, y: height + GAP.layer };
}

/** Which places are taken, by cells as large as a card. */
class Places {
  readonly #cells = new Map<string, Point[]>();

  constructor(taken: Iterable<Point>) {
    for (const point of taken) this.#put(point);
  }

  /** The place, or the nearest free one below it. */
  take({ x, y }: Point): Point {
    let free = { x, y };
    for (let hit = this.#hit(free); hit; hit = this.#hit(free))
      free = { x, y: hit.y + CARD.height + GAP.row };
    this.#put(free);
    return free;
  }

  #put(point: Point): void {
    const key = keyOf(Math.floor(point.x / CARD.width), Math.floor(point.y / CARD.height));
    const cell = this.#cells.get(key);
    if (cell) cell.push(point);
    else this.#cells.set(key, [point]);
  }

  #hit({ x, y }: Point): Point | null {
    const [column, row] = [Math.floor(x / CARD.width), Math.floor(y / CARD.height)];
    for (let i = column - 1; i <= column + 1; i += 1)
      for (let j = row - 1; j <= row + 1; j += 1)
        for (const other of this.#cells.get(keyOf(i, j)) ?? [])
          if (Math.abs(other.x - x) < CARD.width && Math.abs(other.y - y) < CARD.height) return other;
    return null;
  }
}

function keyOf(column: number, row: number): string {
  return `${column} ${row}`;
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

function extent(steps: ReadonlyMap<string, Point>): { width: number; height: number } {
  let [width, height] = [0, 0];
  for (const { x, y } of steps.values()) {
    width = Math.max(width, x + CARD.width);
    height = Math.max(height, y + CARD.height);
  }
  return { width, height };
}
