/** A query over the store as a reactive value: read again whenever its records change, in this tab or another. */
import { store } from './store.ts';

/**
 * `undefined` until the first answer. The query runs asynchronously, so what it depends on is read by `given`, where it is
 * tracked. Made while a component is set up, and ends with it.
 */
export class Live<T, Given = void> {
  value = $state.raw<T | undefined>(undefined);
  fault = $state.raw<unknown>(undefined);

  constructor(query: (given: Given) => Promise<T>, given?: () => Given) {
    $effect(() => {
      const now = given?.() as Given;
      return store
        .observe(() => query(now))
        .subscribe(
          (value) => (this.value = value),
          (error) => (this.fault = error),
        );
    });
  }
}
