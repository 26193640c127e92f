/** Every function task that could be a step: those of pinned plugins as they are pinned, those of the others at their latest. */
import type { EntrypointContent, FunctionTask, Pin } from '#core/resources/content.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

export interface TaskOffer {
  readonly task: FunctionTask;
  readonly plugin: string;
  readonly pinned: boolean;
  /** Of the plugin, at the snapshot that is pinned or would be. */
  readonly pin: Pin;
}

export class TaskOffers {
  readonly #live: Live<readonly TaskOffer[], readonly Pin[]>;

  constructor(content: () => EntrypointContent | null | undefined) {
    this.#live = new Live(readOffers, () => content()?.plugins ?? []);
  }

  /** Pinned ones first. */
  get rows(): readonly TaskOffer[] {
    return this.#live.value ?? [];
  }
}

async function readOffers(pins: readonly Pin[]): Promise<readonly TaskOffer[]> {
  const pinned = await Promise.all(pins.map((pin) => store.resources.getByPin('plugin', pin)));
  const there = pinned.filter((plugin) => plugin !== null);
  const known = new Set(pins.map(({ resource }) => resource));
  const others = (await store.resources.listLatest('plugin')).filter(
    ({ resource }) => !known.has(resource.id),
  );
  return [
    ...there.flatMap((plugin) => offersOf(plugin, true)),
    ...others.flatMap((plugin) => offersOf(plugin, false)),
  ];
}

function offersOf({ content, snapshot }: Versioned<'plugin'>, pinned: boolean): readonly TaskOffer[] {
  const pin = pinOf(snapshot);
  return content.files.flatMap(({ functions }) =>
    functions.map((task) => ({ task, plugin: content.name, pinned, pin })),
  );
}
