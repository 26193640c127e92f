/** Settings of this device, users and groups: small records with a key each. */
import { ALIDADE_USER, LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import type { Group, User } from '#core/resources/people.ts';
import { attempt, Refusal } from './refusal.ts';
import type { Tables } from './tables.ts';

const USERS: readonly User[] = [
  { id: LOCAL_USER, name: 'You', colour: 'blue' },
  { id: ALIDADE_USER, name: 'Alidade', colour: 'grey' },
];
const GROUPS: readonly Group[] = [{ id: PUBLIC_GROUP, name: 'public' }];

/** Those who are there from the first opening. */
export async function addPeople(db: Tables): Promise<void> {
  await db.users.bulkAdd([...USERS]);
  await db.groups.bulkAdd([...GROUPS]);
}

export class Settings {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  async get<T>(key: string): Promise<T | undefined> {
    return (await this.#db.settings.get(key))?.value as T | undefined;
  }

  async set(key: string, value: unknown): Promise<void> {
    await attempt(() => this.#db.settings.put({ key, value }));
  }

  users(): Promise<User[]> {
    return this.#db.users.toArray();
  }

  /** Refuses a name of nothing but spaces, and the built-in user. */
  async saveUser(user: User): Promise<void> {
    const name = user.name.trim();
    if (name === '') throw new Refusal('bad-name', 'A user needs a name.', 'Write what others call you.');
    if (user.id === ALIDADE_USER)
      throw new Refusal('read-only', 'This user is built in.', 'Change your own.');
    await attempt(() => this.#db.users.put({ ...user, name }));
  }

  groups(): Promise<Group[]> {
    return this.#db.groups.toArray();
  }
}
