// An adapter around adapter-static: lists every file of the finished build in the service worker, then puts the
// build in place whole. Kit's own list leaves out the split chunks of web workers, without which nothing trains offline.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import adapterStatic from '@sveltejs/adapter-static';

const staging = '.svelte-kit/static';
const worker = 'service-worker.js';

/** @typedef {[url: string, hash: string, bytes: number, tier: 0 | 1 | 2]} Entry what service-worker.ts reads */

/** Data that the first visit needs; the rest is kept for offline use once a job has asked for it. */
const FIRST_DATA = ['data/index.json', 'data/demo-weights.bin', 'data/mnist.bin'];

/** 0: the install waits for it; 1: it follows by itself; 2: it is fetched when it is asked for. @param {string} file @param {number} bytes @param {number} heavyBytes */
function tierOf(file, bytes, heavyBytes) {
  if (file.startsWith('data/') && !FIRST_DATA.includes(file)) return 2;
  return bytes > heavyBytes ? 1 : 0;
}

/** @param {string} folder @param {string} [prefix] @returns {string[]} */
function walk(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? walk(folder, `${prefix}${e.name}/`) : [`${prefix}${e.name}`],
  );
}

/**
 * Every file that the app can ask for. A page is listed by the address a plain host gives it: its folder.
 * @param {string} folder @param {number} heavyBytes @returns {Entry[]}
 */
export function listFiles(folder, heavyBytes) {
  return walk(folder)
    .filter((file) => file !== worker && !file.endsWith('.map') && !file.startsWith('.'))
    .map((file) => {
      const bytes = readFileSync(join(folder, file));
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      const url = file.replace(/(^|\/)index\.html$/, '$1');
      return /** @type {Entry} */ ([url, hash, bytes.length, tierOf(file, bytes.length, heavyBytes)]);
    })
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** Our licence and everybody else's, which must go wherever the build goes. */
function licences() {
  return ['LICENSE', 'THIRD-PARTY-NOTICES.md'].map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** @param {{ out?: string, heavyBytes?: number }} [options] @returns {import('@sveltejs/kit').Adapter} */
export default function precache({ out = 'build', heavyBytes = 100_000 } = {}) {
  const inner = adapterStatic({ pages: staging, assets: staging, strict: true });
  return {
    name: 'alidade-static',
    async adapt(builder) {
      await inner.adapt(builder);
      writeFileSync(join(staging, 'licenses.txt'), licences());
      const list = listFiles(staging, heavyBytes);
      const at = join(staging, worker);
      if (existsSync(at)) {
        const id = createHash('sha256').update(JSON.stringify(list)).digest('hex').slice(0, 16);
        const text = readFileSync(at, 'utf8');
        if (!text.includes('__PRECACHE__')) throw new Error('the service worker reads no __PRECACHE__');
        writeFileSync(at, `self.__PRECACHE__=${JSON.stringify({ id, list })};\n${text}`);
      }
      writeFileSync(join(staging, '.nojekyll'), ''); // else GitHub Pages hides every folder that begins with _
      rmSync(out, { recursive: true, force: true });
      renameSync(staging, out);
      const size = (/** @type {Entry[3]} */ tier) =>
        (list.reduce((sum, e) => sum + (e[3] === tier ? e[2] : 0), 0) / 2 ** 20).toFixed(2);
      const sizes = `shell ${size(0)} MiB, the rest ${size(1)} MiB, when asked for ${size(2)} MiB`;
      console.log(`${list.length} files for offline use: ${sizes}`);
    },
  };
}
