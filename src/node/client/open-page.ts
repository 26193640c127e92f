/** Opens the built app in a Chromium of its own: serves it, launches, waits until the client is there, and ends all of it again. */
import { findChromium, launchOptions } from '#scripts/chromium.mjs';
import { serve } from '#scripts/serve.mjs';
import { buildIfStale } from '#scripts/setup.mjs';
import { chromium, type BrowserContext, type Page } from 'playwright';

export interface OpenOptions {
  /** The folder of a build to serve; else this repository's own, built anew if it is stale. */
  readonly root?: string;
  /** Where an app is already served; then nothing is built or served. */
  readonly url?: string;
  /** `false` shows the browser. */
  readonly headless?: boolean;
  /** A folder that keeps jobs and resources from one run to the next; else all is forgotten at the end. */
  readonly profile?: string;
  /** Further switches of Chromium. */
  readonly args?: readonly string[];
}

export interface OpenedPage {
  readonly page: Page;
  /** Goes to a page of the app by its path below the root, and waits until its client can be called. */
  visit(path: string): Promise<void>;
  /** Ends the browser, then the server. */
  close(): Promise<void>;
}

const START = 60_000;

/** Resolves when the page's client can be called. */
export async function openPage(options: OpenOptions): Promise<OpenedPage> {
  if (!findChromium())
    throw new Error('There is no Chromium. Install Chrome or Chromium, or set CHROMIUM_PATH to one.');
  const site = await openSite(options);
  let launched: Launched | undefined;
  const close = async () => {
    await launched?.close();
    await site.close();
  };
  try {
    launched = await launch(options);
    const { context } = launched;
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(START);
    const root = site.url.replace(/\/?$/, '/');
    const visit = async (path: string) => {
      await page.goto(root + path);
      await waitForClient(page);
    };
    await visit('');
    return { page, visit, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSite({ root, url }: OpenOptions): Promise<{ url: string; close(): Promise<void> }> {
  if (url !== undefined) return { url, close: async () => undefined };
  if (root !== undefined) return serve({ root });
  await buildIfStale();
  return serve();
}

interface Launched {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Signals are left to whoever opens: a command that is told to stop first cancels its job. */
async function launch({ headless = true, profile, args = [] }: OpenOptions): Promise<Launched> {
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const options = { ...launchOptions([...args]), ...signals, headless };
  if (profile !== undefined) {
    const context = await chromium.launchPersistentContext(profile, options);
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(options);
  return { context: await browser.newContext(), close: () => browser.close() };
}

async function waitForClient(page: Page): Promise<void> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    await page.waitForFunction(() => 'alidade' in globalThis, undefined, { timeout: START });
  } catch {
    const why = faults[0] ? ` The page says: ${faults[0]}` : '';
    throw new Error(`Alidade did not start at ${page.url()}.${why}`);
  } finally {
    page.removeAllListeners('pageerror');
  }
}
