/** Digits read live: one warm session over a built-in entrypoint, asked again as the digit or ε changes. */
import type { BackendFacts } from '#core/job/events.ts';
import { assets } from '#engine/assets.ts';
import type { JobOrder, Session } from '#engine/contract.ts';
import { openSession, Superseded } from '#engine/session.ts';
import { warmAuthor } from './author.ts';
import { forcedBackend } from './device.svelte.ts';
import { opened } from './opening.ts';
import { gatherData, prepareEntrypoint } from './order.ts';
import { spares } from './spares.ts';
import { store } from './store.ts';

/** A 28 × 28 picture in 0…1 with what a network makes of it. */
interface Look {
  readonly pixels: Float32Array;
  readonly probabilities: readonly number[];
  readonly predicted: number;
}

/** Where a graph gives its looks: the outputs with the pixels and with the shares of the classes. */
export interface LiveSource<Name extends string> {
  readonly entrypoint: string;
  readonly looks: Readonly<Record<Name, readonly [pixels: string, shares: string]>>;
}

/** The graph takes `index`, `eps` and `pixels`, and its step `digit` gives the `label`. */
export class LiveLooks<Name extends string> {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  fault = $state<string | null>(null);
  index = $state(0);
  label = $state<number | null>(null);
  milliseconds = $state<number | null>(null);
  backend = $state.raw<BackendFacts | null>(null);
  protected looks = $state.raw({} as Readonly<Partial<Record<Name, Look>>>);
  #epsilon = $state(0.1);
  #drawn: readonly number[] = [];
  #session: Session | null = null;
  readonly #source: LiveSource<Name>;

  /** Opens after `first`, for which the warm sandbox is meant; not at all if the page is left meanwhile. */
  constructor(source: LiveSource<Name>, first?: Promise<unknown>) {
    this.#source = source;
    warmAuthor();
    spares.warm();
    let closed = false;
    $effect(() => () => {
      closed = true;
      this.#session?.close();
    });
    const open = async (): Promise<void> => {
      await first;
      if (closed) return;
      await this.#open().catch((error: unknown) => this.#fail(error));
      if (closed) this.#session?.close();
      else setTimeout(() => spares.warm(), 500);
    };
    void open();
  }

  get epsilon(): number {
    return this.#epsilon;
  }

  set epsilon(epsilon: number) {
    this.#epsilon = epsilon;
    void this.#ask();
  }

  next(): void {
    this.#choose(this.index + 1);
  }

  previous(): void {
    this.#choose(Math.max(0, this.index - 1));
  }

  /** A digit of one's own: 784 pixels from 0 to 1. */
  draw(pixels: Float32Array): void {
    this.#drawn = Array.from(pixels);
    void this.#ask();
  }

  #choose(index: number): void {
    this.index = index;
    this.#drawn = [];
    void this.#ask();
  }

  async #open(): Promise<void> {
    await opened();
    const name = this.#source.entrypoint;
    const entrypoint = await store.resources.find('entrypoint', name);
    if (!entrypoint) throw new Error(`The built-in entrypoint ${name} is missing. Reload the page.`);
    const { plan, plugins, gathered } = await prepareEntrypoint(entrypoint.content);
    const data = await gatherData(gathered.plugins, plan, {});
    const order: JobOrder = {
      job: 'home',
      plan,
      plugins,
      values: {},
      artifacts: {},
      seed: 0,
      timeout: null,
      data: Object.fromEntries(Object.entries(data).map(([name, { bytes }]) => [name, bytes])),
      backend: forcedBackend(),
    };
    this.#session = await openSession(order, assets, spares);
    this.backend = this.#session.facts;
    await this.#ask();
  }

  async #ask(): Promise<void> {
    if (!this.#session) return;
    const began = performance.now();
    const values = { index: this.index, eps: this.#epsilon, pixels: this.#drawn };
    const places: (readonly [string, string])[] = Object.values(this.#source.looks);
    try {
      this.#show(await this.#session.run(values, ['digit.label', ...places.flat()]));
      this.milliseconds = performance.now() - began;
      this.state = 'ready';
    } catch (error) {
      if (!(error instanceof Superseded)) this.#fail(error);
    }
  }

  #show(answer: Readonly<Record<string, unknown>>): void {
    this.label = answer['digit.label'] as number | null;
    const places = Object.entries<readonly [string, string]>(this.#source.looks);
    const looks = places.map(([name, [pixels, shares]]) => [name, lookOf(answer[pixels], answer[shares])]);
    this.looks = Object.fromEntries(looks) as Record<Name, Look>;
  }

  #fail(error: unknown): void {
    this.fault = error instanceof Error ? error.message : String(error);
    this.state = 'failed';
  }
}

/** Plugins only claim: what is not a digit and ten shares is refused. */
function lookOf(pixels: unknown, shares: unknown): Look {
  const probabilities = Array.isArray(shares) ? shares.map(Number) : [];
  if (!(pixels instanceof Float32Array) || pixels.length !== 784 || probabilities.length !== 10) {
    throw new Error('The network answered with something that is no digit.');
  }
  return { pixels, probabilities, predicted: probabilities.indexOf(Math.max(...probabilities)) };
}
