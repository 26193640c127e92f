// Browser tests: real Chromium on the built app, served as `npm start` serves it; never the dev server.
import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './tests/chromium.ts';
import { freePort } from './scripts/serve.mjs';

// The workers load this file again and must agree with the first on the port.
process.env.ALIDADE_TEST_PORT ??= String(await freePort());
const port = process.env.ALIDADE_TEST_PORT;

export default defineConfig({
  testDir: 'tests/browser',
  testMatch: '**/*.{test,spec}.ts',
  timeout: 120_000,
  expect: { timeout: 20_000 }, // two slow cores that do other things too
  workers: 1, // pages of one job use every core
  forbidOnly: !!process.env.CI,
  retries: process.env.CI ? 1 : 0, // what fails once and then passes is named as flaky at the end
  reporter: process.env.ALIDADE_REPORT
    ? [['list'], ['json', { outputFile: process.env.ALIDADE_REPORT }]]
    : 'list',
  use: { baseURL: `http://localhost:${port}/`, launchOptions: chromiumLaunch(), trace: 'retain-on-failure' },
  webServer: {
    command: `node scripts/serve.mjs --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
});
