/** What the marks of a figure mean: one list, shown below it on the page and in its PNG. */
import { strokeOf, type Inks } from './inks.ts';
import type { Series } from './series.ts';

type Token = `--${string}`;

export interface Shape {
  /** As SVG writes a path, in a box of KEY_BOX. */
  readonly path: string;
  readonly fill?: Token;
  readonly stroke?: Token;
  readonly dash?: readonly number[];
  /** 0 to 1; whole if not given. */
  readonly strength?: number;
}

export interface Key {
  readonly label: string;
  readonly shapes: readonly Shape[];
  /** A scale of colours stands in place of shapes, from left to right. */
  readonly ramp?: readonly Token[];
}

/** In CSS pixels. */
export const KEY_BOX = { width: 26, height: 12 };

export const LINE = 'M0 6H26';
export const BLOCK = 'M7 0H19V12H7Z';
export const DOT = 'M8.5 6A4.5 4.5 0 1 0 17.5 6A4.5 4.5 0 1 0 8.5 6Z';
export const DIAMOND = 'M13 0L19 6L13 12L7 6Z';
export const HATCH = 'M7 4L11 0M7 9L16 0M8 12L19 1M13 12L19 6';

export const keyOf = (series: Series): Key => {
  const { token, dash } = strokeOf(series);
  return { label: series.label, shapes: [{ path: LINE, stroke: token, dash }] };
};

/** Its upper left corner at x, y. */
export function drawKey(
  c: CanvasRenderingContext2D,
  { shapes, ramp }: Key,
  inks: Inks,
  { x, y, scale }: { readonly x: number; readonly y: number; readonly scale: number },
): void {
  c.save();
  c.translate(x, y);
  c.scale(scale, scale);
  if (ramp) {
    const colours = c.createLinearGradient(0, 0, KEY_BOX.width, 0);
    ramp.forEach((token, i) => colours.addColorStop(i / (ramp.length - 1), inks.of(token)));
    c.fillStyle = colours;
    c.fillRect(0, 2, KEY_BOX.width, 8);
  }
  c.lineWidth = 2;
  for (const { path, fill, stroke, dash = [], strength = 1 } of shapes) {
    const shape = new Path2D(path);
    c.globalAlpha = strength;
    c.setLineDash([...dash]);
    if (fill) {
      c.fillStyle = inks.of(fill);
      c.fill(shape);
    }
    if (stroke) {
      c.strokeStyle = inks.of(stroke);
      c.stroke(shape);
    }
  }
  c.restore();
}

/** An area of one colour. */
export const areaKey = (label: string, fill: Token, strength = 1): Key => ({
  label,
  shapes: [{ path: BLOCK, fill, strength }],
});

/** A scale of colours. */
export const rampKey = (label: string, ...ramp: readonly Token[]): Key => ({ label, shapes: [], ramp });
