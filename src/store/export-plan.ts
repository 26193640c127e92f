/** Gathers types, plugins and entrypoints with all that they pin, each as it is pinned, for a resource file: the import's own form, with names for pins. */
import type { Issue } from '#core/issues.ts';
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';
import { importIssue, type ImportIssueCode } from '#core/resources/import-issues.ts';
import type { EntrypointDraft, ImportKind, ImportPlan, PluginDraft } from '#core/resources/import-plan.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { typesOfStructure } from '#core/resources/type-names.ts';
import { notFound } from './refusal.ts';
import type { Tables } from './tables.ts';

export interface GatheredPlan {
  readonly plan: ImportPlan;
  /** WARNINGs of what is not as it is pinned, or not there at all. */
  readonly issues: readonly Issue[];
}

/** A resource at one of its snapshots; without a number at its latest. */
export interface ExportRef {
  readonly id: string;
  readonly number?: number;
}

/** Throws a Refusal where one of them is not here. */
export function gatherPlan(db: Tables, refs: readonly ExportRef[]): Promise<GatheredPlan> {
  return db.transaction('r', [db.resources, db.snapshots, db.contents], async () =>
    new Gathering(db).gather(refs),
  );
}

interface Kept<K extends ImportKind> {
  readonly pin: Pin;
  readonly content: ContentOf[K];
}

class Gathering {
  readonly #db: Tables;
  readonly #issues: Issue[] = [];
  readonly #types = new Map<string, Kept<'type'>>();
  readonly #plugins = new Map<string, Kept<'plugin'>>();
  readonly #entrypoints = new Map<string, Kept<'entrypoint'>>();
  readonly #told = new Set<string>();

  constructor(db: Tables) {
    this.#db = db;
  }

  /** From what pins to what is pinned, so that of several snapshots only the last is followed further. */
  async gather(refs: readonly ExportRef[]): Promise<GatheredPlan> {
    const types: Pin[] = [];
    for (const { id, number } of refs) await this.#take(id, number, types);
    for (const { content } of this.#entrypoints.values()) {
      for (const pin of [...content.plugins, ...content.artifactPlugins])
        await this.#keep('plugin', this.#plugins, pin, content.name);
      types.push(...(content.types ?? []));
    }
    for (const { content } of this.#plugins.values()) types.push(...content.types);
    for (const pin of types) await this.#keep('type', this.#types, pin, '');
    await this.#followTypes();
    const entrypoints: EntrypointDraft[] = [];
    for (const kept of this.#entrypoints.values()) entrypoints.push(await this.#draftOf(kept));
    const plan = {
      types: [...this.#types.values()].map(({ content }) => content),
      plugins: [...this.#plugins.values()].map(({ content }) => pluginDraft(content)),
      entrypoints,
    };
    return { plan, issues: this.#issues };
  }

  async #take(id: string, number: number | undefined, types: Pin[]): Promise<void> {
    const row = await this.#db.resources.get(id);
    const snapshot = row && (await this.#db.snapshots.get([id, number ?? row.latest.number]));
    if (!row || !snapshot) throw notFound('resource', id);
    const pin = { resource: id, number: snapshot.number, hash: snapshot.content };
    if (row.kind === 'type') types.push(pin);
    else if (row.kind === 'plugin') await this.#keep('plugin', this.#plugins, pin, row.name);
    else if (row.kind === 'entrypoint') await this.#keep('entrypoint', this.#entrypoints, pin, row.name);
    else {
      this.#say('export-left-out', { noun: KINDS[row.kind].noun, name: row.name });
      const content = row.kind === 'experiment' ? await this.#read<'experiment'>(pin) : null;
      for (const entrypoint of content?.entrypoints ?? [])
        await this.#keep('entrypoint', this.#entrypoints, entrypoint, row.name);
    }
  }

  /** A file holds a name once: of several snapshots the latest stands. */
  async #keep<K extends ImportKind>(
    kind: K,
    kept: Map<string, Kept<K>>,
    pin: Pin,
    owner: string,
  ): Promise<void> {
    const content = await this.#read<K>(pin);
    if (!content) return this.#say('export-missing', { noun: KINDS[kind].noun, name: owner });
    const other = kept.get(content.name);
    if (other?.pin.hash === pin.hash) return;
    const stays =
      other !== undefined && (other.pin.resource !== pin.resource || other.pin.number > pin.number);
    if (!stays) kept.set(content.name, { pin, content });
    if (other) {
      const { number } = stays ? other.pin : pin;
      this.#say('export-two-snapshots', {
        noun: KINDS[kind].noun,
        name: content.name,
        number: String(number),
      });
    }
  }

  /** Types that only a structure names: no snapshot pins them, so the latest of that name stands. */
  async #followTypes(): Promise<void> {
    // A map that grows while it is walked hands out what was added.
    for (const { content } of this.#types.values()) {
      for (const name of typesOfStructure(content.structure)) {
        if (this.#types.has(name)) continue;
        const row = await this.#db.resources.get({ live: 1, kind: 'type', group: PUBLIC_GROUP, name });
        if (row) await this.#keep('type', this.#types, row.latest, content.name);
      }
    }
  }

  async #draftOf({ pin, content }: Kept<'entrypoint'>): Promise<EntrypointDraft> {
    const topic = (await this.#db.resources.get(pin.resource))?.topic;
    const { plugins, artifactPlugins, queues, types: _types, ...rest } = content;
    const queueNames = await this.#namesOf('queue', queues);
    return {
      ...rest,
      plugins: await this.#namesOf('plugin', plugins),
      artifactPlugins: await this.#namesOf('plugin', artifactPlugins),
      ...(queueNames.length > 0 && { queues: queueNames }),
      ...(topic !== undefined && { topic }),
    };
  }

  async #namesOf(kind: ResourceKind, pins: readonly Pin[]): Promise<string[]> {
    const names: string[] = [];
    for (const pin of pins) {
      const content = await this.#read<typeof kind>(pin);
      if (content) names.push(content.name);
    }
    return [...new Set(names)];
  }

  async #read<K extends ResourceKind>(pin: Pin): Promise<ContentOf[K] | null> {
    return ((await this.#db.contents.get(pin.hash))?.content as ContentOf[K] | undefined) ?? null;
  }

  #say(code: ImportIssueCode, words: Readonly<Record<string, string>>): void {
    const key = `${code} ${words['noun']} ${words['name']}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#issues.push(importIssue({ code, words }));
  }
}

function pluginDraft({ types: _types, ...draft }: ContentOf['plugin']): PluginDraft {
  return draft;
}
