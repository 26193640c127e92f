// What the expected files of the cases hold: issues, plans and pictures, without what is the same in all of them.
import type { Expression, Picture, Plan, PlanStep } from '#core/graph/plan-types.ts';
import type { Issue, Range } from '#core/issues.ts';

export function viewIssue({ code, type, severity, message, remedy, path, range, document }: Issue): unknown {
  const kind = severity === 'WARNING' ? `${type} WARNING` : type;
  return { code, type: kind, document, at: viewRange(range), path, message, remedy };
}

/** `line:column-line:column`; absent where there is no text. */
function viewRange(range: Range | null | undefined): string | undefined {
  if (!range) return undefined;
  const [start, end] = [range.start, range.end].map(({ line, column }) => `${line}:${column}`);
  return `${start}-${end}`;
}

export function viewPlan({ steps, artifacts }: Plan): unknown {
  return {
    steps: steps.map(viewStep),
    artifacts: artifacts.map(({ name, contents, task, args }) => ({
      name,
      contents: viewExpression(contents),
      task: `${task.plugin}/${task.file}/${task.name}`,
      args: viewValue(args),
    })),
  };
}

function viewStep({ name, task, args, kwargs, outputs, after, releases }: PlanStep): unknown {
  const named = Object.entries(kwargs).map(([keyword, value]) => [keyword, viewExpression(value)]);
  return {
    name,
    task: `${task.plugin}/${task.file}/${task.name}`,
    args: args.map(viewExpression),
    kwargs: Object.fromEntries(named),
    outputs,
    after,
    releases,
  };
}

/** Literals as they are; what refers to something as an object with one key that begins with a dollar. */
function viewExpression(expression: Expression): unknown {
  switch (expression.kind) {
    case 'literal':
      return viewValue(expression.value);
    case 'parameter':
      return { $parameter: expression.name };
    case 'output':
      return { $output: `${expression.step}.${expression.output}` };
    case 'artifact':
      return { $artifact: `${expression.name}.${expression.output}` };
    case 'list':
      return expression.items.map(viewExpression);
    case 'map':
      return { $entries: expression.entries.map(([key, value]) => [key, viewExpression(value)]) };
  }
}

function viewValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(viewValue);
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [key, viewValue(item)]) };
  if (typeof value === 'bigint') return { $int: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $float: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, viewValue(item)]));
}

export function viewPicture({ steps, edges }: Picture): unknown {
  return { steps: steps.map((step) => ({ ...step, exact: undefined, range: viewRange(step.range) })), edges };
}
