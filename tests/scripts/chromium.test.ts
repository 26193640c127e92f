// Which Chromium is taken, and with which switches.
import { existsSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { findChromium, launchOptions } from '../../scripts/chromium.mjs';

afterEach(() => vi.unstubAllEnvs());

it('takes the one that is named before any other', () => {
  vi.stubEnv('CHROMIUM_PATH', '/opt/mine/chromium');
  expect(findChromium()).toBe('/opt/mine/chromium');
  expect(launchOptions().executablePath).toBe('/opt/mine/chromium');
});

it('finds one that is there, or none', () => {
  vi.stubEnv('CHROMIUM_PATH', '');
  vi.stubEnv('CHROME_PATH', '');
  const found = findChromium();
  expect(found === undefined || existsSync(found)).toBe(true);
});

it('gives up the sandbox of Chromium itself only where it cannot start with it', () => {
  vi.stubEnv('CI', '');
  const root = process.getuid?.() === 0;
  expect(launchOptions().args.includes('--no-sandbox')).toBe(root);
  vi.stubEnv('CI', 'true');
  expect(launchOptions(['--more']).args).toEqual(['--no-sandbox', '--disable-dev-shm-usage', '--more']);
});
