/** Every figure of robustness has random noise as its baseline: says where a family has none. */
import type { FamilyTable } from '#core/family/table.ts';
import { roleOfAccuracy } from '#core/job/metric-lines.ts';

const stepOf = (metric: string): string => /^(.*\.)[^.]*$/.exec(metric)?.[1] ?? '';
const nameOf = (metric: string): string => metric.slice(stepOf(metric).length);

/** Whether it is an accuracy under attack: its step records ε, or the attack is what varies. */
export function isRobustness({ metrics, parameters }: FamilyTable, metric: string): boolean {
  const name = nameOf(metric);
  if (!/(^|_)accuracy$/.test(name) || roleOfAccuracy(name) !== 'adversarial') return false;
  return metrics.includes(`${stepOf(metric)}epsilon`) || attacksOf(parameters).length > 0;
}

const attacksOf = (parameters: readonly string[]): string[] =>
  parameters.filter((parameter) => /attack/i.test(parameter));

/**
 * One line where `metric` is a figure of robustness and no job of the family measured noise beside it, as a metric of the
 * same step or as a value of a parameter; null where it has noise, or is no such figure.
 */
export function lackingBaseline(table: FamilyTable, metric: string): string | null {
  if (!isRobustness(table, metric)) return null;
  const { metrics, parameters, rows } = table;
  const beside = metrics.filter((other) => stepOf(other) === stepOf(metric)).map(nameOf);
  const measured = beside.some((other) => other.endsWith('accuracy') && roleOfAccuracy(other) === 'noise');
  const varied = rows.some(({ values }) =>
    attacksOf(parameters).some((parameter) => /noise/i.test(values[parameter] ?? '')),
  );
  if (measured || varied) return null;
  return `${metric} has no random noise beside it in this family: what chance alone does at these ε is not known. Add a step add_random_noise with the same ε.`;
}
