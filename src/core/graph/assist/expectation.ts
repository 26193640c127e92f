/** What may stand where the cursor is: the name of a task, an argument of a type, a step to wait for and so on. */
import { entryOf, show, textOf, valueOf, type Node } from '#core/graph/node.ts';
import type { GraphDocument, GraphText } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import type { Cursor } from './cursor.ts';

/** What is expected at a place. */
export type Expectation =
  | { readonly kind: 'nothing' }
  /** A key among these; a `callable` one could be the name of a task as well. */
  | { readonly kind: 'key'; readonly keys: readonly string[]; readonly callable: boolean }
  | { readonly kind: 'task' }
  | { readonly kind: 'dependency'; readonly step: string; readonly given: readonly string[] }
  | { readonly kind: 'argument name'; readonly task: string; readonly given: readonly string[] }
  /** `input` is null inside a list or mapping, of whose parts no type is known, and where the task is not known. */
  | {
      readonly kind: 'argument';
      readonly step: string;
      readonly task: string | null;
      readonly input: string | null;
    }
  | { readonly kind: 'contents'; readonly task: string | null }
  | { readonly kind: 'artifact task'; readonly artifact: string }
  | { readonly kind: 'artifact argument name'; readonly task: string; readonly given: readonly string[] }
  | { readonly kind: 'artifact argument'; readonly task: string; readonly name: string };

const NOTHING: Expectation = { kind: 'nothing' };

/** What is expected where the cursor is, by the text around it and what of it can be read. */
export function expectAt(prepared: PreparedGraphs, document: GraphDocument, cursor: Cursor): Expectation {
  if (cursor.role === 'none' || cursor.path.length === 0) return NOTHING;
  const graph = document === 'task graph' ? prepared.taskGraph : prepared.artifactGraph;
  const finder = new Finder(prepared, graph, cursor);
  return document === 'task graph' ? finder.inStep() : finder.inArtifact();
}

class Finder {
  readonly #prepared: PreparedGraphs;
  readonly #graph: GraphText;
  readonly #cursor: Cursor;
  readonly #name: string;

  constructor(prepared: PreparedGraphs, graph: GraphText, cursor: Cursor) {
    this.#prepared = prepared;
    this.#graph = graph;
    this.#cursor = cursor;
    this.#name = String(cursor.path[0]);
  }

  inStep(): Expectation {
    const { path, role } = this.#cursor;
    const [, section, ...inside] = path;
    if (section === undefined) return role === 'key' ? this.#bodyKeys() : NOTHING;
    if (section === 'task') return inside.length === 0 && role === 'value' ? { kind: 'task' } : NOTHING;
    if (section === 'dependencies') return this.#dependency(inside.length, role);
    const isMixed = section === 'args' || section === 'kwargs';
    const task = isMixed && this.#has('task') ? this.#taskName() : String(section);
    if (role === 'key' && inside.length === 0 && section !== 'args')
      return task === null
        ? NOTHING
        : { kind: 'argument name', task, given: [...this.#given(path), ...this.#positional(task)] };
    if (role === 'key') return NOTHING;
    return { kind: 'argument', step: this.#name, task, input: this.#input(task, inside) };
  }

  /** The name of a task, unless there is one; then what goes with its form. */
  #bodyKeys(): Expectation {
    const given = this.#given([this.#name]);
    const has = (key: string): boolean => given.includes(key);
    if (has('task')) return keys(['args', 'kwargs', 'dependencies'], given, false);
    const isCalled = given.some((key) => key !== 'dependencies');
    return isCalled ? keys(['dependencies'], given, false) : keys(['task', 'dependencies'], given, true);
  }

  #dependency(depth: number, role: Cursor['role']): Expectation {
    if (role !== 'value' || depth > 1) return NOTHING;
    const names = this.#prepared.step(this.#name)?.dependencies ?? [];
    const given = names.filter(({ node }) => !this.#isHere(node)).map(({ name }) => name);
    return { kind: 'dependency', step: this.#name, given };
  }

  /** The input that an argument goes to: by name, or by position. */
  #input(task: string | null, [place, ...deeper]: readonly (string | number)[]): string | null {
    if (task === null || deeper.length > 0) return null;
    if (typeof place === 'string') return place;
    return this.#prepared.surroundings.tasks.get(task)?.slots[place ?? 0]?.name ?? null;
  }

  /** The inputs that arguments by position already fill. */
  #positional(task: string): string[] {
    if (this.#cursor.path[1] !== 'kwargs') return [];
    const count = this.#prepared.step(this.#name)?.call?.positional.length ?? 0;
    return (this.#prepared.surroundings.tasks.get(task)?.slots ?? []).slice(0, count).map(({ name }) => name);
  }

  #has(key: string): boolean {
    return this.#given([this.#name]).includes(key) || this.#taskName() !== null;
  }

  /** What stands behind `task:`, even in a text that cannot be read. */
  #taskName(): string | null {
    const body = this.#nodeAt([this.#name]);
    const read = body && textOf(valueOf(body, 'task'));
    if (read) return read;
    const { text } = this.#graph;
    const start = text.lastIndexOf(`\n${this.#name}`, this.#cursor.from);
    const next = /\n[^\s#}\]-]/.exec(text.slice(this.#cursor.from));
    const slice = text.slice(Math.max(0, start), next ? this.#cursor.from + next.index : text.length);
    return /(?:^|[\n{,])\s*task: +["']?([\w-]+)/.exec(slice)?.[1] ?? null;
  }

  inArtifact(): Expectation {
    const { path, role } = this.#cursor;
    const [, section, part, argument, ...deeper] = path;
    if (section === undefined)
      return role === 'key' ? keys(['contents', 'task'], this.#given(path), false) : NOTHING;
    if (section === 'contents')
      return role === 'value' && part === undefined
        ? { kind: 'contents', task: this.#artifactTask() }
        : NOTHING;
    if (section !== 'task') return NOTHING;
    if (part === undefined)
      return role === 'key' ? keys(['name', 'args'], this.#given(path), false) : NOTHING;
    if (part === 'name') return role === 'value' ? { kind: 'artifact task', artifact: this.#name } : NOTHING;
    return part === 'args' && deeper.length === 0 ? this.#artifactArgument(argument, role) : NOTHING;
  }

  #artifactArgument(name: string | number | undefined, role: Cursor['role']): Expectation {
    const task = this.#artifactTask();
    if (task === null) return NOTHING;
    if (name === undefined)
      return role === 'key'
        ? { kind: 'artifact argument name', task, given: this.#given(this.#cursor.path) }
        : NOTHING;
    return role === 'value' ? { kind: 'artifact argument', task, name: String(name) } : NOTHING;
  }

  #artifactTask(): string | null {
    const task = this.#nodeAt([this.#name, 'task']);
    return (task && textOf(valueOf(task, 'name'))) ?? null;
  }

  /** The keys of a mapping, but for the one that is typed. */
  #given(path: readonly (string | number)[]): string[] {
    const node = this.#nodeAt(path);
    const read = node?.kind === 'map' ? node.entries.filter(({ key }) => !this.#isHere(key)) : [];
    const isOwn = path.length === this.#cursor.path.length;
    return [...read.map(({ key }) => show(key)), ...(isOwn ? this.#cursor.keys : [])];
  }

  #isHere({ place }: Node): boolean {
    return place !== null && place.start <= this.#cursor.to && place.end >= this.#cursor.from;
  }

  #nodeAt(path: readonly (string | number)[]): Node | undefined {
    let node: Node | undefined = this.#graph.root;
    for (const key of path) {
      if (!node) return undefined;
      node =
        typeof key === 'number'
          ? node.kind === 'list'
            ? node.items[key]
            : undefined
          : entryOf(node, key)?.value;
    }
    return node;
  }
}

function keys(all: readonly string[], given: readonly string[], callable: boolean): Expectation {
  return { kind: 'key', keys: all.filter((key) => !given.includes(key)), callable };
}
