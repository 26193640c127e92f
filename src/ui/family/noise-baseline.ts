/** Every figure of robustness has random noise as its baseline, and every defence the undefended model: says where a family has none. */
import type { FamilyTable } from '#core/family/table.ts';
import { roleOfAccuracy } from '#core/job/metric-lines.ts';

const stepOf = (metric: string): string => /^(.*\.)[^.]*$/.exec(metric)?.[1] ?? '';
const nameOf = (metric: string): string => metric.slice(stepOf(metric).length);

/** Whether it is an accuracy under attack: its step records ε, or the attack is what varies. */
export function isRobustness(table: FamilyTable, metric: string): boolean {
  const name = nameOf(metric);
  if (!/(^|_)accuracy$/.test(name) || roleOfAccuracy(name) !== 'adversarial') return false;
  return namesBeside(table, metric).includes('epsilon') || attacksOf(table.parameters).length > 0;
}

/** A metric that one step alone records has no step in its name, while those beside it may. */
const namesBeside = ({ metrics }: FamilyTable, metric: string): string[] =>
  metrics.filter((other) => stepOf(metric) === '' || stepOf(other) === stepOf(metric)).map(nameOf);

const attacksOf = (parameters: readonly string[]): string[] =>
  parameters.filter((parameter) => /attack/i.test(parameter));

/**
 * One line where `metric` is a figure of robustness and no job of the family measured noise beside it, as a metric of the
 * same step or as a value of a parameter; null where it has noise, or is no such figure.
 */
export function lackingBaseline(table: FamilyTable, metric: string): string | null {
  if (!isRobustness(table, metric)) return null;
  const { parameters, rows } = table;
  const measured = namesBeside(table, metric).some(
    (other) => other.endsWith('accuracy') && roleOfAccuracy(other) === 'noise',
  );
  const varied = rows.some(({ values }) =>
    attacksOf(parameters).some((parameter) => /noise/i.test(values[parameter] ?? '')),
  );
  if (measured || varied) return null;
  return `${metric} has no random noise beside it in this family: what chance alone does at these ε is not known. Add a step add_random_noise with the same ε.`;
}

/** One line where a defence varies and no job ran without one; null where one did, or no defence varies. */
export function lackingUndefended({ parameters, rows }: FamilyTable): string | null {
  const defence = parameters.find((parameter) => /defen[cs]e/i.test(parameter));
  if (defence === undefined || rows.length === 0) return null;
  if (rows.some(({ values }) => /^(none|undefended|)$/i.test(values[defence] ?? ''))) return null;
  return `No job of this family is undefended: what ${defence} is worth is not known without one. Add the value none, where the entrypoint has it.`;
}
