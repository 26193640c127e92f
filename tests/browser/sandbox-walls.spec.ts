/** What plugin code tries, and what it reaches: nothing. A control runs the same attempts outside, where they succeed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect, test, type Page } from '@playwright/test';
import { chromiumLaunch } from '../chromium.ts';
import type { JobSpec, Ran } from './engine-harness/main.ts';
import { openHarness, serveHarness } from './engine-harness.ts';
import { listen, type Listener } from './listener.ts';

type Group = 'network' | 'datagrams' | 'storage' | 'page';
type Outcome = Record<string, string>;

const MARK = 'a-mark-that-only-the-app-may-read';
const attempts = readFileSync(fileURLToPath(new URL('./hostile/attempts.js', import.meta.url)), 'utf8');

let site: { url: string; close: () => Promise<void> };
let listener: Listener;

test.beforeAll(async () => {
  site = await serveHarness();
  listener = await listen();
});
test.afterAll(async () => {
  await site.close();
  await listener.close();
});

const facts = () => ({
  to: listener.url,
  udp: listener.udp,
  app: site.url,
  mark: MARK,
  name: 'prefetch.example',
});

/** Puts the mark wherever a page can keep one, and answers on a channel. */
async function hideMark(page: Page): Promise<void> {
  await page.evaluate(async (mark) => {
    document.title = mark;
    document.cookie = `secret=${encodeURIComponent(mark)}`;
    localStorage.setItem('secret', mark);
    sessionStorage.setItem('secret', mark);
    const request = indexedDB.open('secrets', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('secrets').put(mark, 'mark');
    await new Promise((done) => (request.onsuccess = done));
    request.result.close();
    await (await caches.open('secrets')).put('secret', new Response(mark));
    const file = await (await navigator.storage.getDirectory()).getFileHandle('secret', { create: true });
    const stream = await file.createWritable();
    await stream.write(mark);
    await stream.close();
    void navigator.locks.request('secret', () => new Promise(() => {}));
    const channel = new BroadcastChannel('secrets');
    channel.onmessage = () => channel.postMessage(mark);
  }, MARK);
}

/** Runs a group inside the sandbox, in modules that nobody checked. */
async function inside(page: Page, group: Group, told = facts()): Promise<Outcome> {
  const tasks = `import { log } from 'alidade/sdk';
import * as attempts from './attempts.js';
export async function attack(group, facts) {
  for (const [name, outcome] of Object.entries(await attempts.attempt(attempts[group], facts))) log(name + '\\t' + outcome);
}`;
  const spec: JobSpec = {
    files: { 'attempts.js': attempts, 'tasks.js': tasks },
    steps: [
      {
        name: 'attack',
        file: 'tasks.js',
        args: [
          { kind: 'literal', value: group },
          { kind: 'literal', value: told },
        ],
        outputs: [],
      },
    ],
    raw: true,
    timeout: 60,
  };
  const ran: Ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(ran.outcome, JSON.stringify(ran.events.at(-1))).toBe('finished');
  const said = ran.events.flatMap((e) =>
    e.kind === 'log' && e.logger === 'demo.attack' ? [e.message.split('\t')] : [],
  );
  return Object.fromEntries(said as [string, string][]);
}

/** Runs a group in a plain worker of the app's own origin. */
function outside(page: Page, group: Group): Promise<Outcome> {
  return page.evaluate(
    ([name, told]) =>
      new Promise<Outcome>((resolve) => {
        const worker = new Worker('control-worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({ group: name, facts: told });
      }),
    [group, facts()] as const,
  );
}

const reached = (outcome: Outcome) =>
  Object.entries(outcome).filter(([, said]) => said.startsWith('reached'));
const names = (outcome: Outcome) => Object.keys(outcome).length;

test('no network', async ({ page }) => {
  await openHarness(page, site.url);
  const before = listener.paths.length;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const outcome = await inside(page, 'network');
  expect(names(outcome)).toBeGreaterThan(17);
  // Compiling and fonts report an error of their own as an answer; what counts is that nobody came.
  expect(reached(outcome).filter(([name]) => !['fontFace', 'wasmStreaming'].includes(name))).toEqual([]);
  await page.waitForTimeout(500);
  expect(listener.paths.slice(before)).toEqual([]);
  expect(asked.filter((url) => url.includes('fetch-app'))).toEqual([]);

  const control = await outside(page, 'network');
  expect(Object.entries(control).filter(([, said]) => said.startsWith('failed'))).toEqual([]);
  const came = new Set(listener.paths.slice(before).map((path) => path.slice(1)));
  const paths = [
    'fetch',
    'fetch-blind',
    'fetch-keepalive',
    'credentials',
    'xhr',
    'xhr-sync',
    'socket',
    'events',
  ];
  const more = [
    'module.js',
    'import-data',
    'import-blob',
    'from-blob.js',
    'nested-data',
    'nested-blob',
    'nested-own',
  ];
  for (const path of [...paths, ...more, 'font.woff2', 'module.wasm', 'cache-add'])
    expect(came).toContain(path);
});

test('no datagrams', async ({ page }) => {
  await openHarness(page, site.url);
  const before = listener.datagrams();
  expect(reached(await inside(page, 'datagrams'))).toEqual([]);
  await page.waitForTimeout(500);
  expect(listener.datagrams()).toBe(before);
  await outside(page, 'datagrams');
  expect(listener.datagrams()).toBeGreaterThan(before);
});

test('no storage, no other tab', async ({ page, context }) => {
  await openHarness(page, site.url);
  const tab = await context.newPage();
  await openHarness(tab, site.url);
  await hideMark(tab);
  const outcome = await inside(page, 'storage');
  expect(names(outcome)).toBe(7);
  expect(reached(outcome)).toEqual([]);
  expect(
    Object.entries(await outside(page, 'storage')).filter(([, said]) => said.startsWith('failed')),
  ).toEqual([]);
});

test('nothing of a page', async ({ page }) => {
  await openHarness(page, site.url);
  await hideMark(page);
  const outcome = await inside(page, 'page');
  expect(names(outcome)).toBe(15);
  expect(reached(outcome)).toEqual([]);
  const before = { paths: listener.paths.length, datagrams: listener.datagrams() };
  const controls = [await inWindow(page), await inFrame(page)];
  const failed = Object.keys(outcome).filter((name) => !controls.some((c) => c[name]?.startsWith('reached')));
  expect(failed).toEqual([]);
  expect(listener.datagrams()).toBeGreaterThan(before.datagrams);
  const came = new Set(listener.paths.slice(before.paths));
  for (const path of [
    'style.css',
    'background.png',
    'image.png',
    'script.js',
    'frame.html',
    'beacon',
    'window',
  ])
    expect(came).toContain(`/${path}`);
});

type Controlled = Window & { runAttempts(group: string, facts: unknown): Promise<Outcome> };

/** The control's page in a window of its own, opened by the app's. */
async function inWindow(page: Page): Promise<Outcome> {
  const [child] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => void window.open('control.html')),
  ]);
  await child.waitForFunction(() => 'runAttempts' in window);
  return child.evaluate((f) => (window as unknown as Controlled).runAttempts('page', f), facts());
}

/** The control's page in a frame of the app's page. */
function inFrame(page: Page): Promise<Outcome> {
  return page.evaluate(async (f) => {
    const frame = Object.assign(document.createElement('iframe'), { src: 'control.html' });
    document.body.append(frame);
    const inner = () => frame.contentWindow as unknown as Controlled;
    while (typeof inner().runAttempts !== 'function') await new Promise((done) => setTimeout(done, 50));
    return inner().runAttempts('page', f);
  }, facts());
}

test('no name is looked up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-'));
  const log = join(folder, 'net.json');
  // A profile of its own: in the tests' usual one, which forgets all, Chromium never prefetches.
  const context = await chromium.launchPersistentContext(
    join(folder, 'profile'),
    chromiumLaunch([`--log-net-log=${log}`]),
  );
  const page = await context.newPage();
  await openHarness(page, site.url);
  const outcome = await inside(page, 'page', { ...facts(), name: 'inside.example' });
  expect(outcome['dnsPrefetch']).toMatch(/^failed/);
  await page.goto(`${site.url}control.html`);
  const told = { ...facts(), name: 'outside.example' };
  await page.evaluate((f) => (window as unknown as Controlled).runAttempts('page', f), told);
  await page.waitForTimeout(500);
  await context.close();
  const text = readFileSync(log, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  expect(text.includes('outside.example')).toBe(true);
  expect(text.includes('inside.example')).toBe(false);
});
