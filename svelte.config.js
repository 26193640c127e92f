// SvelteKit: static pages with relative paths, a content policy in each page, and a version that is a hash of the sources.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import precache from './scripts/precache.mjs';
import { sourceHash } from './scripts/stale.mjs';

// The one inline script of the sandbox's frame: a srcdoc frame is bound by the page's policy too.
const frameBoot = new URL('src/engine/frame-boot.js', import.meta.url);
/** @type {`sha256-${string}`[]} */
const frameBootHash = existsSync(frameBoot)
  ? [`sha256-${createHash('sha256').update(readFileSync(frameBoot, 'utf8').trim()).digest('base64')}`]
  : [];

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // A canvas that shows a picture or takes drawing has no other way to say so than its role.
    warningFilter: ({ code, message }) =>
      !(code === 'a11y_no_interactive_element_to_noninteractive_role' && message.includes('<canvas>')),
  },
  kit: {
    adapter: precache(),
    paths: { relative: true },
    version: { name: process.env.BUILD_ID || sourceHash() },
    serviceWorker: { register: false },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', ...frameBootHash, 'blob:', 'wasm-unsafe-eval'],
        'worker-src': ['self', 'data:', 'blob:'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'blob:', 'data:'],
        'connect-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['none'],
      },
    },
  },
};
