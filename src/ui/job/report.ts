/** Reads a robustness report as any file from a plugin must be read: whatever is missing or of the wrong kind refuses the whole. */

import { UNBOUNDED } from './norm-words.ts';

export interface ReportPoint {
  readonly epsilon: number;
  /** Counts of images that are still read right: seen, and the ends of the band. */
  readonly correct: number;
  readonly low: number;
  readonly high: number;
}

export interface ReportCurve {
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  readonly norm: string;
  readonly count: number;
  readonly points: readonly ReportPoint[];
  readonly untargeted: boolean;
  /** The class that it aims at, where that is told. */
  readonly target: number | null;
  readonly threat: ReportThreat | null;
  /** Gradients taken for an image. */
  readonly steps: number | null;
  /** Whether it counts least changes, and so kept to no ε. */
  readonly least: boolean;
  /** Shares of images whose gradient cannot be climbed. */
  readonly health: { readonly zero: number; readonly nan: number } | null;
}

/** What the attacker may do, in words; empty where it is not told. */
export interface ThreatWords {
  readonly sees: string;
  readonly mayChange: string;
  readonly tries: string;
}

export interface ReportThreat extends ThreatWords {
  /** Led against another classifier than the one that is judged. */
  readonly elsewhere: boolean;
  /** One change for all images, and not one for each. */
  readonly shared: boolean;
  /** Judged a random defence by too few readings. */
  readonly hasty: boolean;
}

export interface Report {
  readonly data: { readonly name: string; readonly count: number };
  readonly clean: { readonly correct: number; readonly count: number };
  readonly curves: readonly ReportCurve[];
  readonly headline: ReportPoint & { readonly attack: string };
  readonly threat: ReportThreat | null;
  /** What has to be known of these figures beside, in sentences. */
  readonly notes: readonly string[];
}

export const REPORT_TASK = 'RobustnessReportArtifactTask';

/** Null where it is no report that can be trusted to say counts. */
export function parseReport(json: unknown): Report | null {
  const root = record(json);
  const [data, clean, head, threat] = [
    record(root?.data),
    record(root?.clean),
    record(root?.headline),
    record(root?.threat),
  ];
  if (root?.format !== 1 || !data || !clean || !head) return null;
  const count = number(data.count);
  const cleanCount = number(clean.count);
  const correct = number(clean.correct);
  const headline = parsePoint(head, count ?? 0);
  if (
    count === null ||
    cleanCount === null ||
    correct === null ||
    !headline ||
    typeof head.attack !== 'string'
  )
    return null;
  const curves = Array.isArray(root.curves) ? root.curves.flatMap((curve) => parseCurve(curve) ?? []) : [];
  return {
    data: { name: typeof data.name === 'string' ? data.name : 'data', count },
    clean: { correct, count: cleanCount },
    curves,
    headline: { ...headline, attack: head.attack },
    threat: threat && parseThreat(threat),
    notes: Array.isArray(root.notes) ? root.notes.filter((note) => typeof note === 'string') : [],
  };
}

function parseCurve(json: unknown): ReportCurve | null {
  const curve = record(json);
  const count = number(curve?.count);
  if (!curve || count === null || typeof curve.attack !== 'string' || !Array.isArray(curve.points))
    return null;
  const points = curve.points.flatMap((p) => parsePoint(record(p), count) ?? []);
  const role = curve.role === 'noise' ? 'noise' : 'adversarial';
  const [effort] = Array.isArray(curve.efforts) ? curve.efforts.map(record) : [];
  return {
    attack: curve.attack,
    role,
    norm: curve.norm === null ? UNBOUNDED : String(curve.norm ?? 'inf'),
    count,
    points,
    untargeted: curve.target === null || curve.target === undefined,
    target: number(curve.target),
    threat: parseCurveThreat(curve),
    steps: number(effort?.gradient_evaluations) || null,
    least: effort?.epsilon === null,
    health: parseHealth(record(curve.health)),
  };
}

function parseHealth(json: Record<string, unknown> | null): ReportCurve['health'] {
  const [zero, nan] = [number(json?.zero_gradient_share), number(json?.nan_gradient_share)];
  return zero === null || nan === null ? null : { zero, nan };
}

/** The band may be given in counts or in shares of `count`. */
function parsePoint(json: Record<string, unknown> | null, count: number): ReportPoint | null {
  const [epsilon, correct] = [number(json?.epsilon), number(json?.correct)];
  if (epsilon === null || correct === null || correct > Math.max(count, 1)) return null;
  const [low, high] = [number(json?.low), number(json?.high)];
  if (low === null || high === null) return { epsilon, correct, low: correct, high: correct };
  const shares = high <= 1 && count > 1;
  const unit = shares ? count : 1;
  return { epsilon, correct, low: Math.round(low * unit), high: Math.round(high * unit) };
}

/** Reports of before tell of a curve its tries alone. */
function parseCurveThreat({ threat, tries }: Record<string, unknown>): ReportThreat | null {
  const whole = record(threat) ?? (typeof tries === 'string' ? { tries } : null);
  return whole && parseThreat(whole);
}

function parseThreat(threat: Record<string, unknown>): ReportThreat {
  const text = (value: unknown) =>
    Array.isArray(value)
      ? value.map(String).join(', ')
      : typeof value === 'string' || typeof value === 'number'
        ? String(value)
        : '';
  return {
    sees: text(threat.sees),
    mayChange: text(threat.may_change),
    tries: text(threat.tries),
    elsewhere: threat.elsewhere === true,
    shared: threat.shared === true,
    hasty: threat.hasty === true,
  };
}

const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
