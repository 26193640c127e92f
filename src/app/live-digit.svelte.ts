/** The digit of the home page: one warm session over the built-in entrypoint `Live digit`, asked again as the digit or ε changes. */
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

/** A 28 × 28 picture in 0…1 with what the network makes of it. */
interface Look {
  readonly pixels: Float32Array;
  readonly probabilities: readonly number[];
  readonly predicted: number;
}

const ENTRYPOINT = 'Live digit';
const OUTPUTS = [
  'digit.pixels',
  'digit.label',
  'clean.probabilities',
  'shifted.adversarial',
  'shifted.adversarial_probabilities',
  'shifted.noise',
  'shifted.noise_probabilities',
] as const;
type Answer = Readonly<Record<(typeof OUTPUTS)[number], unknown>>;

export class LiveDigit {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  fault = $state<string | null>(null);
  index = $state(0);
  label = $state<number | null>(null);
  original = $state.raw<Look | undefined>(undefined);
  adversarial = $state.raw<Look | undefined>(undefined);
  noise = $state.raw<Look | undefined>(undefined);
  milliseconds = $state<number | null>(null);
  backend = $state.raw<BackendFacts | null>(null);
  #epsilon = $state(0.1);
  #drawn: readonly number[] = [];
  #session: Session | null = null;

  /** Opens after `first`, for which the warm sandbox is meant; not at all if the page is left meanwhile. */
  constructor(first?: Promise<unknown>) {
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
    const entrypoint = await store.resources.find('entrypoint', ENTRYPOINT);
    if (!entrypoint) throw new Error(`The built-in entrypoint ${ENTRYPOINT} is missing. Reload the page.`);
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
    try {
      this.#show((await this.#session.run(values, OUTPUTS)) as Answer);
      this.milliseconds = performance.now() - began;
      this.state = 'ready';
    } catch (error) {
      if (!(error instanceof Superseded)) this.#fail(error);
    }
  }

  #show(answer: Answer): void {
    this.label = answer['digit.label'] as number | null;
    this.original = lookOf(answer['digit.pixels'], answer['clean.probabilities']);
    this.adversarial = lookOf(answer['shifted.adversarial'], answer['shifted.adversarial_probabilities']);
    this.noise = lookOf(answer['shifted.noise'], answer['shifted.noise_probabilities']);
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
