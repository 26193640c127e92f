/** The TypeScript and JavaScript files of a plugin, each parsed when it is first asked for, and what their names mean. */
import type { Node, Program } from '@babel/types';
import type { Range } from '#core/issues.ts';
import type { PluginFile } from '#core/resources/content.ts';
import {
  findDeclarations,
  type Declarations,
  type Declared,
  type DeclaredType,
  type Foreign,
} from '#source/declarations.ts';
import { parseModule, type SyntaxFault } from '#source/parse-module.ts';
import { rangesOf, type FindRange } from '#source/positions.ts';
import { isModule } from '#source/read-file.ts';
import { resolveImport } from '#source/resolve.ts';
import { LONGEST_SOURCE } from './analysis.ts';

/** A file that could be parsed. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly program: Program;
  readonly declarations: Declarations;
  readonly ranges: FindRange;
}

/** Where a node stands in its file. */
export function rangeIn({ ranges }: Source, node: Node): Range {
  return ranges(node.start ?? 0, node.end ?? 0);
}

export type Reading =
  | { readonly source: Source; readonly faults: readonly [] }
  | { readonly source: null; readonly faults: readonly SyntaxFault[] };

/** What a name stands for: something of a file, something of a library (`name` null: the whole of it), or nobody knows. */
export type Meaning<T> =
  | { readonly kind: 'found'; readonly source: Source; readonly found: T }
  | { readonly kind: 'library'; readonly library: 'sdk' | 'tfjs'; readonly name: string | null }
  | { readonly kind: 'file'; readonly source: Source }
  | { readonly kind: 'unknown' };

const UNKNOWN = { kind: 'unknown' } as const;

/** The two worlds of names: a class stands in both. */
type World = { readonly values: Declared; readonly types: DeclaredType };

export class Sources {
  readonly #files: ReadonlyMap<string, string>;
  readonly #names: ReadonlySet<string>;
  readonly #read = new Map<string, Reading>();

  constructor(files: readonly Pick<PluginFile, 'filename' | 'contents'>[]) {
    const modules = files.filter(({ filename }) => isModule(filename));
    this.#files = new Map(modules.map(({ filename, contents }) => [filename, contents]));
    this.#names = new Set(this.#files.keys());
  }

  get names(): readonly string[] {
    return [...this.#names];
  }

  /** A file by its name; one that is too long or not there has no faults and no source. */
  read(name: string): Reading {
    const known = this.#read.get(name);
    if (known) return known;
    const made = this.#parse(name);
    this.#read.set(name, made);
    return made;
  }

  #parse(name: string): Reading {
    const text = this.#files.get(name);
    if (text === undefined || text.length > LONGEST_SOURCE) return { source: null, faults: [] };
    const { program, faults } = parseModule(text, /\.m?ts$/.test(name));
    if (!program) return { source: null, faults };
    const declarations = findDeclarations(program);
    return { source: { name, text, program, declarations, ranges: rangesOf(text) }, faults: [] };
  }

  /** What `specifier` in a file leads to. */
  target(source: Source, specifier: string): Meaning<never> {
    const target = resolveImport(specifier, source.name, this.#names);
    if (target.kind === 'library') return { kind: 'library', library: target.library, name: null };
    const file = target.kind === 'file' ? this.read(target.file).source : null;
    return file ? { kind: 'file', source: file } : UNKNOWN;
  }

  /** What a name at the top of a file means. */
  find<W extends keyof World>(world: W, source: Source, name: string): Meaning<World[W]> {
    return this.#find(world, source, name, new Set());
  }

  /** What a file exports under a name. */
  findExported<W extends keyof World>(world: W, source: Source, name: string): Meaning<World[W]> {
    return this.#findExported(world, source, name, new Set());
  }

  /** The names of all values that a file exports, its own first, then those that it passes on. */
  exportedNames(source: Source): readonly string[] {
    const names = new Set<string>();
    const files = new Set([source]);
    for (const file of files) {
      const { exports, passed, stars } = file.declarations;
      for (const name of [...exports.keys(), ...passed.keys()]) names.add(name);
      for (const star of stars) {
        const target = this.target(file, star);
        if (target.kind === 'file') files.add(target.source);
      }
    }
    return [...names].filter((name) => name !== 'default');
  }

  #find<W extends keyof World>(world: W, source: Source, name: string, seen: Set<string>): Meaning<World[W]> {
    const own = source.declarations[world].get(name) as World[W] | undefined;
    if (own) return { kind: 'found', source, found: own };
    const foreign = source.declarations.imports.get(name);
    return foreign ? this.#follow(world, source, foreign, seen) : UNKNOWN;
  }

  #follow<W extends keyof World>(
    world: W,
    source: Source,
    { from, name }: Foreign,
    seen: Set<string>,
  ): Meaning<World[W]> {
    const target = this.target(source, from);
    if (target.kind === 'library') return { ...target, name };
    if (target.kind !== 'file' || name === null) return target;
    return this.#findExported(world, target.source, name, seen);
  }

  #findExported<W extends keyof World>(
    world: W,
    source: Source,
    name: string,
    seen: Set<string>,
  ): Meaning<World[W]> {
    const step = `${source.name} ${name}`;
    if (seen.has(step)) return UNKNOWN;
    seen.add(step);
    const { exports, passed, stars } = source.declarations;
    // Types that leave by `export { type … }` are not listed, so a type is looked up by its own name.
    const local = exports.get(name) ?? (world === 'types' ? name : null);
    const own = local === null ? UNKNOWN : this.#find(world, source, local, seen);
    if (own.kind !== 'unknown') return own;
    const foreign = passed.get(name);
    if (foreign) return this.#follow(world, source, foreign, seen);
    for (const star of stars) {
      const far = this.#follow(world, source, { from: star, name }, seen);
      if (far.kind === 'found') return far;
    }
    return UNKNOWN;
  }
}
