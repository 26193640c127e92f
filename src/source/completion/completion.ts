/** What the plugin editor proposes at a place of the text. */

export type CompletionKind =
  | 'function'
  | 'method'
  | 'class'
  | 'namespace'
  | 'type'
  | 'value'
  | 'parameter'
  | 'variable'
  | 'property'
  | 'file';

/** An import that the text does not have yet; `name` is `*` for the whole module under the completion's label. */
export interface NeededImport {
  readonly from: string;
  readonly name: string;
}

export interface Completion {
  /** What is written. */
  readonly label: string;
  readonly kind: CompletionKind;
  /** Its signature or type, or empty. */
  readonly detail: string;
  /** What it is, in a sentence, or empty. */
  readonly info: string;
  /** Smaller comes first: 0 for what is near, 3 for what is not imported yet. */
  readonly rank: 0 | 1 | 2 | 3;
  readonly needs?: NeededImport;
}

export interface Completions {
  /** The word that a completion replaces: offsets in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Exports and members of the libraries: group → name → kind (f, c, n, t, v, m), signature and sentence. */
export type Library = Readonly<Record<string, Readonly<Record<string, LibraryEntry>>>>;

export type LibraryEntry = readonly [kind: string, signature: string, sentence: string];

const KINDS: Readonly<Record<string, CompletionKind>> = {
  f: 'function',
  m: 'method',
  c: 'class',
  n: 'namespace',
  t: 'type',
  v: 'value',
};

/** Members of a group of the library, with those of the class that it is a kind of. */
export function libraryCompletions(
  library: Library,
  group: string,
  rank: Completion['rank'],
): readonly Completion[] {
  const own = Object.entries(library[group] ?? {}).map(([label, [kind, detail, info]]): Completion => {
    return { label, kind: KINDS[kind] ?? 'value', detail, info, rank };
  });
  const parent = PARENTS.get(group);
  return parent ? [...own, ...libraryCompletions(library, parent, rank)] : own;
}

const PARENTS: ReadonlyMap<string, string> = new Map([
  ['Variable', 'Tensor'],
  ['Sequential', 'LayersModel'],
]);

/** One entry of a group, or of the class that it is a kind of. */
export function libraryEntry(library: Library, group: string, name: string): LibraryEntry | null {
  const members = library[group];
  if (members && Object.hasOwn(members, name)) return members[name] ?? null;
  const parent = PARENTS.get(group);
  return parent ? libraryEntry(library, parent, name) : null;
}

/** Loads the signatures of the SDK and of the numeric library, about 75 kB (17 kB packed), when first asked for. */
export async function loadLibrary(): Promise<Library> {
  const { default: members } = await import('./library-members.json');
  return members as unknown as Library;
}
