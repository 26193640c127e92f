/** The lines of a noun as a list sees them: what is asked, how much is found, and the few lines that are in sight. */
import type { LineOrder } from '#core/search/find-lines.ts';
import { LINE_FIELDS, USUAL_ORDER } from '#core/search/line-fields.ts';
import type { LineAnswer, LineFilter, LineQuestion, Reading } from '#core/search/line-question.ts';
import { sameLine, type Line, type LineNoun } from '#core/search/line.ts';
import type { SearchFault } from '#core/search/parse.ts';
import { addAsker, askLines, dropAsker } from './lines-worker.ts';
import { opened } from './opening.ts';
import { packIds, unpackIds } from './pack-ids.ts';

/** Lines fetched beyond those in sight, so that a scroll finds them there. */
const BEYOND = 80;
/** Lines fetched first: as many as a short list has. */
const FIRST = { from: 0, to: 160 };
/** A worker that dies again and again has a reason that another start does not mend. */
const MOST_DEATHS = 3;

/** Made while a component is set up, and ends with it. Nothing is read until it is asked. */
export class Lines {
  readonly noun: LineNoun;
  readonly #filter: () => LineFilter;
  #asked = $state.raw<(Omit<LineQuestion, 'filter'> & Pick<LineFilter, 'deleted'>) | null>(null);
  #answer = $state.raw<LineAnswer | undefined>(undefined);
  #died = $state(0);
  #trouble = $state<string | null>(null);
  readonly #id: number;
  #question: LineQuestion | null = null;
  /** Counts the questions, so that a late answer to an earlier one is known as such. */
  #count = 0;
  #wanted = FIRST;
  #due = false;
  #busy = false;
  #sending: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(noun: LineNoun, filter: () => LineFilter = () => ({})) {
    this.noun = noun;
    this.#filter = filter;
    void opened();
    this.#id = addAsker({
      hear: (asked, answer) => {
        if (asked === this.#count) this.#take(answer);
      },
      lost: () => this.#lose(),
    });
    $effect(() => {
      void this.#died;
      if (!this.#asked) return;
      const { search, order, deleted } = this.#asked;
      this.#question = { search, order, filter: { ...this.#filter(), ...(deleted && { deleted }) } };
      this.#count += 1;
      this.#send();
    });
    $effect(() => () => {
      this.#ended = true;
      dropAsker(this.#id);
    });
  }

  get fields() {
    return LINE_FIELDS[this.noun];
  }

  get usual() {
    return USUAL_ORDER[this.noun];
  }

  /** How many there are without a search; undefined until the first answer. */
  get total(): number | undefined {
    return this.#answer?.total;
  }

  get found(): number {
    return this.#answer?.found ?? 0;
  }

  get fault(): SearchFault | null {
    return this.#answer?.fault ?? null;
  }

  get reading(): Reading | null {
    return this.#answer?.reading ?? null;
  }

  get trouble(): string | null {
    return this.#trouble ?? this.#answer?.trouble ?? null;
  }

  ask(search: string, order: LineOrder | null, deleted = false): void {
    this.#wanted = FIRST;
    this.#asked = { search, order, deleted };
  }

  /** Says which lines are in sight. */
  see(from: number, to: number): void {
    const { from: first = 0, rows = [], found = 0 } = this.#answer ?? {};
    if (from >= first && Math.min(to, found) <= first + rows.length) return;
    this.#wanted = { from: Math.max(0, from - BEYOND), to: to + BEYOND };
    this.#send();
  }

  /** Undefined while it is fetched. */
  row(index: number): Line | undefined {
    return this.#answer?.rows[index - this.#answer.from];
  }

  values(field: string, part: string) {
    return askLines('values', this.#id, field, part);
  }

  /** The ids of all that is found, or from one place up to another. */
  async ids(from?: number, to?: number): Promise<readonly string[]> {
    // The worker answers for the question that it has: what was asked last has to be there first.
    await this.#sending;
    return unpackIds(await askLines('ids', this.#id, from, to));
  }

  countTags(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return askLines('countTags', this.#id, packIds(ids));
  }

  /** One call at a time; what is asked meanwhile is asked next, and only the last of it. */
  #send(): void {
    this.#due = true;
    if (!this.#busy) this.#sending = this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#due && this.#question && !this.#ended) {
        this.#due = false;
        const { from, to } = this.#wanted;
        this.#take(await askLines('ask', this.#id, this.noun, this.#question, this.#count, from, to));
        this.#trouble = null;
      }
    } catch (error) {
      this.#trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.#busy = false;
    }
  }

  /** A line that says what it said stays the same object, so that nothing is drawn anew for it. */
  #take(answer: LineAnswer): void {
    const known = new Map(this.#answer?.rows.map((row) => [row.id, row]));
    const rows = answer.rows.map((row) => {
      const before = known.get(row.id);
      return before && sameLine(before, row) ? before : row;
    });
    this.#answer = { ...answer, rows };
  }

  #lose(): void {
    if (this.#died < MOST_DEATHS) setTimeout(() => (this.#died += 1), 500);
  }
}
