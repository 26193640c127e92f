/** The quiet curve through a line's points, and the small head at its end. */
import type { Direction, Point } from './placing.ts';

/** Leaves and enters along the direction of the graph, and bends only between layers. */
export function curveThrough(points: readonly Point[], direction: Direction): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    path += bend(last, point, direction);
    last = point;
  }
  return path;
}

function bend(a: Point, b: Point, direction: Direction): string {
  if (direction === 'right') {
    if (Math.abs(a.y - b.y) < 0.5) return `H${b.x}`;
    const reach = Math.max(Math.abs(b.x - a.x) / 2, 24);
    return `C${a.x + reach} ${a.y} ${b.x - reach} ${b.y} ${b.x} ${b.y}`;
  }
  if (Math.abs(a.x - b.x) < 0.5) return `V${b.y}`;
  const reach = Math.max(Math.abs(b.y - a.y) / 2, 20);
  return `C${a.x} ${a.y + reach} ${b.x} ${b.y - reach} ${b.x} ${b.y}`;
}

/** A small open head that points where the graph flows. */
export function headAt({ x, y }: Point, direction: Direction): string {
  return direction === 'right'
    ? `M${x - 7} ${y - 4}L${x - 1} ${y}L${x - 7} ${y + 4}`
    : `M${x - 4} ${y - 7}L${x} ${y - 1}L${x + 4} ${y - 7}`;
}

/** The middle of the curve's middle bend, where a sign can stand on it. */
export function middleOf(points: readonly Point[]): Point {
  const at = Math.max(0, Math.floor((points.length - 2) / 2));
  const [a, b] = [points[at], points[at + 1] ?? points[at]];
  return { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
}
