/** The outcome of an asynchronous reading that follows what it reads; a late answer to an old question is dropped. */
export class Loaded<T> {
  value = $state.raw<T | undefined>(undefined);
  fault = $state.raw<string | null>(null);

  /** `ask` gives null where there is nothing to read. */
  constructor(ask: () => Promise<T> | null) {
    $effect(() => {
      let current = true;
      this.value = undefined;
      this.fault = null;
      ask()?.then(
        (value) => current && (this.value = value),
        (error: unknown) => current && (this.fault = error instanceof Error ? error.message : String(error)),
      );
      return () => (current = false);
    });
  }
}
