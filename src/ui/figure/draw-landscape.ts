/** Draws a loss landscape on a canvas: the loss as depth of colour, borders between what is read, and the attack's way. */
import type { Inks } from '#ui/chart/inks.ts';
import { ticksOf } from '#ui/chart/ticks.ts';
import { sayNumber } from '#ui/resource/say.ts';
import { rangeOf, type Landscape } from './landscape.ts';

export interface Sight {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** The cell that is read out; null for none. */
  readonly cell: { readonly row: number; readonly column: number } | null;
}

/** Beside the plane, for its axes; in CSS pixels. */
export const EDGE = { left: 44, top: 24, right: 10, bottom: 42 };

/** What is left of a canvas for the plane. */
export const planeOf = ({
  width,
  height,
}: Pick<Sight, 'width' | 'height'>): { width: number; height: number } => ({
  width: Math.max(1, width - EDGE.left - EDGE.right),
  height: Math.max(1, height - EDGE.top - EDGE.bottom),
});

/** Clears the canvas and draws it whole, over the losses that were painted once. */
export function drawLandscape(
  c: CanvasRenderingContext2D,
  landscape: Landscape,
  losses: HTMLCanvasElement,
  inks: Inks,
  sight: Sight,
): void {
  const { scale } = sight;
  c.setTransform(scale, 0, 0, scale, 0, 0);
  c.clearRect(0, 0, sight.width, sight.height);
  const plane = { ...sight, ...planeOf(sight) };
  c.translate(EDGE.left, EDGE.top);
  drawAxes(c, landscape, inks, plane);
  c.save();
  c.beginPath();
  c.rect(0, 0, plane.width, plane.height);
  c.clip();
  c.imageSmoothingEnabled = true;
  c.drawImage(losses, 0, 0, plane.width, plane.height);
  drawBorders(c, landscape, inks, plane);
  drawWay(c, landscape, inks, plane);
  drawCell(c, landscape, inks, plane);
  c.restore();
}

/** Both axes count in lengths of the attack's whole way. */
function drawAxes(c: CanvasRenderingContext2D, landscape: Landscape, inks: Inks, plane: Sight): void {
  const { along, across } = landscape;
  const { width, height } = plane;
  c.font = inks.font;
  c.fillStyle = inks.muted;
  c.textAlign = 'center';
  c.textBaseline = 'top';
  for (const tick of ticksOf(along[0]!, along.at(-1)!))
    c.fillText(sayNumber(tick), placeOf(landscape, plane, tick, 0).x, height + 6);
  c.fillText('along the attack: 0 the image, 1 its end', width / 2, height + 24, width);
  c.textAlign = 'right';
  c.textBaseline = 'middle';
  for (const tick of ticksOf(across[0]!, across.at(-1)!))
    c.fillText(sayNumber(tick), -6, placeOf(landscape, plane, 0, tick).y);
  c.textAlign = 'left';
  c.textBaseline = 'top';
  c.fillText('across it, in the same length', 4 - EDGE.left, 4 - EDGE.top);
}

/** One pixel a point, to be stretched and smoothed: cell by cell, seams would show. */
export function paintLosses(landscape: Landscape, inks: Inks): HTMLCanvasElement {
  const { low, high } = rangeOf(landscape);
  const [from, to] = [inks.of('--level'), inks.of('--above')];
  const { along, across, losses } = landscape;
  const small = document.createElement('canvas');
  [small.width, small.height] = [along.length, across.length];
  const cells = small.getContext('2d')!;
  losses.forEach((row, r) =>
    row.forEach((loss, column) => {
      // By the root, since losses rise steeply: the slope near the image is what is looked for.
      const depth = Number.isFinite(loss) && high > low ? Math.sqrt((loss - low) / (high - low)) : 1;
      cells.fillStyle = `color-mix(in oklab, ${to} ${Math.round(100 * depth)}%, ${from})`;
      cells.fillRect(column, across.length - 1 - r, 1, 1);
    }),
  );
  return small;
}

function drawBorders(c: CanvasRenderingContext2D, landscape: Landscape, inks: Inks, sight: Sight): void {
  const { predictions } = landscape;
  c.beginPath();
  predictions.forEach((row, r) =>
    row.forEach((prediction, column) => {
      const { x, y, width, height } = boxOf(landscape, sight, r, column);
      if (column + 1 < row.length && row[column + 1] !== prediction)
        line(c, x + width, y, x + width, y + height);
      // Rows rise upwards, so the next row lies above.
      if (r + 1 < predictions.length && predictions[r + 1]![column] !== prediction)
        line(c, x, y, x + width, y);
    }),
  );
  c.strokeStyle = inks.ink;
  c.lineWidth = 1.5;
  c.setLineDash([]);
  c.stroke();
}

function drawWay(c: CanvasRenderingContext2D, landscape: Landscape, inks: Inks, sight: Sight): void {
  const points = landscape.way.map(({ along, across }) => placeOf(landscape, sight, along, across));
  c.beginPath();
  points.forEach(({ x, y }, i) => (i === 0 ? c.moveTo(x, y) : c.lineTo(x, y)));
  for (const [width, ink] of [
    [5, inks.paper],
    [2, inks.of('--adversarial')],
  ] as const) {
    c.lineWidth = width;
    c.strokeStyle = ink;
    c.stroke();
  }
  points.forEach(({ x, y }, i) => {
    const end = i === 0 || i === points.length - 1;
    c.beginPath();
    c.arc(x, y, end ? 5 : 2.5, 0, 2 * Math.PI);
    c.fillStyle = i === 0 ? inks.of('--clean') : inks.of('--adversarial');
    c.fill();
    if (!end) return;
    c.lineWidth = 1.5;
    c.strokeStyle = inks.paper;
    c.stroke();
  });
}

function drawCell(c: CanvasRenderingContext2D, landscape: Landscape, inks: Inks, sight: Sight): void {
  if (!sight.cell) return;
  const { x, y, width, height } = boxOf(landscape, sight, sight.cell.row, sight.cell.column);
  c.lineWidth = 2;
  c.strokeStyle = inks.ink;
  c.strokeRect(x, y, width, height);
}

/** Where a cell lies; the first row is the lowest. */
function boxOf(
  { along, across }: Landscape,
  { width, height }: Sight,
  row: number,
  column: number,
): { x: number; y: number; width: number; height: number } {
  const [w, h] = [width / along.length, height / across.length];
  return { x: column * w, y: (across.length - 1 - row) * h, width: w, height: h };
}

/** Where a point of the plane lies; cells have their points in the middle. */
function placeOf(
  { along, across }: Landscape,
  { width, height }: Sight,
  a: number,
  b: number,
): { x: number; y: number } {
  const part = (value: number, axis: readonly number[]) =>
    (((value - axis[0]!) / (axis.at(-1)! - axis[0]!)) * (axis.length - 1) + 0.5) / axis.length;
  return { x: part(a, along) * width, y: (1 - part(b, across)) * height };
}

function line(c: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
}
