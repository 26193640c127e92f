// Vite: what the bundler needs to know beyond svelte.config.js.
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import sandboxAssets from './scripts/vite-sandbox-assets.mjs';

export default defineConfig({
  plugins: [sandboxAssets(), sveltekit()], // sveltekit: no argument: with one, Kit ignores svelte.config.js
  worker: { format: 'es' },
  server: { fs: { allow: ['plugins'] } }, // read as text by the app, and outside of Kit's own folders
  build: { target: 'es2022', rolldownOptions: { checks: { pluginTimings: false } } },
  optimizeDeps: {
    // Found late, these make the dev server reload the page in the middle of a run.
    include: [
      'comlink',
      'dexie',
      'elkjs/lib/elk-api.js',
      'fflate',
      'modern-tar',
      'smol-toml',
      'uplot',
      'valibot',
      'yaml',
    ],
  },
});
