/** Arguments of a call given, taken away and found by the name of an input or by position. */
import { entryOf, map, text, textOf, type Node } from '#core/graph/node.ts';
import { positionalItems, withKeywords, withPositional, type CallBody } from './call-body.ts';
import { refuse, type Refusal } from './refusal.ts';
import { withEntry, withoutEntry } from './tree.ts';

/** An input's name, or the number of a position, counted from 0; `#3` is the third position where no input is called so. */
export type ArgumentPlace = string | number;

/** The names of the task's inputs in order; null where the task is not known. */
export type Slots = readonly string[] | null;

type Found =
  | { readonly kind: 'keyword'; readonly name: string; readonly value: Node }
  | { readonly kind: 'position'; readonly index: number; readonly value: Node };

/** Where an argument is given; null where it is not. */
export function findArgument(call: CallBody, slots: Slots, place: ArgumentPlace): Found | null {
  const name = nameOf(slots, place);
  const keyword = name !== null && call.keywords ? entryOf(call.keywords, name) : undefined;
  if (keyword) return { kind: 'keyword', name: name!, value: keyword.value };
  const index = positionOf(slots, place);
  const value = index === null ? undefined : positionalItems(call)[index];
  return value ? { kind: 'position', index: index!, value } : null;
}

function nameOf(slots: Slots, place: ArgumentPlace): string | null {
  return typeof place === 'string' ? place : (slots?.[place] ?? null);
}

function positionOf(slots: Slots, place: ArgumentPlace): number | null {
  if (typeof place === 'number') return place;
  const index = slots?.indexOf(place) ?? -1;
  if (index >= 0) return index;
  const number = /^#([1-9]\d*)$/.exec(place)?.[1];
  return number ? Number(number) - 1 : null;
}

/** Gives an argument the value, where it is already given or where it fits the author's form. */
export function giveArgument(
  call: CallBody,
  slots: Slots,
  place: ArgumentPlace,
  value: Node,
): CallBody | Refusal {
  const found = findArgument(call, slots, place);
  if (found?.kind === 'keyword') return withKeywords(call, withEntry(call.keywords!, found.name, value));
  const items = positionalItems(call);
  if (found) return withPositional(call, items.with(found.index, value));
  const mayBeNext = typeof place === 'number' || (items.length > 0 && call.keywords === null);
  if (mayBeNext && positionOf(slots, place) === items.length) return withPositional(call, [...items, value]);
  const name = nameOf(slots, place);
  if (name === null)
    return refuse('positions', `The next argument by position is number ${items.length + 1}.`);
  if (slots && !slots.includes(name)) return unknownInput(call.task, name);
  return withKeywords(call, withEntry(call.keywords ?? map([]), name, value));
}

/** Takes an argument away. Those behind it in a list move to their names, so that each still goes to its input. */
export function dropArgument(call: CallBody, slots: Slots, place: ArgumentPlace): CallBody | Refusal {
  const found = findArgument(call, slots, place);
  if (!found) return refuse('no-such-argument', `The task "${call.task}" is not given "${place}" here.`);
  if (found.kind === 'keyword') return withKeywords(call, withoutEntry(call.keywords!, found.name));
  const items = positionalItems(call);
  const later = items.slice(found.index + 1);
  if (later.length === 0) return withPositional(call, items.slice(0, found.index));
  const names = later.map((_, offset) => slots?.[found.index + 1 + offset]);
  if (names.some((name) => name === undefined || isGivenByName(call, name)))
    return refuse(
      'positions',
      `Other arguments follow this one by position, and the task "${call.task}" does not tell which inputs they are for.`,
    );
  return nameItems(call, found.index, names as string[], later, slots);
}

function isGivenByName({ keywords }: CallBody, name: string): boolean {
  return keywords !== null && entryOf(keywords, name) !== undefined;
}

/** In the mixed form the first arguments stay where they are; in the short form all of them get their names. */
function nameItems(
  call: CallBody,
  index: number,
  names: readonly string[],
  later: readonly Node[],
  slots: Slots,
): CallBody {
  const first = positionalItems(call).slice(0, index);
  const named = later.map((value, offset) => ({ key: text(names[offset]!), value }));
  if (!call.short) {
    const keywords = call.keywords ?? map([]);
    return {
      ...withPositional(call, first),
      keywords: { ...keywords, entries: [...named, ...keywords.entries] },
    };
  }
  const ahead = first.map((value, offset) => ({ key: text(slots![offset]!), value }));
  return { ...call, positional: null, keywords: map([...ahead, ...named]) };
}

function unknownInput(task: string, name: string): Refusal {
  return refuse('no-such-input', `The task "${task}" has no input "${name}".`);
}

/** The names of all arguments that are given, positions by their inputs or as `#3`. */
export function givenNames(call: CallBody, slots: Slots): readonly string[] {
  const positional = positionalItems(call).map((_, index) => slots?.[index] ?? `#${index + 1}`);
  return [...positional, ...(call.keywords?.entries.flatMap(({ key }) => textOf(key) ?? []) ?? [])];
}
