/** What the steps of a plan may be given, as far as it is known before a run: constants, and the values of parameters. */
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';

/** Every value that a parameter takes, in one job or over a family; a parameter whose values are not known is absent. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/**
 * The arguments of a step by the names of its task's inputs, whether they stand by place or by name.
 *
 * @example
 * const epsilon = argumentsOf(step).get('epsilon');
 */
export function argumentsOf({ task, args, kwargs }: PlanStep): ReadonlyMap<string, Expression> {
  const placed = args.flatMap((value, i) => (task.inputs[i] ? [[task.inputs[i].name, value] as const] : []));
  return new Map([...placed, ...Object.entries(kwargs)]);
}

/**
 * Every value that an expression may have; null where one is not known, such as the output of a step.
 *
 * @example
 * possibleValues({ kind: 'parameter', name: 'eps' }, { eps: [0.1, 0.2] }); // [0.1, 0.2]
 */
export function possibleValues(expression: Expression, known: KnownValues): readonly unknown[] | null {
  switch (expression.kind) {
    case 'literal':
      return [expression.value];
    case 'parameter':
      return Object.hasOwn(known, expression.name) ? known[expression.name]! : null;
    case 'list': {
      const items = expression.items.map((item) => possibleValues(item, known));
      return items.every((item) => item?.length === 1) ? [items.map((item) => item![0])] : null;
    }
    case 'map': {
      const entries = expression.entries.map(([key, value]) => [key, possibleValues(value, known)] as const);
      return entries.every(([, value]) => value?.length === 1)
        ? [Object.fromEntries(entries.map(([key, value]) => [String(key), value![0]]))]
        : null;
    }
    default:
      return null;
  }
}

/** The name of the parameter that an expression is; null where it is none. @example parameterOf(expression) */
export const parameterOf = (expression: Expression | undefined): string | null =>
  expression?.kind === 'parameter' ? expression.name : null;
