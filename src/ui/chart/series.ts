/** The shape of a chart: curves over ε or over time, each with a meaning and perhaps a band. */

/** What a curve means, or that it is one of several jobs; the theme gives each its colour, dash and marker. */
export type Role = 'clean' | 'adversarial' | 'noise' | 'certified' | 'plain' | 'job';

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
  /** Both or neither: the band of confidence. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Series {
  /** Unique within its chart. */
  readonly key: string;
  readonly label: string;
  readonly role: Role;
  /** Counts the series of one role within a chart, so that dash and marker can differ; of a job, its place among those compared. */
  readonly nth: number;
  /** What has to stand beside it, such as what its attacker could do. */
  readonly note?: string;
  /** By rising x. */
  readonly points: readonly SeriesPoint[];
  /** A point's y holds back to the point before it: the curve falls in steps. */
  readonly stepped?: boolean;
}

/** An x that means something, drawn as an upright line with its name. */
export interface Mark {
  readonly x: number;
  readonly label: string;
  readonly role: Role;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** `epsilon`: x is ε. `time`: x is the metric's index. `value`: x is what `xName` names. */
  readonly kind: 'epsilon' | 'time' | 'value';
  readonly xName: string;
  /** What y is, in words; above its axis. */
  readonly yName: string;
  /** ε is how far each pixel may go, so that it is said in grey levels too: no other norm is. */
  readonly inGreys?: boolean;
  /** Orders of magnitude of x stand equally far apart; every x is then above 0. */
  readonly logX?: boolean;
  /** `share`: y lies in 0…1 and is said in per cent. */
  readonly unit: 'share' | 'plain';
  readonly series: readonly Series[];
  readonly marks?: readonly Mark[];
}

/** A metric with a single point: a number, not a curve. */
export interface Figure {
  readonly name: string;
  readonly step: string | null;
  readonly value: number;
  /** Where it was measured, such as `radius 0.25 in L2`. */
  readonly place?: string;
  readonly unit: 'share' | 'plain';
  /** Its band, where it has one. */
  readonly band?: { readonly low: number; readonly high: number };
  /** How many were counted, where that is told. */
  readonly count?: number;
}

export interface Reading {
  readonly charts: readonly Chart[];
  readonly figures: readonly Figure[];
}

/** Numbers the series of each role. */
export const countRoles = (series: readonly Series[]): Series[] =>
  series.map((s, i) => ({ ...s, nth: series.slice(0, i).filter((o) => o.role === s.role).length }));
