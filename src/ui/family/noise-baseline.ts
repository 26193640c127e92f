/** Every figure of robustness has random noise as its baseline, and every defence the undefended model: says where a family has none. */
import type { FamilyTable } from '#core/family/table.ts';
import { roleOfAccuracy } from '#core/job/metric-lines.ts';

const stepOf = (metric: string): string => /^(.*\.)[^.]*$/.exec(metric)?.[1] ?? '';
const nameOf = (metric: string): string => metric.slice(stepOf(metric).length);

/**
 * One line where `metric` is an accuracy under attack and no job of the family measured noise beside it, as a metric of the
 * same step or as a value of a parameter; null where it has noise, or is no figure of robustness. An accuracy is one where
 * its step records ε, or where the attack is what varies.
 */
export function lackingBaseline({ metrics, parameters, rows }: FamilyTable, metric: string): string | null {
  const name = nameOf(metric);
  if (!/(^|_)accuracy$/.test(name) || roleOfAccuracy(name) !== 'adversarial') return null;
  // A metric that one step alone records has no step in its name, while those beside it may.
  const step = stepOf(metric);
  const beside = metrics.filter((other) => step === '' || stepOf(other) === step).map(nameOf);
  const chosen = parameters.filter((parameter) => /attack/i.test(parameter));
  if (!beside.includes('epsilon') && chosen.length === 0) return null;
  const measured = beside.some((other) => other.endsWith('accuracy') && roleOfAccuracy(other) === 'noise');
  const varied = rows.some(({ values }) =>
    chosen.some((parameter) => /noise/i.test(values[parameter] ?? '')),
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
