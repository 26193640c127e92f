/** A chart as a PNG that stands by itself: title and sentence above the plot, on paper. */
import type { Inks } from './inks.ts';

export function writeChartPng(
  plot: HTMLCanvasElement,
  title: string,
  summary: string,
  inks: Inks,
): Promise<Blob | null> {
  const scale = window.devicePixelRatio || 1;
  const margin = 16 * scale;
  const head = 52 * scale;
  const page = document.createElement('canvas');
  page.width = plot.width + 2 * margin;
  page.height = plot.height + head + 2 * margin;
  const c = page.getContext('2d')!;
  c.fillStyle = inks.paper;
  c.fillRect(0, 0, page.width, page.height);
  const sized = (weight: number, size: number) => inks.font.replace(/^\d+px/, `${weight} ${size * scale}px`);
  c.textBaseline = 'top';
  c.fillStyle = inks.ink;
  c.font = sized(650, 16);
  c.fillText(title, margin, margin);
  c.fillStyle = inks.muted;
  c.font = sized(400, 12);
  c.fillText(summary, margin, margin + 24 * scale, plot.width);
  c.drawImage(plot, margin, margin + head);
  return new Promise((resolve) => page.toBlob(resolve, 'image/png'));
}
