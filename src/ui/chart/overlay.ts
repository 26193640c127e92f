/** Draws over the plotter's lines: a marker on each point of a short curve, and each curve's name at its end. */
import uPlot from 'uplot';
import { strokeOf, type Inks } from './inks.ts';
import { drawMarker, spread, type EndLabel } from './marks.ts';
import type { Chart } from './series.ts';

/** A curve of more points than this is drawn without markers. */
const MARKED = 40;
const SIZE = 7;

export function drawMarkers(u: uPlot, chart: Chart, inks: Inks): void {
  const c = u.ctx;
  for (const series of chart.series.filter((s) => s.points.length <= MARKED)) {
    const look = strokeOf(series);
    c.save();
    c.fillStyle = c.strokeStyle = inks.of(look.token);
    c.lineWidth = 2 * uPlot.pxRatio;
    for (const { x, y } of series.points) {
      drawMarker(c, look.marker, u.valToPos(x, 'x', true), u.valToPos(y, 'y', true), SIZE * uPlot.pxRatio);
    }
    c.restore();
  }
}

/** Upright lines where something is to be known, named at their top, to the left where there is no room to the right. */
export function drawMarks(u: uPlot, { marks = [] }: Chart, inks: Inks): void {
  const c = u.ctx;
  const { left, top, width, height } = u.bbox;
  const gap = 6 * uPlot.pxRatio;
  marks.forEach(({ x, label, role }, i) => {
    const look = strokeOf({ role, nth: i });
    const at = u.valToPos(x, 'x', true);
    c.save();
    c.strokeStyle = inks.of(look.token);
    c.lineWidth = uPlot.pxRatio;
    c.setLineDash([2, 4].map((length) => length * uPlot.pxRatio));
    c.beginPath();
    c.moveTo(at, top);
    c.lineTo(at, top + height);
    c.stroke();
    c.font = scaled(inks, 400);
    c.fillStyle = inks.of(look.text);
    c.textBaseline = 'top';
    const room = at + gap + c.measureText(label).width < left + width;
    c.textAlign = room ? 'left' : 'right';
    // Under each other, since two lines may stand near.
    c.fillText(label, room ? at + gap : at - gap, top + 15 * i * uPlot.pxRatio);
    c.restore();
  });
}

/** Room that the longest name, of a curve or of x, needs beside the plot, in CSS pixels. */
export function labelRoom(chart: Chart, inks: Inks): number {
  const c = document.createElement('canvas').getContext('2d')!;
  c.font = `550 ${inks.font}`;
  const names = [chart.xName, ...chart.series.map(({ label }) => label)];
  return Math.ceil(Math.max(...names.map((name) => c.measureText(name).width))) + 18;
}

/** What x is, at the end of its axis or below it; what y is, above its own. */
export function drawAxisNames(u: uPlot, chart: Chart, inks: Inks, beside: boolean): void {
  const c = u.ctx;
  c.save();
  c.font = scaled(inks, 400);
  c.textBaseline = 'top';
  c.fillStyle = inks.muted;
  const gap = uPlot.pxRatio;
  const { left, top, width, height } = u.bbox;
  c.textAlign = 'left';
  c.fillText(chart.yName, 4 * gap, top - 20 * gap, left + width - 4 * gap);
  if (beside) c.fillText(chart.xName, left + width + 18 * gap, top + height + 6 * gap);
  else {
    c.textAlign = 'right';
    c.fillText(chart.xName, left + width, top + height + 24 * gap);
  }
  c.restore();
}

const scaled = (inks: Inks, weight: number): string =>
  inks.font.replace(/^(\d+)px/, (_, size: string) => `${weight} ${Number(size) * uPlot.pxRatio}px`);

export function drawEndLabels(u: uPlot, chart: Chart, inks: Inks): void {
  const ends = chart.series.flatMap((s): (EndLabel & { x: number })[] => {
    const last = s.points.at(-1);
    if (!last) return [];
    const [x, y] = [u.valToPos(last.x, 'x', true), u.valToPos(last.y, 'y', true)];
    return [{ text: s.label, colour: inks.of(strokeOf(s).text), x, y }];
  });
  const c = u.ctx;
  c.save();
  c.font = scaled(inks, 550);
  c.textBaseline = 'middle';
  c.textAlign = 'left';
  const x = Math.max(0, ...ends.map((e) => e.x)) + 10 * uPlot.pxRatio;
  const { top, height } = u.bbox;
  for (const label of spread(ends, 15 * uPlot.pxRatio, top, top + height)) {
    c.fillStyle = label.colour;
    c.fillText(label.text, x, label.y);
  }
  c.restore();
}
