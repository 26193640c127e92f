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
