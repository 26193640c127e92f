/** The order of steps: in generations, as Python's graphlib does it, so that a job runs as it would in the reference system. */

/** A name and what it must wait for, in the order in which that is mentioned; repetition is allowed. */
export interface Waiting {
  readonly name: string;
  readonly after: readonly string[];
}

export interface Ordered {
  /** Every name once, after all it waits for; without those that stand in or wait for a circle. */
  readonly order: readonly string[];
  /** Circles that share no name, each with its first name again at its end. */
  readonly cycles: readonly (readonly string[])[];
}

interface Item {
  readonly name: string;
  readonly after: Item[];
  readonly before: Item[];
  open: number;
}

/**
 * Sorts topologically. Names count from their first mention, be it as a name or as something waited for; each generation is
 * ordered by when its members lost their last obstacle. Linear in names and mentions.
 */
export function orderNames(waiting: readonly Waiting[]): Ordered {
  const items = link(waiting);
  const order: string[] = [];
  const cycles: string[][] = [];
  let generation = [...items.values()].filter((item) => item.open === 0);
  while (generation.length > 0) {
    const next: Item[] = [];
    for (const item of generation) {
      order.push(item.name);
      for (const later of item.before) if ((later.open -= 1) === 0) next.push(later);
    }
    generation = next;
  }
  if (order.length < items.size)
    cycles.push(...findCycles([...items.values()].filter((item) => item.open > 0)));
  return { order, cycles };
}

function link(waiting: readonly Waiting[]): Map<string, Item> {
  const items = new Map<string, Item>();
  const itemOf = (name: string): Item => {
    let item = items.get(name);
    if (!item) items.set(name, (item = { name, after: [], before: [], open: 0 }));
    return item;
  };
  for (const { name, after } of waiting) {
    const item = itemOf(name);
    for (const earlier of after.map(itemOf)) {
      item.after.push(earlier);
      item.open += 1;
      earlier.before.push(item);
    }
  }
  return items;
}

/** Walks back from item to item until one is met again; what was walked is not walked twice. */
function findCycles(blocked: readonly Item[]): string[][] {
  const cycles: string[][] = [];
  const seen = new Set<Item>();
  for (const start of blocked) {
    const trail: Item[] = [];
    let item: Item | undefined = start;
    while (item && !seen.has(item)) {
      seen.add(item);
      trail.push(item);
      item = item.after.find((earlier) => earlier.open > 0);
    }
    const from = item ? trail.indexOf(item) : -1;
    if (from >= 0) cycles.push([...trail.slice(from), item!].map(({ name }) => name));
  }
  return cycles;
}
