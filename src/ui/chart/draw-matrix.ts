/** Draws a matrix that the page shows as a table on a canvas, to be saved as a picture. */
import type { Inks } from './inks.ts';

export interface DrawnCell {
  readonly lines: readonly string[];
  /** The ground of the cell, and how strong it is, 0 to 1. */
  readonly token?: `--${string}`;
  readonly strength?: number;
  /** A promise that does not hold. */
  readonly hatched?: boolean;
}

export interface DrawnMatrix {
  readonly corner: readonly string[];
  readonly columns: readonly (readonly string[])[];
  readonly rows: readonly { readonly name: readonly string[]; readonly cells: readonly DrawnCell[] }[];
}

/** In CSS pixels. */
const SIZE = { least: 44, gap: 2, padding: 8, line: 16, hatch: 6 };

/** As wide as its words need. */
export function drawMatrix({ corner, columns, rows }: DrawnMatrix, inks: Inks): HTMLCanvasElement {
  const scale = window.devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  const c = canvas.getContext('2d')!;
  c.font = inks.font;
  const measure = (lines: readonly string[]): number =>
    Math.max(SIZE.least, ...lines.map((line) => c.measureText(line).width + 2 * SIZE.padding));
  const first = measure([...corner, ...rows.flatMap(({ name }) => name)]);
  const widths = columns.map((column, j) =>
    Math.max(measure(column), ...rows.map(({ cells }) => measure(cells[j]?.lines ?? []))),
  );
  const tall = (count: number): number => SIZE.line * count + SIZE.padding;
  const head = tall(Math.max(corner.length, ...columns.map(({ length }) => length)));
  const most = Math.max(
    2,
    ...rows
      .flatMap(({ name, cells }) => [name, ...cells.map(({ lines }) => lines)])
      .map(({ length }) => length),
  );
  const row = tall(most);
  canvas.width = scale * widths.reduce((sum, width) => sum + width + SIZE.gap, first);
  canvas.height = scale * (head + rows.length * (row + SIZE.gap));
  c.scale(scale, scale);
  c.font = inks.font;
  c.textBaseline = 'middle';
  const write = (lines: readonly string[], x: number, y: number, ink: string): void => {
    c.fillStyle = ink;
    lines.forEach((line, i) => c.fillText(line, x, y + SIZE.line * (i - (lines.length - 1) / 2)));
  };
  write(corner, 0, head / 2, inks.muted);
  let x = first;
  columns.forEach((column, j) => {
    const width = widths[j]!;
    write(column, x + SIZE.padding, head / 2, inks.muted);
    rows.forEach(({ cells }, i) => {
      const cell = cells[j];
      if (!cell) return;
      const y = head + i * (row + SIZE.gap);
      if (cell.token && cell.strength) {
        c.globalAlpha = cell.strength;
        c.fillStyle = inks.of(cell.token);
        c.fillRect(x, y, width, row);
        c.globalAlpha = 1;
      }
      if (cell.hatched) hatch(c, inks, { x, y, width, height: row });
      write(cell.lines, x + SIZE.padding, y + row / 2, inks.ink);
    });
    x += width + SIZE.gap;
  });
  rows.forEach(({ name }, i) => write(name, 0, head + i * (row + SIZE.gap) + row / 2, inks.ink));
  return canvas;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function hatch(c: CanvasRenderingContext2D, inks: Inks, { x, y, width, height }: Box): void {
  c.save();
  c.beginPath();
  c.rect(x, y, width, height);
  c.clip();
  c.beginPath();
  for (let at = x - height; at < x + width; at += SIZE.hatch) {
    c.moveTo(at, y + height);
    c.lineTo(at + height, y);
  }
  c.globalAlpha = 0.3;
  c.strokeStyle = inks.of('--ink-faint');
  c.lineWidth = 1;
  c.stroke();
  c.restore();
}
