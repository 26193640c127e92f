/** What the store refuses is said in passing; anything else is our own bug and goes on. */
import { Refusal } from '#store/refusal.ts';
import { shell } from './shell.svelte.ts';

/** Does the work; resolves with whether it was not refused. */
export async function sayRefusal(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    shell.say(`${error.message} ${error.remedy}`);
    return false;
  }
}
