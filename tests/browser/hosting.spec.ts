// What holds wherever the build is put: under any path of the poorest host, with the network cut, and across an update.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { buildFolder } from '../../scripts/stale.mjs';

/** The address of every page, relative to the app. */
const pages = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /(^|\/)index\.html$/.test(file))
  .map((file) => file.replace(/index\.html$/, ''))
  .sort();

test.setTimeout(240_000); // some of these open every page there is

/** Everything that goes wrong in a page, and every request that leaves its own app. */
function watch(page: Page, app: string): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // What still loads when a test goes on to the next page is aborted, and that is no fault.
    if (reason !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} ${reason}`);
  });
  page.on(
    'response',
    (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`),
  );
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(app) && !/^(data|blob|about):/.test(url)) faults.push(`left the app: ${url}`);
  });
  return faults;
}

/** Opens a page and waits until the app has drawn something. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator('h1').first()).not.toBeEmpty();
}

/** Registers the service worker as the app does, and has it fetch everything. */
async function makeReadyOffline(page: Page, also: readonly string[] = []): Promise<void> {
  await page.evaluate(async (files) => {
    await navigator.serviceWorker.register('./service-worker.js');
    const { active } = await navigator.serviceWorker.ready;
    await new Promise<void>((done, refuse) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) =>
        data.ready ? done() : data.error ? refuse(new Error(data.error)) : undefined;
      active?.postMessage({ type: 'WARM', also: files }, [port2]);
    });
  }, also);
}

test('every page opens cold under a path of a host without rewrites, headers or compression', async ({
  browser,
}) => {
  const host = await serve({ base: '/some/where/', plain: true });
  for (const path of pages) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const faults = watch(page, host.url);
    await open(page, host.url + path);
    expect(faults, path).toEqual([]);
    await context.close();
  }
  await host.close();
});

test('every page states the policy by itself', async () => {
  for (const path of pages) {
    const html = readFileSync(join(buildFolder, path, 'index.html'), 'utf8');
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy, path).toContain("default-src 'self'");
    expect(policy, path).toContain("connect-src 'self'");
    expect(policy, path).toContain("'wasm-unsafe-eval'");
    expect(policy, path).not.toContain("'unsafe-eval'");
    expect(/script-src[^;]*/.exec(policy)?.[0], path).not.toContain("'unsafe-inline'");
  }
});

for (const base of ['/', '/some/where/']) {
  test(`after one visit every page opens with the host gone, at ${base}`, async ({ browser }) => {
    const host = await serve({ base, plain: true });
    const context = await browser.newContext();
    const page = await context.newPage();
    await open(page, host.url);
    await makeReadyOffline(page);
    await host.close();
    const faults = watch(page, host.url);
    // Each page with a query, and one page in every other spelling of its address.
    const other = ['jobs/view/', 'jobs/view/index.html?id=1', 'jobs/view?id=1', 'index.html'];
    for (const address of [...pages.map((path) => `${path}?id=1&tab=graph`), ...other]) {
      const response = await page.goto(host.url + address);
      expect(response?.fromServiceWorker(), address).toBe(true);
      await expect(page.locator('h1').first(), address).not.toBeEmpty();
      expect(new URL(page.url()).search.includes('id=1'), address).toBe(address.includes('id=1'));
    }
    expect(faults).toEqual([]);
    await context.close();
  });
}

test('a reference model is fetched when it is asked for, and then it is there with the host gone', async ({
  browser,
}) => {
  const host = await serve({ plain: true });
  const context = await browser.newContext();
  const page = await context.newPage();
  await open(page, host.url);
  // One that a job fetched before there was a service worker is said when it is made.
  await makeReadyOffline(page, ['data/smoothed.bin']);
  const kept = () =>
    page.evaluate(async () => {
      const [name] = await caches.keys();
      const requests = await (await caches.open(name!)).keys();
      return requests.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith('/data/'));
    });
  const first = ['demo-weights.bin', 'index.json', 'mnist.bin', 'smoothed.bin'].map(
    (file) => `/data/${file}`,
  );
  expect((await kept()).toSorted()).toEqual(first);

  const read = (file: string) =>
    page.evaluate(async (path) => (await (await fetch(path)).arrayBuffer()).byteLength, `./data/${file}`);
  expect(await read('fast-at.bin')).toBeGreaterThan(300_000);
  await expect.poll(kept).toContain('/data/fast-at.bin');
  await host.close();
  await page.reload();
  expect(await read('fast-at.bin')).toBeGreaterThan(300_000);
  expect(await read('smoothed.bin')).toBeGreaterThan(300_000);
  await expect(read('pgd-at.bin')).rejects.toThrow('Failed to fetch');
  await context.close();
});

test('an update waits until it is asked for, and fetches only what changed', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-update-'));
  cpSync(buildFolder, folder, { recursive: true });
  const host = await serve({ root: folder, plain: true });
  const context = await browser.newContext();
  const page = await context.newPage();
  await open(page, host.url);
  await makeReadyOffline(page);
  await page.reload();

  await publish(folder);
  const asked: string[] = [];
  context.on('request', (request) => {
    if (request.serviceWorker()) asked.push(new URL(request.url()).pathname);
  });
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
  });
  expect(asked.filter((path) => !path.endsWith('service-worker.js'))).toEqual(['/']);
  await page.reload();
  await expect(page)
    .toHaveTitle('Alidade', { timeout: 1 })
    .catch(() => undefined);
  expect(await page.evaluate(() => document.documentElement.dataset.edition)).toBeUndefined();

  await page.evaluate(async () => {
    (await navigator.serviceWorker.ready).waiting?.postMessage({ type: 'SKIP_WAITING' });
  });
  // The app itself may load the page again when the new version takes over.
  const edition = async () => {
    await page.goto(host.url).catch(() => undefined);
    return page.evaluate(() => document.documentElement.dataset.edition).catch(() => undefined);
  };
  await expect.poll(edition).toBe('second');
  await context.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts out a second edition: the home page changed, and the service worker's list with it. */
async function publish(folder: string): Promise<void> {
  const home = join(folder, 'index.html');
  const html = readFileSync(home, 'utf8').replace('<html ', '<html data-edition="second" ');
  writeFileSync(home, html);
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256').update(html).digest('hex').slice(0, 16);
  const worker = join(folder, 'service-worker.js');
  const text = readFileSync(worker, 'utf8');
  writeFileSync(worker, text.replace(/\["","[0-9a-f]{16}"/, `["","${hash}"`));
}

test('the app can be installed', async ({ page, baseURL }) => {
  await open(page, baseURL ?? '/');
  const session = await page.context().newCDPSession(page);
  const manifest = await session.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(manifest.url).toBe(`${baseURL}manifest.webmanifest`);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A test's own context counts as incognito, where nothing can be installed.
  expect(installabilityErrors.map((error) => error.errorId).filter((id) => id !== 'in-incognito')).toEqual(
    [],
  );
});
