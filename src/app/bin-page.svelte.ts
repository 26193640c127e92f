/** What lies in the bin, taken out of it or purged. */
import { Live } from './live.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { restoreRecords } from './remove.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';

type Entry = Awaited<ReturnType<typeof store.bin.list>>[number];
type Holder = Awaited<ReturnType<typeof store.bin.holders>>[number];

const many = (entries: readonly Entry[]) =>
  entries.length === 1 ? `“${entries[0]!.name}”` : `${entries.length} records`;

export class BinPage {
  readonly #entries = new Live<readonly Entry[]>(() => store.bin.list());

  /** Last deleted first; undefined until they are read. */
  get entries(): readonly Entry[] | undefined {
    return this.#entries.value;
  }

  restore(entries: readonly Entry[]): Promise<boolean> {
    return restoreRecords(entries, many(entries));
  }

  /** What pins any of them, and would lose it. */
  holders(entries: readonly Entry[]): Promise<readonly Holder[]> {
    return store.bin.holders(entries);
  }

  purge(entries: readonly Entry[]): Promise<boolean> {
    return sayRefusal(async () => {
      await store.bin.purge(entries);
      shell.say(`${many(entries)} ${entries.length === 1 ? 'is' : 'are'} gone for good.`);
    });
  }
}
