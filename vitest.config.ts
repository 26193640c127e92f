// Unit tests: everything under tests/ that needs no browser, in plain Node.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', 'tests/bench/**', '**/node_modules/**'],
    environment: 'node',
    testTimeout: 20_000,
  },
});
