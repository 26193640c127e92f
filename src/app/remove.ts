/** Deleting and restoring records, with the undo that every delete offers. */
import { sayRefusal } from './refusal.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';

type Ref = Parameters<typeof store.bin.remove>[0][number];

/** Puts records into the bin and offers to take them out again; resolves with whether it was done. */
export async function removeRecords(refs: readonly Ref[], what: string): Promise<boolean> {
  return sayRefusal(async () => {
    await store.bin.remove(refs);
    shell.say(`${what} is in the bin.`, { label: 'Undo', run: () => void restoreRecords(refs, what) });
  });
}

/** Takes records out of the bin; resolves with whether it was done. */
export async function restoreRecords(refs: readonly Ref[], what: string): Promise<boolean> {
  return sayRefusal(async () => {
    await store.bin.restore(refs);
    shell.say(`${what} is back.`);
  });
}
