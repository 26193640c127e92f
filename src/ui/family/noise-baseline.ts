/** Every figure of robustness has random noise as its baseline, and every defence the undefended model: says where a family has none. */
import type { FamilyTable } from '#core/family/table.ts';
import { isUnderAttack, roleOfAccuracy } from '#core/job/metric-lines.ts';

type Columns = Pick<FamilyTable, 'metrics' | 'steps'>;

/** A metric's own name, where the table puts its step before it. */
const nameOf = (metric: string): string => metric.slice(metric.lastIndexOf('.') + 1);

/** What the step of a metric recorded under another name, as the table calls it; undefined where it did not. */
export const besideOf = ({ metrics, steps }: Columns, metric: string, name: string): string | undefined =>
  metrics.find((other) => steps[other] === steps[metric] && nameOf(other) === name);

/** Whether it is an accuracy at the ε that its step records. */
export function isAtEpsilon(table: Columns, metric: string): boolean {
  const name = nameOf(metric);
  if (!/(^|_)accuracy$/.test(name) || roleOfAccuracy(name) === 'clean') return false;
  return besideOf(table, metric, 'epsilon') !== undefined;
}

/** Whether it is an accuracy under attack: its step records ε, or the attack is what varies. */
function isRobustness(table: FamilyTable, metric: string): boolean {
  const name = nameOf(metric);
  if (!/(^|_)accuracy$/.test(name) || !isUnderAttack(name)) return false;
  return isAtEpsilon(table, metric) || table.parameters.some((parameter) => /^attacks?$/i.test(parameter));
}

/**
 * One line where `metric` is a figure of robustness and no job of the family measured noise beside it, as a metric of the
 * same step or as a value of a parameter; null where it has noise, or is no such figure.
 */
export function lackingBaseline(table: FamilyTable, metric: string): string | null {
  if (!isRobustness(table, metric)) return null;
  const { parameters, metrics, steps, rows } = table;
  const measured = metrics.some(
    (other) =>
      steps[other] === steps[metric] &&
      other.endsWith('accuracy') &&
      roleOfAccuracy(nameOf(other)) === 'noise',
  );
  const attacks = parameters.filter((parameter) => /attack/i.test(parameter));
  const varied = rows.some(({ values }) =>
    attacks.some((parameter) => /noise/i.test(values[parameter] ?? '')),
  );
  if (measured || varied) return null;
  return `${metric} has no random noise beside it in this family: what chance alone does at these ε is not known. Add a step add_random_noise with the same ε.`;
}

/** One line where a defence varies by its name and no job ran without one; null where one did, or no defence varies. */
export function lackingUndefended({ parameters, rows }: FamilyTable): string | null {
  const textsOf = (parameter: string) => rows.map(({ values }) => values[parameter] ?? '');
  const defence = parameters.find(
    (parameter) =>
      /defen[cs]e/i.test(parameter) && textsOf(parameter).some((text) => Number.isNaN(Number(text))),
  );
  if (defence === undefined) return null;
  if (textsOf(defence).some((text) => /^(none|undefended|false|)$/i.test(text))) return null;
  return `No job of this family is undefended: what ${defence} is worth is not known without one. Add the value none, where the entrypoint has it.`;
}
