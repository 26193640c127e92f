/** What is wise to know of a run before it starts: warnings from its plan and what stands in the form. None of them refuses it. */
import { checkSweep } from '#core/family/check-sweep.ts';
import { axisValues } from '#core/family/axis-values.ts';
import type { FamilyRecord } from '#core/family/record.ts';
import { coerceParameter } from '#core/graph/coerce.ts';
import type { Issue } from '#core/issues.ts';
import { checkDomains, type ReadPlan } from '#core/job/check-domains.ts';
import { checkParts } from '#core/job/check-parts.ts';
import { checkSteps } from '#core/job/check-steps.ts';
import type { KnownValues } from '#core/job/possible.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import type { SweepRequest } from './sweep-wishes.ts';

/** Texts by the names of parameters; null for none. What is not named has its default. */
type Values = Readonly<Record<string, string | null>>;

/** `sweep` is what varies, null for a single job; only where a parameter varies can one choose by the figures. */
export function adviseRun(
  plan: ReadPlan,
  content: EntrypointContent,
  wishes: { readonly values: Values },
  sweep: SweepRequest | null = null,
): readonly Issue[] {
  const known = readKnown(content, wishes, sweep?.vary ?? {});
  const varies = Object.keys(sweep?.vary ?? {}).length > 0;
  const parts = varies ? checkParts(plan, known) : null;
  const impossible = checkDomains(plan, known);
  const refused = new Set(impossible.map(({ path }) => path[0]));
  // A step of −1 is too short as well, which nobody needs to be told.
  const steps = checkSteps(plan, known).filter(({ path }) => !refused.has(path[0]));
  return [...(parts ? [parts] : []), ...impossible, ...steps];
}

/** The same of a family that was asked for: what is said of it stands beside its figures. */
export function adviseFamily(
  plan: ReadPlan,
  content: EntrypointContent,
  { values, sweep }: Pick<FamilyRecord, 'values' | 'sweep'>,
): readonly Issue[] {
  const vary = Object.fromEntries(sweep.vary.map(({ parameter, axis }) => [parameter, axis]));
  return adviseRun(plan, content, { values }, { vary, seeds: sweep.seeds.length, name: '' });
}

/** Values as they would reach the graph; what cannot be read, or is drawn by chance, is not known. */
function readKnown(
  content: EntrypointContent,
  { values }: { readonly values: Values },
  vary: SweepRequest['vary'],
): KnownValues {
  return Object.fromEntries(
    content.parameters.flatMap(({ name, type, defaultValue }) => {
      const axis = vary[name];
      const texts = axis
        ? readAxis(content, name, axis)
        : [Object.hasOwn(values, name) ? values[name]! : defaultValue];
      const read = texts?.map((text) => (text === null ? null : coerceParameter(type, text)));
      const all = read?.flatMap((one) => (one && 'value' in one ? [one.value] : []));
      return read && all && all.length === read.length && all.length > 0 ? [[name, all]] : [];
    }),
  );
}

function readAxis(
  content: EntrypointContent,
  name: string,
  axis: SweepRequest['vary'][string],
): readonly string[] | null {
  if (axis.kind === 'random') return null;
  const alone = { vary: [{ parameter: name, axis }], draws: 0, drawSeed: 0, seeds: [0] };
  const { type } = content.parameters.find((parameter) => parameter.name === name)!;
  return checkSweep(content, alone).length > 0 ? null : axisValues(axis, type);
}
