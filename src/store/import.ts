/** Puts an import into the store: types, then plugins that pin them, then entrypoints that pin those; all or nothing. */
import type { ImportReport } from '#core/client.ts';
import { hashContent } from '#core/hash/content-hash.ts';
import type { Issue } from '#core/issues.ts';
import type { ContentOf, Pin } from '#core/resources/content.ts';
import { importIssue, type ImportIssueCode } from '#core/resources/import-issues.ts';
import type { ConflictRule, EntrypointDraft, ImportPlan, PluginDraft } from '#core/resources/import-plan.ts';
import { mergePluginFiles } from '#core/resources/merge-plugin.ts';
import { ALIDADE_USER, LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { isBuiltInType, typesOfTasks } from '#core/resources/type-names.ts';
import { namedId, newId } from './ids.ts';
import { withTypePins } from './type-pins.ts';
import { attempt } from './refusal.ts';
import { addSnapshot, firstSnapshot, readContent } from './snapshots.ts';
import type { ResourceRow, Tables } from './tables.ts';

export interface ImportOptions {
  readonly conflicts?: ConflictRule;
  readonly author?: string;
  readonly message?: string;
}

const EMPTY: ImportReport['resources'] = { plugins: {}, types: {}, entrypoints: {} };

/** Thrown inside the transaction, so that nothing of it stays. */
class Abandoned extends Error {}

/** What was imported before is left as it is, without a new snapshot, where its content is equal. */
export async function applyImport(
  db: Tables,
  plan: ImportPlan,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { conflicts = 'fail', author = LOCAL_USER, message = 'Imported' } = options;
  const run = new ImportRun(db, conflicts, { author, message });
  try {
    return await attempt(() =>
      db.transaction('rw', [db.resources, db.snapshots, db.contents], async () => {
        const resources = await run.apply(plan);
        if (run.issues.some((issue) => issue.severity === 'ERROR')) throw new Abandoned();
        return { issues: run.issues, resources };
      }),
    );
  } catch (error) {
    if (error instanceof Abandoned) return { issues: run.issues, resources: EMPTY };
    throw error;
  }
}

type Kind = 'type' | 'plugin' | 'entrypoint';

const WHAT = { type: 'a parameter type', plugin: 'a plugin', entrypoint: 'an entrypoint' } as const;

class ImportRun {
  readonly issues: Issue[] = [];
  readonly #db: Tables;
  readonly #conflicts: ConflictRule;
  readonly #by: { readonly author: string; readonly message: string };

  constructor(
    db: Tables,
    conflicts: ConflictRule,
    by: { readonly author: string; readonly message: string },
  ) {
    this.#db = db;
    this.#conflicts = conflicts;
    this.#by = by;
  }

  async apply({ types, plugins, entrypoints }: ImportPlan): Promise<ImportReport['resources']> {
    const typeIds = await this.#each(types, (type) => this.#settle('type', type));
    const pluginIds = await this.#each(plugins, (plugin) => this.#settlePlugin(plugin));
    const entrypointIds = await this.#each(entrypoints, (entrypoint) => this.#settleEntrypoint(entrypoint));
    return { types: typeIds, plugins: pluginIds, entrypoints: entrypointIds };
  }

  /** One after the other, since later ones pin earlier ones; by name, the ids of what is there now. */
  async #each<T extends { name: string }>(
    drafts: readonly T[],
    settle: (draft: T) => Promise<string | null>,
  ) {
    const ids: [string, string][] = [];
    for (const draft of drafts) {
      const id = await settle(draft);
      if (id !== null) ids.push([draft.name, id]);
    }
    return Object.fromEntries(ids);
  }

  async #settlePlugin(draft: PluginDraft): Promise<string | null> {
    const old = await this.#find('plugin', draft.name);
    if (draft.files.length === 0)
      return old ? old.id : this.#refuse('import-no-plugin-files', { plugin: draft.name });
    const merge = old !== null && this.#conflicts === 'update';
    const kept = merge ? (await readContent<'plugin'>(this.#db, old)).files : [];
    const files = mergePluginFiles(kept, draft.files);
    for (const type of typesOfTasks(files))
      if (!(await this.#find('type', type))) this.#missType(type, `the plugin “${draft.name}”`);
    return this.#settle('plugin', { ...draft, files, types: [] }, old);
  }

  async #settleEntrypoint({ plugins, artifactPlugins, ...rest }: EntrypointDraft): Promise<string | null> {
    const old = await this.#find('entrypoint', rest.name);
    const before =
      old && this.#conflicts === 'update' ? await readContent<'entrypoint'>(this.#db, old) : null;
    const outputs = rest.artifactParameters.flatMap((parameter) => parameter.outputs);
    for (const { type } of outputs) {
      if (!isBuiltInType(type) && !(await this.#find('type', type)))
        this.#missType(type, `the entrypoint “${rest.name}”`);
    }
    const pins = async (names: readonly string[], kept: readonly Pin[] = []) => {
      const named = await this.#pinPlugins(names, rest.name);
      return [...named, ...kept.filter((pin) => named.every((other) => other.resource !== pin.resource))];
    };
    return this.#settle(
      'entrypoint',
      {
        ...rest,
        plugins: await pins(plugins, before?.plugins),
        artifactPlugins: await pins(artifactPlugins, before?.artifactPlugins),
        queues: before?.queues ?? [],
      },
      old,
    );
  }

  /** Creates, or does with what is there as the rule says. Built-ins leave alone what a person has put in their place. */
  async #settle<K extends Kind>(
    kind: K,
    given: ContentOf[K],
    found?: ResourceRow | null,
  ): Promise<string | null> {
    const content = await withTypePins(this.#db, kind, given);
    const old = found === undefined ? await this.#find(kind, content.name) : found;
    if (old === null) return this.#create(kind, content);
    if (this.#by.author === ALIDADE_USER && old.owner !== ALIDADE_USER) return old.id;
    if (this.#conflicts === 'update')
      return (await addSnapshot(this.#db, old, content, this.#by)).resource.id;
    if (this.#conflicts === 'fail') return this.#failOn(kind, content, old);
    const { live: _live, ...rest } = old;
    await this.#db.resources.put({ ...rest, deleted: Date.now() });
    return this.#create(kind, content);
  }

  async #create<K extends Kind>(kind: K, content: ContentOf[K]): Promise<string> {
    const named = namedId(kind, PUBLIC_GROUP, content.name);
    const id = (await this.#db.resources.get(named)) ? newId() : named;
    return (await firstSnapshot(this.#db, kind, content, { ...this.#by, group: PUBLIC_GROUP, id })).resource
      .id;
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

  /** Types that two suites share, and define alike, are no conflict. */
  #failOn(kind: Kind, content: ContentOf[Kind], old: ResourceRow): string | null {
    if (kind === 'type' && hashContent(content) === old.latest.hash) return old.id;
    return this.#refuse('import-taken', { what: WHAT[kind], name: content.name });
  }

  async #find(kind: Kind, name: string): Promise<ResourceRow | null> {
    return (await this.#db.resources.get({ live: 1, kind, group: PUBLIC_GROUP, name })) ?? null;
  }

  #missType(type: string, owner: string): void {
    this.#refuse('import-unknown-type', { type, owner });
  }

  #refuse(code: ImportIssueCode, words: Readonly<Record<string, string>>): null {
    this.issues.push(importIssue({ code, words }));
    return null;
  }
}
