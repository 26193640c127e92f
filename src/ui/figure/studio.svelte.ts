/** The patch of a studio where it lies now, and what the model in the sandbox reads there. */
import type { Live, LiveReader } from './live.ts';
import { clampPlace, parseLaid, START, type Laid, type Place, type Studio } from './patch-studio.ts';

const ENTRYPOINT = 'Live patch';
const OUTPUTS = ['laid.pixels', 'laid.probabilities'] as const;

/** Made while a component is set up, and ends with it. */
export class StudioReading {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  fault = $state<string | null>(null);
  place = $state.raw<Place>(START);
  laid = $state.raw<Laid | null>(null);
  milliseconds = $state<number | null>(null);
  readonly #studio: () => Studio;
  #reader: LiveReader | null = null;

  constructor(live: Live, artifact: () => string, studio: () => Studio) {
    this.#studio = studio;
    $effect(() => {
      const id = artifact();
      let gone = false;
      live.open(ENTRYPOINT, { studio: id }).then(
        (reader) => {
          if (gone) return reader.close();
          this.#reader = reader;
          void this.#ask();
        },
        (error: unknown) => gone || this.#fail(error),
      );
      return () => {
        gone = true;
        this.#reader?.close();
        this.#reader = null;
      };
    });
  }

  move(place: Place): void {
    this.place = clampPlace(this.#studio(), place);
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const reader = this.#reader;
    if (!reader) return;
    const began = performance.now();
    try {
      const answer = await reader.ask({ ...this.place }, OUTPUTS);
      if (!answer || reader !== this.#reader) return;
      this.laid = parseLaid(this.#studio(), answer);
      this.milliseconds = performance.now() - began;
      this.state = 'ready';
    } catch (error) {
      if (reader === this.#reader) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.fault = error instanceof Error ? error.message : String(error);
    this.state = 'failed';
  }
}
