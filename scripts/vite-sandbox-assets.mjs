// Builds what enters the sandbox apart from the app: self-contained ES files that the page fetches lazily and hands in as
// text, since a worker of opaque origin can load no chunk. `virtual:sandbox-assets` gives their addresses, in dev as in build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './stale.mjs';

const name = 'virtual:sandbox-assets';
const entries = /** @type {const} */ (['boot', 'sdk', 'numeric', 'tfjs', 'webgpu']);
const binaries = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];
const binaryFolder = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

const cache = join(root, 'node_modules/.cache/alidade-sandbox');

/** Whatever may be bundled from the repository; the packages are covered by the lock file. */
const sources = ['src/engine', 'src/sdk', 'src/core', 'package-lock.json', 'scripts/vite-sandbox-assets.mjs'];

/** @param {string} path @returns {string[]} */
function walk(path) {
  const at = join(root, path);
  if (/\.\w+$/.test(path)) return [path];
  return existsSync(at)
    ? readdirSync(at)
        .sort()
        .flatMap((entry) => walk(`${path}/${entry}`))
    : [];
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(walk)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * What the files of webgpu and of the SDK's numeric half do not hold but name, so that there is exactly one engine and one
 * step that runs. The worker fills the names in.
 */
const named = {
  name: 'alidade-named',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} id */
  resolveId: (id) => {
    if (/^@tensorflow\/tfjs(-core)?$/.test(id)) return { id: 'alidade:tfjs', external: true };
    return id.endsWith('/context.ts') ? { id: 'alidade:sdk', external: true } : null;
  },
};

/** The wasm backend's build with threads: a worker of opaque origin never has the shared memory that it needs. */
const noThreads = {
  name: 'alidade-no-threads',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} id */
  load: (id) =>
    id.endsWith('/tfjs-backend-wasm-threaded-simd.js')
      ? 'export default null;'
      : id.endsWith('/tfjs-backend-wasm-threaded-simd.worker.js')
        ? "export const wasmWorkerContents = '';"
        : null,
};

/** @param {typeof entries[number]} entry @param {string} folder */
async function bundle(entry, folder) {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    plugins: entry === 'webgpu' || entry === 'numeric' ? [named] : [noThreads],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      lib: {
        entry: join(root, `src/engine/worker/${entry}.ts`),
        formats: ['es'],
        fileName: () => `${entry}.js`,
      },
      rolldownOptions: {
        checks: { pluginTimings: false, eval: false },
        output: { codeSplitting: false, comments: { legal: false } },
      },
    },
  });
}

/** The folder of the bundles, made anew if any source changed. */
async function bundles() {
  const folder = join(cache, fingerprint());
  const stamp = join(folder, 'done');
  if (existsSync(stamp)) return folder;
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) await bundle(entry, folder);
  writeFileSync(stamp, '');
  dropOld();
  return folder;
}

/** Keeps the bundles of the last few states of the sources. */
function dropOld() {
  const folders = readdirSync(cache).map((entry) => join(cache, entry));
  const newest = folders.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const folder of newest.slice(6)) rmSync(folder, { recursive: true, force: true });
}

/** The frame's script and its hash, which svelte.config.js puts in the page's policy. */
function frame() {
  const script = readFileSync(join(root, 'src/engine/frame-boot.js'), 'utf8').trim();
  return { script, hash: `sha256-${createHash('sha256').update(script).digest('base64')}` };
}

/** @param {string} folder */
function builtModule(folder) {
  const files = [
    ...entries.map((entry) => [entry, join(folder, `${entry}.js`)]),
    ...binaries.map((file) => [file, join(binaryFolder, file)]),
  ];
  const imports = files.map(([, path], i) => `import u${i} from ${JSON.stringify(`${path}?url&no-inline`)};`);
  const urls = files.map(([key], i) => `${JSON.stringify(key)}: u${i}`);
  return `${imports.join('\n')}\nexport const urls = { ${urls.join(', ')} };\nexport const frame = ${JSON.stringify(frame())};`;
}

function servedModule() {
  const urls = [
    ...entries.map((entry) => [entry, `/@sandbox/${entry}.js`]),
    ...binaries.map((file) => [file, `/@sandbox/${file}`]),
  ];
  return `export const urls = ${JSON.stringify(Object.fromEntries(urls))};\nexport const frame = ${JSON.stringify(frame())};`;
}

/** @param {import('vite').ViteDevServer} server */
function serveBundles(server) {
  server.middlewares.use('/@sandbox', (request, response, next) => {
    const file = (request.url ?? '').replace(/^\/|\?.*$/g, '');
    const known = binaries.includes(file) || entries.some((entry) => file === `${entry}.js`);
    if (!known) return next();
    bundles().then((folder) => {
      response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'application/wasm');
      response.end(readFileSync(join(file.endsWith('.js') ? folder : binaryFolder, file)));
    }, next);
  });
}

/** @returns {import('vite').Plugin} */
export default function sandboxAssets() {
  let serving = false;
  return {
    name: 'alidade-sandbox-assets',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    configureServer: serveBundles,
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      return serving ? servedModule() : builtModule(await bundles());
    },
  };
}
