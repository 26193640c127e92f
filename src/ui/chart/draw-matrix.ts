/** Draws a matrix that the page shows as a table on a canvas, to be saved as a picture. */
import type { Inks } from './inks.ts';

export interface DrawnCell {
  /** One line or two. */
  readonly lines: readonly string[];
  /** The ground of the cell, and how strong it is, 0 to 1. */
  readonly token?: `--${string}`;
  readonly strength?: number;
}

export interface DrawnMatrix {
  readonly corner: string;
  readonly columns: readonly (readonly string[])[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly DrawnCell[] }[];
}

/** In CSS pixels. */
const SIZE = { row: 40, least: 44, gap: 2, padding: 8, line: 16 };

/** As wide as its words need. */
export function drawMatrix({ corner, columns, rows }: DrawnMatrix, inks: Inks): HTMLCanvasElement {
  const scale = window.devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  const c = canvas.getContext('2d')!;
  c.font = inks.font;
  const measure = (lines: readonly string[]): number =>
    Math.max(SIZE.least, ...lines.map((line) => c.measureText(line).width + 2 * SIZE.padding));
  const first = measure([corner, ...rows.map(({ name }) => name)]);
  const widths = columns.map((column, j) =>
    Math.max(measure(column), ...rows.map(({ cells }) => measure(cells[j]?.lines ?? []))),
  );
  const head = SIZE.row + SIZE.line * Math.max(0, ...columns.map((column) => column.length - 2));
  canvas.width = scale * widths.reduce((sum, width) => sum + width + SIZE.gap, first);
  canvas.height = scale * (head + rows.length * (SIZE.row + SIZE.gap));
  c.scale(scale, scale);
  c.font = inks.font;
  c.textBaseline = 'middle';
  const write = (lines: readonly string[], x: number, y: number, ink: string): void => {
    c.fillStyle = ink;
    lines.forEach((line, i) => c.fillText(line, x, y + SIZE.line * (i - (lines.length - 1) / 2)));
  };
  write([corner], 0, head / 2, inks.muted);
  let x = first;
  columns.forEach((column, j) => {
    const width = widths[j]!;
    write(column, x + SIZE.padding, head / 2, inks.muted);
    rows.forEach(({ cells }, i) => {
      const cell = cells[j];
      if (!cell) return;
      const y = head + i * (SIZE.row + SIZE.gap);
      if (cell.token && cell.strength) {
        c.globalAlpha = cell.strength;
        c.fillStyle = inks.of(cell.token);
        c.fillRect(x, y, width, SIZE.row);
        c.globalAlpha = 1;
      }
      write(cell.lines, x + SIZE.padding, y + SIZE.row / 2, inks.ink);
    });
    x += width + SIZE.gap;
  });
  rows.forEach(({ name }, i) => write([name], 0, head + i * (SIZE.row + SIZE.gap) + SIZE.row / 2, inks.ink));
  return canvas;
}
