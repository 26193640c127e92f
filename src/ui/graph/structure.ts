/** The bones of a picture: names, one line for each pair and kind, and who stands before and after whom. */
import type { Issue } from '#core/issues.ts';
import type { Picture, PictureEdge, PictureStep } from '#core/graph/plan-types.ts';

/** All references from one step to another are one line; so are all dependencies. */
export interface Line {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly kind: PictureEdge['kind'];
  /** A dependency between steps that a reference already joins: kept, but not drawn a second time. */
  readonly doubled: boolean;
  /** What runs along it: output and input names of each reference. */
  readonly carries: readonly { readonly output: string | null; readonly input: string | null }[];
}

/** The same for all edges of one line. */
export function keyOfLine({ from, to, kind }: Pick<PictureEdge, 'from' | 'to' | 'kind'>): string {
  return `${from}→${to} ${kind}`;
}

export interface Structure {
  readonly steps: ReadonlyMap<string, PictureStep>;
  readonly lines: readonly Line[];
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Equal for pictures that are laid out alike. */
  readonly key: string;
}

export function readStructure(picture: Picture): Structure {
  const steps = new Map(picture.steps.map((step) => [step.name, step]));
  const lines = new Map<string, Line & { carries: { output: string | null; input: string | null }[] }>();
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const { from, to, kind, output, input } of picture.edges) {
    if (!steps.has(from) || !steps.has(to)) continue;
    const key = keyOfLine({ from, to, kind });
    const line = lines.get(key);
    if (line) line.carries.push({ output, input });
    else lines.set(key, { key, from, to, kind, doubled: false, carries: [{ output, input }] });
    if (!before.get(to)?.includes(from)) add(before, to, from);
    if (!after.get(from)?.includes(to)) add(after, from, to);
  }
  for (const [key, line] of lines) {
    const doubled = line.kind === 'dependency' && lines.has(`${line.from}→${line.to} reference`);
    if (doubled) lines.set(key, { ...line, doubled });
  }
  const key = `${[...steps.keys()].join('\n')}\n\n${[...lines.keys()].join('\n')}`;
  return { steps, lines: [...lines.values()], before, after, key };
}

function add(map: Map<string, string[]>, key: string, value: string) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The step itself and all that it waits for, however far back. */
export function pathTo(step: string, { before }: Structure): ReadonlySet<string> {
  const seen = new Set([step]);
  for (const name of seen) for (const earlier of before.get(name) ?? []) seen.add(earlier);
  return seen;
}

/** The step that an issue is about: by its path, else by the place in the text. */
export function stepOf({ path, range }: Issue, { steps }: Structure): string | null {
  if (typeof path[0] === 'string') return path[0];
  if (!range) return null;
  const { offset } = range.start;
  for (const step of steps.values()) {
    if (step.range && step.range.start.offset <= offset && offset < step.range.end.offset) return step.name;
  }
  return null;
}

/** How many issues of the task graph each step has. */
export function countProblems(issues: readonly Issue[], structure: Structure): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const issue of issues) {
    if (issue.document !== undefined && issue.document !== 'task graph') continue;
    const step = stepOf(issue, structure);
    if (step !== null) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return counts;
}
