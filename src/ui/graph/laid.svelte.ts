/** Where the steps of a drawing stand: laid out when its bones change, with the eye kept where it was and all fitted until a person takes hold. */
import { untrack } from 'svelte';
import type { Layouter } from './layouter.ts';
import { driftBetween, EMPTY_PLACING, placeOnGrid, type Placing } from './placing.ts';
import { placeChange } from './place-change.ts';
import type { Structure } from './structure.ts';
import type { Viewport } from './viewport.svelte.ts';

/** Milliseconds before a plain grid stands in for what is still being laid out. */
const PATIENCE = 600;
/** The smallest scale at which a drawing opens: the task of a card can be read. */
const LEGIBLE = 0.5;
/** The smallest scale at which all that a card says can be read. */
export const CLOSE = 0.65;
/** A pane this narrow is read from top to bottom. In px. */
export const NARROW = 560;

/** Made while a component is set up, and ends with it. */
export class Laid {
  placing = $state.raw<Placing>(EMPTY_PLACING);
  /** Steps were put beside the others, without laying all of them out. */
  patched = $state(false);
  readonly #layouter: Layouter;
  readonly #viewport: Viewport;
  readonly #structure: () => Structure;
  /** The step that the eye rests on. */
  readonly #anchor: () => string | null;

  constructor(
    layouter: Layouter,
    viewport: Viewport,
    structure: () => Structure,
    anchor: () => string | null,
  ) {
    [this.#layouter, this.#viewport, this.#structure, this.#anchor] = [layouter, viewport, structure, anchor];
    $effect(() => {
      const bones = structure();
      const upright = viewport.width > 0 && viewport.width < NARROW;
      if (viewport.width === 0) return;
      return untrack(() => this.#follow(bones, upright));
    });
    // Keep it fitted while the pane changes its size.
    $effect(() => {
      void [viewport.width, viewport.height];
      viewport.lifeSize = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      untrack(() => !viewport.held && this.placing.steps.size > 0 && this.fit({ slowly: false, all: false }));
    });
  }

  /** All of it when asked; by itself never smaller than can be read, but from its first steps on. */
  fit({ slowly = true, all = true } = {}): void {
    const { width, height } = this.placing;
    const viewport = this.#viewport;
    if (all || viewport.scaleFor(width, height) >= LEGIBLE) viewport.fit(width, height, slowly);
    else viewport.begin(this.placing, LEGIBLE, slowly);
  }

  /** Lays all of it out, where steps were only put beside the others. */
  tidy(): void {
    this.#lay(this.#structure(), this.placing.direction === 'down' && this.#viewport.width < NARROW);
  }

  /** A large graph that changes little stays as it lies. */
  #follow(bones: Structure, upright: boolean): (() => void) | undefined {
    const { placing } = this;
    const turned = upright && placing.direction !== 'down';
    const next = turned || placing.provisional ? null : placeChange(placing, bones);
    if (!next) return this.#lay(bones, upright);
    if (next === placing) return undefined;
    this.patched = true;
    this.#settle(next);
    return undefined;
  }

  #lay(bones: Structure, upright: boolean): () => void {
    let stale = false;
    // The first drawing does not wait for the layouter to arrive; it stands on a plain grid until then.
    const meanwhile = setTimeout(() => {
      if (this.placing.steps.size === 0)
        this.#settle({ ...placeOnGrid(bones, upright ? 'down' : 'right'), provisional: true });
    }, PATIENCE);
    void this.#ask(bones, upright).then((next) => {
      clearTimeout(meanwhile);
      if (stale) return;
      this.patched = false;
      this.#settle(next);
    });
    return () => {
      stale = true;
      clearTimeout(meanwhile);
    };
  }

  #ask(bones: Structure, upright: boolean): Promise<Placing> {
    if (upright) return this.#layouter.place(bones, 'down');
    const kept = this.placing.steps.size > 0 ? this.placing.direction : 'right';
    return this.#layouter.placeBest(bones, kept, ({ width, height }) =>
      this.#viewport.scaleFor(width, height),
    );
  }

  #settle(next: Placing): void {
    const [before, viewport] = [this.placing, this.#viewport];
    this.placing = next;
    if (!viewport.held) return this.fit({ slowly: before.steps.size > 0, all: false });
    const drift = driftBetween(before, next, this.#anchor());
    viewport.shift(drift.x * viewport.zoom, drift.y * viewport.zoom);
  }
}
