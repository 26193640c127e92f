/** Whose a record is, in a word. */
import { ALIDADE_USER } from '#core/resources/snapshot.ts';

/** `built in` for what the app ships with, else the id of the user, for whom whoever reads the users puts the name. */
export function sayOwner(owner: string): string {
  return owner === ALIDADE_USER ? 'built in' : owner;
}
