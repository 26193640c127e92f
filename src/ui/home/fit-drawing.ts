/**
 * Brings a drawing to the form of MNIST: its ink fitted into 20 × 20 keeping its proportions, anti-aliased,
 * and placed so that its centre of mass is the centre of a 28 × 28 field (LeCun, Cortes, Burges).
 * Measured over the bundled digits that centre is the middle of pixel 14, so 14.5 from the edge.
 */

const FIELD = 28;
const BOX = 20;
const CENTRE = 14.5;
const FAINTEST = 0.05;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Ink in 0…1, row by row. */
  readonly ink: Float32Array;
}

/** 784 values in 0…1, or null where nothing is drawn. */
export function fitDrawing(drawing: Drawing): Float32Array | null {
  const bounds = measureInk(drawing);
  if (!bounds) return null;
  const { left, top, right, bottom, massX, massY } = bounds;
  const cell = Math.max(right - left, bottom - top) / BOX; // drawing pixels in one field pixel
  const originX = place(massX, left, right, cell);
  const originY = place(massY, top, bottom, cell);
  const field = new Float32Array(FIELD * FIELD);
  for (let y = 0; y < FIELD; y++) {
    for (let x = 0; x < FIELD; x++) {
      field[y * FIELD + x] = meanInk(drawing, originX + x * cell, originY + y * cell, cell);
    }
  }
  return field;
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly massX: number;
  readonly massY: number;
}

function measureInk({ width, height, ink }: Drawing): Bounds | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let [mass, momentX, momentY] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = ink[y * width + x]!;
      if (value < FAINTEST) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      mass += value;
      momentX += value * (x + 0.5);
      momentY += value * (y + 0.5);
    }
  }
  return mass === 0 ? null : { left, top, right, bottom, massX: momentX / mass, massY: momentY / mass };
}

/** Where the field begins along one axis, in drawing pixels: mass at the middle, unless ink would fall off the edge. */
function place(mass: number, from: number, to: number, cell: number): number {
  const centred = mass - CENTRE * cell;
  return Math.min(from, Math.max(to - FIELD * cell, centred));
}

/** Mean ink of a square of the drawing; outside it there is none. */
function meanInk({ width, height, ink }: Drawing, x0: number, y0: number, side: number): number {
  const [x1, y1] = [x0 + side, y0 + side];
  let sum = 0;
  for (let y = Math.max(0, Math.floor(y0)); y < Math.min(height, y1); y++) {
    const rows = Math.min(y + 1, y1) - Math.max(y, y0);
    for (let x = Math.max(0, Math.floor(x0)); x < Math.min(width, x1); x++) {
      sum += ink[y * width + x]! * rows * (Math.min(x + 1, x1) - Math.max(x, x0));
    }
  }
  return Math.min(1, sum / (side * side));
}
