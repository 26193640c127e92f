/** Draws pictures side by side with a word below each on a canvas, to be saved as one. */
import { paintPicture } from '#ui/artifact/paint.ts';
import type { Inks } from '#ui/chart/inks.ts';

export interface DrawnPlate {
  /** Row by row, 0 to 1. */
  readonly pixels: ArrayLike<number>;
  readonly caption: string;
  /** Framed in the colour of what was attacked. */
  readonly marked: boolean;
}

/** In CSS pixels. */
const SIZE = { plate: 112, gap: 12, line: 24, across: 4 };

export function drawPlates(
  plates: readonly DrawnPlate[],
  { width, height, channels }: { readonly width: number; readonly height: number; readonly channels: number },
  inks: Inks,
): HTMLCanvasElement {
  const scale = window.devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  const tall = (SIZE.plate * height) / width;
  const across = Math.min(SIZE.across, plates.length);
  canvas.width = scale * across * (SIZE.plate + SIZE.gap);
  canvas.height = scale * Math.ceil(plates.length / across) * (tall + SIZE.line + SIZE.gap);
  const c = canvas.getContext('2d')!;
  c.scale(scale, scale);
  c.imageSmoothingEnabled = false;
  c.font = inks.font;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  const small = document.createElement('canvas');
  [small.width, small.height] = [width, height];
  for (const [i, { pixels, caption, marked }] of plates.entries()) {
    const x = (i % across) * (SIZE.plate + SIZE.gap) + SIZE.gap / 2;
    const y = Math.floor(i / across) * (tall + SIZE.line + SIZE.gap) + SIZE.gap / 2;
    small.getContext('2d')!.putImageData(new ImageData(paintPicture(pixels, channels), width, height), 0, 0);
    c.drawImage(small, x, y, SIZE.plate, tall);
    if (marked) {
      c.strokeStyle = inks.of('--adversarial');
      c.lineWidth = 2;
      c.strokeRect(x, y, SIZE.plate, tall);
    }
    c.fillStyle = inks.ink;
    c.fillText(caption, x + SIZE.plate / 2, y + tall + SIZE.line / 2);
  }
  return canvas;
}

/** Drawings below each other. */
export const stack = (drawings: readonly HTMLCanvasElement[]): HTMLCanvasElement => join(drawings, 0, 1);

/** Drawings from left to right, from one height. */
export const besideEachOther = (drawings: readonly HTMLCanvasElement[]): HTMLCanvasElement =>
  join(drawings, 1, 0);

function join(drawings: readonly HTMLCanvasElement[], right: 0 | 1, down: 0 | 1): HTMLCanvasElement {
  const along = (sizes: readonly number[], sum: 0 | 1): number =>
    sum ? sizes.reduce((all, size) => all + size, 0) : Math.max(...sizes);
  const canvas = document.createElement('canvas');
  canvas.width = along(
    drawings.map(({ width }) => width),
    right,
  );
  canvas.height = along(
    drawings.map(({ height }) => height),
    down,
  );
  const c = canvas.getContext('2d')!;
  let [x, y] = [0, 0];
  for (const drawing of drawings) {
    c.drawImage(drawing, x, y);
    x += right * drawing.width;
    y += down * drawing.height;
  }
  return canvas;
}
