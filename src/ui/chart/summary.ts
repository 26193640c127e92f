/** One sentence that says what a chart shows. */
import { sayNumber } from '#ui/resource/say.ts';
import { sayEpsilon, sayShare } from './figures.ts';
import { capital } from './name-metric.ts';
import type { Chart, Series } from './series.ts';

export function summarise(chart: Chart): string {
  if (chart.series.some((series) => series.role === 'job')) return overJobs(chart);
  return chart.kind === 'epsilon' && chart.yName === 'accuracy' ? overEpsilon(chart) : overOthers(chart);
}

function overEpsilon(chart: Chart): string {
  const drawn = chart.series.filter((s) => s.role === 'adversarial' && s.points.length > 0);
  // Beside the figures of a defence those without it, and those of who does not know it, are only what they are held against.
  const known = drawn.filter(({ key }) => !/\/(undefended|oblivious|robust)_accuracy$/.test(key));
  const attack = strongest(known.length > 0 ? known : drawn);
  const noise = chart.series.find((s) => s.role === 'noise' && s.points.length > 0);
  const main = attack ?? noise ?? chart.series[0];
  if (!main || main.points.length === 0) return 'No points yet.';
  const first = main.points[0]!;
  const last = main.points.at(-1)!;
  const start =
    main.points.length === 1
      ? `${capital(nameOf(main))} leaves ${sayShare(last.y)} right at ${sayEpsilon(last.x, chart.inGreys === true)}`
      : `${capital(nameOf(main))} takes accuracy from ${sayShare(first.y)} at ${sayEpsilon(first.x, false)} to ${sayShare(last.y)} at ${sayEpsilon(last.x, chart.inGreys === true)}`;
  const same = attack && noise?.points.find((p) => p.x === last.x);
  return same ? `${start}; random noise of the same size leaves ${sayShare(same.y)}.` : `${start}.`;
}

/** An attacker who knows the defence is no attack of that name. */
const nameOf = ({ key, label }: Series): string =>
  key.endsWith('/adaptive_accuracy') ? 'the attack that knows the defence' : label;

/**
 * The attack that leaves least at the largest ε that most attacks tried, of those that tried it; of equals the one that leaves
 * less at the others that they share. Where no two tried the same ε it is the first: nothing says which is stronger.
 */
function strongest(attacks: readonly Series[]): Series | undefined {
  const at = ({ points }: Series, x: number) => points.find((point) => point.x === x);
  const tried = [...new Set(attacks.flatMap(({ points }) => points.map(({ x }) => x)))].filter((x) => x > 0);
  const those = (x: number) => attacks.filter((one) => at(one, x));
  const [most] = tried.toSorted((a, b) => those(b).length - those(a).length || b - a);
  if (most === undefined || those(most).length < 2) return attacks[0];
  const rivals = those(most);
  const shared = tried.filter((x) => those(x).length === rivals.length && rivals.every((one) => at(one, x)));
  const left = (one: Series): number => shared.reduce((sum, x) => sum + at(one, x)!.y, 0);
  const [first] = rivals.toSorted((a, b) => at(a, most)!.y - at(b, most)!.y || left(a) - left(b));
  return first;
}

/** Where the curves of several jobs end. */
function overJobs(chart: Chart): string {
  const ends = chart.series.flatMap(({ label, points }) => {
    const last = points.at(-1);
    return last ? [{ label, ...last }] : [];
  });
  if (ends.length === 0) return 'No points yet.';
  const say = chart.unit === 'share' ? (y: number) => sayShare(y) : sayNumber;
  const [x] = new Set(ends.map((end) => end.x)).size === 1 ? ends.map((end) => end.x) : [];
  const sayX = (at: number) =>
    chart.kind === 'epsilon' ? `At ${sayEpsilon(at, chart.inGreys === true)}` : `At ${sayNumber(at)}`;
  const where = x === undefined ? 'At the end of each' : sayX(x);
  if (ends.length <= 4) return `${where}: ${ends.map(({ label, y }) => `${label} ${say(y)}`).join(', ')}.`;
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  return `${where}: from ${say(least.y)} (${least.label}) to ${say(most.y)} (${most.label}).`;
}

function overOthers(chart: Chart): string {
  const parts = chart.series.filter((s) => s.points.length > 0).map((s) => sayRun(s, chart));
  return parts.length === 0 ? 'No points yet.' : `${capital(parts.slice(0, 3).join('; '))}.`;
}

function sayRun(series: Series, chart: Chart): string {
  const say = chart.unit === 'share' ? (y: number) => sayShare(y) : sayNumber;
  const first = series.points[0]!;
  const last = series.points.at(-1)!;
  if (series.points.length === 1) return `${series.label} ${say(last.y)}`;
  const moves = last.y > first.y ? 'rises' : last.y < first.y ? 'falls' : 'stays';
  const course =
    moves === 'stays' ? `stays at ${say(last.y)}` : `${moves} from ${say(first.y)} to ${say(last.y)}`;
  return `${series.label} ${course} ${sayReach(chart, first.x, last.x, series.points.length)}`;
}

function sayReach({ kind, xName }: Chart, from: number, to: number, count: number): string {
  if (kind === 'epsilon') return `between ${sayEpsilon(from, false)} and ${sayEpsilon(to, false)}`;
  if (kind === 'value') return `between ${xName} ${sayNumber(from)} and ${sayNumber(to)}`;
  return `over ${count} points`;
}
