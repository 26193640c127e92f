// Serves the built app on this machine. One module for `npm start`, the browser tests, the command line and the client.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { buildFolder } from './stale.mjs';

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.toml': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
const compressible = new Set(['.html', '.js', '.mjs', '.css', '.json', '.svg', '.wasm', '.txt', '.toml']);

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/**
 * What the server says about every file. The page's own policy is a meta element in each page, so that it holds on any
 * host; here are the rest, which only a header can say.
 */
const safety = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "frame-ancestors 'self'",
  vary: 'accept-encoding',
};

/**
 * The file behind a path: the file itself, or the index of a folder.
 * @param {string} root @param {string} path decoded, begins with a slash
 * @returns {Promise<{ file: string, size: number, changed: number } | 'folder' | undefined>}
 */
async function find(root, path) {
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  if (file !== root && !file.startsWith(root + sep)) return undefined;
  const facts = await stat(file).catch(() => undefined);
  if (facts?.isFile()) return { file, size: facts.size, changed: facts.mtimeMs };
  if (facts?.isDirectory()) return 'folder';
  return undefined;
}

/** Compressed bodies by file, encoding and date, made once each. @type {Map<string, Promise<Buffer>>} */
const compressed = new Map();

/** @param {{ file: string, changed: number }} found @param {string} accepts the request's accept-encoding */
function encode(found, accepts) {
  const name = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : undefined;
  if (!name) return undefined;
  const key = `${name} ${found.changed} ${found.file}`;
  let body = compressed.get(key);
  if (!body) {
    body = readFile(found.file).then((bytes) =>
      name === 'br' ? brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) : zip(bytes),
    );
    compressed.set(key, body);
  }
  return { name, body };
}

/**
 * The path inside the served folder, or undefined where the address is outside it or malformed.
 * @param {string} address @param {string} base
 */
function pathOf(address, base) {
  try {
    const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
    return path.startsWith(base) && !path.includes('\0') ? path.slice(base.length - 1) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {{ root: string, base: string, plain: boolean }} site
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 */
async function answer({ root, base, plain }, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  }
  const path = pathOf(request.url ?? '/', base);
  const found = path === undefined ? undefined : await find(root, path);
  if (found === 'folder') {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    return void response.writeHead(301, { location: `${pathname}/${search}` }).end();
  }
  if (!found) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');

  const extension = extname(found.file);
  const type = types[extension] ?? 'application/octet-stream';
  if (plain) {
    const body = await readFile(found.file);
    return void response.writeHead(200, { 'content-type': type }).end(request.method === 'HEAD' ? '' : body);
  }
  const tag = createHash('sha1').update(`${found.file} ${found.changed} ${found.size}`).digest('base64url');
  const headers = {
    ...safety,
    'content-type': type,
    'cache-control': path?.includes('/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `W/"${tag}"`,
  };
  if (request.headers['if-none-match'] === headers.etag) return void response.writeHead(304, headers).end();
  const encoding =
    compressible.has(extension) && found.size > 1024
      ? encode(found, String(request.headers['accept-encoding'] ?? ''))
      : undefined;
  const body = await (encoding ? encoding.body : readFile(found.file));
  response.writeHead(200, {
    ...headers,
    ...(encoding ? { 'content-encoding': encoding.name } : {}),
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Serves a folder on this machine alone.
 * @param {{ root?: string, port?: number, base?: string, plain?: boolean }} [options]
 *   `port` 0 (the default) takes a free one; `base` is the path that the folder stands under, `/` or like `/a/b/`;
 *   `plain` is the poorest host there is: no compression, no caching, no headers but the type.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `url` ends with the base
 */
export async function serve({ root = buildFolder, port = 0, base = '/', plain = false } = {}) {
  const site = { root: resolve(root), base, plain };
  const server = createServer((request, response) => {
    answer(site, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((done, refuse) => {
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', () => done(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://localhost:${address.port}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A port that nobody listens on. @returns {Promise<number>} */
export async function freePort() {
  const { url, close } = await serve();
  await close();
  return Number(new URL(url).port);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const at = process.argv.indexOf('--port');
  console.log((await serve({ port: at < 0 ? 0 : Number(process.argv[at + 1]) })).url);
}
