/** A comparison of two graphs as the drawing shows it: a mark for each step and line; and the same in words. */
import type { ComparedStep, GraphComparison, StepDifference, StepMark } from '#core/graph/compare.ts';
import { sayMany } from '#ui/resource/say.ts';
import { keyOfLine } from './structure.ts';

export interface ShownMark {
  readonly mark: StepMark;
  /** Its earlier name, where it was renamed. */
  readonly was: string | null;
}

/** `changed`: of what runs along it, some came or went. */
export type LineMark = 'added' | 'removed' | 'changed' | 'same';

export interface GraphMarks {
  readonly steps: ReadonlyMap<string, ShownMark>;
  /** By a line's key. */
  readonly lines: ReadonlyMap<string, LineMark>;
}

export function readMarks({ steps, edges }: GraphComparison): GraphMarks {
  const lines = new Map<string, LineMark>();
  for (const { mark, edge } of edges) {
    const key = keyOfLine(edge);
    const other = lines.get(key) ?? mark;
    lines.set(key, other === mark ? mark : 'changed');
  }
  return {
    steps: new Map(steps.map((step) => [step.name, { mark: step.mark, was: oldName(step) }])),
    lines,
  };
}

function oldName({ mark, before }: ComparedStep): string | null {
  return mark === 'renamed' ? (before?.name ?? null) : null;
}

/** The order in which they are counted and listed. */
export const MARKS = ['added', 'removed', 'renamed', 'changed'] as const satisfies readonly StepMark[];

/** How many steps have each mark; `2 steps added, 1 changed; 3 edges added`. */
export function sumUp({ steps, edges }: GraphComparison): string {
  const count = (marks: readonly { readonly mark: StepMark }[], noun: string) =>
    MARKS.flatMap((mark) => {
      const many = marks.filter((item) => item.mark === mark).length;
      return many === 0 ? [] : [[many, mark] as const];
    })
      .map(([many, mark], index) => (index === 0 ? `${sayMany(many, noun)} ${mark}` : `${many} ${mark}`))
      .join(', ');
  return [count(steps, 'step'), count(edges, 'edge')].filter(Boolean).join('; ') || 'The graphs are the same';
}

/** `task make → use`, `x: 0.1 → 0.3`, `y: now 2`, `no longer waits for train`. */
export function sayDifference(difference: StepDifference): string {
  if (difference.part === 'dependency')
    return `${difference.mark === 'added' ? 'now' : 'no longer'} waits for ${difference.step}`;
  const { before, after } = difference;
  const name = difference.part === 'task' ? 'task' : difference.name;
  if (before !== null && after !== null) {
    const [x, y] = aroundDifference(before, after);
    return `${name}: ${x} → ${y}`;
  }
  return after === null
    ? `${name}: ${shorten(before ?? 'none')} → ${difference.part === 'task' ? 'none' : 'default'}`
    : `${name}: now ${shorten(after)}`;
}

const LONGEST = 80;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Long texts are cut to where they begin to differ. */
function aroundDifference(a: string, b: string): readonly [string, string] {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const from = Math.max(a.length, b.length) <= LONGEST ? 0 : Math.max(0, start - 12);
  const cut = (text: string) => `${from > 0 ? '…' : ''}${shorten(text.slice(from))}`;
  return [cut(a), cut(b)];
}

/** `train.model → attack.model`, `load → train, as a dependency`. */
export function sayEdge({ edge }: GraphComparison['edges'][number]): string {
  const { from, to, kind, output, input } = edge;
  if (kind === 'dependency') return `${from} → ${to}, as a dependency`;
  return `${from}${output === null ? '' : `.${output}`} → ${to}${input === null ? '' : `.${input}`}`;
}
