/** Every task that a graph could call: those of pinned plugins as they are pinned, those of the others at their latest. */
import type { ArtifactTask, EntrypointContent, FunctionTask, Pin } from '#core/resources/content.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import type { TaskOffer } from '#core/resources/task-offer.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

interface Pins {
  readonly functions: readonly Pin[];
  readonly artifacts: readonly Pin[];
}

interface Offers {
  readonly functions: readonly TaskOffer[];
  readonly artifacts: readonly TaskOffer<ArtifactTask>[];
}

const NONE: readonly Pin[] = [];

export class TaskOffers {
  readonly #live: Live<Offers, Pins>;

  constructor(content: () => EntrypointContent | null | undefined) {
    // The pins by themselves: they stay while the texts are typed, and so does what was read.
    const functions = $derived(content()?.plugins ?? NONE);
    const artifacts = $derived(content()?.artifactPlugins ?? NONE);
    this.#live = new Live(readOffers, () => ({ functions, artifacts }));
  }

  /** Function tasks, pinned ones first. */
  get functions(): readonly TaskOffer[] {
    return this.#live.value?.functions ?? [];
  }

  /** Artifact tasks, pinned ones first. */
  get artifacts(): readonly TaskOffer<ArtifactTask>[] {
    return this.#live.value?.artifacts ?? [];
  }
}

async function readOffers({ functions, artifacts }: Pins): Promise<Offers> {
  const latest = await store.resources.listLatest('plugin');
  return {
    functions: await listOffers('functions', functions, latest),
    artifacts: await listOffers('artifacts', artifacts, latest),
  };
}

type TaskOf = { functions: FunctionTask; artifacts: ArtifactTask };

async function listOffers<K extends keyof TaskOf>(
  kind: K,
  pins: readonly Pin[],
  latest: readonly Versioned<'plugin'>[],
): Promise<readonly TaskOffer<TaskOf[K]>[]> {
  const pinned = await Promise.all(pins.map((pin) => store.resources.getByPin('plugin', pin)));
  const known = new Set(pins.map(({ resource }) => resource));
  return [
    ...pinned.flatMap((plugin) => (plugin ? offersOf(kind, plugin, true) : [])),
    ...latest
      .filter(({ resource }) => !known.has(resource.id))
      .flatMap((plugin) => offersOf(kind, plugin, false)),
  ];
}

function offersOf<K extends keyof TaskOf>(
  kind: K,
  { content, snapshot }: Versioned<'plugin'>,
  pinned: boolean,
): readonly TaskOffer<TaskOf[K]>[] {
  const pin = pinOf(snapshot);
  return content.files.flatMap((file) =>
    (file[kind] as readonly TaskOf[K][]).map((task) => ({ task, plugin: content.name, pinned, pin })),
  );
}
