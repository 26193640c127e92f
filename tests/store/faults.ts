// Faults of the browser's storage, at any write: the first, the second, and so on until none is left to fail.
import 'fake-indexeddb/auto';

/** Calls the work anew for each write that may fail, until it gets through; tells of each fault. Resolves with how many there were. */
export async function failEachWrite(
  work: () => Promise<unknown>,
  onFault: (error: unknown) => Promise<void>,
): Promise<number> {
  const { put, add } = IDBObjectStore.prototype;
  let left = Infinity;
  const failing = (write: typeof put) =>
    function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      if (left-- <= 0) throw new DOMException('There is no room.', 'QuotaExceededError');
      return write.apply(this, args);
    };
  IDBObjectStore.prototype.put = failing(put);
  IDBObjectStore.prototype.add = failing(add);
  try {
    for (let faults = 0; ; faults++) {
      left = faults;
      const error = await work().then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      );
      left = Infinity;
      if (!error) return faults;
      await onFault(error.thrown);
    }
  } finally {
    IDBObjectStore.prototype.put = put;
    IDBObjectStore.prototype.add = add;
  }
}
