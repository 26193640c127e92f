/** Tags, users and groups from code. Types only. */
import type { Group, User } from '#core/resources/people.ts';
import type { Tag } from '#core/resources/tag.ts';

export interface TagClient {
  /**
   * All tags, by name.
   *
   * ```js
   * await alidade.tags.create({ name: 'listed tag', colour: 'red' });
   * (await alidade.tags.list()).some(({ name }) => name === 'listed tag'); // → true
   * ```
   */
  list(): Promise<readonly Tag[]>;
  /**
   * By its name, whatever its case, or by its id; null where there is none.
   *
   * ```js
   * await alidade.tags.create({ name: 'Found tag', colour: 'red' });
   * (await alidade.tags.find('found TAG')).colour; // → 'red'
   * ```
   */
  find(nameOrId: string): Promise<Tag | null>;
  /**
   * A new tag. Throws a Refusal `name-taken`, whatever the case, or `bad-name` for one of nothing but spaces.
   *
   * ```js
   * (await alidade.tags.create({ name: ' new tag ', colour: 'green' })).name; // → 'new tag'
   * ```
   */
  create(tag: Pick<Tag, 'name' | 'colour'>): Promise<Tag>;
  /**
   * Another name or colour. Also throws a Refusal `not-found`.
   *
   * ```js
   * await alidade.tags.create({ name: 'pale', colour: 'grey' });
   * (await alidade.tags.update('pale', { colour: 'pink' })).colour; // → 'pink'
   * ```
   */
  update(nameOrId: string, part: Partial<Pick<Tag, 'name' | 'colour'>>): Promise<Tag>;
  /**
   * Takes it off everything, for good. Throws a Refusal `not-found`.
   *
   * ```js
   * await alidade.tags.create({ name: 'short', colour: 'grey' });
   * await alidade.tags.remove('short');
   * await alidade.tags.find('short'); // → null
   * ```
   */
  remove(nameOrId: string): Promise<void>;
  /**
   * How many records carry each tag, by its id.
   *
   * ```js
   * const { id } = await alidade.tags.create({ name: 'counted', colour: 'blue' });
   * const { resource } = await alidade.queues.create({ name: 'with a tag' });
   * await alidade.queues.tag(resource.id, 'counted');
   * (await alidade.tags.count()).get(id); // → 1
   * ```
   */
  count(): Promise<ReadonlyMap<string, number>>;
}

export interface UserClient {
  /**
   * Everyone whom a record names, the one who sits here among them.
   *
   * ```js
   * (await alidade.users.list()).some(({ id }) => id === 'alidade'); // → true
   * ```
   */
  list(): Promise<readonly User[]>;
  /**
   * Who sits here.
   *
   * ```js
   * (await alidade.users.self()).id; // → 'you'
   * ```
   */
  self(): Promise<User>;
  /**
   * Another name or colour of one's own. Throws a Refusal `bad-name` for one of nothing but spaces.
   *
   * ```js
   * await alidade.users.update({ colour: 'purple' });
   * (await alidade.users.self()).colour; // → 'purple'
   * ```
   */
  update(part: Partial<Pick<User, 'name' | 'colour'>>): Promise<User>;
}

export interface GroupClient {
  /**
   * All groups; without a server there is one.
   *
   * ```js
   * (await alidade.groups.list()).map(({ name }) => name); // → ['public']
   * ```
   */
  list(): Promise<readonly Group[]>;
}
