/** Which steps that went and which that came are the same under another name: same task, same arguments, once the renaming is followed. */
import { renameSteps } from './exact.ts';
import type { Picture, PictureEdge, PictureStep } from './plan-types.ts';

/** Stands for a step that may yet turn out to be renamed. */
const OPEN = '\u0000';
/** Rounds of weighing neighbours; each settles at least one pair. */
const MOST_ROUNDS = 100;

/** From the old name to the new one, for the steps that were renamed for sure; of several that are alike none is. */
export function findRenames(before: Picture, after: Picture): ReadonlyMap<string, string> {
  const [old, now] = [new Map(byName(before)), new Map(byName(after))];
  return new Renames(new Half(before, now), new Half(after, old)).find();
}

/** The arguments of a step as one text. */
export function argumentsOf({ exact, inputs }: PictureStep): Readonly<Record<string, string>> {
  if (exact) return exact;
  const given = inputs.filter((input) => input.given !== null);
  return Object.fromEntries(given.map((input) => [input.name, JSON.stringify(input.given)]));
}

function byName({ steps }: Picture): (readonly [string, PictureStep])[] {
  return steps.map((step) => [step.name, step] as const);
}

function signatureOf(step: PictureStep, nameOf: (step: string) => string): string {
  const entries = Object.entries(argumentsOf(step)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([step.task, entries.map(([name, exact]) => [name, renameSteps(exact, nameOf)])]);
}

/** One of the two graphs: its steps that the other lacks, and the edges of each. */
class Half {
  readonly open: Map<string, PictureStep>;
  readonly steps: ReadonlyMap<string, PictureStep>;
  readonly #into = new Map<string, PictureEdge[]>();
  readonly #outOf = new Map<string, PictureEdge[]>();

  constructor(picture: Picture, other: ReadonlyMap<string, PictureStep>) {
    this.steps = new Map(byName(picture));
    this.open = new Map(byName(picture).filter(([name]) => !other.has(name)));
    for (const edge of picture.edges) {
      push(this.#into, edge.to, edge);
      push(this.#outOf, edge.from, edge);
    }
  }

  into(step: string): readonly PictureEdge[] {
    return this.#into.get(step) ?? [];
  }

  outOf(step: string): readonly PictureEdge[] {
    return this.#outOf.get(step) ?? [];
  }

  neighbours(step: string): readonly string[] {
    return [...this.into(step).map(({ from }) => from), ...this.outOf(step).map(({ to }) => to)];
  }
}

interface Alike {
  readonly old: Set<string>;
  readonly now: Set<string>;
}

class Renames {
  readonly #old: Half;
  readonly #now: Half;
  readonly #found = new Map<string, string>();
  readonly #alike = new Map<string, Alike>();
  readonly #signatures = { old: new Map<string, string>(), now: new Map<string, string>() };

  constructor(old: Half, now: Half) {
    this.#old = old;
    this.#now = now;
  }

  find(): ReadonlyMap<string, string> {
    for (const name of this.#old.open.keys()) this.#sort('old', name);
    for (const name of this.#now.open.keys()) this.#sort('now', name);
    this.#pairSingles([...this.#alike.keys()]);
    for (let round = 0; round < MOST_ROUNDS && this.#pairByNeighbours(); round += 1);
    this.#dropUnequal();
    return this.#found;
  }

  /** Puts a step among those that are like it, as far as the names of what it refers to are known. */
  #sort(side: 'old' | 'now', name: string): string {
    const half = side === 'old' ? this.#old : this.#now;
    const nameOf = (step: string) =>
      half.open.has(step) ? OPEN : side === 'old' ? (this.#found.get(step) ?? step) : step;
    const signature = signatureOf(half.steps.get(name)!, nameOf);
    this.#alike.get(this.#signatures[side].get(name) ?? '')?.[side].delete(name);
    this.#signatures[side].set(name, signature);
    const alike = this.#alike.get(signature) ?? { old: new Set(), now: new Set() };
    this.#alike.set(signature, alike);
    alike[side].add(name);
    return signature;
  }

  #pairSingles(signatures: string[]): void {
    for (let next = signatures.pop(); next !== undefined; next = signatures.pop()) {
      const { old, now } = this.#alike.get(next)!;
      if (old.size === 1 && now.size === 1) signatures.push(...this.#pair([...old][0]!, [...now][0]!));
    }
  }

  /** Settles a pair; gives the signatures of the open steps around it, which say more now. */
  #pair(old: string, now: string): string[] {
    this.#alike.get(this.#signatures.old.get(old)!)!.old.delete(old);
    this.#alike.get(this.#signatures.now.get(now)!)!.now.delete(now);
    this.#found.set(old, now);
    this.#old.open.delete(old);
    this.#now.open.delete(now);
    const near = (half: Half, name: string) =>
      new Set(half.neighbours(name).filter((step) => half.open.has(step)));
    return [
      ...[...near(this.#old, old)].map((step) => this.#sort('old', step)),
      ...[...near(this.#now, now)].map((step) => this.#sort('now', step)),
    ];
  }

  /** Of steps that are alike, pairs those that clearly have most neighbours in common; the best of all first. */
  #pairByNeighbours(): boolean {
    const scores = this.#scoreNeighbours();
    const [ofOld, ofNow] = [findBest(scores, ({ old }) => old), findBest(scores, ({ now }) => now)];
    const clear = scores.filter((score) => ofOld.get(score.old) === score && ofNow.get(score.now) === score);
    const best = clear.reduce((most, { score }) => Math.max(most, score), 0);
    const pairs = clear.filter(({ score }) => score === best);
    this.#pairSingles(pairs.flatMap(({ old, now }) => this.#pair(old, now)));
    return pairs.length > 0;
  }

  #scoreNeighbours(): readonly Score[] {
    const there = new Map<string, string[]>();
    for (const name of this.#now.open.keys())
      for (const key of this.#ties('now', name)) push(there, key, name);
    const scores = new Map<string, Score>();
    for (const old of this.#old.open.keys())
      for (const key of this.#ties('old', old))
        for (const now of there.get(key) ?? []) {
          if (this.#signatures.old.get(old) !== this.#signatures.now.get(now)) continue;
          const pair = JSON.stringify([old, now]);
          scores.set(pair, { old, now, score: (scores.get(pair)?.score ?? 0) + 1 });
        }
    return [...scores.values()];
  }

  /** What joins a step to steps whose names are known: who uses what of it, and what it waits for. */
  #ties(side: 'old' | 'now', name: string): readonly string[] {
    const half = side === 'old' ? this.#old : this.#now;
    const nameOf = (step: string) => (side === 'old' ? (this.#found.get(step) ?? step) : step);
    const out = half.outOf(name).filter(({ to }) => !half.open.has(to));
    const into = half.into(name).filter(({ from, kind }) => kind === 'dependency' && !half.open.has(from));
    return [
      ...out.map(({ to, kind, output, input }) => JSON.stringify([kind, nameOf(to), output, input])),
      ...into.map(({ from }) => JSON.stringify([nameOf(from)])),
    ];
  }

  /** What was taken for alike while other names were open must be equal now that they are settled. */
  #dropUnequal(): void {
    const doubtful = [...this.#found.keys()];
    for (let old = doubtful.pop(); old !== undefined; old = doubtful.pop()) {
      const now = this.#found.get(old);
      if (now === undefined) continue;
      const followed = signatureOf(this.#old.steps.get(old)!, (step) => this.#found.get(step) ?? step);
      if (followed === signatureOf(this.#now.steps.get(now)!, (step) => step)) continue;
      this.#found.delete(old);
      doubtful.push(...this.#old.outOf(old).map(({ to }) => to));
    }
  }
}

interface Score {
  readonly old: string;
  readonly now: string;
  readonly score: number;
}

/** The one with the highest score under each key, null where several have it. */
function findBest(
  scores: readonly Score[],
  keyOf: (score: Score) => string,
): ReadonlyMap<string, Score | null> {
  const most = new Map<string, number>();
  for (const score of scores) most.set(keyOf(score), Math.max(score.score, most.get(keyOf(score)) ?? 0));
  const best = new Map<string, Score | null>();
  for (const score of scores)
    if (score.score === most.get(keyOf(score))) best.set(keyOf(score), best.has(keyOf(score)) ? null : score);
  return best;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
