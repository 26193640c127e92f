/** Undo and redo over immutable values: what stood before each gesture, and what was undone. */

/** Changes of one gesture within this time are one: a word that is typed, a slider that is drawn. */
const PAUSE = 1000;
/** Steps that can be taken back. */
const MOST = 500;

export class UndoLine<T> {
  #past = $state.raw<readonly T[]>([]);
  #future = $state.raw<readonly T[]>([]);
  #gesture: string | null = null;
  #time = -Infinity;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Keeps what stood before a change; a change without a gesture, or of another one, is a step of its own. */
  keep(before: T, gesture: string | null = null, now = Date.now()): void {
    const same = gesture !== null && gesture === this.#gesture && now - this.#time < PAUSE;
    if (!same) this.#past = [...this.#past, before].slice(-MOST);
    this.#future = [];
    this.#gesture = gesture;
    this.#time = now;
  }

  /** What stood before, or undefined where there is nothing to take back; `present` can be had again by redo. */
  undo(present: T): T | undefined {
    const last = this.#past.at(-1);
    if (last === undefined) return undefined;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, present];
    this.#gesture = null;
    return last;
  }

  redo(present: T): T | undefined {
    const next = this.#future.at(-1);
    if (next === undefined) return undefined;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, present];
    this.#gesture = null;
    return next;
  }
}
