/** Draws images with their explanations beside them on a canvas, to be saved as a picture. */
import { paintDifference, paintPicture, type Rgb } from '#ui/artifact/paint.ts';
import { sayShare } from '#ui/chart/figures.ts';
import type { Inks } from '#ui/chart/inks.ts';
import { breakLines } from '#ui/chart/png.ts';
import { nameOf, type ExplanationSheet } from './explanation-sheet.ts';

/** In CSS pixels. */
const SIZE = { plate: 84, gap: 12, reading: 112, head: 40, foot: 34, scale: 120 };

export function drawExplanations(sheet: ExplanationSheet, inks: Inks): HTMLCanvasElement {
  const { images, methods, width, height, channels } = sheet;
  const ratio = window.devicePixelRatio || 1;
  const tall = (SIZE.plate * height) / width;
  const step = SIZE.plate + SIZE.gap;
  const canvas = document.createElement('canvas');
  canvas.width = ratio * (step + SIZE.reading + methods.length * step);
  canvas.height = ratio * (SIZE.head + images.length * (tall + SIZE.gap) + SIZE.foot);
  const c = canvas.getContext('2d')!;
  c.scale(ratio, ratio);
  c.imageSmoothingEnabled = false;
  c.font = inks.font;
  c.textBaseline = 'middle';
  const scale = {
    below: rgbOf(inks, '--below'),
    level: rgbOf(inks, '--level'),
    above: rgbOf(inks, '--above'),
  };
  const left = (k: number): number => step + SIZE.reading + k * step;
  c.fillStyle = inks.muted;
  methods.forEach(({ name }, k) => {
    const lines = breakLines(name, (line) => c.measureText(line).width <= SIZE.plate);
    lines.forEach((line, i) =>
      c.fillText(line, left(k), SIZE.head - 12 - 15 * (lines.length - 1 - i), SIZE.plate),
    );
  });
  images.forEach((image, i) => {
    const y = SIZE.head + i * (tall + SIZE.gap);
    const put = (pixels: Uint8ClampedArray<ArrayBuffer>, x: number): void =>
      c.drawImage(toCanvas(pixels, width, height), x, y, SIZE.plate, tall);
    put(paintPicture(image.pixels, channels), 0);
    image.maps.forEach(({ values, most }, k) => put(paintDifference(values, 1, most, scale), left(k)));
    c.fillStyle = inks.ink;
    const read = `${nameOf(sheet, image.label)}, read as ${nameOf(sheet, image.prediction)}`;
    c.fillText(read, step, y + tall / 2 - 8, SIZE.reading - SIZE.gap);
    c.fillStyle = inks.muted;
    c.fillText(sayShare(image.confidence), step, y + tall / 2 + 10, SIZE.reading - SIZE.gap);
  });
  drawScale(c, inks, SIZE.head + images.length * (tall + SIZE.gap) + SIZE.foot / 2);
  return canvas;
}

function drawScale(c: CanvasRenderingContext2D, inks: Inks, y: number): void {
  const words = 'against the class, nothing, for it: each map by its own largest value';
  const colours = c.createLinearGradient(0, 0, SIZE.scale, 0);
  (['--below', '--level', '--above'] as const).forEach((token, i) =>
    colours.addColorStop(i / 2, inks.of(token)),
  );
  c.fillStyle = colours;
  c.fillRect(0, y - 4, SIZE.scale, 8);
  c.fillStyle = inks.muted;
  c.fillText(words, SIZE.scale + SIZE.gap, y);
}

function toCanvas(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): HTMLCanvasElement {
  const small = document.createElement('canvas');
  [small.width, small.height] = [width, height];
  small.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0);
  return small;
}

function rgbOf(inks: Inks, token: `--${string}`): Rgb {
  const one = new OffscreenCanvas(1, 1).getContext('2d')!;
  one.fillStyle = inks.of(token);
  one.fillRect(0, 0, 1, 1);
  const [r, g, b] = one.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}
