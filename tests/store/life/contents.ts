// Contents that pin what is there at the moment, made from a few numbers and words, so that names and hashes meet often.
import fc from 'fast-check';
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { RESOURCE_KINDS } from '#core/resources/kinds.ts';
import type { Store } from '#store/store.ts';
import { entrypoint, plugin } from '../open.ts';
import { living, pick, type World } from './world.ts';

export const name = fc.constantFrom('a', 'b', 'c');
const text = fc.constantFrom('x', 'y', 'z');
/** Those that pin and are pinned most often. */
export const kind = fc.constantFrom(
  ...RESOURCE_KINDS,
  'plugin' as const,
  'plugin' as const,
  'entrypoint' as const,
);
export const place = fc.nat(60);

export const seed = fc.record({ name, text, place, typed: fc.boolean() });
export type Seed = typeof seed extends fc.Arbitrary<infer T> ? T : never;

const output = (type: string) => [{ name: 'out', type }];

function pluginOf({ name: called, text: said, place: at, typed }: Seed): ContentOf['plugin'] {
  const content = plugin(called, said);
  const task = { name: 'run', inputs: [], outputs: output(pick(['a', 'b', 'c'], at)!) };
  return typed ? { ...content, files: [{ ...content.files[0]!, functions: [task] }] } : content;
}

/** A content of the kind; its pins name the latest or an earlier snapshot of something that is alive. */
export async function contentOf(
  store: Store,
  world: World,
  of: ResourceKind,
  from: Seed,
  before?: ContentOf[ResourceKind],
): Promise<ContentOf[ResourceKind]> {
  const { name: called, text: description, typed, place: at } = from;
  const named = { name: called, description };
  if (of === 'plugin') return pluginOf(from);
  if (of === 'type') return { ...named, structure: typed ? { list: pick(['a', 'b', 'string'], at)! } : null };
  if (of === 'queue') return { ...named, backend: 'cpu', concurrency: 1 };
  if (of === 'experiment') return { ...named, entrypoints: pinOne(world, 'entrypoint', from) };
  if (of === 'model') return { ...named, versions: await versionsOf(store, at, before) };
  return {
    ...entrypoint(called),
    description,
    plugins: pinOne(world, 'plugin', from),
    queues: pinOne(world, 'queue', from),
    artifactParameters: typed ? [{ name: 'given', outputs: output(pick(['a', 'b', 'c'], at)!) }] : [],
  };
}

function pinOne(world: World, of: ResourceKind, { place: at }: Seed): Pin[] {
  const row = pick(living(world, of), at);
  const snapshot = row && pick(world.lines.get(row.id)!.snapshots, at);
  return snapshot ? [{ resource: row.id, number: snapshot.number, hash: snapshot.content }] : [];
}

/** Those that are there, and one more where there is an artifact. */
async function versionsOf(store: Store, at: number, before?: ContentOf[ResourceKind]) {
  const versions = before && 'versions' in before ? before.versions : [];
  const artifact = pick(await store.artifacts.list(), at);
  if (!artifact) return versions;
  const number = versions.length + 1;
  return [...versions, { number, description: '', artifact: artifact.id, hash: artifact.hash }];
}

/** Files from elsewhere, with names that are taken here as likely as not. */
export const plan: fc.Arbitrary<ImportPlan> = fc
  .record({
    types: fc.array(text, { minLength: 3, maxLength: 3 }),
    plugins: fc.uniqueArray(seed, { selector: (one) => one.name, maxLength: 2 }),
    entrypoints: fc.uniqueArray(seed, { selector: (one) => one.name, maxLength: 2 }),
  })
  .map(({ types, plugins, entrypoints }) => ({
    types: types.map((description, at) => ({
      name: pick(['a', 'b', 'c'], at)!,
      description,
      structure: null,
    })),
    plugins: plugins.map((one) => {
      const { types: _types, ...draft } = pluginOf(one);
      return draft;
    }),
    entrypoints: entrypoints.map((one) => ({
      ...entrypoint(one.name),
      description: one.text,
      plugins: plugins.slice(0, one.place % 2).map((other) => other.name),
      artifactPlugins: [],
      queues: [],
    })),
  }));
