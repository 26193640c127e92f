/** Users and groups as they stand: who they are called, and oneself to change. */
import type { Group, User } from '#core/resources/people.ts';
import { LOCAL_USER } from '#core/resources/snapshot.ts';
import { Live } from './live.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { store } from './store.ts';

export class People {
  readonly #live = new Live(async () => ({
    users: await store.settings.users(),
    groups: await store.settings.groups(),
  }));

  get users(): readonly User[] {
    return this.#live.value?.users ?? [];
  }

  get groups(): readonly Group[] {
    return this.#live.value?.groups ?? [];
  }

  /** Who sits here; null until it is read. */
  get self(): User | null {
    return this.users.find(({ id }) => id === LOCAL_USER) ?? null;
  }

  save(user: User): Promise<boolean> {
    return sayRefusal(() => store.settings.saveUser(user));
  }
}
