/** Whether the jobs of a graph count on the part of their data that nothing may be chosen by: the test part. */
import type { Expression, Plan, PlanStep } from '#core/graph/plan-types.ts';
import { requestIssue } from './check-request.ts';
import type { Issue } from '#core/issues.ts';
import { argumentsOf, parameterOf, possibleValues, type KnownValues } from './possible.ts';

/** A split in the notation of TensorFlow Datasets that holds rows of the test part, such as `test` or `train[:10%]+test`. */
const TEST = /\b(test|all)\b/;

/**
 * A warning where steps of a plan use the test part of a data set: a family from which one chooses by such figures has
 * tuned on test. Which part an output holds follows from the graph: from the mapping of parts to splits that its step is
 * given, else from the output's name, `test`.
 *
 * @param known every value of each parameter, for splits that are parameters
 * @returns one warning, at the parameter that holds the splits, else at no field; null where the test part is not used
 *
 * @example
 * const warning = checkParts(plan, {});
 */
export function checkParts({ steps }: Pick<Plan, 'steps'>, known: KnownValues): Issue | null {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const users: string[] = [];
  const sources = new Map<string, { readonly reference: string; readonly splits: string | null }>();
  for (const step of steps) {
    for (const { step: from, output } of outputsIn([...step.args, ...Object.values(step.kwargs)])) {
      const source = byName.get(from);
      const found = source && readPart(source, output, known);
      if (!found) continue;
      users.push(step.name);
      sources.set(`${from}.${output}`, { reference: `$${from}.${output}`, splits: found.splits });
    }
  }
  const [first] = sources.values();
  if (!first) return null;
  const references = [...sources.values()].map(({ reference }) => reference).join(', ');
  const where = `${[...new Set(users)].slice(0, 3).join(', ')}${new Set(users).size > 3 ? ' …' : ''}`;
  const message = `These jobs are counted on the test part (${references}, in ${where}): who chooses by their figures has tuned on test.`;
  const held = '{"train": "train[:7000]", "val": "train[7000:]"}';
  const remedy =
    first.splits === null
      ? `To choose, name a part of train in the graph, such as split: ${held}, and count on val; count what was chosen on test, once.`
      : `To choose, let test be a part of train that nothing learns from, such as "train[7000:]" beside "train[:7000]" in ${first.splits}; count what was chosen on test, once.`;
  const [path, document] = first.splits === null ? [[], undefined] : [[first.splits], 'parameters'];
  return { ...requestIssue('tunes-on-test', message, remedy, path, document), severity: 'WARNING' };
}

/** Whether an output holds rows of the test part, and the parameter that says so. */
function readPart(
  step: PlanStep,
  output: string,
  known: KnownValues,
): { readonly splits: string | null } | null {
  for (const expression of argumentsOf(step).values()) {
    const splits = parameterOf(expression);
    const texts = possibleValues(expression, known)?.flatMap((value) => splitOf(value, output) ?? []) ?? [];
    if (texts.length > 0) return texts.some((text) => TEST.test(text)) ? { splits } : null;
  }
  return output === 'test' ? { splits: null } : null;
}

function splitOf(value: unknown, output: string): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, output)) return null;
  const text = (value as Record<string, unknown>)[output];
  return typeof text === 'string' ? text : null;
}

function outputsIn(expressions: readonly Expression[]): Extract<Expression, { kind: 'output' }>[] {
  return expressions.flatMap((expression) => {
    if (expression.kind === 'output') return [expression];
    if (expression.kind === 'list') return outputsIn(expression.items);
    return expression.kind === 'map' ? outputsIn(expression.entries.map(([, value]) => value)) : [];
  });
}
