/** What differs between two task graphs: steps and edges that were added, removed, renamed or changed, and both graphs as one picture. */
import { renameSteps } from './exact.ts';
import type { Picture, PictureEdge, PictureStep } from './plan-types.ts';
import { argumentsOf, findRenames } from './renames.ts';

/** `renamed`: same task, same arguments once renamed steps are followed. `changed` steps keep their name. */
export type StepMark = 'added' | 'removed' | 'renamed' | 'changed' | 'same';
export type EdgeMark = 'added' | 'removed' | 'same';

/** What is different in a step that both graphs have; null where there is none. */
export type StepDifference =
  | { readonly part: 'task'; readonly before: string | null; readonly after: string | null }
  /** As it is written; where that is cut and the beginnings are equal, as it is. */
  | {
      readonly part: 'argument';
      readonly name: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  /** A stated dependency on this step, which has its new name if both graphs have it. */
  | { readonly part: 'dependency'; readonly step: string; readonly mark: 'added' | 'removed' };

export interface ComparedStep {
  /** Its name in the later graph that has it. */
  readonly name: string;
  readonly mark: StepMark;
  readonly before: PictureStep | null;
  readonly after: PictureStep | null;
  /** Only of steps that both have; a renamed one may differ in its dependencies. */
  readonly differences: readonly StepDifference[];
}

export interface ComparedEdge {
  readonly mark: EdgeMark;
  /** Between the names that its steps have now. */
  readonly edge: PictureEdge;
}

export interface GraphComparison {
  /** In the order of the later graph; what was removed stands behind what it followed. */
  readonly steps: readonly ComparedStep[];
  /** Those of the later graph, then the removed ones. An edge that only follows a renaming is the same. */
  readonly edges: readonly ComparedEdge[];
}

/** Compares two pictures of `drawPicture`, step by step and edge by edge. */
export function compareGraphs(before: Picture, after: Picture): GraphComparison {
  const renames = findRenames(before, after);
  const nameOf = (step: string) => renames.get(step) ?? step;
  const old = new Map(before.steps.map((step) => [nameOf(step.name), step]));
  const now = new Set(after.steps.map(({ name }) => name));
  const stated = { old: findDependencies(before), now: findDependencies(after) };
  const steps = after.steps.map((step) => {
    const was = old.get(step.name);
    if (!was) return lone('added', step);
    const waits = compareDependencies(stated.old.get(was.name)!.map(nameOf), stated.now.get(step.name)!);
    return compareStep(was, step, nameOf, waits);
  });
  for (const [index, { name }] of before.steps.entries())
    if (!now.has(nameOf(name))) insertRemoved(steps, before, index, nameOf);
  return { steps, edges: compareEdges(before, after, nameOf) };
}

/** Both graphs as one picture, the steps and edges of the comparison in its order. */
export function unionPicture({ steps, edges }: GraphComparison): Picture {
  return {
    steps: steps.map(({ before, after }) => (after ?? before)!),
    edges: edges.map(({ edge }) => edge),
  };
}

/** Whether nothing differs. */
export function isSameGraph({ steps, edges }: GraphComparison): boolean {
  return [...steps, ...edges].every(({ mark }) => mark === 'same');
}

type NameOf = (step: string) => string;

function lone(mark: 'added' | 'removed', step: PictureStep): ComparedStep {
  const [before, after] = mark === 'added' ? [null, step] : [step, null];
  return { name: step.name, mark, before, after, differences: [] };
}

function insertRemoved(steps: ComparedStep[], before: Picture, index: number, nameOf: NameOf): void {
  const previous = before.steps[index - 1];
  const at = previous ? steps.findIndex(({ name }) => name === nameOf(previous.name)) + 1 : 0;
  steps.splice(at, 0, lone('removed', before.steps[index]!));
}

function compareStep(
  was: PictureStep,
  step: PictureStep,
  nameOf: NameOf,
  waits: readonly StepDifference[],
): ComparedStep {
  const differences = [...compareTasks(was, step), ...compareArguments(was, step, nameOf), ...waits];
  const mark = was.name !== step.name ? 'renamed' : differences.length > 0 ? 'changed' : 'same';
  return { name: step.name, mark, before: was, after: step, differences };
}

function compareTasks(was: PictureStep, step: PictureStep): StepDifference[] {
  if (was.task !== step.task) return [{ part: 'task', before: was.task, after: step.task }];
  if (was.plugin === step.plugin || !was.plugin || !step.plugin) return [];
  return [{ part: 'task', before: `${was.plugin}/${was.task}`, after: `${step.plugin}/${step.task}` }];
}

function compareArguments(was: PictureStep, step: PictureStep, nameOf: NameOf): StepDifference[] {
  const [old, now] = [argumentsOf(was), argumentsOf(step)];
  const names = new Set([...Object.keys(now), ...Object.keys(old)]);
  return [...names].flatMap((name): StepDifference[] => {
    const [a, b] = [old[name], now[name]];
    if (a !== undefined && b !== undefined && renameSteps(a, nameOf) === b) return [];
    const [x, y] = [writtenOf(was, name, a), writtenOf(step, name, b)];
    const [before, after] = x === y ? [a ?? null, b ?? null] : [x, y];
    return [{ part: 'argument', name, before, after }];
  });
}

function writtenOf({ inputs }: PictureStep, name: string, exact: string | undefined): string | null {
  return exact === undefined ? null : (inputs.find((input) => input.name === name)?.given ?? exact);
}

/** The stated dependencies of each step, with those on steps that are not there: they are told among what nothing answers. */
function findDependencies({ steps, edges }: Picture): ReadonlyMap<string, readonly string[]> {
  const found = new Map(
    steps.map(({ name, unresolved }) => [name, unresolved.filter((text) => !text.startsWith('$'))]),
  );
  for (const { from, to, kind } of edges) if (kind === 'dependency') found.get(to)?.push(from);
  return found;
}

function compareDependencies(old: readonly string[], now: readonly string[]): StepDifference[] {
  const only = (list: readonly string[], other: readonly string[], mark: 'added' | 'removed') =>
    list.filter((step) => !other.includes(step)).map((step) => ({ part: 'dependency', step, mark }) as const);
  return [...only(now, old, 'added'), ...only(old, now, 'removed')];
}

function compareEdges(before: Picture, after: Picture, nameOf: NameOf): ComparedEdge[] {
  const old = before.edges.map((edge) => ({ ...edge, from: nameOf(edge.from), to: nameOf(edge.to) }));
  const [inOld, inNow] = [new Set(old.map(keyOf)), new Set(after.edges.map(keyOf))];
  return [
    ...after.edges.map((edge) => ({
      mark: inOld.has(keyOf(edge)) ? ('same' as const) : ('added' as const),
      edge,
    })),
    ...old.filter((edge) => !inNow.has(keyOf(edge))).map((edge) => ({ mark: 'removed' as const, edge })),
  ];
}

function keyOf({ from, to, kind, output, input }: PictureEdge): string {
  return JSON.stringify([from, to, kind, output, input]);
}
