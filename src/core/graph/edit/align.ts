/** Which parts of a list stayed, which went and which came, as they follow each other. */

/** A part before and after, only before, or only after. */
export type Aligned<T> =
  | { readonly kind: 'kept'; readonly before: T; readonly after: T }
  | { readonly kind: 'gone'; readonly before: T }
  | { readonly kind: 'new'; readonly after: T };

/** What tells the parts apart. */
export interface Marks<T> {
  readonly name: (item: T) => unknown;
  /** By what a part is known again under another name; null where by nothing. */
  readonly body?: (item: T) => unknown;
}

/** Parts of the same name are one and the same; else those of the same body. Parts that changed places went and came anew. Linear. */
export function align<T>(before: readonly T[], after: readonly T[], marks: Marks<T>): Aligned<T>[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = (part: T): Aligned<T> => ({ kind: 'kept', before: part, after: part });
  return [
    ...before.slice(0, head).map(kept),
    ...alignMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail), marks),
    ...before.slice(before.length - tail).map(kept),
  ];
}

function alignMiddle<T>(before: readonly T[], after: readonly T[], marks: Marks<T>): Aligned<T>[] {
  const partner = findPartners(before, after, marks);
  const found: Aligned<T>[] = [];
  let at = 0;
  const drop = (end: number): void => {
    while (at < end) found.push({ kind: 'gone', before: before[at++]! });
  };
  for (const item of after) {
    const index = partner(item);
    if (index === undefined || index < at) {
      found.push({ kind: 'new', after: item });
      continue;
    }
    drop(index);
    found.push({ kind: 'kept', before: before[at++]!, after: item });
  }
  drop(before.length);
  return found;
}

function findPartners<T>(before: readonly T[], after: readonly T[], { name, body }: Marks<T>) {
  const names = new Map(before.map((item, index) => [name(item), index]));
  const left = new Set(after.map(name));
  const bodies = new Map<unknown, number>();
  if (body) {
    for (const [index, item] of before.entries()) {
      const mark = body(item);
      if (mark !== null && !left.has(name(item))) bodies.set(mark, index);
    }
  }
  return (item: T): number | undefined => names.get(name(item)) ?? bodies.get(body?.(item) ?? undefined);
}

/** Neighbours that all went or all came, with what stayed before and behind them. */
export interface Run<T, K extends 'gone' | 'new'> {
  readonly items: readonly (Aligned<T> & { readonly kind: K })[];
  readonly previous: T | null;
  readonly next: T | null;
}

/** The runs of one kind; the neighbours that stayed are given as they were before. */
export function runsOf<T, K extends 'gone' | 'new'>(steps: readonly Aligned<T>[], kind: K): Run<T, K>[] {
  const runs: { items: (Aligned<T> & { readonly kind: K })[]; previous: T | null; next: T | null }[] = [];
  let previous: T | null = null;
  let open: (typeof runs)[number] | null = null;
  for (const step of steps) {
    if (step.kind === 'kept') {
      if (open) open.next = step.before;
      open = null;
      previous = step.before;
    } else if (step.kind === kind) {
      if (!open) runs.push((open = { items: [], previous, next: null }));
      open.items.push(step as Aligned<T> & { readonly kind: K });
    }
  }
  return runs;
}

/** Takes what came for what went at the same place, as far as their numbers go. */
export function pairUp<T>(steps: readonly Aligned<T>[]): Aligned<T>[] {
  const paired: Aligned<T>[] = [];
  let gone: T[] = [];
  let come: T[] = [];
  const close = (): void => {
    const both = Math.min(gone.length, come.length);
    for (let i = 0; i < both; i += 1) paired.push({ kind: 'kept', before: gone[i]!, after: come[i]! });
    for (const before of gone.slice(both)) paired.push({ kind: 'gone', before });
    for (const after of come.slice(both)) paired.push({ kind: 'new', after });
    gone = [];
    come = [];
  };
  for (const step of steps) {
    if (step.kind === 'gone') gone.push(step.before);
    else if (step.kind === 'new') come.push(step.after);
    else {
      close();
      paired.push(step);
    }
  }
  close();
  return paired;
}
