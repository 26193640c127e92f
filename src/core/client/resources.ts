/** The face of each noun that has snapshots: plugins, types, entrypoints, experiments, queues and models. Types only. */
import type { Compilation } from '#core/graph/plan-types.ts';
import type { ContentChange } from '#core/resources/compare.ts';
import type { ContentOf, ModelVersion, ResourceKind } from '#core/resources/content.ts';
import type { Draft } from '#core/resources/draft.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';
import type { Pinner, Synced } from '#core/resources/sync.ts';
import type { RecordClient } from './records.ts';

/** A content to begin with: what is left out is empty. */
export type NewContent<K extends ResourceKind> = Partial<ContentOf[K]> & { readonly name: string };

/** Fields that change; the others stay. */
export type ContentPart<K extends ResourceKind> = Partial<ContentOf[K]>;

/**
 * What is written is checked as the forms check it: each call that writes throws a Refusal `bad-content` with what is wrong at which field,
 * `name-taken` where another has the name, `read-only` for what came with the app, `not-found` for an id that is not here or deleted.
 */
export interface ResourceClient<K extends ResourceKind> extends RecordClient {
  /**
   * Those not deleted, last modified first, 1000 at most or `limit`; `after` is the `modified` and id of the last one seen.
   *
   * ```js
   * await alidade.experiments.create({ name: 'Listed first' });
   * await alidade.experiments.create({ name: 'Listed last' });
   * const [last] = await alidade.experiments.list({ limit: 1 });
   * last.kind; // → 'experiment'
   * ```
   */
  list(options?: {
    readonly limit?: number;
    readonly after?: { readonly modified: number; readonly id: string };
  }): Promise<readonly Resource[]>;
  /**
   * The latest snapshot, or the one with this number, with its content; a deleted resource too, since jobs may pin it. Null where there
   * is none.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'got', concurrency: 2 });
   * (await alidade.queues.get(resource.id)).content.concurrency; // → 2
   * await alidade.queues.get(resource.id, 7); // → null
   * ```
   */
  get(id: string, number?: number): Promise<Versioned<K> | null>;
  /**
   * The one of this name that is not deleted, or null.
   *
   * ```js
   * await alidade.types.create({ name: 'found', structure: { list: 'number' } });
   * (await alidade.types.find('found')).content.structure; // → { list: 'number' }
   * ```
   */
  find(name: string): Promise<Versioned<K> | null>;
  /**
   * A new resource with its first snapshot.
   *
   * ```js
   * const { resource, snapshot } = await alidade.queues.create({ name: 'made', backend: 'cpu' }, 'Why it is here');
   * snapshot.number; // → 1
   * snapshot.message; // → 'Why it is here'
   * resource.owner; // → 'you'
   * ```
   */
  create(content: NewContent<K>, message?: string): Promise<Versioned<K>>;
  /**
   * The next snapshot, with these fields changed; where nothing is other than before, the latest one.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'updated' });
   * const { snapshot, content } = await alidade.queues.update(resource.id, { concurrency: 4 }, 'More at once');
   * snapshot.number; // → 2
   * [content.name, content.concurrency]; // → ['updated', 4]
   * ```
   */
  update(id: string, part: ContentPart<K>, message?: string): Promise<Versioned<K>>;
  /**
   * All its snapshots, newest first.
   *
   * ```js
   * const { resource } = await alidade.experiments.create({ name: 'Told' });
   * await alidade.experiments.update(resource.id, { description: 'Once more.' }, 'A word on it');
   * (await alidade.experiments.history(resource.id)).map(({ message }) => message); // → ['A word on it', '']
   * ```
   */
  history(id: string): Promise<readonly Snapshot[]>;
  /**
   * What leads from one snapshot to another, or to the latest: field by field, none where both say the same. Throws a Refusal `not-found`
   * where a snapshot is not here.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'compared' });
   * await alidade.queues.update(resource.id, { backend: 'cpu' });
   * const [change] = await alidade.queues.compare(resource.id, 1);
   * [change.path.join(), change.before, change.after]; // → ['Backend', 'auto', 'cpu']
   * ```
   */
  compare(id: string, from: number, to?: number): Promise<readonly ContentChange[]>;
  /**
   * A next snapshot with the very content of an earlier one.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'restored' });
   * await alidade.queues.update(resource.id, { description: 'No.' });
   * const { snapshot, content } = await alidade.queues.restore(resource.id, 1);
   * [snapshot.number, snapshot.message, content.description]; // → [3, 'Restored snapshot 1', '']
   * ```
   */
  restore(id: string, number: number, message?: string): Promise<Versioned<K>>;
  /**
   * Those not deleted whose latest snapshot pins it, last modified first.
   *
   * ```js
   * const { resource } = await alidade.entrypoints.create({ name: 'Used' });
   * await alidade.experiments.create({ name: 'User of it', entrypoints: [resource.latest] });
   * (await alidade.entrypoints.usedBy(resource.id)).map(({ name }) => name); // → ['User of it']
   * ```
   */
  usedBy(id: string): Promise<readonly Resource[]>;
  /** Work in progress on resources of this kind. */
  readonly drafts: DraftClient<K>;
}

/** A draft is kept at once and by no history; its names may be wrong or taken until it is saved. */
export interface DraftClient<K extends ResourceKind> {
  /**
   * All of this kind, last typed in first.
   *
   * ```js
   * const draft = await alidade.queues.drafts.begin({ name: 'listed draft' });
   * (await alidade.queues.drafts.list()).some(({ id }) => id === draft.id); // → true
   * ```
   */
  list(): Promise<readonly Draft<K>[]>;
  /**
   * By its id, or null.
   *
   * ```js
   * const { id } = await alidade.queues.drafts.begin({ name: 'one draft' });
   * (await alidade.queues.drafts.get(id)).content.name; // → 'one draft'
   * ```
   */
  get(id: string): Promise<Draft<K> | null>;
  /**
   * The draft of this resource, or null: it has one at most.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'without draft' });
   * await alidade.queues.drafts.of(resource.id); // → null
   * ```
   */
  of(resource: string): Promise<Draft<K> | null>;
  /**
   * Begins a draft of a new resource.
   *
   * ```js
   * const draft = await alidade.types.drafts.begin({ name: 'not yet' });
   * draft.resource; // → null
   * await alidade.types.find('not yet'); // → null
   * ```
   */
  begin(content: NewContent<K>): Promise<Draft<K>>;
  /**
   * Changes these fields in the draft of a resource, which begins on its latest snapshot if there is none. Throws a Refusal `not-found`.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'kept' });
   * await alidade.queues.drafts.keep(resource.id, { concurrency: 3 });
   * const draft = await alidade.queues.drafts.keep(resource.id, { description: 'Three.' });
   * [draft.content.concurrency, draft.content.description, draft.base.number]; // → [3, 'Three.', 1]
   * (await alidade.queues.get(resource.id)).content.concurrency; // → 1
   * ```
   */
  keep(resource: string, part: ContentPart<K>): Promise<Draft<K>>;
  /**
   * Changes these fields in a draft by its own id; `onLatest` says that what was saved meanwhile is taken in. Throws a Refusal `not-found`.
   *
   * ```js
   * const { id } = await alidade.queues.drafts.begin({ name: 'changed draft' });
   * (await alidade.queues.drafts.change(id, { backend: 'cpu' })).content.backend; // → 'cpu'
   * ```
   */
  change(id: string, part: ContentPart<K>, options?: { readonly onLatest?: boolean }): Promise<Draft<K>>;
  /**
   * Makes it the next snapshot, or a new resource, and ends it. Also throws a Refusal `moved-on` where the resource was saved since the
   * draft began; the draft then stays.
   *
   * ```js
   * const { id } = await alidade.queues.drafts.begin({ name: 'saved draft' });
   * const { resource } = await alidade.queues.drafts.save(id, 'Done');
   * resource.name; // → 'saved draft'
   * await alidade.queues.drafts.get(id); // → null
   * ```
   */
  save(id: string, message?: string): Promise<Versioned<K>>;
  /**
   * Ends it without a snapshot; resolves with what it was, or null.
   *
   * ```js
   * const draft = await alidade.queues.drafts.begin({ name: 'discarded' });
   * const was = await alidade.queues.drafts.discard(draft.id);
   * await alidade.queues.drafts.putBack(was);
   * (await alidade.queues.drafts.get(draft.id)).content.name; // → 'discarded'
   * ```
   */
  discard(id: string): Promise<Draft<K> | null>;
  /**
   * Puts a discarded draft back. Throws a Refusal `draft-taken` where its resource has another by now.
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'put back' });
   * const was = await alidade.queues.drafts.discard((await alidade.queues.drafts.keep(resource.id, { concurrency: 2 })).id);
   * await alidade.queues.drafts.putBack(was);
   * (await alidade.queues.drafts.of(resource.id)).id === was.id; // → true
   * ```
   */
  putBack(draft: Draft<K>): Promise<void>;
}

/** What is pinned stays as it was pinned until it is synced. */
export interface PinnerClient<K extends Pinner> extends ResourceClient<K> {
  /**
   * Brings every outdated pin to the latest, or only that of `resource`, as one snapshot. Where the graphs would have errors then that they
   * do not have now, nothing is kept and `saved` is null, unless `anyway`; `worse` says what would be wrong. A pin whose
   * old content is not here is synced uncompared. Throws a Refusal `not-found` or `read-only` as an update does.
   *
   * ```js
   * const made = await alidade.entrypoints.create({ name: 'Pinned' });
   * const { resource } = await alidade.experiments.create({ name: 'Behind', entrypoints: [made.resource.latest] });
   * await alidade.entrypoints.update(made.resource.id, { taskGraph: 'a: {nothing: []}' });
   * const { saved, worse } = await alidade.experiments.sync(resource.id);
   * [saved, worse.length > 0]; // → [null, true]
   * (await alidade.experiments.sync(resource.id, { anyway: true })).saved.content.entrypoints[0].number; // → 2
   * ```
   */
  sync(id: string, options?: { readonly resource?: string; readonly anyway?: boolean }): Promise<Synced<K>>;
}

export interface EntrypointClient extends PinnerClient<'entrypoint'> {
  /**
   * Checks a stored entrypoint, by name or id, or content not yet saved: what is wrong where, and the plan if nothing is. Throws an Error
   * where there is none of this name.
   *
   * ```js
   * const { content } = await alidade.entrypoints.find('Hello World');
   * (await alidade.entrypoints.compile('Hello World')).issues; // → []
   * const broken = await alidade.entrypoints.compile({ ...content, taskGraph: 'a: {nothing: []}' });
   * broken.issues.length > 0; // → true
   * ```
   */
  compile(entrypoint: string | ContentOf['entrypoint']): Promise<Compilation>;
}

export interface ModelClient extends ResourceClient<'model'> {
  /**
   * Its versions, newest first; none where there is no such model.
   *
   * ```js
   * const { resource } = await alidade.models.create({ name: 'Unborn' });
   * await alidade.models.versions(resource.id); // → []
   * ```
   */
  versions(id: string): Promise<readonly ModelVersion[]>;
  /**
   * Makes an artifact the next version of a model, by the ids of both. Also throws a Refusal `not-found` where the artifact is not here.
   *
   * ```js
   * const [artifact] = (await alidade.artifacts.search('')).rows;
   * const { resource } = await alidade.models.create({ name: 'Registered' });
   * await alidade.models.register(resource.id, artifact.id, 'The first that works');
   * (await alidade.models.versions(resource.id))[0].artifact === artifact.id; // → true
   * ```
   */
  register(id: string, artifact: string, description?: string): Promise<ModelVersion>;
}
