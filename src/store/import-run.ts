/**
 * One run of an import inside a transaction: types, then plugins that pin them, then entrypoints that pin those. What came with the app is
 * read-only: Python is added to its plugins, and where a person's file says something else, the person's takes the name.
 */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { hashContent } from '#core/hash/content-hash.ts';
import type { Issue } from '#core/issues.ts';
import type { ContentOf, EntrypointContent, Pin, PluginContent } from '#core/resources/content.ts';
import { compareContent } from '#core/resources/compare.ts';
import { textOfKey } from '#core/resources/import-choice.ts';
import { importIssue, type ImportIssueCode } from '#core/resources/import-issues.ts';
import type {
  ConflictRule,
  EntrypointDraft,
  ImportKey,
  ImportKind,
  ImportPlan,
  PluginDraft,
} from '#core/resources/import-plan.ts';
import type { ImportFate } from '#core/resources/import-preview.ts';
import { addPython, holdsScript, mergePluginFiles } from '#core/resources/merge-plugin.ts';
import { ALIDADE_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { typesOfOutputs, typesOfTasks } from '#core/resources/type-names.ts';
import { namedId, newId } from './ids.ts';
import { addSnapshot, firstSnapshot, readContent } from './snapshots.ts';
import type { ResourceRow, Tables } from './tables.ts';
import { withTypePins } from './type-pins.ts';

export interface ImportAuthor {
  readonly author: string;
  readonly message: string;
}

/** What became of one resource. */
export interface ImportOutcome extends ImportKey, ImportFate {
  /** Null where it was refused. */
  readonly id: string | null;
  readonly builtIn: boolean;
}

const WHAT = { type: 'a parameter type', plugin: 'a plugin', entrypoint: 'an entrypoint' } as const;
const NOUN = { type: 'parameter type', plugin: 'plugin', entrypoint: 'entrypoint' } as const;

type Done = Pick<ImportOutcome, 'does' | 'id' | 'changes'>;

const REFUSED: Done = { does: 'refuse', id: null, changes: [] };

export class ImportRun {
  readonly issues: Issue[] = [];
  readonly outcomes: ImportOutcome[] = [];
  /** What had each name that was looked up, before anything was written under it; null for nothing. */
  readonly seen = new Map<string, Pin | null>();
  readonly #db: Tables;
  readonly #conflicts: ConflictRule;
  readonly #by: ImportAuthor;
  readonly #names = new Map<string, string>();

  constructor(db: Tables, conflicts: ConflictRule, by: ImportAuthor) {
    this.#db = db;
    this.#conflicts = conflicts;
    this.#by = by;
  }

  /** One after the other, since later ones pin earlier ones. */
  async apply({ types, plugins, entrypoints }: ImportPlan): Promise<void> {
    for (const type of types) await this.#each('type', type.name, (old) => this.#settle('type', type, old));
    for (const plugin of plugins)
      await this.#each('plugin', plugin.name, (old) => this.#settlePlugin(plugin, old));
    for (const entrypoint of entrypoints)
      await this.#each('entrypoint', entrypoint.name, (old) => this.#settleEntrypoint(entrypoint, old));
  }

  async #each(
    kind: ImportKind,
    name: string,
    settle: (old: ResourceRow | null) => Promise<Done>,
  ): Promise<void> {
    const before = this.issues.length;
    const old = await this.#find(kind, name);
    const done = await settle(old);
    const issues = this.issues.slice(before);
    const refused = issues.some((issue) => issue.severity === 'ERROR');
    const builtIn = old?.owner === ALIDADE_USER;
    this.outcomes.push({ kind, name, builtIn, ...(refused ? REFUSED : done), issues });
  }

  async #settlePlugin(draft: PluginDraft, old: ResourceRow | null): Promise<Done> {
    if (draft.files.length === 0) {
      if (old) return { does: 'same', id: old.id, changes: [] };
      return this.#refuse('import-no-plugin-files', { plugin: draft.name });
    }
    const before = old && (await readContent<'plugin'>(this.#db, old));
    if (old && before && this.#isReadOnly(old) && this.#conflicts !== 'fail' && !holdsScript(draft.files))
      return this.#addPython(draft, old, before);
    const files = mergePluginFiles(this.#conflicts === 'update' ? (before?.files ?? []) : [], draft.files);
    await this.#checkTypes(typesOfTasks(files), `the plugin “${draft.name}”`);
    return this.#settle('plugin', { ...draft, files, types: [] }, old);
  }

  async #addPython(draft: PluginDraft, old: ResourceRow, before: PluginContent): Promise<Done> {
    const { files, differing } = addPython(before.files, draft.files);
    for (const task of differing) this.#say('import-task-differs', { task, plugin: draft.name });
    await this.#checkTypes(typesOfTasks(files), `the plugin “${draft.name}”`);
    return this.#save('plugin', old, await withTypePins(this.#db, 'plugin', { ...before, files }));
  }

  async #settleEntrypoint(draft: EntrypointDraft, old: ResourceRow | null): Promise<Done> {
    const { plugins, artifactPlugins, queues, topic, ...rest } = draft;
    const merge = old !== null && this.#conflicts === 'update';
    const before = merge ? await readContent<'entrypoint'>(this.#db, old) : null;
    const outputs = rest.artifactParameters.flatMap((parameter) => parameter.outputs);
    await this.#checkTypes(typesOfOutputs(outputs), `the entrypoint “${rest.name}”`);
    const content = {
      ...rest,
      plugins: join(await this.#pinPlugins(plugins, rest.name), before?.plugins),
      artifactPlugins: join(await this.#pinPlugins(artifactPlugins, rest.name), before?.artifactPlugins),
      queues: join(await this.#pinQueues(queues ?? [], rest.name), before?.queues),
    };
    const done = await this.#settle('entrypoint', content, old);
    if (done.id !== null && topic !== undefined) await this.#group(done.id, topic);
    return done;
  }

  /**
   * Not content, hence no snapshot: what was imported before is grouped too. What came with the app keeps its own topic, and
   * what a person has put in its place theirs.
   */
  async #group(id: string, topic: string): Promise<void> {
    const row = await this.#db.resources.get(id);
    if (!row || row.topic === topic) return;
    const own = (row.owner === ALIDADE_USER) === (this.#by.author === ALIDADE_USER);
    if (own) await this.#db.resources.put({ ...row, topic });
  }

  /** Creates, or does with what is there as the rule says. Built-ins leave alone what a person has put in their place. */
  async #settle<K extends ImportKind>(kind: K, given: ContentOf[K], old: ResourceRow | null): Promise<Done> {
    const content = await withTypePins(this.#db, kind, given);
    if (old === null) return { does: 'new', id: await this.#create(kind, content), changes: [] };
    const same: Done = { does: 'same', id: old.id, changes: [] };
    if (this.#by.author === ALIDADE_USER && old.owner !== ALIDADE_USER) return same;
    const before = await readContent<K>(this.#db, old);
    const readOnly = this.#isReadOnly(old);
    const equal = readOnly ? saysTheSame(kind, before, content) : hashContent(content) === old.latest.hash;
    if (equal && this.#leavesEqual(kind, readOnly)) return same;
    if (this.#conflicts === 'fail')
      return this.#refuse('import-taken', { what: WHAT[kind], name: content.name });
    if (this.#conflicts === 'update' && !readOnly) return this.#save(kind, old, content);
    if (readOnly) this.#say('import-built-in', { noun: NOUN[kind], name: content.name });
    return this.#replace(kind, old, before, content);
  }

  /** Types that two suites share, and define alike, are no conflict; nor is anything gained by putting the same in a built-in's place. */
  #leavesEqual(kind: ImportKind, readOnly: boolean): boolean {
    return this.#conflicts === 'fail' ? kind === 'type' : readOnly;
  }

  async #save<K extends ImportKind>(kind: K, old: ResourceRow, content: ContentOf[K]): Promise<Done> {
    const before = await readContent<K>(this.#db, old);
    const { resource } = await addSnapshot(this.#db, old, content, this.#by);
    if (resource.latest.hash === old.latest.hash) return { does: 'same', id: old.id, changes: [] };
    return { does: 'update', id: old.id, changes: await this.#tell(kind, before, content) };
  }

  async #replace<K extends ImportKind>(
    kind: K,
    old: ResourceRow,
    before: ContentOf[K],
    content: ContentOf[K],
  ): Promise<Done> {
    const { live: _live, ...rest } = old;
    await this.#db.resources.put({ ...rest, deleted: Date.now() });
    const id = await this.#create(kind, content);
    return { does: 'replace', id, changes: await this.#tell(kind, before, content) };
  }

  async #create<K extends ImportKind>(kind: K, content: ContentOf[K]): Promise<string> {
    const named = namedId(kind, PUBLIC_GROUP, content.name);
    const id = (await this.#db.resources.get(named)) ? newId() : named;
    return (await firstSnapshot(this.#db, kind, content, { ...this.#by, group: PUBLIC_GROUP, id })).resource
      .id;
  }

  async #tell<K extends ImportKind>(kind: K, before: ContentOf[K], after: ContentOf[K]) {
    for (const { resource } of [...pinsIn(before), ...pinsIn(after)]) {
      if (!this.#names.has(resource))
        this.#names.set(resource, (await this.#db.resources.get(resource))?.name ?? resource);
    }
    return compareContent(kind, before, after, (resource) => this.#names.get(resource));
  }

  async #pinPlugins(names: readonly string[], entrypoint: string): Promise<Pin[]> {
    const pins: Pin[] = [];
    for (const plugin of names) {
      const row = await this.#find('plugin', plugin);
      if (row) pins.push(row.latest);
      else this.#refuse('import-unknown-plugin', { plugin, entrypoint });
    }
    return pins;
  }

  async #pinQueues(names: readonly string[], entrypoint: string): Promise<Pin[]> {
    const pins: Pin[] = [];
    for (const queue of names) {
      const row = await this.#find('queue', queue);
      if (row) pins.push(row.latest);
      else this.#say('import-unknown-queue', { queue, entrypoint });
    }
    return pins;
  }

  async #checkTypes(names: readonly string[], owner: string): Promise<void> {
    for (const type of names)
      if (!(await this.#find('type', type))) this.#refuse('import-unknown-type', { type, owner });
  }

  async #find(kind: ImportKind | 'queue', name: string): Promise<ResourceRow | null> {
    const row = (await this.#db.resources.get({ live: 1, kind, group: PUBLIC_GROUP, name })) ?? null;
    const key = kind === 'queue' ? `queue ${name}` : textOfKey({ kind, name });
    if (!this.seen.has(key)) this.seen.set(key, row?.latest ?? null);
    return row;
  }

  #isReadOnly(row: ResourceRow): boolean {
    return row.owner === ALIDADE_USER && this.#by.author !== ALIDADE_USER;
  }

  #refuse(code: ImportIssueCode, words: Readonly<Record<string, string>>): Done {
    this.#say(code, words);
    return REFUSED;
  }

  #say(code: ImportIssueCode, words: Readonly<Record<string, string>>): void {
    this.issues.push(importIssue({ code, words }));
  }
}

/** Whether a read-only resource says it already: what describes it, its queues and the snapshots that it pins aside. */
function saysTheSame<K extends ImportKind>(kind: K, old: ContentOf[K], now: ContentOf[K]): boolean {
  const essence = (content: ContentOf[K]): unknown => {
    const { description: _description, types: _types, ...rest } = content as PluginContent;
    if (kind !== 'entrypoint') return rest;
    const { plugins, artifactPlugins, queues: _queues, ...graphs } = rest as unknown as EntrypointContent;
    const resources = (pins: readonly Pin[]) => pins.map((pin) => pin.resource).toSorted();
    return { ...graphs, plugins: resources(plugins), artifactPlugins: resources(artifactPlugins) };
  };
  return canonicalJson(essence(old)) === canonicalJson(essence(now));
}

/** Those named, and of those kept what is not named anew. */
function join(named: readonly Pin[], kept: readonly Pin[] = []): Pin[] {
  return [...named, ...kept.filter((pin) => named.every((other) => other.resource !== pin.resource))];
}

function pinsIn(content: ContentOf[ImportKind]): readonly Pin[] {
  if ('structure' in content) return [];
  if ('files' in content) return content.types;
  return [...content.plugins, ...content.artifactPlugins, ...content.queues, ...(content.types ?? [])];
}
