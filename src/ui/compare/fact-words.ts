/** The facts of jobs in words. */
import type { FactForm, FactGroup } from '#core/job/compare/facts.ts';
import { sayDuration, sayExactTime, sayMoment } from '#ui/resource/say.ts';

export const GROUP_NAMES: Readonly<Record<FactGroup, string>> = {
  parameters: 'Parameters',
  inputs: 'Artifacts fed in',
  graph: 'Graph',
  code: 'Code',
  data: 'Data sets',
  seed: 'Seed',
  machine: 'Backend and versions',
  place: 'Where and how',
  course: 'State and times',
};

/** A fact as it stands in a table; hashes by their beginning. */
export function sayFactText(form: FactForm, text: string): string {
  if (form === 'time') return sayMoment(Number(text));
  if (form === 'duration') return sayDuration(Number(text));
  return form === 'hash' && text.length > 16 ? `${text.slice(0, 12)}…` : text;
}

/** The whole of it, where that is more than what stands there. */
export function sayFactTitle(form: FactForm, text: string): string | undefined {
  if (form === 'time') return sayExactTime(Number(text));
  return form === 'hash' ? text : undefined;
}
