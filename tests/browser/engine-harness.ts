/** Builds and serves the engine's harness page, and makes small jobs for it. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import config from '../../svelte.config.js';
import { serve } from '../../scripts/serve.mjs';
import { root } from '../../scripts/stale.mjs';
import sandboxAssets from '../../scripts/vite-sandbox-assets.mjs';

/** The app's own policy, as Kit writes it. */
function policy(): string {
  const keywords = /^(self|none|unsafe-inline|wasm-unsafe-eval|sha256-.*)$/;
  const directives = Object.entries(config.kit?.csp?.directives ?? {}) as [string, string[]][];
  return directives
    .map(([name, values]) => `${name} ${values.map((v) => (keywords.test(v) ? `'${v}'` : v)).join(' ')}`)
    .join('; ');
}

export async function serveHarness(): Promise<{ url: string; close: () => Promise<void> }> {
  const outDir = join(root, 'node_modules/.cache/alidade-harness');
  await build({
    configFile: false,
    root: join(root, 'tests/browser/engine-harness'),
    base: './',
    publicDir: join(root, 'tests/browser/hostile'),
    logLevel: 'error',
    plugins: [
      sandboxAssets(),
      { name: 'policy', transformIndexHtml: (html) => html.replace('%POLICY%', policy()) },
    ],
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
  return serve({ root: outDir });
}

export async function openHarness(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => 'harness' in window);
}
