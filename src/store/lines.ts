/** The lines of every noun, each index begun when it is first asked. */
import type { LineAnswer } from '#core/search/line-question.ts';
import type { LineNoun } from '#core/search/line.ts';
import { LineIndex } from './line-index.ts';
import { LineQuery } from './line-query.ts';
import type { Tables } from './tables.ts';
import { TagNames } from './tag-names.ts';

export class Lines {
  readonly #db: Tables;
  readonly #indexes = new Map<LineNoun, LineIndex>();
  #tags: TagNames | null = null;

  constructor(db: Tables) {
    this.#db = db;
  }

  index(noun: LineNoun): LineIndex {
    const index = this.#indexes.get(noun) ?? new LineIndex(this.#db, noun);
    this.#indexes.set(noun, index);
    return index;
  }

  /** A question to come; `tell` hears whenever its answer changes. End it when nobody listens any more. */
  query(noun: LineNoun, tell: (answer: LineAnswer) => void): LineQuery {
    this.#tags ??= new TagNames(this.#db);
    return new LineQuery(this.index(noun), this.#tags, tell);
  }

  end(): void {
    this.#indexes.forEach((index) => index.end());
    this.#indexes.clear();
    this.#tags?.end();
    this.#tags = null;
  }
}
