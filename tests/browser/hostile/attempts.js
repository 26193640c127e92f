// Every way out of a worker that we know of. Each attempt resolves with what it reached, or fails. The sandbox tests run them as a
// plugin, where all must fail, and in a plain worker of the app's own origin, where they succeed: else they would prove nothing.

const patience = (ms) => new Promise((_, refuse) => setTimeout(() => refuse(new Error('no answer')), ms));
const event = (target, good, bad) =>
  new Promise((resolve, reject) => {
    target.addEventListener(good, () => resolve(good));
    target.addEventListener(bad, () => reject(new Error(bad)));
  });
export const module = (text) => 'data:text/javascript,' + encodeURIComponent(text);
export const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
const reportBack = (worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data === 'reached' ? resolve(data) : reject(new Error(String(data))));
    worker.onerror = () => reject(new Error('the worker failed'));
  });
const nested = (url) => `fetch('${url}').then(() => postMessage('reached'), (e) => postMessage(String(e)))`;

/** `to` is a server that listens, `app` the app's own address, `udp` a port that listens for datagrams. */
export const network = {
  fetch: async ({ to }) => (await fetch(`${to}/fetch`)).status,
  fetchBlind: async ({ to }) => (await fetch(`${to}/fetch-blind`, { mode: 'no-cors' })).type,
  fetchKeepalive: async ({ to }) => (await fetch(`${to}/fetch-keepalive`, { keepalive: true })).status,
  fetchApp: async ({ app }) => (await fetch(`${app}?fetch-app`)).status,
  fetchCredentials: async ({ to }) =>
    (await fetch(`${to}/credentials`, { credentials: 'include', mode: 'no-cors' })).type,
  xhr: async ({ to }) => {
    const request = new XMLHttpRequest();
    request.open('GET', `${to}/xhr`);
    request.send();
    return event(request, 'load', 'error');
  },
  xhrSync: async ({ to }) => {
    const request = new XMLHttpRequest();
    request.open('GET', `${to}/xhr-sync`, false);
    request.send();
    return request.status;
  },
  webSocket: async ({ to }) => event(new WebSocket(`${to.replace('http', 'ws')}/socket`), 'open', 'error'),
  eventSource: async ({ to }) => event(new EventSource(`${to}/events`), 'open', 'error'),
  nestedData: async ({ to }) => reportBack(new Worker(module(nested(`${to}/nested-data`)))),
  nestedBlob: async ({ to }) => reportBack(new Worker(blob(nested(`${to}/nested-blob`)))),
  nestedOwn: async ({ to, app }) =>
    reportBack(new Worker(`${app}nested.js?to=${encodeURIComponent(`${to}/nested-own`)}`)),
  fontFace: async ({ to }) =>
    (await new FontFace('probe', `url(${to}/font.woff2)`).load().catch((e) => e)).name,
  wasmStreaming: async ({ to }) =>
    (await WebAssembly.compileStreaming(fetch(`${to}/module.wasm`)).catch((e) => e)).name,
  cacheAdd: async ({ to }) => (await caches.open('probe')).add(`${to}/cache-add`).then(() => 'added'),
};

/** Told by datagrams that arrive, whatever the attempt itself says. */
export const datagrams = {
  webTransport: async ({ udp }) => {
    const transport = new WebTransport(`https://127.0.0.1:${udp}/`);
    await transport.ready;
    return 'ready';
  },
};

/** `mark` is what the page has put there. */
export const storage = {
  indexedDb: async ({ mark }) => {
    const request = indexedDB.open('secrets');
    await event(request, 'success', 'error');
    const read = request.result.transaction('secrets').objectStore('secrets').get('mark');
    await event(read, 'success', 'error');
    return same(read.result, mark);
  },
  indexedDbNames: async () =>
    same(
      (await indexedDB.databases()).some(({ name }) => name === 'secrets'),
      true,
    ),
  caches: async ({ mark, app }) => same(await (await caches.match(`${app}secret`)).text(), mark),
  opfs: async ({ mark }) => {
    const root = await navigator.storage.getDirectory();
    return same(await (await (await root.getFileHandle('secret')).getFile()).text(), mark);
  },
  locks: async () =>
    same(
      (await navigator.locks.query()).held.some(({ name }) => name === 'secret'),
      true,
    ),
  broadcast: async ({ mark }) => {
    const channel = new BroadcastChannel('secrets');
    channel.postMessage('ask');
    return new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(same(data, mark))));
  },
  estimate: async () => same((await navigator.storage.estimate()).usage > 0, true),
};

function same(value, expected) {
  if (value === expected) return 'read';
  throw new Error(`not there: ${value}`);
}

/** What belongs to a page alone: absent from any worker, and refused if it were there. `control.html` proves them. */
export const page = {
  cookie: async ({ mark }) => same(document.cookie.includes(mark), true),
  localStorage: async ({ mark }) => same(localStorage.getItem('secret'), mark),
  sessionStorage: async ({ mark }) => same(sessionStorage.getItem('secret'), mark),
  parent: async ({ mark }) => same(parent.document.title, mark),
  opener: async ({ mark }) => same(opener.document.title, mark),
  stylesheet: async ({ to }) => append('link', { rel: 'stylesheet', href: `${to}/style.css` }),
  cssImage: async ({ to }) => {
    document.body.style.backgroundImage = `url(${to}/background.png)`;
    return new Promise((resolve) => setTimeout(() => resolve('set'), 500));
  },
  image: async ({ to }) => event(Object.assign(new Image(), { src: `${to}/image.png` }), 'load', 'error'),
  script: async ({ to }) => append('script', { src: `${to}/script.js` }),
  frame: async ({ to }) => append('iframe', { src: `${to}/frame.html` }),
  beacon: async ({ to }) => same(navigator.sendBeacon(`${to}/beacon`, 'x'), true),
  dnsPrefetch: async ({ name }) => {
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href: `//${name}` }),
    );
    return 'asked';
  },
  rtc: async ({ udp }) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] });
    connection.createDataChannel('probe');
    await connection.setLocalDescription(await connection.createOffer());
    return new Promise((resolve) => setTimeout(() => resolve('asked'), 1000));
  },
  serviceWorker: async ({ app }) => (await navigator.serviceWorker.register(`${app}nested.js`)).scope,
  open: async ({ to }) => same(open(`${to}/window`) !== null, true),
};

function append(kind, attributes) {
  const element = Object.assign(document.createElement(kind), attributes);
  const loaded = event(element, 'load', 'error');
  document.body.append(element);
  return loaded;
}

/** Runs a group; says of each attempt `reached …` or `failed …`. */
export async function attempt(group, facts) {
  const outcome = {};
  for (const [name, run] of Object.entries(group)) {
    try {
      outcome[name] = `reached ${await Promise.race([run(facts), patience(2000)])}`;
    } catch (error) {
      outcome[name] = `failed ${error}`;
    }
  }
  return outcome;
}
