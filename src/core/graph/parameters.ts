/** The values of global parameters: what the job gives, else the default; and which are missing or not asked for. */
import type { Description } from './description.ts';
import { plainValue } from './value.ts';

export interface Matched {
  /** A value for each parameter that has one. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters without a value; a job cannot run while there are any. */
  readonly missing: readonly string[];
  /** Given names that are no parameter; they are dropped. */
  readonly extra: readonly string[];
}

/** Given values win over defaults and are not checked against types. */
export function matchParameters(
  { parameters }: Pick<Description, 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Matched {
  const values: [string, unknown][] = [];
  const missing: string[] = [];
  for (const { name, defaultNode } of parameters.values()) {
    if (Object.hasOwn(given, name)) values.push([name, given[name]]);
    else if (defaultNode) values.push([name, plainValue(defaultNode)]);
    else missing.push(name);
  }
  const extra = Object.keys(given).filter((name) => !parameters.has(name));
  return { values: Object.fromEntries(values), missing, extra };
}
