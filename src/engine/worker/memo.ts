/** Which steps of a plan must run again when parameter values change: those that a change reaches and an answer needs. */
import type { Expression, Plan, PlanStep } from '#core/graph/plan-types.ts';
import type { PlainRecord } from '#engine/protocol.ts';

export class Memo {
  readonly #plan: Plan;
  readonly #byName: ReadonlyMap<string, PlanStep>;
  /** Steps whose kept outputs are those of the last values. */
  readonly #fresh = new Set<string>();
  #values: PlainRecord = {};

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#byName = new Map(plan.steps.map((step) => [step.name, step]));
  }

  /** The steps to run, in order, so that `wanted` (`step.output` or `step`) is that of `values`. */
  stale(values: PlainRecord, wanted: readonly string[]): PlanStep[] {
    this.#forget(changedNames(this.#values, values));
    this.#values = values;
    const needed = this.#needed(wanted);
    return this.#plan.steps.filter((step) => needed.has(step.name) && !this.#fresh.has(step.name));
  }

  remember(step: PlanStep): void {
    this.#fresh.add(step.name);
  }

  /** Drops every step that reads a changed parameter, or an output of a dropped step. */
  #forget(changed: ReadonlySet<string>): void {
    const dropped = new Set<string>();
    for (const step of this.#plan.steps) {
      const reads = [...step.args, ...Object.values(step.kwargs)];
      const stale = (e: Expression): boolean =>
        (e.kind === 'parameter' && changed.has(e.name)) ||
        (e.kind === 'output' && (dropped.has(e.step) || !this.#fresh.has(e.step))) ||
        (e.kind === 'list' && e.items.some(stale)) ||
        (e.kind === 'map' && e.entries.some(([, value]) => stale(value)));
      if (reads.some(stale)) {
        dropped.add(step.name);
        this.#fresh.delete(step.name);
      }
    }
  }

  #needed(wanted: readonly string[]): Set<string> {
    const needed = new Set<string>();
    const waiting = wanted.map((name) => name.split('.', 1)[0] ?? name);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (needed.has(name)) continue;
      needed.add(name);
      waiting.push(...(this.#byName.get(name)?.after ?? []));
    }
    return needed;
  }
}

function changedNames(before: PlainRecord, now: PlainRecord): Set<string> {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return new Set([...names].filter((name) => !same(before[name], now[name])));
}

/** Parameter values are plain data. */
function same(a: unknown, b: unknown): boolean {
  return (
    Object.is(a, b) ||
    (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  );
}
