/** Where a drawing that is larger than its view begins: at its first steps, with no card cut where reading starts. */
import { CARD, GAP, type Placing, type Point } from './placing.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

/** The top left corner of the view on the sheet. `room` is what the view holds and `margin` what is left free at its edges, in px of the sheet. */
export function beginningOf(placing: Placing, room: Room, margin: number): Point {
  const across = placing.direction === 'right' ? 'y' : 'x';
  const along = across === 'y' ? 'x' : 'y';
  const size = across === 'x' ? 'width' : 'height';
  const places = [...placing.steps.values()];
  const start = places.reduce((least, place) => Math.min(least, place[along]), Infinity);
  const first = places.filter((place) => place[along] < start + 1).map((place) => place[across]);
  const [from, to] = [Math.min(...first), Math.max(...first) + CARD[size]];
  const most = Math.max(-margin, placing[size] + margin - room[size]);
  const within = (edge: number) => Math.min(most, Math.max(-margin, edge));
  const wide = room[size] - 2 * margin;
  // The first steps in the middle; the first of them, where they are more than the view holds.
  const wish =
    placing[size] <= wide ? (placing[size] - room[size]) / 2 : middle(from, to, room[size], margin);
  const edge = placing[size] <= wide ? wish : uncut(within(wish));
  return across === 'x' ? { x: edge, y: -margin } : { x: -margin, y: edge };

  /** The nearest edge that runs through the fewest cards in sight, with a first step behind it. */
  function uncut(wanted: number): number {
    const lengthwise = across === 'x' ? 'height' : 'width';
    const sight = places.filter((place) => place[along] < room[lengthwise] - margin).map((at) => at[across]);
    const cuts = (edge: number) => sight.filter((at) => at < edge && edge < at + CARD[size]).length;
    const shows = (edge: number) => first.some((at) => edge <= at && at + CARD[size] <= edge + room[size]);
    const near = [...new Set(sight)].filter((at) => Math.abs(at - wanted) < room[size]);
    const edges = [wanted, ...near.map((at) => within(at - GAP.row / 2))].filter(shows);
    const ranked = edges.map((edge) => ({ edge, cuts: cuts(edge), far: Math.abs(edge - wanted) }));
    return ranked.sort((a, b) => a.cuts - b.cuts || a.far - b.far)[0]?.edge ?? wanted;
  }
}

function middle(from: number, to: number, room: number, margin: number): number {
  return to - from <= room - 2 * margin ? (from + to - room) / 2 : from - margin;
}
