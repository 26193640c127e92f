/** Steps that come as text, copied here or elsewhere, put behind a step under names that are free. */
import { map, textOf, type Entry, type MapNode, type Node } from '#core/graph/node.ts';
import { readReference } from '#core/graph/reference.ts';
import { hasErrors } from '#core/issues.ts';
import { applyChanges, type Change } from './change.ts';
import { carryOut, type Edit, type EditOutcome } from './edit.ts';
import { GraphText } from './graph-text.ts';
import { proposeStepName } from './names.ts';
import type { PreparedGraphs } from './prepared.ts';
import { refuse } from './refusal.ts';
import { sameNode } from './same.ts';
import { editText, entriesOf } from './text-edit.ts';
import { noSuchStep } from './steps.ts';
import { withTexts } from './tree.ts';

/** More than this is no clipboard of steps, and would take long to read. In UTF-16 units. */
const LONGEST = 2_000_000;

/**
 * Adds the steps of a text and selects the first. One whose name is taken gets another, and what refers to it among the
 * pasted steps follows; references to others stay as they are. Comments and layout come along where both texts are in lines.
 */
export function pasteSteps(prepared: PreparedGraphs, pasted: string, after?: string): EditOutcome {
  if (after !== undefined && !prepared.entries.has(after)) return noSuchStep(prepared, after);
  const renamed = withFreeNames(prepared, pasted.slice(0, LONGEST + 1));
  if (!renamed)
    return refuse(
      'unsuitable-value',
      'What was copied holds no steps. Copy steps in a drawing, or their lines in a task graph.',
    );
  const { entries } = entriesOf(renamed.root);
  const graph = entriesOf(prepared.taskGraph.root);
  const at = after === undefined ? -1 : graph.entries.findIndex(({ key }) => textOf(key) === after);
  const index = at < 0 ? graph.entries.length : at + 1;
  const taskGraph = { ...graph, entries: graph.entries.toSpliced(index, 0, ...entries.map(unplacedEntry)) };
  const lines = insertLines(prepared, graph, index, renamed.text, taskGraph);
  if (lines) return lines;
  return carryOut(prepared, {
    taskGraph,
    select: { document: 'task graph', path: [textOf(entries[0]!.key) ?? ''], part: 'key' },
  });
}

/** The pasted text with other names for steps whose name is taken; null where it holds no steps. */
function withFreeNames(prepared: PreparedGraphs, pasted: string): GraphText | null {
  const text = new GraphText(pasted, 'task graph');
  const { entries } = entriesOf(text.root);
  const areSteps = entries.every(({ key, value }) => textOf(key) !== null && value.kind === 'map');
  if (pasted.length > LONGEST || !text.isReadable || entries.length === 0 || !areSteps) return null;
  const names = freeNames(
    prepared,
    entries.map(({ key }) => textOf(key)!),
  );
  if (names.size === 0) return text;
  const follow = (value: string): string | null => redirect(prepared, names, value);
  const renamed = entries.map(({ key, value }) => ({
    key: { ...key, value: names.get(textOf(key)!) ?? key.value },
    value: withDependencies(withTexts(value, follow), names),
  }));
  const edit = editText(text, { ...entriesOf(text.root), entries: renamed });
  return edit.kind === 'refusal' ? new GraphText(pasted, 'task graph') : edit.after;
}

/** For each name that is taken one that is free, in the graph and among what is pasted. */
function freeNames(prepared: PreparedGraphs, pasted: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set([...prepared.entries.keys(), ...pasted]);
  const names = new Map<string, string>();
  for (const name of pasted) {
    if (!prepared.entries.has(name)) continue;
    const stem = name.replace(/_\d+$/, '') || name;
    let free = proposeStepName(prepared, name);
    for (let number = 2; taken.has(free); number += 1) free = proposeStepName(prepared, `${stem}_${number}`);
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

function redirect(
  { surroundings: { parameters } }: PreparedGraphs,
  names: ReadonlyMap<string, string>,
  value: string,
): string | null {
  const reference = readReference(value);
  const to = reference && names.get(reference.name);
  if (!reference || to === undefined || (reference.output === null && parameters.has(reference.name)))
    return null;
  return reference.output === null ? `$${to}` : `$${to}.${reference.output}`;
}

function withDependencies(body: Node, names: ReadonlyMap<string, string>): Node {
  if (body.kind !== 'map') return body;
  const entries = body.entries.map((entry) =>
    textOf(entry.key) === 'dependencies'
      ? { ...entry, value: withTexts(entry.value, (name) => names.get(name) ?? null) }
      : entry,
  );
  return { ...body, entries };
}

/** The text put in as it is, in lines of its own; null where the graph would not say what is intended. */
function insertLines(
  prepared: PreparedGraphs,
  graph: MapNode,
  index: number,
  text: string,
  intended: MapNode,
): Edit | null {
  const { taskGraph } = prepared;
  const next = graph.entries[index]?.key.place?.start;
  const before = graph.entries[index - 1]?.value.place?.end;
  const at =
    before !== undefined && next !== undefined ? taskGraph.shape.nextLine(before - 1) : taskGraph.text.length;
  const lead = at > 0 && !/[\n\r]$/.test(taskGraph.text.slice(0, at)) ? taskGraph.shape.lineBreak : '';
  const insert = `${lead}${text.trimEnd()}${taskGraph.shape.lineBreak}`;
  const change: Change = { from: at, to: at, insert };
  const after = new GraphText(applyChanges(taskGraph.text, [change]), 'task graph');
  const says = !hasErrors(after.issues) && sameNode(entriesOf(after.root), intended);
  const first = says ? entriesOf(after.root).entries[index]?.key.place : null;
  if (!first) return null;
  return {
    kind: 'edit',
    changes: { taskGraph: [change], artifactGraph: [] },
    select: { document: 'task graph', from: first.start, to: first.end },
    after: prepared.with(after, prepared.artifactGraph),
  };
}

/** As if it were never written: its places are of another text. */
function unplacedEntry({ key, value }: Entry): Entry {
  return { key: { ...key, place: null }, value: unplaced(value) };
}

function unplaced(node: Node): Node {
  if (node.kind === 'list') return { ...node, place: null, items: node.items.map(unplaced) };
  return node.kind === 'map' ? map(node.entries.map(unplacedEntry)) : { ...node, place: null };
}
