/** Whether the steps of iterative attacks fit their ε, before they run: neither longer than ε nor too short to cross it. */
import type { Expression, Plan, PlanStep } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import { argumentsOf, parameterOf, possibleValues, type KnownValues } from './possible.ts';

/** Inputs that tasks name a step's length by: as it is, or as a share of ε. */
const STEP = /^(step|step_size|eps_step|alpha)$/;
const SHARE = /^(relative_step|rel_step|rel_stepsize)$/;
const ITERATIONS = /^(iterations|max_iter|steps)$/;
const EPSILON = /^(eps|epsilons?)$/;
const SLACK = 1e-6;

/** The numbers that one input may be given, least and greatest. */
interface Span {
  readonly least: number;
  readonly most: number;
  readonly parameter: string | null;
}

/** A step's length and its ε, either both as they are or both as shares of ε. */
interface Walk {
  readonly step: Span;
  readonly iterations: Span;
  readonly epsilon: Span | null;
}

/**
 * A warning for each step of a plan whose task takes a step's length, a number of iterations and an ε, where all are known
 * and a step is longer than ε, or all steps together are shorter than 2·ε, so that they cannot cross from one edge to the
 * other (Madry et al. 2018, arXiv:1706.06083, take 2.5·ε/iterations). Which tasks these are follows from the names of their
 * inputs; a `relative_step` is a share of ε, so its ε need not be known. One step alone is no walk and is left in peace.
 *
 * @param known every value of each parameter; of a family all that vary, so that the worst of them is judged
 * @returns warnings at the parameter behind the step's length, else the iterations or ε; at none where all are constants
 *
 * @example
 * const warnings = checkSteps(plan, { eps: [0.3], step: [0.01], iterations: [10] });
 */
export function checkSteps({ steps }: Pick<Plan, 'steps'>, known: KnownValues): readonly Issue[] {
  return steps.flatMap((step) => {
    const walk = readWalk(step, known);
    const words = walk && judge(walk);
    if (!words) return [];
    const parameter = walk.step.parameter ?? walk.iterations.parameter ?? walk.epsilon?.parameter ?? null;
    return [
      {
        code: 'step-size',
        type: 'SEMANTIC',
        severity: 'WARNING',
        message: `${step.name} (${step.task.name}): ${words.message}`,
        remedy: words.remedy,
        path: parameter === null ? [] : [parameter],
        document: 'parameters',
      } as const,
    ];
  });
}

function readWalk(step: PlanStep, known: KnownValues): Walk | null {
  const given = argumentsOf(step);
  const find = (pattern: RegExp): Span | null => {
    const name = step.task.inputs.find((input) => pattern.test(input.name) && given.has(input.name))?.name;
    return name === undefined ? null : spanOf(given.get(name)!, known);
  };
  const [share, length, iterations, epsilon] = [SHARE, STEP, ITERATIONS, EPSILON].map(find);
  if (!iterations) return null;
  if (share) return { step: share, iterations, epsilon: null };
  return length && epsilon && epsilon.least > 0 ? { step: length, iterations, epsilon } : null;
}

function spanOf(expression: Expression, known: KnownValues): Span | null {
  const numbers = possibleValues(expression, known)?.flat();
  const all = numbers?.every((number) => typeof number === 'number' && Number.isFinite(number));
  if (!numbers || !all || numbers.length === 0) return null;
  const finite = numbers as readonly number[];
  return { least: Math.min(...finite), most: Math.max(...finite), parameter: parameterOf(expression) };
}

function judge({ step, iterations, epsilon }: Walk): Pick<Issue, 'message' | 'remedy'> | null {
  const unit = epsilon === null ? '·ε' : '';
  const [least, most] = epsilon === null ? [1, 1] : [epsilon.least, epsilon.most];
  const mend = (radius: number): string =>
    `Take 2.5${epsilon === null ? '' : '·ε'}/iterations = ${say((2.5 * radius) / iterations.least)}, or more iterations.`;
  // 2.5·ε/iterations itself is longer than ε where there are two.
  if (step.most > least * (1 + SLACK) && iterations.most > 2) {
    const message = `a step of ${say(step.most)}${unit} is larger than ${epsilon === null ? 'ε' : `ε ${say(least)}`}: each only jumps from edge to edge.`;
    return { message, remedy: mend(least).replace(', or more iterations', '') };
  }
  const reach = step.least * iterations.least;
  if (iterations.least < 2 || reach >= 2 * most * (1 - SLACK)) return null;
  const goal = epsilon === null ? '2·ε' : `2·ε = ${say(2 * most)}`;
  const message = `${iterations.least} steps of ${say(step.least)}${unit} are ${say(reach)}${unit} in all, less than ${goal}: they cannot cross from edge to edge.`;
  return { message, remedy: mend(most) };
}

const say = (number: number): string => String(Number(number.toPrecision(3)));
