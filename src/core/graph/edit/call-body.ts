/** The body of a step with its call taken apart: arguments by position and by name, whatever form they are written in. */
import {
  entryOf,
  list,
  map,
  text,
  valueOf,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
} from '#core/graph/node.ts';
import type { Step } from '#core/graph/step.ts';
import { withEntryBehind, withEntryOrNone } from './tree.ts';

/** Tasks of these names can be called only in the mixed form. */
const RESERVED = new Set(['task', 'dependencies']);

/** What a call is given, apart from how it is written. */
export interface CallBody {
  readonly body: MapNode;
  /** The entry that names the task, unless the form is mixed. */
  readonly short: Entry | null;
  readonly task: string;
  /** As it is written: a list, or a single value; null where there is none. */
  readonly positional: Node | null;
  readonly keywords: MapNode | null;
}

/** Null where the step calls no task, or in a form that is none. */
export function readCallBody({ body, call }: Step): CallBody | null {
  if (body.kind !== 'map' || call?.task == null) return null;
  const { task } = call;
  if (!entryOf(body, 'task')) {
    const short = body.entries.find(({ key }) => key === call.taskNode);
    if (!short) return null;
    const keywords = short.value.kind === 'map' ? short.value : null;
    return { body, short, task, positional: keywords ? null : short.value, keywords };
  }
  const kwargs = entryOf(body, 'kwargs')?.value ?? null;
  if (kwargs && kwargs.kind !== 'map') return null;
  return { body, short: null, task, positional: entryOf(body, 'args')?.value ?? null, keywords: kwargs };
}

/** The arguments by position. */
export function positionalItems({ positional }: CallBody): readonly Node[] {
  if (!positional) return [];
  return positional.kind === 'list' && !positional.set ? positional.items : [positional];
}

/** The body with other arguments by position; a single value stays one without a list around it where it can. */
export function withPositional(call: CallBody, items: readonly Node[]): CallBody {
  const { positional } = call;
  if (positional?.kind === 'list' && !positional.set)
    return { ...call, positional: { ...positional, items } };
  const [only] = items;
  if (positional && items.length === 1 && only?.kind === 'scalar') return { ...call, positional: only };
  return { ...call, positional: items.length > 0 ? list(items) : null };
}

/** The body with other arguments by name. */
export function withKeywords(call: CallBody, keywords: MapNode | null): CallBody {
  return { ...call, keywords };
}

/** The body that says this, in the form in which it is written; a short form becomes mixed if it must hold both kinds of arguments. */
export function writeCallBody(call: CallBody): MapNode {
  const { body, short, positional, keywords } = call;
  const names = keywords && keywords.entries.length > 0 ? keywords : null;
  if (!short) {
    const isSame = keywords === (valueOf(body, 'kwargs') ?? null);
    const withArgs = placeArgs(body, positional);
    return isSame ? withArgs : withEntryOrNone(withArgs, 'kwargs', names);
  }
  const isEmpty = positional?.kind === 'list' && positional.items.length === 0;
  if (names && positional && !isEmpty) return mixedBody(body, short, positional, names);
  return withValue(body, short, names ?? positional ?? keywords ?? list([]));
}

/** A body for a new step. */
export function newBody(task: string, args: ListNode | MapNode, isMixed: boolean): MapNode {
  if (!isMixed && !RESERVED.has(task)) return map([{ key: text(task), value: args }]);
  const given = args.kind === 'list' ? 'args' : 'kwargs';
  const body = map([{ key: text('task'), value: text(task) }]);
  const isEmpty = args.kind === 'list' ? args.items.length === 0 : args.entries.length === 0;
  return isEmpty ? body : withEntryOrNone(body, given, args);
}

/** Arguments by position come right behind the task. */
function placeArgs(body: MapNode, positional: Node | null): MapNode {
  if (!positional || entryOf(body, 'args')) return withEntryOrNone(body, 'args', positional);
  return withEntryBehind(body, 'task', { key: text('args'), value: positional });
}

function withValue(body: MapNode, short: Entry, value: Node): MapNode {
  return { ...body, entries: body.entries.map((entry) => (entry === short ? { ...short, value } : entry)) };
}

function mixedBody(body: MapNode, short: Entry, positional: Node, keywords: MapNode): MapNode {
  const entries = body.entries.flatMap((entry) =>
    entry === short
      ? [
          { key: text('task'), value: text(short.key.value as string) },
          { key: text('args'), value: positional },
          { key: text('kwargs'), value: keywords },
        ]
      : [entry],
  );
  return { ...body, entries };
}
