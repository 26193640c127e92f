/** What every world must prove of its sandbox: that attempts fail inside, and that the same succeed outside. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Listener } from './listener.ts';

export type Group = 'network' | 'imports' | 'datagrams' | 'storage' | 'page';
/** Attempt → `reached …` or `failed …`. */
export type Outcome = Record<string, string>;

export interface Facts {
  readonly to: string;
  readonly udp: number;
  readonly app: string;
  readonly mark: string;
  readonly name: string;
}

export interface World {
  /** A page of the app's own origin. */
  readonly page: Page;
  readonly listener: Listener;
  readonly facts: Facts;
  /** Runs a group as a plugin's task. */
  inside(group: Group, facts?: Facts): Promise<Outcome>;
}

/** Against a page of the app at `app`. */
export function worldOf(
  page: Page,
  listener: Listener,
  app: string,
  inside: (group: Group, facts: Facts) => Promise<Outcome>,
): World {
  const facts = { to: listener.url, udp: listener.udp, app, mark: MARK, name: 'inside.example' };
  return { page, listener, facts, inside: (group, told = facts) => inside(group, told) };
}

export const MARK = 'a-mark-that-only-the-app-may-read';

const folder = join(import.meta.dirname, 'hostile');
export const hostileFile = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Runs a group in a plain worker of the app's own origin. */
export function outside({ page, facts }: World, group: Group): Promise<Outcome> {
  return page.evaluate(
    ([name, told]) =>
      new Promise<Outcome>((resolve) => {
        const worker = new Worker(`${told.app}control-worker.js`, { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({ group: name, facts: told });
      }),
    [group, facts] as const,
  );
}

/** Puts the mark wherever a page can keep one, and answers on a channel. */
export async function hideMark(page: Page): Promise<void> {
  await page.evaluate(async (mark) => {
    document.title = mark;
    document.cookie = `secret=${mark}`;
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

const said = (outcome: Outcome, word: 'reached' | 'failed') =>
  Object.entries(outcome).filter(([, text]) => text.startsWith(word));

/** These tell of a failure by an answer; whether anybody came is what counts. */
const ANSWERS_ANYHOW = ['fontFace', 'wasmStreaming'];

/** The paths by which the attempts of a group come to the listener. */
const PATHS = {
  network: [
    'fetch',
    'fetch-blind',
    'fetch-keepalive',
    'credentials',
    'xhr',
    'xhr-sync',
    'socket',
    'events',
    'nested-data',
    'nested-blob',
    'nested-own',
    'font.woff2',
    'module.wasm',
    'cache-add',
  ],
  imports: ['module.js', 'import-data', 'import-blob', 'from-blob.js'],
};

/** Nobody comes to the listener or to the app from inside; from outside every attempt comes through. */
export async function expectNoNetwork(world: World, group: 'network' | 'imports'): Promise<void> {
  const { page, listener } = world;
  const before = listener.paths.length;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const outcome = await world.inside(group);
  expect(Object.keys(outcome).length).toBeGreaterThanOrEqual(PATHS[group].length);
  expect(said(outcome, 'reached').filter(([name]) => !ANSWERS_ANYHOW.includes(name))).toEqual([]);
  await page.waitForTimeout(500);
  expect(listener.paths.slice(before)).toEqual([]);
  expect(asked.filter((url) => url.includes('fetch-app'))).toEqual([]);

  expect(said(await outside(world, group), 'failed')).toEqual([]);
  const came = new Set(listener.paths.slice(before));
  for (const path of PATHS[group]) expect(came).toContain(`/${path}`);
}

export async function expectNoDatagrams(world: World): Promise<void> {
  const { page, listener } = world;
  const before = listener.datagrams();
  const outcome = await world.inside('datagrams');
  expect(Object.keys(outcome)).toHaveLength(1);
  expect(said(outcome, 'reached')).toEqual([]);
  await page.waitForTimeout(500);
  expect(listener.datagrams()).toBe(before);
  await outside(world, 'datagrams');
  expect(listener.datagrams()).toBeGreaterThan(before);
}

/** `tab` is another page of the app's origin, where the mark is hidden. */
export async function expectNoStorage(world: World, tab: Page): Promise<void> {
  await hideMark(tab);
  const outcome = await world.inside('storage');
  expect(Object.keys(outcome)).toHaveLength(7);
  expect(said(outcome, 'reached')).toEqual([]);
  expect(said(await outside(world, 'storage'), 'failed')).toEqual([]);
}

type Controlled = Window & { runAttempts(group: string, facts: unknown): Promise<Outcome> };

/** Runs the attempts that only a page can make in `control.html`, which `page` must be at. */
export function attemptAsPage(page: Page, facts: Facts): Promise<Outcome> {
  return page.evaluate((f) => (window as unknown as Controlled).runAttempts('page', f), facts);
}

export async function expectNothingOfAPage(world: World): Promise<void> {
  const { page, listener } = world;
  await hideMark(page);
  const outcome = await world.inside('page');
  expect(Object.keys(outcome)).toHaveLength(15);
  expect(said(outcome, 'reached')).toEqual([]);

  const before = { paths: listener.paths.length, datagrams: listener.datagrams() };
  const controls = [await inWindow(world), await inFrame(world)];
  const failed = Object.keys(outcome).filter(
    (name) => !controls.some((control) => control[name]?.startsWith('reached')),
  );
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
}

/** The control's page in a window of its own, opened by the app's. */
async function inWindow({ page, facts }: World): Promise<Outcome> {
  const [child] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((app) => void window.open(`${app}control.html`), facts.app),
  ]);
  await child.waitForFunction(() => 'runAttempts' in window);
  return attemptAsPage(child, facts);
}

/** The control's page in a frame of the app's page. */
function inFrame({ page, facts }: World): Promise<Outcome> {
  return page.evaluate(async (f) => {
    const frame = Object.assign(document.createElement('iframe'), { src: `${f.app}control.html` });
    document.body.append(frame);
    const inner = () => frame.contentWindow as unknown as Controlled;
    while (typeof inner().runAttempts !== 'function') await new Promise((done) => setTimeout(done, 50));
    return inner().runAttempts('page', f);
  }, facts);
}
