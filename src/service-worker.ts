// The service worker: keeps every file of one build, so that the app runs offline; an update waits until it is asked for.
// It imports nothing. The build writes the list of files in front of this text (scripts/precache.mjs).

/** One file: its address under the base, the start of its SHA-256, its size, and when it comes: with the install (0), after it (1), or when it is asked for (2). */
type Entry = [url: string, hash: string, bytes: number, tier: 0 | 1 | 2];
type Progress = (done: number, total: number) => void;

const worker = self as unknown as ServiceWorkerGlobalScope & {
  __PRECACHE__?: { id: string; list: Entry[] };
};
const { list } = worker.__PRECACHE__ ?? { list: [] };

/** Where the app stands on its host, with a slash at both ends; never assumed to be the root. */
const base = new URL('./', worker.location.href).pathname;

// Other apps of one origin have caches too, and so has this app on another path. Entries carry their content's hash,
// so an update fetches only what changed, and the old version keeps its own files until the new one takes over.
const cacheName = `alidade ${base}`;
const keyOf = ([url, hash]: Entry) => `${base}${url}?h=${hash}`;
const byPath = new Map(list.map((entry) => [base + entry[0], entry]));

worker.addEventListener('install', (event) => {
  event.waitUntil(fill(list.filter((entry) => entry[3] === 0)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  const { type, also = [] } = (event.data ?? {}) as { type?: string; also?: readonly string[] };
  if (type === 'SKIP_WAITING') void worker.skipWaiting();
  if (type === 'WARM') event.waitUntil(warm(also, event.ports[0]));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const entry = byPath.get(url.pathname);
  if (entry) event.respondWith(answer(entry, event));
  else if (request.mode === 'navigate') {
    const folder = folderOf(url.pathname);
    if (byPath.has(folder)) event.respondWith(Response.redirect(`${folder}${url.search}`, 302));
  }
});

/** The page meant by an address that leaves out the last slash or spells out its index file. */
function folderOf(path: string): string {
  return path.endsWith('/index.html') ? path.slice(0, -'index.html'.length) : `${path}/`;
}

async function answer(entry: Entry, event: FetchEvent): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(keyOf(entry));
  if (kept) return kept;
  // Not fetched yet: it is kept now, if it is what this build means by it.
  const fresh = await fetch(event.request);
  if (fresh.status === 200) event.waitUntil(keep(cache, entry, fresh.clone()).catch(() => undefined));
  return fresh;
}

/** Fetches the heavy rest, of what waits to be asked for only `also`, and says how far it is: `{done, total}`, then `{ready: true}` or `{error}`. */
async function warm(also: readonly string[], port: MessagePort | undefined): Promise<void> {
  try {
    const wanted = list.filter(([url, , , tier]) => tier < 2 || also.includes(url));
    await fill(wanted, (done, total) => port?.postMessage({ done, total }));
    port?.postMessage({ ready: true });
  } catch (error) {
    port?.postMessage({ error: String(error) });
  }
}

const atOnce = 6;

/** Puts into the cache whatever of these files it lacks; fails if any file cannot be had. */
async function fill(entries: Entry[], progress?: Progress): Promise<void> {
  const cache = await caches.open(cacheName);
  const present = new Set((await cache.keys()).map((request) => pathAndQuery(request.url)));
  const missing = entries.filter((entry) => !present.has(keyOf(entry)));
  const total = missing.reduce((sum, entry) => sum + entry[2], 0);
  let done = 0;
  let next = 0;
  const lane = async () => {
    for (let entry = missing[next++]; entry; entry = missing[next++]) {
      const immutable = entry[0].includes('/immutable/');
      const response = await fetch(base + entry[0], { cache: immutable ? 'default' : 'no-cache' });
      if (!response.ok) throw new Error(`${entry[0]}: ${response.status}`);
      await keep(cache, entry, response);
      done += entry[2];
      progress?.(done, total);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Keeps a response under its hash, and only if it has that hash: a host in the middle of an update may give another. */
async function keep(cache: Cache, entry: Entry, response: Response): Promise<void> {
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!hash.startsWith(entry[1])) throw new Error(`${entry[0]} is not the file of this version`);
  // A new response: one that was redirected may not answer a navigation, and lengths of encoded bodies do not apply.
  const headers = new Headers({ 'content-type': response.headers.get('content-type') ?? '' });
  for (const name of ['x-content-type-options', 'content-security-policy', 'referrer-policy']) {
    const value = response.headers.get(name);
    if (value) headers.set(name, value);
  }
  await cache.put(keyOf(entry), new Response(bytes, { headers }));
}

/** Forgets files that this version does not have. */
async function dropOld(): Promise<void> {
  const wanted = new Set(list.map(keyOf));
  const cache = await caches.open(cacheName);
  for (const request of await cache.keys()) {
    if (!wanted.has(pathAndQuery(request.url))) await cache.delete(request);
  }
}

function pathAndQuery(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

export {};
