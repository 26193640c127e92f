// Frozen samples: a whole database as JSON, written once for each version and never again, and put back without any code of ours.
import 'fake-indexeddb/auto';

interface SampleStore {
  readonly name: string;
  readonly keyPath: string | string[];
  readonly indexes: readonly {
    name: string;
    keyPath: string | string[];
    unique: boolean;
    multiEntry: boolean;
  }[];
  readonly rows: readonly unknown[];
}

export interface Sample {
  /** As the browser counts, which is ten times Dexie's number. */
  readonly version: number;
  readonly stores: readonly SampleStore[];
}

export async function dump(name: string): Promise<Sample> {
  const db = await settled(indexedDB.open(name));
  const stores: SampleStore[] = [];
  for (const storeName of db.objectStoreNames) {
    const store = db.transaction(storeName).objectStore(storeName);
    const indexes = [...store.indexNames].map((indexName) => {
      const { keyPath, unique, multiEntry } = store.index(indexName);
      return { name: indexName, keyPath: keyPath as string | string[], unique, multiEntry };
    });
    const rows = await Promise.all((await settled(store.getAll())).map(encode));
    stores.push({ name: storeName, keyPath: store.keyPath as string | string[], indexes, rows });
  }
  db.close();
  return { version: db.version, stores };
}

export async function load(name: string, { version, stores }: Sample): Promise<void> {
  const opening = indexedDB.open(name, version);
  opening.addEventListener('upgradeneeded', () => {
    for (const { name: storeName, keyPath, indexes, rows } of stores) {
      const store = opening.result.createObjectStore(storeName, { keyPath });
      for (const { name: indexName, keyPath: path, ...options } of indexes)
        store.createIndex(indexName, path, options);
      for (const row of rows) store.put(decode(row));
    }
  });
  (await settled(opening)).close();
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

const ARRAYS = { Float64Array, Uint16Array, Uint8Array } as const;

type ArrayName = keyof typeof ARRAYS;

async function encode(value: unknown): Promise<unknown> {
  if (value instanceof Blob)
    return { $blob: base64(new Uint8Array(await value.arrayBuffer())), type: value.type };
  if (ArrayBuffer.isView(value)) return { $array: value.constructor.name, bytes: base64(value) };
  if (Array.isArray(value)) return Promise.all(value.map(encode));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    await Promise.all(Object.entries(value).map(async ([k, v]) => [k, await encode(v)])),
  );
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  const { $blob, type, $array, bytes } = value as Record<string, string>;
  if ($blob !== undefined) return new Blob([Buffer.from($blob, 'base64')], { type });
  if ($array !== undefined)
    return new ARRAYS[$array as ArrayName](new Uint8Array(Buffer.from(bytes!, 'base64')).buffer);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decode(v)]));
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
