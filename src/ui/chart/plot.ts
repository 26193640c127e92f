/** Draws a chart with uPlot; loaded only where a chart is shown. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { sayNumber } from '#ui/resource/say.ts';
import { align } from './align.ts';
import { sayEpsilonValue } from './figures.ts';
import { strokeOf, type Inks } from './inks.ts';
import { ticksOfLog } from './log-ticks.ts';
import { drawAxisNames, drawEndLabels, drawMarkers, drawMarks, labelRoom } from './overlay.ts';
import type { Chart } from './series.ts';

export interface Plot {
  update(chart: Chart): void;
  resize(width: number, height: number): void;
  /** Puts the cursor on the nth x, on a curve where one is meant; null takes it away. */
  point(index: number | null, series?: number | null): void;
  readonly canvas: HTMLCanvasElement;
  destroy(): void;
}

export interface Hover {
  readonly index: number;
  readonly left: number;
  /** Place of the curve that lies nearest to the pointer there, or that the keys stand on; null where none has a point. */
  readonly series: number | null;
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  readonly inks: Inks;
  /** Names at the ends of the curves; a legend stands elsewhere if not. */
  readonly labelled: boolean;
  readonly onhover: (hover: Hover | null) => void;
}

export function makePlot(host: HTMLElement, first: Chart, options: PlotOptions): Plot {
  let chart = first;
  const plot = new uPlot(
    optionsOf(first, () => chart, options),
    dataOf(first),
    host,
  );
  return {
    update(next) {
      chart = next;
      plot.setData(dataOf(next));
    },
    resize: (width, height) => plot.setSize({ width, height }),
    point(index, series = null) {
      if (index === null) return plot.setCursor({ left: -10, top: -10 });
      const y = series === null ? null : plot.data[series + 1]?.[index];
      plot.setCursor({
        left: plot.valToPos(plot.data[0][index]!, 'x'),
        top: typeof y === 'number' ? plot.valToPos(y, 'y') : plot.bbox.height / 2 / uPlot.pxRatio,
      });
    },
    canvas: plot.ctx.canvas,
    destroy: () => plot.destroy(),
  };
}

/** x, then every curve, then low and high of each curve that has a band. */
function dataOf(chart: Chart): uPlot.AlignedData {
  const { xs, columns, lows, highs } = align(chart);
  const bands = chart.series.flatMap((s, i) =>
    s.points.some((p) => p.low !== null) ? [highs[i]!, lows[i]!] : [],
  );
  return [xs, ...columns, ...bands] as uPlot.AlignedData;
}

const STEPS = {
  epsilon: [0.01, 0.05, 0.1, 0.2, 0.5],
  time: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000],
};

function optionsOf(
  chart: Chart,
  current: () => Chart,
  { width, height, inks, labelled, onhover }: PlotOptions,
): uPlot.Options {
  const share = chart.unit === 'share';
  const banded = chart.series.filter((s) => s.points.some((p) => p.low !== null));
  return {
    width,
    height,
    padding: [24, labelled ? labelRoom(chart, inks) : 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: {
        time: false,
        ...(chart.logX && { distr: 3, log: 10 }),
        range: (_, low, high) => rangeOfX(chart, low, high),
      },
      y: { range: (_, low, high) => (share ? [0, 1] : [Math.min(0, low), high > 0 ? high * 1.05 : 1]) },
    },
    axes: axesOf(chart, inks, labelled),
    series: [
      {},
      ...chart.series.map((s) => seriesOf(s, inks)),
      ...banded.flatMap((s) => [hiddenOf(s), hiddenOf(s)]),
    ],
    bands: banded.map((s, i) => {
      const start = 1 + chart.series.length + 2 * i;
      return { series: [start, start + 1], fill: fade(inks.of(strokeOf(s).token)) };
    }),
    hooks: {
      setCursor: [(u) => onhover(hoverOf(u, current().series.length))],
      draw: [
        (u) => {
          drawMarks(u, current(), inks);
          drawMarkers(u, current(), inks);
          drawAxisNames(u, current(), inks, labelled);
          if (labelled) drawEndLabels(u, current(), inks);
        },
      ],
    },
  };
}

function axesOf(chart: Chart, inks: Inks, labelled: boolean): uPlot.Axis[] {
  const share = chart.unit === 'share';
  const axis = { stroke: inks.muted, font: inks.font, ticks: { show: false }, gap: 6 };
  return [
    {
      ...axis,
      grid: { show: false },
      border: { show: true, stroke: inks.of('--rule-strong'), width: 1 },
      values: (_, ticks) =>
        ticks.map((t) => (t === null ? '' : chart.kind === 'epsilon' ? sayEpsilonValue(t) : sayNumber(t))),
      ...(chart.kind !== 'value' && { incrs: STEPS[chart.kind] }),
      ...(chart.logX && {
        splits: (_: uPlot, _axis: number, low: number, high: number) => ticksOfLog(low, high),
        filter: (_: uPlot, ticks: number[]) => ticks,
      }),
      // Without names at the ends of the curves that of the axis stands below its ticks.
      size: labelled ? 28 : 44,
      space: 44,
    },
    {
      ...axis,
      grid: { stroke: inks.rule, width: 1 },
      values: (_, ticks) => ticks.map((t) => (share ? `${Math.round(t * 100)} %` : sayNumber(t))),
      size: 52,
      space: 36,
    },
  ];
}

const pathsOf = ({ stepped }: Chart['series'][number]): Pick<uPlot.Series, 'paths'> =>
  stepped ? { paths: uPlot.paths.stepped!({ align: -1 }) } : {};

const hiddenOf = (series: Chart['series'][number]): uPlot.Series => ({
  stroke: 'transparent',
  width: 0,
  points: { show: false },
  spanGaps: true,
  ...pathsOf(series),
});

const fade = (colour: string): string => `color-mix(in srgb, ${colour} 16%, transparent)`;

function rangeOfX(chart: Chart, low: number | null, high: number | null): [number, number] {
  // An axis of powers that begins at 0 has no end.
  if (low === null || high === null) return chart.logX ? [1, 10] : [0, 1];
  if (chart.kind === 'epsilon') return [Math.min(0, low), high > low ? high : low + 0.1];
  if (chart.logX) return low === high ? [low / 2, high * 2] : [low, high];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function seriesOf(series: Chart['series'][number], inks: Inks): uPlot.Series {
  const look = strokeOf(series);
  return {
    label: series.label,
    stroke: inks.of(look.token),
    width: 2,
    dash: [...look.dash],
    spanGaps: true,
    points: { show: false },
    ...pathsOf(series),
  };
}

function hoverOf(u: uPlot, count: number): Hover | null {
  const { idx, left, top = 0 } = u.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return null;
  const far = u.data.slice(1, count + 1).map((column) => {
    const y = column[idx];
    return typeof y === 'number' ? Math.abs(u.valToPos(y, 'y') - top) : Infinity;
  });
  const least = Math.min(...far);
  return {
    index: idx,
    left: u.valToPos(u.data[0][idx]!, 'x') + u.bbox.left / uPlot.pxRatio,
    series: Number.isFinite(least) ? far.indexOf(least) : null,
  };
}
