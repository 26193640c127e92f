/** What an edit hands back: changes for each text, what to select after them, and the graphs as they are then; or why not. */
import { entryOf, type MapNode, type Node } from '#core/graph/node.ts';
import type { Path } from '#core/graph/path.ts';
import type { Change } from './change.ts';
import type { GraphDocument, GraphText } from './graph-text.ts';
import type { PreparedGraphs } from './prepared.ts';
import type { Refusal } from './refusal.ts';
import { editText, type TextEdit } from './text-edit.ts';

/** A part of a text as it is after the edit. */
export interface Selection {
  readonly document: GraphDocument;
  readonly from: number;
  readonly to: number;
}

/** An edit that is exact: read again, the texts say what was wanted. */
export interface Edit {
  readonly kind: 'edit';
  /** In order and apart from each other, counted in the texts as they were. */
  readonly changes: { readonly taskGraph: readonly Change[]; readonly artifactGraph: readonly Change[] };
  /** What was added or changed; null where something was only taken away. */
  readonly select: Selection | null;
  /** The graphs after the edit, ready for the next one. Not for sending to a worker. */
  readonly after: PreparedGraphs;
}

/** The edit, or why there is none. */
export type EditOutcome = Edit | Refusal;

/** What both texts shall say; what is left out stays as it is. */
export interface Intention {
  readonly taskGraph?: MapNode;
  readonly artifactGraph?: MapNode;
  /** Keys and indexes from the root to what shall be selected, its key or its value. */
  readonly select?: { readonly document: GraphDocument; readonly path: Path; readonly part: 'key' | 'value' };
}

/** Makes the texts say what is intended: both of them, or neither. */
export function carryOut(prepared: PreparedGraphs, intention: Intention): EditOutcome {
  const taskGraph = change(prepared.taskGraph, intention.taskGraph);
  if (taskGraph.kind === 'refusal') return taskGraph;
  const artifactGraph = change(prepared.artifactGraph, intention.artifactGraph);
  if (artifactGraph.kind === 'refusal') return artifactGraph;
  const after = prepared.with(taskGraph.after, artifactGraph.after);
  return {
    kind: 'edit',
    changes: { taskGraph: taskGraph.changes, artifactGraph: artifactGraph.changes },
    select: findSelection({ taskGraph, artifactGraph }, intention.select),
    after,
  };
}

function change(text: GraphText, intended: MapNode | undefined): TextEdit | Refusal {
  return intended ? editText(text, intended) : { kind: 'text edit', changes: [], after: text, pieces: [] };
}

function findSelection(
  edits: { readonly taskGraph: TextEdit; readonly artifactGraph: TextEdit },
  select: Intention['select'],
): Selection | null {
  if (!select) return null;
  const { document, path, part } = select;
  const { pieces } = document === 'task graph' ? edits.taskGraph : edits.artifactGraph;
  for (const { root, start } of pieces) {
    const place = find(root, path, part)?.place;
    if (place) return { document, from: start + place.start, to: start + place.end };
  }
  return null;
}

function find(root: Node, path: Path, part: 'key' | 'value'): Node | undefined {
  let node: Node | undefined = root;
  for (const key of part === 'key' ? path.slice(0, -1) : path) node = node && inside(node, key);
  return node && part === 'key' ? entryOf(node, String(path.at(-1)))?.key : node;
}

function inside(node: Node, key: string | number): Node | undefined {
  if (typeof key === 'number') return node.kind === 'list' ? node.items[key] : undefined;
  return entryOf(node, key)?.value;
}
