/** Entries of the artifact graph added, removed, renamed and changed by edits of its text. */
import { entryOf, map, text, valueOf, type Entry, type MapNode, type Node } from '#core/graph/node.ts';
import { readArgumentValue, type ArgumentValue } from './argument-value.ts';
import { carryOut, type EditOutcome } from './edit.ts';
import { checkArtifactName } from './names.ts';
import type { PreparedGraphs } from './prepared.ts';
import { refuse, type Refusal } from './refusal.ts';
import { entriesOf, refuseUnreadable } from './text-edit.ts';
import { withEntry, withEntryBehind, withEntryOrNone, withKey, withoutEntry } from './tree.ts';

/** An entry to add. */
export interface NewArtifact {
  readonly name: string;
  readonly contents: ArgumentValue;
  /** The artifact task that stores it. */
  readonly task: string;
  /** Plain values; nothing in them is a reference. */
  readonly args?: Readonly<Record<string, ArgumentValue>>;
  /** The entry that it comes behind; the last one where it is left out. */
  readonly after?: string;
}

/** Adds an entry, written as its neighbour is, and selects its name. */
export function addArtifact(prepared: PreparedGraphs, wanted: NewArtifact): EditOutcome {
  const { name, after } = wanted;
  const fault = checkArtifactName(prepared, name);
  if (fault) return fault;
  const graph = entriesOf(prepared.artifactGraph.root);
  if (after !== undefined && !entryOf(graph, after)) return noSuchArtifact(prepared, after);
  const contents = readContents(wanted.contents);
  if (contents.kind === 'refusal') return contents;
  const task = readTask(wanted);
  if (task.kind === 'refusal') return task;
  const value = map([
    { key: text('contents'), value: contents },
    { key: text('task'), value: task },
  ]);
  return carryOut(prepared, {
    artifactGraph: withEntryBehind(graph, after ?? null, { key: text(name), value }),
    select: { document: 'artifact graph', path: [name], part: 'key' },
  });
}

/** Contents must be text: a reference, or text to store. */
function readContents(value: ArgumentValue): Node | Refusal {
  const node = readArgumentValue(value);
  if (node.kind === 'refusal' || (node.kind === 'scalar' && node.type === 'string')) return node;
  return refuse('unsuitable-value', 'The contents of an artifact must be a reference, or text.');
}

function readTask({ task, args = {} }: NewArtifact): MapNode | Refusal {
  const entries: Entry[] = [{ key: text('name'), value: text(task) }];
  const nodes: Entry[] = [];
  for (const [argument, value] of Object.entries(args)) {
    const node = readArgumentValue(value, true);
    if (node.kind === 'refusal') return node;
    nodes.push({ key: text(argument), value: node });
  }
  if (nodes.length > 0) entries.push({ key: text('args'), value: map(nodes) });
  return map(entries);
}

/** Removes an entry; nothing can refer to it. */
export function removeArtifact(prepared: PreparedGraphs, name: string): EditOutcome {
  const graph = entriesOf(prepared.artifactGraph.root);
  if (!entryOf(graph, name)) return noSuchArtifact(prepared, name);
  return carryOut(prepared, { artifactGraph: withoutEntry(graph, name) });
}

/** Renames an entry, and selects its name. */
export function renameArtifact(prepared: PreparedGraphs, from: string, to: string): EditOutcome {
  const graph = entriesOf(prepared.artifactGraph.root);
  const entry = entryOf(graph, from);
  if (!entry) return noSuchArtifact(prepared, from);
  const fault = from === to ? null : checkArtifactName(prepared, to);
  if (fault) return fault;
  return carryOut(prepared, {
    artifactGraph: withKey(graph, entry.key, to),
    select: { document: 'artifact graph', path: [to], part: 'key' },
  });
}

/** Sets what is stored, and selects it. */
export function setArtifactContents(
  prepared: PreparedGraphs,
  name: string,
  value: ArgumentValue,
): EditOutcome {
  const contents = readContents(value);
  if (contents.kind === 'refusal') return contents;
  return editArtifact(prepared, name, ['contents'], (body) => withEntry(body, 'contents', contents));
}

/** Sets the artifact task that stores it; arguments stay. */
export function setArtifactTask(prepared: PreparedGraphs, name: string, task: string): EditOutcome {
  return editArtifact(prepared, name, ['task', 'name'], (body) =>
    withEntry(body, 'task', withEntry(mapOrNone(valueOf(body, 'task')), 'name', text(task))),
  );
}

/** Sets an argument of the artifact task, or removes it where the value is null. */
export function setArtifactArgument(
  prepared: PreparedGraphs,
  name: string,
  argument: string,
  value: ArgumentValue | null,
): EditOutcome {
  const node = value && readArgumentValue(value, true);
  if (node?.kind === 'refusal') return node;
  return editArtifact(prepared, name, node ? ['task', 'args', argument] : null, (body) => {
    const task = mapOrNone(valueOf(body, 'task'));
    const args = withEntryOrNone(mapOrNone(valueOf(task, 'args')), argument, node);
    return withEntry(body, 'task', withEntryOrNone(task, 'args', args.entries.length > 0 ? args : null));
  });
}

function mapOrNone(node: Node | undefined): MapNode {
  return node?.kind === 'map' ? node : map([]);
}

function editArtifact(
  prepared: PreparedGraphs,
  name: string,
  path: readonly string[] | null,
  change: (body: MapNode) => MapNode,
): EditOutcome {
  const graph = entriesOf(prepared.artifactGraph.root);
  const entry = entryOf(graph, name);
  if (!entry) return noSuchArtifact(prepared, name);
  return carryOut(prepared, {
    artifactGraph: withEntry(graph, name, change(mapOrNone(entry.value))),
    ...(path && { select: { document: 'artifact graph', path: [name, ...path], part: 'value' } as const }),
  });
}

function noSuchArtifact({ artifactGraph }: PreparedGraphs, name: string): Refusal {
  return (
    refuseUnreadable(artifactGraph) ?? refuse('no-such-artifact', `There is no artifact called "${name}".`)
  );
}
