// npm start: everything from a fresh clone to the app in a browser. `--port N` asks for a port, `--no-open` opens no browser.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale, fail, install } from './setup.mjs';
import { serve } from './serve.mjs';

const words = process.argv.slice(2);
const at = words.indexOf('--port');
const wanted = at < 0 ? 4173 : Number(words[at + 1]);
if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) fail('--port takes a number from 0 to 65535.');

/** The first free port from the wanted one on. @param {number} port @returns {ReturnType<typeof serve>} */
async function serveFrom(port) {
  try {
    return await serve({ port });
  } catch (error) {
    const taken = /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE';
    if (!taken || port >= Math.min(wanted + 50, 65535)) throw error;
    return serveFrom(port + 1);
  }
}

/** @param {string} program */
function isThere(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The command that opens an address in this person's browser, where there is a screen. @returns {string[] | undefined} */
function opener() {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', ''];
  const screen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return screen && isThere('xdg-open') ? ['xdg-open'] : undefined;
}

/** @param {string} url */
function open(url) {
  const [program, ...args] = opener() ?? [];
  if (!program || process.env.CI || words.includes('--no-open')) return;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

install();
await buildIfStale();
const { url, close } = await serveFrom(wanted);
console.log(`Alidade is at ${url}  (Ctrl+C ends it)`);
open(url);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void close().then(() => process.exit(0)));
}
