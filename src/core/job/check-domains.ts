/** Whether the values of a run can be what its tasks take, before it runs, from what the authors of the tasks say of their inputs. */
import type { Plan } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import { refuseValue, type Domain } from '#core/plugin/domain.ts';
import { requestIssue } from './check-request.ts';
import { argumentsOf, parameterOf, possibleValues, type KnownValues } from './possible.ts';

/** What inputs may be, by `domainKey`. */
export type Domains = ReadonlyMap<string, Domain>;

/** A plan, with what the comments of its tasks say that their inputs may be, as far as that is known. */
export type ReadPlan = Pick<Plan, 'steps'> & { readonly domains?: Domains };

/** The key of an input among domains. @example domainKey(step.task, 'count') */
export const domainKey = (
  { plugin, file, name }: { readonly plugin: string; readonly file: string; readonly name: string },
  input: string,
): string => [plugin, file, name, input].join('\n');

/**
 * A warning for each parameter of which some value lies outside what a task says that it takes, so that the job would
 * most likely run until that task and then fail. The first such task is named. It stays a warning: what a comment says is
 * no check of what runs.
 *
 * @param known every value of each parameter, in one job or over a family
 *
 * @example
 * const warnings = checkDomains(plan, { count: [0] });
 */
export function checkDomains(plan: ReadPlan, known: KnownValues): readonly Issue[] {
  const issues = new Map<string, Issue>();
  for (const { task, input, parameter, values, domain } of inputsOf(plan, known)) {
    const key = parameter ?? `${task} ${input}`;
    const wrong = values.map((value) => refuseValue(domain, value)).find((text) => text !== null);
    if (wrong === undefined || issues.has(key)) continue;
    const as = parameter === input ? '' : ` as its ${input}`;
    const message = `${wrong} is not what ${task} takes${as}.`;
    const [path, document] = parameter === null ? [[], undefined] : [[parameter], 'parameters'];
    const issue = requestIssue('value-out-of-range', message, `Give ${domain.text}.`, path, document);
    issues.set(key, { ...issue, severity: 'WARNING' });
  }
  return [...issues.values()];
}

/**
 * The names that a parameter can be, where the task that takes it names them, by parameter.
 *
 * @example
 * namesOf(plan).defence; // ['none', 'squeezing', …]
 */
export function namesOf(plan: ReadPlan): Readonly<Record<string, readonly string[]>> {
  const named = inputsOf(plan, null).flatMap(({ parameter, domain }) =>
    parameter !== null && domain.names ? [[parameter, domain.names] as const] : [],
  );
  return Object.fromEntries(named.toReversed());
}

function inputsOf({ steps, domains = new Map() }: ReadPlan, known: KnownValues | null) {
  return steps.flatMap(({ task, ...step }) =>
    [...argumentsOf({ task, ...step })].flatMap(([input, expression]) => {
      const domain = domains.get(domainKey(task, input));
      if (!domain) return [];
      const values = (known && possibleValues(expression, known)) ?? [];
      return [{ task: task.name, input, parameter: parameterOf(expression), values, domain }];
    }),
  );
}
