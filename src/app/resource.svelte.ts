/** One resource at one of its snapshots, with its history, as it stands now. */
import type { ResourceKind } from '#core/resources/content.ts';
import type { Snapshot, Versioned } from '#core/resources/snapshot.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

export class LiveResource<K extends ResourceKind> {
  readonly #value: Live<Versioned<K> | null, readonly [string, number | undefined]>;
  readonly #history: Live<readonly Snapshot[], string>;

  constructor(kind: K, id: () => string, number: () => number | undefined = () => undefined) {
    this.#value = new Live(
      ([now, at]) => store.resources.get(kind, now, at),
      () => [id(), number()] as const,
    );
    this.#history = new Live((now) => store.resources.history(now), id);
  }

  /** Null where there is none, undefined until it is read. */
  get value(): Versioned<K> | null | undefined {
    return this.#value.value;
  }

  /** Newest first. */
  get history(): readonly Snapshot[] {
    return this.#history.value ?? [];
  }
}
