/** The client's face of a noun that has snapshots, over a store that is handed in. */
import type { ContentPart, DraftClient, ModelClient, ResourceClient } from '#core/client.ts';
import { compareContent } from '#core/resources/compare.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { nextVersion } from '#core/resources/model-versions.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { notFound } from '#store/refusal.ts';
import { fill, refuseFaults } from './content.ts';
import { draftClient } from './drafts.ts';
import { recordClient, type Ground } from './records.ts';

export function resourceClient<K extends ResourceKind>(ground: Ground, kind: K): ResourceClient<K> {
  const { resources } = ground.store;
  const after = <T>(work: () => Promise<T>) => ground.ready().then(work);
  const read = async (id: string, number?: number): Promise<Versioned<K>> => {
    const found = await resources.get(kind, id, number);
    if (found) return found;
    throw notFound(number === undefined ? KINDS[kind].noun : `snapshot ${number} of`, id);
  };
  const drafts: DraftClient<K> = draftClient(ground, kind);
  return {
    ...recordClient(ground, kind),
    drafts,
    list: (options) => after(() => resources.list(kind, options)),
    get: (id, number) => after(() => resources.get(kind, id, number)),
    find: (name) => after(() => resources.find(kind, name)),
    create: (part, message = '') =>
      after(async () => {
        const content = fill<K>(KINDS[kind].empty as ContentOf[K], part as ContentPart<K>);
        refuseFaults(kind, content);
        return resources.create(kind, content, { message });
      }),
    update: (id, part, message = '') =>
      after(async () => {
        const content = fill<K>((await read(id)).content, part);
        refuseFaults(kind, content);
        return resources.save(kind, id, content, { message });
      }),
    history: (id) => after(() => resources.history(id)),
    compare: (id, from, to) =>
      after(async () => {
        const names = await resources.names();
        const [before, now] = [await read(id, from), await read(id, to)];
        return compareContent(kind, before.content, now.content, (other) => names.get(other) ?? null);
      }),
    restore: (id, number, message) =>
      after(() => resources.restore(kind, id, number, message === undefined ? {} : { message })),
    usedBy: (id) => after(() => resources.holders(id)),
  };
}

export function modelClient(ground: Ground): ModelClient {
  const models = resourceClient(ground, 'model');
  return {
    ...models,
    versions: async (id) => ((await models.get(id))?.content.versions ?? []).toReversed(),
    register: async (id, artifact, description = '') => {
      const [model, record] = [await models.get(id), await ground.store.artifacts.get(artifact)];
      if (!model) throw notFound('model', id);
      if (!record) throw notFound('artifact', artifact);
      const { versions } = model.content;
      const version = { number: nextVersion(model.content), description, artifact, hash: record.hash };
      await models.update(
        id,
        { versions: [...versions, version] },
        `Version ${version.number}: ${record.name}`,
      );
      return version;
    },
  };
}
