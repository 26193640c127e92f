/** Draws figures as rows on a canvas, each on a scale of its own: the accepted range as a band, what was published, what was measured. */
import type { Inks } from '#ui/chart/inks.ts';
import { ticksOf } from '#ui/chart/ticks.ts';
import { sayNumber } from '#ui/resource/say.ts';
import { sayFigure, sayRange } from './reproduction.ts';

export interface RangeRow {
  readonly name: string;
  readonly unit: string;
  readonly accept: readonly [number, number];
  readonly published: number | null;
  /** What was measured: one value, or one for each seed. */
  readonly values: readonly (number | null)[];
  /** In words, beside the name. */
  readonly measured: string;
  /** The band of the value, or mean and deviation: lines through the mark. */
  readonly low: number | null;
  readonly high: number | null;
}

/** In CSS pixels; a row is a line of words, the track with its ticks, and a line of figures. */
export const ROW = 98;
const TRACK = { top: 26, height: 18 };
const INSET = 16;

/** Clears the canvas and draws every row. */
export function drawRanges(
  c: CanvasRenderingContext2D,
  rows: readonly RangeRow[],
  inks: Inks,
  { width, scale }: { readonly width: number; readonly scale: number },
): void {
  c.setTransform(scale, 0, 0, scale, 0, 0);
  c.clearRect(0, 0, width, rows.length * ROW);
  rows.forEach((row, i) => {
    c.save();
    c.translate(0, i * ROW);
    drawRow(c, row, inks, width);
    c.restore();
  });
}

/** From the lowest to the highest of all that the row shows, with room around; a share never leaves 0 to 1. @internal */
export function scaleOf({ accept, published, values, low, high, unit }: RangeRow): readonly [number, number] {
  const all = [...accept, published, ...values, low, high].filter((value) => value !== null);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = (most - least || Math.abs(most) || 1) * 0.12;
  const share = unit === 'share';
  return [share ? Math.max(0, least - room) : least - room, share ? Math.min(1, most + room) : most + room];
}

function drawRow(c: CanvasRenderingContext2D, row: RangeRow, inks: Inks, width: number): void {
  const [from, to] = scaleOf(row);
  const x = (value: number): number => INSET + ((value - from) / (to - from)) * (width - 2 * INSET);
  const middle = TRACK.top + TRACK.height / 2;
  c.font = inks.font;
  c.textBaseline = 'top';
  c.fillStyle = inks.ink;
  c.textAlign = 'left';
  const unit = row.unit === 'share' || row.unit === '' ? '' : `, ${row.unit}`;
  c.fillText(`${row.name}${unit}`, 0, 4, width * 0.62);
  c.textAlign = 'right';
  c.fillText(row.measured, width, 4, width * 0.36);
  c.strokeStyle = inks.rule;
  c.lineWidth = 1;
  stroke(c, INSET, middle, width - INSET, middle);
  const [left, right] = [x(row.accept[0]), x(row.accept[1])];
  c.fillStyle = inks.of('--success-wash');
  c.fillRect(left, TRACK.top, Math.max(2, right - left), TRACK.height);
  c.strokeStyle = inks.of('--success');
  for (const end of [left, Math.max(left + 2, right)])
    stroke(c, end, TRACK.top, end, TRACK.top + TRACK.height);
  drawMeasured(c, row, inks, { x, middle });
  if (row.published !== null) drawPublished(c, x(row.published), middle, inks);
  drawTicks(c, row, inks, { x, y: TRACK.top + TRACK.height });
  c.textAlign = 'left';
  c.fillStyle = inks.muted;
  const paper = row.published === null ? 'not published' : `published ${sayFigure(row.published, row.unit)}`;
  c.fillText(`accepted ${sayRange(row.accept, row.unit)}, ${paper}`, 0, TRACK.top + TRACK.height + 26, width);
}

function drawTicks(
  c: CanvasRenderingContext2D,
  row: RangeRow,
  inks: Inks,
  { x, y }: { readonly x: (value: number) => number; readonly y: number },
): void {
  c.strokeStyle = inks.of('--rule-strong');
  c.fillStyle = inks.muted;
  c.lineWidth = 1;
  c.textAlign = 'center';
  for (const tick of ticksOf(...scaleOf(row))) {
    stroke(c, x(tick), y, x(tick), y + 5);
    const text = row.unit === 'share' ? `${Number((100 * tick).toPrecision(4))} %` : sayNumber(tick);
    c.fillText(text, x(tick), y + 8);
  }
}

function drawMeasured(
  c: CanvasRenderingContext2D,
  { values, low, high }: RangeRow,
  inks: Inks,
  { x, middle }: { readonly x: (value: number) => number; readonly middle: number },
): void {
  c.strokeStyle = inks.ink;
  c.lineWidth = 2;
  if (low !== null && high !== null) {
    stroke(c, x(low), middle, x(high), middle);
    for (const end of [low, high]) stroke(c, x(end), middle - 4, x(end), middle + 4);
  }
  for (const value of values) {
    if (value === null) continue;
    c.beginPath();
    c.arc(x(value), middle, 4.5, 0, 2 * Math.PI);
    c.fillStyle = inks.ink;
    c.fill();
    c.lineWidth = 1.5;
    c.strokeStyle = inks.paper;
    c.stroke();
  }
}

/** A diamond that is not filled. */
function drawPublished(c: CanvasRenderingContext2D, x: number, middle: number, inks: Inks): void {
  c.beginPath();
  c.moveTo(x, middle - 7);
  c.lineTo(x + 6, middle);
  c.lineTo(x, middle + 7);
  c.lineTo(x - 6, middle);
  c.closePath();
  c.fillStyle = inks.paper;
  c.fill();
  c.lineWidth = 2;
  c.strokeStyle = inks.of('--accent');
  c.stroke();
}

function stroke(c: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  c.beginPath();
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
  c.stroke();
}
