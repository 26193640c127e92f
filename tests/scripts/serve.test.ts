// The server of `npm start`: what it serves, what it says about it, and what it refuses.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, serve } from '../../scripts/serve.mjs';

const text = 'x'.repeat(5000);
let folder = '';
let site: Awaited<ReturnType<typeof serve>>;
let plain: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const outer = mkdtempSync(join(tmpdir(), 'alidade-serve-'));
  folder = join(outer, 'build');
  mkdirSync(join(folder, '_app/immutable'), { recursive: true });
  mkdirSync(join(folder, 'jobs/view'), { recursive: true });
  writeFileSync(join(outer, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<h1>home</h1>');
  writeFileSync(join(folder, 'jobs/view/index.html'), '<h1>job</h1>');
  writeFileSync(join(folder, '_app/immutable/a.js'), `// ${text}`);
  writeFileSync(join(folder, 'a b.wasm'), text);
  site = await serve({ root: folder });
  plain = await serve({ root: folder, base: '/a/b/', plain: true });
});

afterAll(async () => {
  await site.close();
  await plain.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const get = (path: string, init?: RequestInit) =>
  fetch(new URL(path, site.url), { redirect: 'manual', ...init });

/** A request whose path no client has tidied. */
function raw(path: string): Promise<number> {
  return new Promise((done, refuse) => {
    const { hostname, port } = new URL(site.url);
    request({ hostname, port, path }, (response) => done(response.resume().statusCode ?? 0))
      .on('error', refuse)
      .end();
  });
}

describe('the server', () => {
  it('serves the index of a folder, whatever the query', async () => {
    const page = await get('jobs/view/?id=1');
    expect([page.status, await page.text()]).toEqual([200, '<h1>job</h1>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('adds a missing last slash and keeps the query', async () => {
    const page = await get('jobs/view?id=1');
    expect([page.status, page.headers.get('location')]).toEqual([301, '/jobs/view/?id=1']);
  });

  it('answers 404 for what is not there, and never with a page instead', async () => {
    expect((await get('nothing/')).status).toBe(404);
    expect((await get('_app/immutable/gone.js')).status).toBe(404);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/a/..%5c..%5csecret.txt',
    '/%00',
    '/%zz',
  ])('stays inside its folder for %s', async (path) => expect(await raw(path)).toBe(404));

  it('keeps hashed files for ever and asks again for the rest', async () => {
    expect((await get('_app/immutable/a.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('')).headers.get('cache-control')).toBe('no-cache');
  });

  it('says nosniff, no referrer, and who may frame it', async () => {
    const { headers } = await get('');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'self'");
  });

  it.each(['br', 'gzip'])('compresses as %s', async (encoding) => {
    const file = await get('_app/immutable/a.js', { headers: { 'accept-encoding': encoding } });
    expect(file.headers.get('content-encoding')).toBe(encoding);
    expect(Number(file.headers.get('content-length'))).toBeLessThan(500);
    expect(await file.text()).toBe(`// ${text}`);
  });

  it('gives wasm its type, so that it can be compiled while it loads', async () => {
    expect((await get('a%20b.wasm')).headers.get('content-type')).toBe('application/wasm');
  });

  it('answers 304 to what the browser has', async () => {
    const tag = (await get('')).headers.get('etag') ?? '';
    expect((await get('', { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('answers HEAD without a body and refuses what changes anything', async () => {
    const head = await get('', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await get('', { method: 'POST' })).status).toBe(405);
  });

  it('takes the port that is asked for, and says so when it is taken', async () => {
    const port = await freePort();
    const first = await serve({ root: folder, port });
    expect(first.url).toBe(`http://localhost:${port}/`);
    await expect(serve({ root: folder, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });
});

describe('the plain host', () => {
  it('serves under its path alone', async () => {
    expect(plain.url).toMatch(/\/a\/b\/$/);
    expect(await (await fetch(`${plain.url}jobs/view/?id=1`)).text()).toBe('<h1>job</h1>');
    expect((await fetch(new URL('/jobs/view/', plain.url))).status).toBe(404);
  });

  it('says the type and nothing else', async () => {
    const { headers } = await fetch(`${plain.url}_app/immutable/a.js`);
    const said = [...headers.keys()].filter((name) => !['date', 'connection', 'keep-alive'].includes(name));
    expect(said.filter((name) => name !== 'transfer-encoding')).toEqual(['content-type']);
  });
});
