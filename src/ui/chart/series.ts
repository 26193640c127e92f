/** Turns a job's metric points into charts: accuracy against ε where a step recorded ε, else a value over time. */
import type { MetricPoint } from '#core/job/events.ts';

/** What a curve means; the theme gives each its colour, dash and marker. */
export type Role = 'clean' | 'adversarial' | 'noise' | 'plain';

export interface Series {
  /** Unique within its chart. */
  readonly key: string;
  readonly label: string;
  readonly role: Role;
  /** Counts the series of one role within a chart, so that dash and marker can differ. */
  readonly nth: number;
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
  /** Both or neither: the band of confidence. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** `epsilon`: x is ε. `time`: x is the metric's index. */
  readonly kind: 'epsilon' | 'time';
  readonly xName: string;
  /** `share`: y lies in 0…1 and is said in per cent. */
  readonly unit: 'share' | 'plain';
  readonly series: readonly Series[];
}

/** A metric with a single point: a number, not a curve. */
export interface Figure {
  readonly name: string;
  readonly step: string | null;
  readonly value: number;
  readonly unit: 'share' | 'plain';
}

export interface Reading {
  readonly charts: readonly Chart[];
  readonly figures: readonly Figure[];
}

type Line = { readonly step: string | null; readonly name: string; readonly byAt: Map<number, number> };

/** Charts in the order in which their first point came; ε charts first. */
export function readMetrics(points: readonly MetricPoint[]): Reading {
  const lines = collectLines(points);
  const epsilonSteps = new Set(lines.filter((l) => l.name === 'epsilon').map((l) => l.step));
  const onEpsilon = lines.filter((l) => epsilonSteps.has(l.step) && isAgainstEpsilon(l.name));
  const rest = lines.filter(
    (l) => !onEpsilon.includes(l) && !(l.name === 'epsilon' && epsilonSteps.has(l.step)),
  );
  const curve = epsilonChart(onEpsilon, lines);
  const { charts, figures } = timeCharts(rest);
  return { charts: curve ? [curve, ...charts] : charts, figures };
}

/** Later points at the same index replace earlier ones. */
function collectLines(points: readonly MetricPoint[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { step, name, value, at } of points) {
    const key = `${step ?? ''}\n${name}`;
    let line = lines.get(key);
    if (!line) lines.set(key, (line = { step, name, byAt: new Map() }));
    line.byAt.set(at, value);
  }
  return [...lines.values()];
}

const BAND = /_(low|high)$/;
const isShare = (name: string): boolean => /(^|_)(accuracy|acc|rate|share|precision|recall)$/.test(name);
const isAgainstEpsilon = (name: string): boolean => /(^|_)accuracy(_low|_high)?$/.test(name);

function roleOnEpsilon(name: string): Role {
  if (/noise|random/.test(name)) return 'noise';
  return /clean/.test(name) ? 'clean' : 'adversarial';
}

function epsilonChart(lines: readonly Line[], all: readonly Line[]): Chart | null {
  const mains = lines.filter((l) => !BAND.test(l.name));
  const names = mains.map((l) => l.name);
  const series = mains.flatMap((line): Series[] => {
    const epsilons = all.find((l) => l.step === line.step && l.name === 'epsilon')!.byAt;
    const low = lines.find((l) => l.step === line.step && l.name === `${line.name}_low`)?.byAt;
    const high = lines.find((l) => l.step === line.step && l.name === `${line.name}_high`)?.byAt;
    const points = [...line.byAt].flatMap(([at, y]): SeriesPoint[] => {
      const x = epsilons.get(at);
      return x === undefined ? [] : [{ x, y, ...bandAt(at, low, high) }];
    });
    if (points.length === 0) return [];
    const label =
      sayCurve(line.name) + (names.filter((n) => n === line.name).length > 1 ? ` · ${line.step}` : '');
    const role = roleOnEpsilon(line.name);
    return [
      { key: `${line.step}/${line.name}`, label, role, nth: 0, points: points.sort((a, b) => a.x - b.x) },
    ];
  });
  if (series.length === 0) return null;
  const order: Role[] = ['clean', 'noise', 'adversarial', 'plain'];
  const sorted = series.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return {
    id: 'epsilon',
    title: 'Accuracy against ε',
    kind: 'epsilon',
    xName: 'ε',
    unit: 'share',
    series: countRoles(sorted),
  };
}

function bandAt(
  at: number,
  low?: Map<number, number>,
  high?: Map<number, number>,
): { low: number | null; high: number | null } {
  const l = low?.get(at);
  const h = high?.get(at);
  return l === undefined || h === undefined ? { low: null, high: null } : { low: l, high: h };
}

const countRoles = (series: readonly Series[]): Series[] =>
  series.map((s, i) => ({ ...s, nth: series.slice(0, i).filter((o) => o.role === s.role).length }));

/** `fgsm_accuracy` → `FGSM`; `noise_accuracy` → `random noise`; `accuracy` → `accuracy`. */
export function sayCurve(name: string): string {
  const stem = name.replace(/_?accuracy$/, '');
  if (stem === '') return 'accuracy';
  if (stem === 'noise') return 'random noise';
  if (stem === 'adversarial' || stem === 'clean') return stem;
  if (/^(fgsm|pgd|bim|mim|apgd|fab|jsma|fgm|cw)(_|\d|$)/.test(stem))
    return stem.toUpperCase().replaceAll('_', ' ');
  return stem.replaceAll('_', ' ');
}

/** `val_loss` belongs with `loss`, `train_accuracy` with `accuracy`. */
const familyOf = (name: string): string => name.replace(/^(val|train|test|training|validation)_/, '');

function groupByFamily(lines: readonly Line[]): Map<string, Line[]> {
  const families = new Map<string, Line[]>();
  for (const line of lines) {
    const family = familyOf(line.name);
    families.set(family, [...(families.get(family) ?? []), line]);
  }
  return families;
}

function timeCharts(lines: readonly Line[]): Reading {
  const isBand = (line: Line) =>
    BAND.test(line.name) && lines.some((l) => l.step === line.step && l.name === line.name.replace(BAND, ''));
  const mains = lines.filter((l) => !isBand(l));
  const families = groupByFamily(mains);
  const charts: Chart[] = [];
  const figures: Figure[] = [];
  for (const [family, members] of families) {
    const unit = isShare(family) ? 'share' : 'plain';
    const curves = members.filter((l) => l.byAt.size > 1);
    for (const { step, name, byAt } of members.filter((l) => l.byAt.size === 1)) {
      figures.push({ name, step, value: [...byAt.values()][0]!, unit });
    }
    if (curves.length === 0) continue;
    const series = countRoles(curves.map((line) => timeSeries(line, curves, lines)));
    charts.push({ id: `time-${family}`, title: sayFamily(family), kind: 'time', xName: 'at', unit, series });
  }
  return { charts, figures };
}

function timeSeries(line: Line, curves: readonly Line[], lines: readonly Line[]): Series {
  const low = lines.find((l) => l.step === line.step && l.name === `${line.name}_low`)?.byAt;
  const high = lines.find((l) => l.step === line.step && l.name === `${line.name}_high`)?.byAt;
  const points = [...line.byAt]
    .map(([x, y]): SeriesPoint => ({ x, y, ...bandAt(x, low, high) }))
    .sort((a, b) => a.x - b.x);
  const shared = curves.some((c) => c !== line && c.name === line.name);
  const role: Role = /adversarial|robust|attack/.test(line.name) ? 'adversarial' : 'plain';
  return {
    key: `${line.step}/${line.name}`,
    label: shared ? `${line.name} · ${line.step}` : line.name,
    role,
    nth: 0,
    points,
  };
}

const sayFamily = (family: string): string => {
  const text = family.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
