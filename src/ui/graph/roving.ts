/** Which step an arrow key leads to: along the edges with the flow, to the nearest neighbour across it. */
import { CARD, type Placing, type Point } from './placing.ts';
import type { Structure } from './structure.ts';

const HEADINGS: Readonly<Record<string, Point>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

export function nextStep(from: string, key: string, structure: Structure, placing: Placing): string | null {
  if (key === 'Home') return [...placing.steps.keys()][0] ?? null;
  if (key === 'End') return [...placing.steps.keys()].at(-1) ?? null;
  const heading = HEADINGS[key];
  const here = placing.steps.get(from);
  if (!heading || !here) return null;
  const flow = placing.direction === 'right' ? heading.x : heading.y;
  const kin = flow > 0 ? structure.after.get(from) : flow < 0 ? structure.before.get(from) : undefined;
  return (
    nearest(here, kin ?? [], placing, heading, false) ??
    nearest(here, placing.steps.keys(), placing, heading, true)
  );
}

/** Distance ahead counts once, distance aside twice; with `strict`, what is not ahead does not count at all. */
function nearest(
  here: Point,
  names: Iterable<string>,
  placing: Placing,
  heading: Point,
  strict: boolean,
): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const name of names) {
    const there = placing.steps.get(name);
    if (!there) continue;
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    const ahead = dx * heading.x + dy * heading.y;
    const aside = Math.abs(dx * heading.y) + Math.abs(dy * heading.x);
    if (strict && (ahead < Math.min(CARD.height, CARD.width) / 2 || aside > 3 * ahead)) continue;
    const cost = Math.abs(ahead) + 2 * aside;
    if (cost < least) [best, least] = [name, cost];
  }
  return best;
}
