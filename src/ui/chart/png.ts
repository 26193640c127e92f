/** A figure as a PNG that stands by itself: title and sentence above the drawing, below it what its marks mean and what has to be known, on paper. */
import type { Inks } from './inks.ts';
import { drawKey, KEY_BOX, type Key } from './keys.ts';

export interface FigurePage {
  readonly drawing: HTMLCanvasElement;
  readonly title: string;
  readonly summary: string;
  readonly inks: Inks;
  readonly keys?: readonly Key[];
  /** Paragraphs: how it was counted, the threat, what it does not say. */
  readonly notes?: readonly string[];
}

/** In CSS pixels; a sentence needs the least room, also beside a small drawing. */
const SIZE = { margin: 16, title: 24, line: 18, gap: 10, least: 420 };

export function writeFigurePng({
  drawing,
  title,
  summary,
  inks,
  keys = [],
  notes = [],
}: FigurePage): Promise<Blob | null> {
  const scale = window.devicePixelRatio || 1;
  const room = Math.max(drawing.width / scale, SIZE.least);
  const page = document.createElement('canvas');
  const c = page.getContext('2d')!;
  const font = (weight: number, size: number) => inks.font.replace(/^\d+px/, `${weight} ${size}px`);
  c.font = font(650, 16);
  const fits = (text: string) => c.measureText(text).width <= room;
  const titles = breakLines(title, fits);
  c.font = font(400, 12);
  const lines = breakLines(summary, fits);
  const rows = placeKeys(keys, room, (text) => c.measureText(text).width);
  const paragraphs = notes.filter(Boolean).map((note) => breakLines(note, fits));
  const head = SIZE.title * titles.length + SIZE.line * lines.length + SIZE.gap;
  const keyed = rows.length > 0 ? SIZE.gap + SIZE.line * rows.length : 0;
  const noted = paragraphs.reduce((sum, own) => sum + SIZE.gap + SIZE.line * own.length, 0);
  page.width = scale * (room + 2 * SIZE.margin);
  page.height = scale * (head + keyed + noted + 2 * SIZE.margin) + drawing.height;
  c.scale(scale, scale);
  c.fillStyle = inks.paper;
  c.fillRect(0, 0, page.width, page.height);
  c.translate(SIZE.margin, SIZE.margin);
  c.textBaseline = 'top';
  const write = (texts: readonly string[], y: number, step: number): number => {
    texts.forEach((text, i) => c.fillText(text, 0, y + i * step));
    return y + texts.length * step;
  };
  c.fillStyle = inks.ink;
  c.font = font(650, 16);
  const below = write(titles, 0, SIZE.title);
  c.fillStyle = inks.muted;
  c.font = font(400, 12);
  write(lines, below, SIZE.line);
  c.drawImage(drawing, 0, head, drawing.width / scale, drawing.height / scale);
  let y = head + drawing.height / scale;
  c.fillStyle = inks.ink;
  rows.forEach((row, i) => {
    for (const { key, x } of row) {
      const top = y + SIZE.gap + i * SIZE.line;
      drawKey(c, key, inks, { x, y: top, scale: 1 });
      c.fillText(key.label, x + KEY_BOX.width + 8, top, room - x - KEY_BOX.width - 8);
    }
  });
  y += keyed;
  c.fillStyle = inks.muted;
  for (const paragraph of paragraphs) y = write(paragraph, y + SIZE.gap, SIZE.line);
  return new Promise((resolve) => page.toBlob(resolve, 'image/png'));
}

/** Beside each other as long as there is room. */
function placeKeys(
  keys: readonly Key[],
  room: number,
  measure: (text: string) => number,
): { key: Key; x: number }[][] {
  const rows: { key: Key; x: number }[][] = [];
  let end = Infinity;
  for (const key of keys) {
    const width = KEY_BOX.width + 8 + measure(key.label);
    const x = end + 20;
    if (x + width > room) {
      rows.push([{ key, x: 0 }]);
      end = width;
    } else {
      rows.at(-1)!.push({ key, x });
      end = x + width;
    }
  }
  return rows;
}

/** Words into lines that fit; a word that does not fit alone stands alone. */
export function breakLines(text: string, fits: (line: string) => boolean): string[] {
  return text.split(/\s+/).reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && !fits(longer)) return [...lines, word];
    return [...lines.slice(0, -1), longer];
  }, []);
}
