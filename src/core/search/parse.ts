/** Search text → terms, by the reference's grammar: comma-separated, each `field:value` or free text. */

/** Something asked for; all of them must hold. */
export interface SearchTerm {
  /** As it was written; null where the value may stand in any field. */
  readonly field: string | null;
  /** The words in order, as they were written, with their escapes; `*` and `?` stand alone. */
  readonly value: readonly string[];
}

/** Why a text cannot be read, and where. */
export interface SearchFault {
  readonly message: string;
  readonly remedy: string;
  /** UTF-16 offset in the text. */
  readonly at: number;
}

export type ParsedSearch =
  | { readonly terms: readonly SearchTerm[]; readonly fault: null }
  | { readonly terms: null; readonly fault: SearchFault };

/** What one scan step reads; sticky, so that the place is said by `lastIndex`. */
const FIELD = /([A-Za-z_]+)\s*:\s*/y;
const WORD = /(?:[\p{L}\p{N}_]|\\[\\?*"'n:,])+/uy;
const WILDCARD = /[*?]/y;
const SPACE = /\s*/y;
/** Inside quotes everything stands for itself but the quote, the wildcards, the backslash and control characters. */
const INSIDE = {
  '"': /(?:[^"*?\\\p{Cc}]|\\[\\?*"'n:,])+/uy,
  "'": /(?:[^'*?\\\p{Cc}]|\\[\\?*"'n:,])+/uy,
} as const;

/**
 * Reads a search text. Unlike the reference it also takes letters beyond ASCII, since names may have them.
 *
 * @example
 * parseSearch('tag:cv, name:demo*, robust').terms
 * // [{field: 'tag', value: ['cv']}, {field: 'name', value: ['demo', '*']}, {field: null, value: ['robust']}]
 */
export function parseSearch(text: string): ParsedSearch {
  const scan = new Scan(text);
  try {
    return { terms: scan.readTerms(), fault: null };
  } catch (error) {
    if (error instanceof Stop) return { terms: null, fault: error.fault };
    throw error;
  }
}

/** Leaves the scan; never leaves this file. */
class Stop extends Error {
  readonly fault: SearchFault;
  constructor(fault: SearchFault) {
    super(fault.message);
    this.fault = fault;
  }
}

class Scan {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readTerms(): readonly SearchTerm[] {
    const terms: SearchTerm[] = [];
    this.#take(SPACE);
    if (this.#ended) return terms;
    for (;;) {
      terms.push(this.#readTerm());
      this.#take(SPACE);
      if (this.#ended) return terms;
      if (this.#next !== ',') throw this.#stop(...this.#strayWords());
      this.#at += 1;
      this.#take(SPACE);
    }
  }

  #readTerm(): SearchTerm {
    FIELD.lastIndex = this.#at;
    const field = FIELD.exec(this.#text)?.[1] ?? null;
    if (field !== null) this.#at = FIELD.lastIndex;
    const value = this.#readQuoted() ?? (field === null ? this.#readWords() : this.#readWord());
    if (value.length === 0) throw this.#stop(...this.#missingWords(field));
    return { field, value };
  }

  #readQuoted(): string[] | null {
    const quote = this.#next;
    if (quote !== '"' && quote !== "'") return null;
    const begin = this.#at;
    this.#at += 1;
    const parts = this.#readParts(INSIDE[quote]);
    if (this.#ended) throw this.#stop('This quote is not closed.', `Close it with ${quote}.`, begin);
    if (this.#next !== quote) throw this.#stop(...this.#strayWords());
    if (parts.length === 0)
      throw this.#stop(
        'There is nothing between the quotes.',
        'Write what to look for, or leave it out.',
        begin,
      );
    this.#at += 1;
    return parts;
  }

  /** One word with its wildcards, which touch it. */
  #readWord(): string[] {
    return this.#readParts(WORD);
  }

  #readWords(): string[] {
    const words: string[] = [];
    for (;;) {
      const more = this.#readWord();
      if (more.length === 0) return words;
      words.push(...more);
      this.#take(SPACE);
    }
  }

  #readParts(form: RegExp): string[] {
    const parts: string[] = [];
    for (;;) {
      const part = this.#take(form) || this.#take(WILDCARD);
      if (!part) return parts;
      parts.push(part);
    }
  }

  #take(form: RegExp): string {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  get #ended(): boolean {
    return this.#at >= this.#text.length;
  }

  get #next(): string | undefined {
    return this.#text[this.#at];
  }

  #missingWords(field: string | null): [string, string] {
    if (!this.#ended && this.#next !== ',') return this.#strayWords();
    return field === null
      ? ['Here a term is missing.', 'Write one, or take the comma away.']
      : [`After “${field}:” a value is missing.`, 'Write a word or a quoted text.'];
  }

  #strayWords(): [string, string] {
    const next = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    if (next === '\\')
      return ['A backslash stands before one of \\ ? * " \' n : ,', 'Write \\\\ for a backslash itself.'];
    if (next === ':') return ['A colon follows the name of a field only.', 'Put the text in quotes.'];
    return [`“${next}” cannot stand here.`, 'Put the text in quotes, or a comma between two terms.'];
  }

  #stop(message: string, remedy: string, at = this.#at): Stop {
    return new Stop({ message, remedy, at });
  }
}
