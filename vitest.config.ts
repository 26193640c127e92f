// Unit tests: everything under tests/ that needs no browser, in plain Node.
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import sandboxAssets from './scripts/vite-sandbox-assets.mjs';

export default defineConfig({
  plugins: [sandboxAssets(), sveltekit()],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', 'tests/bench/**', '**/node_modules/**'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
