/** What is drawn over the plotter's lines: markers of several shapes, and each curve's name at its end. */
import type { Marker } from './inks.ts';

/** A filled shape of about `size` across, its middle at x, y; `ring` is hollow. */
export function drawMarker(
  c: CanvasRenderingContext2D,
  marker: Marker,
  x: number,
  y: number,
  size: number,
): void {
  const r = size / 2;
  c.beginPath();
  if (marker === 'square') c.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else if (marker === 'diamond') polygon(c, x, y, r * 1.25, 4, -Math.PI / 2);
  else if (marker === 'triangle') polygon(c, x, y, r * 1.25, 3, -Math.PI / 2);
  else c.arc(x, y, r, 0, 2 * Math.PI);
  if (marker === 'ring') c.stroke();
  else c.fill();
}

function polygon(
  c: CanvasRenderingContext2D,
  x: number,
  y: number,
  r: number,
  corners: number,
  turn: number,
): void {
  for (let i = 0; i < corners; i++) {
    const angle = turn + (2 * Math.PI * i) / corners;
    c.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  c.closePath();
}

export interface EndLabel {
  readonly text: string;
  readonly colour: string;
  readonly y: number;
}

/** Moves labels apart until none overlaps, keeping their order, within top and bottom. */
export function spread(labels: readonly EndLabel[], line: number, top: number, bottom: number): EndLabel[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y).map((label) => ({ ...label }));
  for (let i = 1; i < sorted.length; i++) sorted[i]!.y = Math.max(sorted[i]!.y, sorted[i - 1]!.y + line);
  const over = (sorted.at(-1)?.y ?? 0) - bottom;
  if (over > 0) {
    sorted.at(-1)!.y -= over;
    for (let i = sorted.length - 2; i >= 0; i--)
      sorted[i]!.y = Math.min(sorted[i]!.y, sorted[i + 1]!.y - line);
  }
  return sorted.map((label) => ({ ...label, y: Math.max(label.y, top) }));
}
