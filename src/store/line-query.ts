/** One question to the lines of a noun, answered at once and again whenever the answer changes. */
import { compareLines, findLines, mergeLines } from '#core/search/find-lines.ts';
import { findField, LINE_FIELDS, USUAL_ORDER } from '#core/search/line-fields.ts';
import { testFilter, type LineAnswer, type LineQuestion } from '#core/search/line-question.ts';
import { readLineSearch, type LineTest } from '#core/search/line-search.ts';
import { countValues } from '#core/search/line-values.ts';
import type { Line } from '#core/search/line.ts';
import type { SearchFault } from '#core/search/parse.ts';
import type { LineChange, LineIndex } from './line-index.ts';
import { Refusal } from './refusal.ts';
import type { TagNames } from './tag-names.ts';

/** Milliseconds between two answers while lines change: a job that runs says something many times a second. */
const PAUSE = 150;
/** While all is read for the first time, there is more to do than to tell of it. */
const READING_PAUSE = 400;

const EVERYTHING: LineQuestion = { filter: {}, search: '', order: null };

export class LineQuery {
  readonly #index: LineIndex;
  readonly #tags: TagNames;
  readonly #tell: (answer: LineAnswer) => void;
  readonly #ends: readonly (() => void)[];
  #question = EVERYTHING;
  #filter: LineTest = testFilter({});
  #search: LineTest = () => true;
  #fault: SearchFault | null = null;
  #found: readonly Line[] = [];
  #total = 0;
  #from = 0;
  #to = 0;
  /** What changed since the last answer; null where everything is to be found anew. */
  #changed: { readonly gone: Set<string>; readonly come: Map<string, Line> } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(index: LineIndex, tags: TagNames, tell: (answer: LineAnswer) => void) {
    this.#index = index;
    this.#tags = tags;
    this.#tell = tell;
    this.#ends = [
      index.subscribe((change) => this.#note(change)),
      tags.subscribe(() => this.#again()),
      () => clearTimeout(this.#timer),
    ];
  }

  /** The answer to another question, with the lines from one place up to another; later changes are told. */
  ask(question: LineQuestion, from: number, to: number): LineAnswer {
    this.#question = question;
    [this.#from, this.#to] = [from, to];
    this.#find();
    return this.#answer();
  }

  /** The same answer with other lines. */
  look(from: number, to: number): LineAnswer {
    [this.#from, this.#to] = [from, to];
    return this.#answer();
  }

  /** The most frequent values of a field that hold `part`, among all that the filter lets through. */
  values(called: string, part: string): ReturnType<typeof countValues> {
    const field = findField(LINE_FIELDS[this.#index.noun], called);
    return field ? countValues(this.#inside(), field, part, this.#tags.names) : [];
  }

  /** All that is found, once everything is read. */
  async ids(): Promise<readonly string[]> {
    await this.#index.settled();
    this.#settle();
    return this.#found.map(({ id }) => id);
  }

  /** How many of these records carry each tag. */
  countTags(ids: readonly string[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const id of ids)
      for (const tag of this.#index.lines.get(id)?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return counts;
  }

  end(): void {
    this.#ends.forEach((end) => end());
  }

  *#inside(): Generator<Line> {
    for (const line of this.#index.lines.values()) if (this.#filter(line)) yield line;
  }

  #find(): void {
    const { filter, search, order } = this.#question;
    const { noun, lines } = this.#index;
    const { test, fault } = readLineSearch(search, LINE_FIELDS[noun], this.#tags.names);
    this.#filter = testFilter(filter);
    this.#search = test;
    this.#fault = fault;
    this.#total = 0;
    this.#changed = { gone: new Set(), come: new Map() };
    const both: LineTest = (line) => {
      if (!this.#filter(line)) return false;
      this.#total += 1;
      return test(line);
    };
    this.#found = findLines(lines.values(), both, order, USUAL_ORDER[noun]);
  }

  #note({ gone, come }: LineChange): void {
    if (this.#changed) {
      for (const id of gone) {
        this.#changed.gone.add(id);
        this.#changed.come.delete(id);
      }
      for (const line of come) this.#changed.come.set(line.id, line);
    }
    this.#schedule();
  }

  #again(): void {
    this.#changed = null;
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#settle();
      this.#tell(this.#answer());
    }, this.#pause());
  }

  #pause(): number {
    return this.#index.reading && this.#found.length > 0 ? READING_PAUSE : PAUSE;
  }

  /** Brings what was found up to what changed. */
  #settle(): void {
    if (!this.#changed) return this.#find();
    const { gone, come } = this.#changed;
    if (gone.size + come.size === 0) return;
    this.#changed = { gone: new Set(), come: new Map() };
    const { order } = this.#question;
    const compare = compareLines(order, USUAL_ORDER[this.#index.noun]);
    const inside = [...come.values()].filter((line) => this.#filter(line));
    this.#found = mergeLines(this.#found, gone, inside.filter(this.#search), compare);
    this.#total = 0;
    for (const line of this.#index.lines.values()) if (this.#filter(line)) this.#total += 1;
  }

  #answer(): LineAnswer {
    const { fault, reading } = this.#index;
    return {
      total: this.#total,
      found: this.#found.length,
      fault: this.#fault,
      reading,
      trouble: fault === null ? null : tellTrouble(fault),
      from: this.#from,
      rows: this.#found.slice(this.#from, this.#to).map(({ texts: _texts, ...row }) => row),
    };
  }
}

function tellTrouble(fault: unknown): string {
  if (fault instanceof Refusal) return `${fault.message} ${fault.remedy}`;
  return fault instanceof Error ? fault.message : String(fault);
}
