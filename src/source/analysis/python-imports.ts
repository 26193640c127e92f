/** Which names of a Python module mean the reference's decorator of tasks, followed from import to import. */
import { childrenOf, type PythonNode } from './python-tree.ts';

const MODULE = 'dioptra.pyplugs';
const DECORATOR = `${MODULE}.register`;

/** The dotted names that register a task, at one place of the text. An assignment in between is not seen, as in the reference. */
export class Registrars {
  readonly #names = new Set<string>();

  /** Whether a dotted name such as `pyplugs.register` is the decorator. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Takes in one import statement. */
  read(text: string, statement: PythonNode): void {
    const words = childrenOf(statement).map((node) => ({
      kind: node.name,
      text: text.slice(node.from, node.to),
    }));
    if (words[0]?.kind === 'from') this.#readFrom(words.slice(1));
    else for (const part of splitAt(words.slice(1), ',')) this.#readImport(part);
  }

  #readImport(words: readonly Word[]): void {
    const { path, alias } = readPath(words);
    if (alias !== null) {
      this.#bind(alias, path === MODULE ? `${alias}.register` : null);
    } else if (path === MODULE) this.#names.add(DECORATOR);
    else if (!path.startsWith('dioptra.')) this.#bind(path.split('.')[0] ?? '', null);
  }

  #readFrom(words: readonly Word[]): void {
    const at = words.findIndex(({ kind }) => kind === 'import');
    const from = words
      .slice(0, at)
      .map(({ text }) => text)
      .join('');
    const names = words.slice(at + 1).filter(({ kind }) => kind !== '(' && kind !== ')');
    for (const part of splitAt(names, ',')) {
      const { path, alias } = readPath(part);
      const local = alias ?? path;
      const whole = `${from}.${path}`;
      this.#bind(local, whole === MODULE ? `${local}.register` : whole === DECORATOR ? local : null);
    }
  }

  /** A name is bound anew: what it meant before is forgotten. */
  #bind(local: string, registrar: string | null): void {
    for (const name of this.#names)
      if (name === local || name.startsWith(`${local}.`)) this.#names.delete(name);
    if (registrar !== null) this.#names.add(registrar);
  }
}

interface Word {
  readonly kind: string;
  readonly text: string;
}

function splitAt(words: readonly Word[], kind: string): readonly (readonly Word[])[] {
  const parts: Word[][] = [[]];
  for (const word of words) {
    if (word.kind === kind) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}

/** `a.b as c` */
function readPath(words: readonly Word[]): { readonly path: string; readonly alias: string | null } {
  const at = words.findIndex(({ kind }) => kind === 'as');
  const path = at < 0 ? words : words.slice(0, at);
  return {
    path: path.map(({ text }) => text).join(''),
    alias: at < 0 ? null : (words[at + 1]?.text ?? null),
  };
}
