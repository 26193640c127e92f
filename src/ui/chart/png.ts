/** A chart as a PNG that stands by itself: title and sentence above the plot, names below it where the plot has none, on paper. */
import { strokeOf, type Inks } from './inks.ts';
import type { Series } from './series.ts';

/** Of one name below the plot, in CSS pixels. */
const KEY = { width: 132, height: 18, line: 26 };
/** A sentence needs this much room, also above a small plot. */
const LEAST = 320;

export function writeChartPng(
  plot: HTMLCanvasElement,
  title: string,
  summary: string,
  inks: Inks,
  keys: readonly Series[] = [],
): Promise<Blob | null> {
  const scale = window.devicePixelRatio || 1;
  const margin = 16 * scale;
  const page = document.createElement('canvas');
  const c = page.getContext('2d')!;
  const sized = (weight: number, size: number) => inks.font.replace(/^\d+px/, `${weight} ${size * scale}px`);
  const room = Math.max(plot.width, LEAST * scale);
  c.font = sized(400, 12);
  const lines = breakLines(summary, (text) => c.measureText(text).width <= room);
  const head = (34 + 18 * lines.length) * scale;
  const across = Math.max(1, Math.floor(plot.width / (KEY.width * scale)));
  const foot = Math.ceil(keys.length / across) * KEY.height * scale;
  page.width = room + 2 * margin;
  page.height = plot.height + head + foot + 2 * margin;
  c.fillStyle = inks.paper;
  c.fillRect(0, 0, page.width, page.height);
  c.textBaseline = 'top';
  c.fillStyle = inks.ink;
  c.font = sized(650, 16);
  c.fillText(title, margin, margin);
  c.fillStyle = inks.muted;
  c.font = sized(400, 12);
  lines.forEach((line, i) => c.fillText(line, margin, margin + (24 + 18 * i) * scale));
  c.drawImage(plot, margin, margin + head);
  c.textBaseline = 'middle';
  for (const [place, series] of keys.entries()) {
    const x = margin + (place % across) * KEY.width * scale;
    const y = margin + head + plot.height + (Math.floor(place / across) + 0.5) * KEY.height * scale;
    drawKey(c, series, inks, { x, y, scale });
  }
  return new Promise((resolve) => page.toBlob(resolve, 'image/png'));
}

/** Words into lines that fit; a word that does not fit alone stands alone. */
export function breakLines(text: string, fits: (line: string) => boolean): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && !fits(longer)) return [...lines, word];
    return [...lines.slice(0, -1), longer];
  }, []);
}

function drawKey(
  c: CanvasRenderingContext2D,
  series: Series,
  inks: Inks,
  { x, y, scale }: { readonly x: number; readonly y: number; readonly scale: number },
): void {
  const look = strokeOf(series);
  c.strokeStyle = inks.of(look.token);
  c.lineWidth = 2 * scale;
  c.setLineDash(look.dash.map((length) => length * scale));
  c.beginPath();
  c.moveTo(x, y);
  c.lineTo(x + KEY.line * scale, y);
  c.stroke();
  c.setLineDash([]);
  c.fillStyle = inks.ink;
  c.fillText(series.label, x + (KEY.line + 8) * scale, y, (KEY.width - KEY.line - 16) * scale);
}
