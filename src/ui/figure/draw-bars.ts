/** Draws groups of bars with their bands on a canvas, to be saved as a picture. */
import type { Inks } from '#ui/chart/inks.ts';

export interface DrawnBar {
  readonly name: string;
  /** Shares, 0 to 1. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly said: string;
  /** Half as strong: what a defence left. */
  readonly pale: boolean;
}

export interface DrawnBars {
  readonly name: string;
  readonly token: `--${string}`;
  readonly bars: readonly DrawnBar[];
}

/** In CSS pixels. */
const SIZE = { row: 24, head: 26, gap: 10, bar: 12, track: 300, padding: 12, axis: 40 };

/** A name alone where a group is a single bar of that name. */
const isSingle = ({ name, bars }: DrawnBars): boolean => bars.length === 1 && bars[0]!.name === name;

const heightOf = (group: DrawnBars): number =>
  SIZE.row * group.bars.length + SIZE.gap + (isSingle(group) ? 0 : SIZE.head);

export function drawBars(groups: readonly DrawnBars[], inks: Inks): HTMLCanvasElement {
  const scale = window.devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  const c = canvas.getContext('2d')!;
  c.font = inks.font;
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((text) => c.measureText(text).width));
  const all = groups.flatMap(({ bars }) => bars);
  const left = widest(all.map(({ name }) => name)) + SIZE.padding;
  const right = widest(all.map(({ said }) => said)) + SIZE.padding;
  canvas.width = scale * (left + SIZE.track + right);
  canvas.height = scale * groups.reduce((sum, group) => sum + heightOf(group), SIZE.axis);
  c.scale(scale, scale);
  c.font = inks.font;
  c.textBaseline = 'middle';
  let y = 0;
  for (const group of groups) {
    let at = y;
    if (!isSingle(group)) {
      c.fillStyle = inks.muted;
      c.fillText(group.name, 0, at + SIZE.head / 2);
      at += SIZE.head;
    }
    group.bars.forEach((bar, i) =>
      drawBar(c, bar, group.token, inks, { left, y: at + (i + 0.5) * SIZE.row }),
    );
    y += heightOf(group);
  }
  drawAxis(c, inks, { left, y });
  return canvas;
}

/** Below all bars, since they share one scale. */
function drawAxis(
  c: CanvasRenderingContext2D,
  inks: Inks,
  { left, y }: { readonly left: number; readonly y: number },
): void {
  c.fillStyle = inks.muted;
  c.textAlign = 'center';
  for (const share of [0, 0.5, 1]) c.fillText(`${100 * share} %`, left + share * SIZE.track, y + 6);
  c.fillText('read right', left + SIZE.track / 2, y + 24);
  c.textAlign = 'left';
}

function drawBar(
  c: CanvasRenderingContext2D,
  { name, share, low, high, said, pale }: DrawnBar,
  token: `--${string}`,
  inks: Inks,
  { left, y }: { readonly left: number; readonly y: number },
): void {
  const x = (value: number): number => left + value * SIZE.track;
  const top = y - SIZE.bar / 2;
  c.fillStyle = inks.ink;
  c.fillText(name, 0, y);
  c.fillText(said, x(1) + SIZE.padding, y);
  c.fillStyle = inks.rule;
  c.fillRect(left, top, SIZE.track, SIZE.bar);
  c.fillStyle = inks.of(token);
  if (pale) c.globalAlpha = 0.5;
  c.fillRect(left, top, share * SIZE.track, SIZE.bar);
  c.globalAlpha = 1;
  c.strokeStyle = inks.ink;
  c.lineWidth = 1;
  c.beginPath();
  c.moveTo(x(low), y);
  c.lineTo(x(high), y);
  for (const end of [low, high]) {
    c.moveTo(x(end), y - 5);
    c.lineTo(x(end), y + 5);
  }
  c.stroke();
}
