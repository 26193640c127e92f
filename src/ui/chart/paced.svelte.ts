/** A value that follows another, but changes at most every so many milliseconds, and always ends on the last one. */
export class Paced<T> {
  value: T = $state.raw() as T;
  #shown = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: () => T, milliseconds = 100) {
    this.value = source();
    $effect(() => {
      const next = source();
      clearTimeout(this.#timer);
      const wait = this.#shown + milliseconds - performance.now();
      if (wait <= 0) this.#show(next);
      else this.#timer = setTimeout(() => this.#show(next), wait);
    });
    $effect(() => () => clearTimeout(this.#timer));
  }

  #show(next: T): void {
    this.#shown = performance.now();
    this.value = next;
  }
}
