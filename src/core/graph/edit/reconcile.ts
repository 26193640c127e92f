/** From a tree and the tree that it should become to the fewest changes of its text. What is the same in both is not looked at. */
import {
  textOf,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  type ScalarNode,
} from '#core/graph/node.ts';
import { isReference } from '#core/graph/reference.ts';
import { keyIdentity } from '#core/graph/yaml-merge.ts';
import { align, pairUp, runsOf, type Aligned, type Run } from './align.ts';
import type { Change } from './change.ts';
import type { CollectionLayout, ItemLayout, Layout } from './layout.ts';
import type { TextReason } from './refusal.ts';
import { FREE, Renderer, type Model, type Rendered } from './render.ts';
import { rootSiblings, siblingsOf, type Sibling, type Siblings } from './siblings.ts';
import { rewriteText } from './scalar-text.ts';
import { sameScalar } from './same.ts';
import { insertPieces, removeRun } from './splicer.ts';
import type { TextShape } from './text-shape.ts';
import { replaceValue } from './value-splice.ts';
import {
  hasComments,
  isAlias,
  isBracketed,
  isElsewhere,
  isPartOf,
  isSimplyWritten,
  sizeOf,
} from './written.ts';

/** How daring the changes may be. */
export interface Manner {
  /** Whether aliases are left as they are, in the hope that what they repeat changes as they should. */
  readonly keepsAliases: boolean;
  /** Whether new places of old parts are filled with what the author wrote at the old ones. */
  readonly copies: boolean;
}

/** Where a value stands: its item is read from the text only when it is needed. */
interface Slot {
  readonly item: () => ItemLayout | null;
  readonly inBrackets: boolean;
  /** Keys from the root: 1 for the body of a step. */
  readonly depth: number;
}

/** A collection that changes: its parts in the text, read when they are needed, and what holds for all of them. */
interface Place {
  readonly siblings: () => Siblings | null;
  readonly inBrackets: boolean;
  readonly depth: number;
}

/** Collects the changes of one text; what they lead to must be checked. */
export class Reconciler {
  readonly changes: Change[] = [];
  /** Why the changes will not do. */
  fault: TextReason | null = null;
  readonly #shape: TextShape;
  readonly #manner: Manner;
  readonly #renderer: Renderer;

  constructor(shape: TextShape, manner: Manner) {
    this.#shape = shape;
    this.#manner = manner;
    this.#renderer = new Renderer(shape, manner.copies);
  }

  /** The second root must be a mapping; the first one too, or null. */
  reconcile(before: Node, after: MapNode): void {
    if (before.kind === 'map' && before.entries.length > 0) {
      const siblings = remember(() => rootSiblings(this.#shape, before));
      const place = { siblings, inBrackets: isBracketed(this.#shape, before), depth: 0 };
      this.#entries(alignEntries(before, after), before, place);
    } else if (after.entries.length > 0) this.#fill(before, after);
    if (this.#renderer.unwritable) this.fault = 'unsuitable-value';
  }

  /** Puts entries into a text without any. */
  #fill({ place }: Node, after: MapNode): void {
    const { text, lineBreak, isCutOff } = this.#shape;
    const isWritten = place !== null && place.end > place.start;
    const column = isWritten ? this.#shape.column(place.start) : 0;
    const pieces = after.entries.map((entry) => this.#renderer.blockEntry(entry, column, 1, FREE));
    const lines = pieces.join(lineBreak + ' '.repeat(column));
    const insert = isCutOff ? lineBreak + lines : lines + lineBreak;
    this.changes.push(
      isWritten
        ? { from: place.start, to: place.end, insert: lines }
        : { from: text.length, to: text.length, insert },
    );
  }

  #value(before: Node, after: Node, slot: Slot): void {
    if (before === after || (this.#manner.keepsAliases && isAlias(this.#shape, before))) return;
    if (before.kind === 'scalar' && after.kind === 'scalar') this.#scalar(before, after, slot);
    else if (sizeOf(before) === 0 && sizeOf(after) === 0 && before.kind === after.kind) return;
    else if (isAlias(this.#shape, before) || sizeOf(before) === 0 || sizeOf(after) === 0)
      this.#replace(before, after, slot);
    else if (before.kind === 'map' && after.kind === 'map') this.#map(before, after, slot);
    else if (before.kind === 'list' && after.kind === 'list' && !before.set && !after.set)
      this.#list(before, after, slot);
    else this.#replace(before, after, slot);
  }

  #scalar(before: ScalarNode, after: ScalarNode, slot: Slot): void {
    if (sameScalar(before, after)) return;
    if (isSimplyWritten(this.#shape, before)) this.#rewrite(before, after, slot.inBrackets);
    else this.#replace(before, after, slot);
  }

  /** A text in the author's quotes, unless it becomes a reference; anything else as it is usually written. */
  #rewrite(before: ScalarNode, after: ScalarNode, inBrackets: boolean): void {
    const { start, end } = before.place!;
    const isOwn = after.place === null || after.place === before.place;
    const [old, text] = [textOf(before), textOf(after)];
    const becomesReference = text !== null && old !== null && isReference(text) && !isReference(old);
    const insert =
      isOwn && old !== null && text !== null
        ? rewriteText(text, becomesReference ? undefined : this.#shape.text[start], inBrackets)
        : this.#renderer.inline(isOwn ? { ...after, place: null } : after, inBrackets);
    this.changes.push({ from: start, to: end, insert });
  }

  #map(before: MapNode, after: MapNode, slot: Slot): void {
    const steps = alignEntries(before, after);
    const place = this.#placeOf(before, slot);
    const has = (wanted: string): boolean => steps.some(({ kind }) => kind === wanted);
    const isTangled = place.inBrackets && has('gone') && has('new');
    if (isTangled || !has('kept')) return this.#replace(before, after, slot);
    this.#entries(steps, before, place);
  }

  #placeOf(before: Node, slot: Slot): Place {
    const siblings = remember(() => {
      const value = slot.item()?.value;
      return isCollection(value) ? siblingsOf(value) : null;
    });
    const inBrackets = slot.inBrackets || isBracketed(this.#shape, before);
    return { siblings, inBrackets, depth: slot.depth };
  }

  #entries(steps: readonly Aligned<Entry>[], before: MapNode, place: Place): void {
    const find = ({ key }: Entry): Sibling | null => {
      const found = key.place ? place.siblings()?.find(key.place.start) : null;
      return found && !found.item.explicit ? found : null;
    };
    for (const step of steps) {
      if (step.kind !== 'kept' || step.before === step.after) continue;
      const item = (): ItemLayout | null => find(step.before)?.item ?? null;
      this.#entry(step.before, step.after, { item, inBrackets: place.inBrackets, depth: place.depth + 1 });
    }
    for (const run of runsOf(steps, 'gone')) this.#remove(run, place, find);
    for (const run of runsOf(steps, 'new')) {
      this.#insert(
        run,
        place,
        find,
        (entry, beside) => this.#copy(entry, before, place, find) ?? this.#piece(entry, beside, place),
      );
    }
  }

  #entry(before: Entry, after: Entry, slot: Slot): void {
    if (!sameScalar(before.key, after.key)) {
      if (!isSimplyWritten(this.#shape, before.key)) return this.#refuse('aliases');
      this.#rewrite(before.key, { ...after.key, place: null }, slot.inBrackets);
    }
    this.#value(before.value, after.value, slot);
  }

  #piece(entry: Entry, beside: Sibling, { inBrackets, depth }: Place): string {
    if (inBrackets) return this.#renderer.entry(entry);
    const model = depth === 0 ? modelOf(beside.item) : FREE;
    return this.#renderer.blockEntry(entry, this.#shape.column(beside.item.start), depth + 1, model);
  }

  /** Under a new key, what the author wrote for a neighbour with the same value. */
  #copy(
    { key, value }: Entry,
    { entries }: MapNode,
    { inBrackets }: Place,
    find: (entry: Entry) => Sibling | null,
  ): string | null {
    const origin = this.#manner.copies && value.place ? entries.find((entry) => entry.value === value) : null;
    const item = origin ? find(origin)?.item : null;
    if (!item?.key) return null;
    return this.#renderer.key(key, inBrackets) + this.#shape.text.slice(item.key.end, item.end);
  }

  #list(before: ListNode, after: ListNode, slot: Slot): void {
    const steps = pairUp(align(before.items, after.items, { name: (item) => item.place ?? item }));
    const place = this.#placeOf(before, slot);
    const indexes = new Map(before.items.map((item, index) => [item, index]));
    const find = (item: Node): Sibling | null => place.siblings()?.at(indexes.get(item)!) ?? null;
    for (const step of steps) {
      if (step.kind !== 'kept' || step.before === step.after) continue;
      const item = (): ItemLayout | null => find(step.before)?.item ?? null;
      this.#value(step.before, step.after, { item, inBrackets: place.inBrackets, depth: place.depth + 1 });
    }
    for (const run of runsOf(steps, 'gone')) this.#remove(run, place, find);
    for (const run of runsOf(steps, 'new')) {
      this.#insert(run, place, find, (item, { item: { start } }) =>
        place.inBrackets
          ? this.#renderer.inline(item, true)
          : `- ${this.#renderer.blockItem(item, this.#shape.column(start))}`,
      );
    }
  }

  #remove<T>(
    { items, previous }: Run<T, 'gone'>,
    { siblings }: Place,
    find: (item: T) => Sibling | null,
  ): void {
    const run = items.flatMap(({ before }) => find(before) ?? []);
    const among = siblings();
    if (!among || run.length < items.length) return this.#refuse('aliases');
    this.changes.push(...removeRun(this.#shape, among, run, previous !== null));
  }

  #insert<T>(
    { items, previous, next }: Run<T, 'new'>,
    { siblings, depth }: Place,
    find: (item: T) => Sibling | null,
    write: (item: T, beside: Sibling) => string,
  ): void {
    const neighbour = previous ?? next;
    const beside = neighbour === null ? null : find(neighbour);
    const among = siblings();
    if (!among || !beside) return this.#refuse('aliases');
    const pieces = items.map(({ after }) => write(after, beside));
    const place = { isBehind: previous !== null, mayBeSpaced: depth === 0 };
    this.changes.push(...insertPieces(this.#shape, among, beside, pieces, place));
  }

  /** Writes a value anew; comments in it may go only if nothing else of it stays. */
  #replace(before: Node, after: Node, slot: Slot): void {
    const item = slot.item();
    if (!item || (item.value?.kind === 'alias' && this.#manner.keepsAliases)) return this.#refuse('aliases');
    if (isElsewhere(before, item)) return this.#refuse('repeated-key');
    if (hasComments(this.#shape, before) && isPartOf(after, before)) return this.#refuse('comments');
    this.changes.push(...replaceValue(this.#shape, item, this.#render(after, item, slot)));
  }

  #render(after: Node, item: ItemLayout, { inBrackets, depth }: Slot): Rendered {
    if (inBrackets) return { inline: this.#renderer.inline(after, true) };
    const column = this.#shape.column(item.start);
    if (!item.key) return { inline: this.#renderer.blockItem(after, column) };
    const { value } = item;
    const wasInBrackets = isCollection(value) && value.flow && value.items.length > 0;
    return this.#renderer.value(after, column, depth, wasInBrackets ? () => true : FREE);
  }

  #refuse(reason: TextReason): void {
    this.fault ??= reason;
  }
}

function alignEntries(before: MapNode, after: MapNode): Aligned<Entry>[] {
  return align(before.entries, after.entries, {
    name: ({ key }) => keyIdentity(key),
    body: ({ value }) => value.place,
  });
}

/** A new step is written as its neighbour is: in brackets or on lines, and its arguments likewise. */
function modelOf({ value: body }: ItemLayout): Model {
  if (!isCollection(body) || body.items.length === 0) return FREE;
  return (depth, kind) => {
    if (depth === 1) return body.flow;
    const alike = body.items
      .map(({ value }) => value)
      .find((value) => isCollection(value) && value.kind === kind);
    return depth === 2 && isCollection(alike) && alike.items.length > 0 ? alike.flow : undefined;
  };
}

function isCollection(layout: Layout | null | undefined): layout is CollectionLayout {
  return layout !== null && layout !== undefined && 'items' in layout;
}

function remember<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
