// Finds a Chromium, or installs one: the only place that knows where browsers live. Used by tests, commands and the client.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './stale.mjs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const isRoot = () => process.getuid?.() === 0;

/** Playwright's own download, where it was made. @returns {string | undefined} */
function playwrightsOwn() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // not installed yet, or no download exists for this platform
  }
}

/**
 * The Chromium to run: CHROMIUM_PATH or CHROME_PATH, else Playwright's own, else one that is installed.
 * @returns {string | undefined} its path
 */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH || process.env.CHROME_PATH;
  if (named) return named;
  return playwrightsOwn() ?? usualPlaces.find((path) => existsSync(path));
}

/**
 * What Playwright needs to start it. As root (containers, CI) Chromium refuses to start with its own sandbox.
 * @param {string[]} [args] further switches
 * @returns {{ executablePath?: string, args: string[] }}
 */
export function launchOptions(args = []) {
  const executablePath = findChromium();
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [...(isRoot() || process.env.CI ? ['--no-sandbox'] : []), '--disable-dev-shm-usage', ...args],
  };
}

/** Makes sure that there is a Chromium: found, else downloaded by Playwright, else (root on Debian) installed by apt. */
export function ensureChromium() {
  const found = findChromium();
  if (found && !existsSync(found)) {
    console.error(`There is no Chromium at ${found}, which CHROMIUM_PATH or CHROME_PATH names.`);
    process.exit(1);
  }
  if (found) return;
  console.error('No Chromium found; Playwright downloads its own (two minutes at most) …');
  const cli = join(root, 'node_modules/playwright/cli.js');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2], timeout: 120_000 });
  if (findChromium()) return;
  if (isRoot() && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium with apt-get …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: ['ignore', 2, 2], env });
    if (findChromium()) return;
  }
  console.error('No Chromium. Install Chrome or Chromium, or set CHROMIUM_PATH to one.');
  process.exit(1);
}
