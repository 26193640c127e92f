// How tests start Chromium: the same one that every command uses.
import type { LaunchOptions } from 'playwright';
import { launchOptions } from '../scripts/chromium.mjs';

/** Options for `chromium.launch` and Playwright's `launchOptions`, with further switches where a test needs them. */
export function chromiumLaunch(args: string[] = []): LaunchOptions {
  return launchOptions(args);
}
