/**
 * The worker of lists: it opens the store itself, keeps the lines of each noun that is asked for, and writes what is done to many
 * records at once, so that the page is never held up by them.
 */
import { expose } from 'comlink';
import type { LineAnswer, LineQuestion } from '#core/search/line-question.ts';
import type { LineNoun } from '#core/search/line.ts';
import type { BinRef } from '#store/bin.ts';
import type { LineQuery } from '#store/line-query.ts';
import { Refusal } from '#store/refusal.ts';
import type { Tagged } from '#store/tags.ts';
import { packIds, unpackIds } from './pack-ids.ts';
import { store } from './store.ts';

/** A list of the page: its query, and the number of the question that it asked last. */
interface Asker {
  readonly query: LineQuery;
  asked: number;
}

const askers = new Map<number, Asker>();
let tell: (asker: number, asked: number, answer: LineAnswer) => void = () => undefined;

/** Who hears every answer that nobody asked for. */
function listen(hear: typeof tell): void {
  tell = hear;
}

/** Asks, or looks at other lines where the question is the same as before. */
function ask(
  id: number,
  noun: LineNoun,
  question: LineQuestion,
  asked: number,
  from: number,
  to: number,
): LineAnswer {
  const known = askers.get(id);
  if (known?.asked === asked) return known.query.look(from, to);
  const asker: Asker = known ?? {
    query: store.lines.query(noun, (answer) => tell(id, asker.asked, answer)),
    asked,
  };
  asker.asked = asked;
  askers.set(id, asker);
  return asker.query.ask(question, from, to);
}

const values = (id: number, field: string, part: string) => askers.get(id)?.query.values(field, part) ?? [];
const ids = async (id: number, from?: number, to?: number) =>
  packIds((await askers.get(id)?.query.ids())?.slice(from, to) ?? []);
const countTags = (id: number, records: string) =>
  askers.get(id)?.query.countTags(unpackIds(records)) ?? new Map<string, number>();

function end(id: number): void {
  askers.get(id)?.query.end();
  askers.delete(id);
}

/** What is done to many records at once; each resolves with what the store refuses, since of an error only its message crosses to the page. */
const writer = {
  setTag: (table: Tagged, records: string, tag: string, on: boolean) =>
    write(() => store.tags.set(table, unpackIds(records), tag, on)),
  remove: (table: Tagged, records: string) => write(() => store.bin.remove(refsOf(table, records))),
  restore: (table: Tagged, records: string) => write(() => store.bin.restore(refsOf(table, records))),
};

const refsOf = (table: Tagged, records: string): readonly BinRef[] =>
  unpackIds(records).map((id) => ({ table, id }));

async function write(
  work: () => Promise<void>,
): Promise<Pick<Refusal, 'code' | 'message' | 'remedy'> | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, message: error.message, remedy: error.remedy };
  }
}

const lines = { listen, ask, values, ids, countTags, end, ...writer };

export type LinesWorker = typeof lines;
export type LinesWriter = typeof writer;

expose(lines);
