/** Draws a reliability diagram on a canvas: what each bin of confidence is right, beside the diagonal, and its images below. */
import type { Inks } from '#ui/chart/inks.ts';
import { sayCount } from '#ui/resource/say.ts';
import type { Bin, Reliability } from './reliability.ts';

/** In CSS pixels. */
export const HEIGHT = 408;
const SQUARE = { left: 50, top: 26, right: 10, height: 268 };
const COUNTS = { top: 338, height: 64 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

interface Place {
  readonly x: (confidence: number) => number;
  /** Of a share in the square. */
  readonly y: (share: number) => number;
  readonly right: number;
}

/** Clears the canvas and draws both parts on one scale of confidence. */
export function drawReliability(
  c: CanvasRenderingContext2D,
  { bins }: Pick<Reliability, 'bins'>,
  inks: Inks,
  { width, scale }: { readonly width: number; readonly scale: number },
): void {
  c.setTransform(scale, 0, 0, scale, 0, 0);
  c.clearRect(0, 0, width, HEIGHT);
  const right = width - SQUARE.right;
  const place: Place = {
    right,
    x: (confidence) => SQUARE.left + confidence * (right - SQUARE.left),
    y: (share) => SQUARE.top + (1 - share) * SQUARE.height,
  };
  c.font = inks.font;
  drawGrid(c, inks, place);
  for (const bin of bins) drawBin(c, bin, inks, place);
  drawDiagonal(c, inks, place);
  for (const bin of bins) drawRight(c, bin, inks, place);
  drawCounts(c, bins, inks, place);
}

function drawGrid(c: CanvasRenderingContext2D, inks: Inks, { x, y, right }: Place): void {
  c.lineWidth = 1;
  c.strokeStyle = inks.rule;
  c.fillStyle = inks.muted;
  for (const tick of TICKS) {
    stroke(c, [SQUARE.left, y(tick)], [right, y(tick)]);
    c.textAlign = 'right';
    c.textBaseline = 'middle';
    c.fillText(`${100 * tick} %`, SQUARE.left - 6, y(tick));
    c.textAlign = tick === 1 ? 'right' : tick === 0 ? 'left' : 'center';
    c.textBaseline = 'top';
    c.fillText(`${100 * tick} %`, x(tick), SQUARE.top + SQUARE.height + 6);
  }
  c.textAlign = 'left';
  c.fillText('accuracy', 4, 2);
  c.textAlign = 'center';
  c.fillText('confidence', (SQUARE.left + right) / 2, SQUARE.top + SQUARE.height + 24);
}

/** The share that is right as a bar, and what lies between it and the confidence. */
function drawBin(c: CanvasRenderingContext2D, { low, high, held }: Bin, inks: Inks, { x, y }: Place): void {
  if (!held) return;
  const [left, width] = [x(low) + 1, Math.max(1, x(high) - x(low) - 2)];
  c.fillStyle = inks.of('--clean-wash');
  c.fillRect(left, y(held.accuracy), width, y(0) - y(held.accuracy));
  const [over, under] = [Math.max(held.accuracy, held.confidence), Math.min(held.accuracy, held.confidence)];
  c.fillStyle = inks.of('--attention');
  c.globalAlpha = 0.35;
  c.fillRect(left, y(over), width, y(under) - y(over));
  c.globalAlpha = 1;
  c.fillStyle = inks.of('--clean');
  c.fillRect(left, y(held.accuracy) - 1, width, 2);
}

function drawDiagonal(c: CanvasRenderingContext2D, inks: Inks, { x, y }: Place): void {
  c.strokeStyle = inks.ink;
  c.lineWidth = 1.5;
  c.setLineDash([5, 4]);
  stroke(c, [x(0), y(0)], [x(1), y(1)]);
  c.setLineDash([]);
}

/** The dot at the mean confidence, with its band. */
function drawRight(c: CanvasRenderingContext2D, { held }: Bin, inks: Inks, { x, y }: Place): void {
  if (!held) return;
  const at = x(held.confidence);
  c.strokeStyle = inks.of('--clean-text');
  c.lineWidth = 1.5;
  stroke(c, [at, y(held.low)], [at, y(held.high)]);
  for (const end of [held.low, held.high]) stroke(c, [at - 3, y(end)], [at + 3, y(end)]);
  c.beginPath();
  c.arc(at, y(held.accuracy), 4, 0, 2 * Math.PI);
  c.fillStyle = inks.of('--clean');
  c.fill();
  c.strokeStyle = inks.paper;
  c.stroke();
}

/** A count that is wider than its bar stands upright. */
function drawCounts(
  c: CanvasRenderingContext2D,
  bins: readonly Bin[],
  inks: Inks,
  { x, right }: Place,
): void {
  const most = Math.max(...bins.map(({ count }) => count));
  const floor = COUNTS.top + COUNTS.height;
  c.strokeStyle = inks.rule;
  c.lineWidth = 1;
  stroke(c, [SQUARE.left, floor], [right, floor]);
  c.textAlign = 'right';
  c.textBaseline = 'bottom';
  c.fillStyle = inks.muted;
  c.fillText('images', SQUARE.left - 6, floor);
  for (const { low, high, count } of bins) {
    if (count === 0) continue;
    const text = sayCount(count);
    const upright = c.measureText(text).width > x(high) - x(low) - 1;
    const room = upright ? c.measureText(text).width + 4 : 16;
    const height = Math.max(2, (count / most) * (COUNTS.height - room));
    c.fillStyle = inks.of('--ink-faint');
    c.fillRect(x(low) + 1, floor - height, Math.max(1, x(high) - x(low) - 2), height);
    c.save();
    c.translate((x(low) + x(high)) / 2, floor - height - 3);
    if (upright) c.rotate(-Math.PI / 2);
    c.textAlign = upright ? 'left' : 'center';
    c.textBaseline = upright ? 'middle' : 'bottom';
    c.fillStyle = inks.ink;
    c.fillText(text, 0, 0);
    c.restore();
  }
}

type Point = readonly [number, number];

function stroke(c: CanvasRenderingContext2D, [x1, y1]: Point, [x2, y2]: Point): void {
  c.beginPath();
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
  c.stroke();
}
