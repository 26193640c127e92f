// What every command does first: the packages are there, then the build is fresh. Plain node:* alone, since it runs before the install.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStale, root } from './stale.mjs';

const modules = join(root, 'node_modules');
const stamp = join(modules, '.alidade-lock');
const oldestNode = [20, 19];

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  fail(`Alidade needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Whether npm's own list of what it put into node_modules is what the lock file asks for; packages of other platforms aside. */
function isInstalled() {
  /** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  try {
    const here = read(join(modules, '.package-lock.json'));
    return Object.entries(read(join(root, 'package-lock.json'))).every(
      ([path, { version, optional }]) => path === '' || optional || here[path]?.version === version,
    );
  } catch {
    return false;
  }
}

/** Ends the command with a sentence instead of a stack. @param {string} sentence @returns {never} */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Installs exactly what the lock file says, unless that is what is installed. */
export function install() {
  checkNode();
  const wanted = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (isInstalled()) return writeFileSync(stamp, wanted);
  console.error('Installing packages (once; about half a minute) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) fail('npm ci failed; its own message is above.');
  writeFileSync(stamp, wanted);
}

/**
 * Runs a program of node_modules (its JavaScript, so that it works alike everywhere) or node itself, and waits.
 * @param {string} program path inside node_modules, or inside the repository when it starts with `./`
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>} the exit code
 */
export function run(program, args, { env = {}, stdio = 'inherit' } = {}) {
  const file = program.startsWith('./') ? join(root, program) : join(modules, program);
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    stdio,
    env: { ...process.env, ...env },
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    child.kill();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (stopped) process.exit(130); // the command ends with its program, and starts no next one
      resolve(code ?? 1);
    });
  });
}

/** Runs TypeScript in Node, through the pinned tsx. @param {string} file @param {string[]} args @param {Parameters<typeof run>[2]} [options] */
export function runTypeScript(file, args, options) {
  return run('tsx/dist/cli.mjs', [join(root, file), ...args], options);
}

const buildLock = join(modules, '.alidade-build');
let holdsBuildLock = false;
process.on('exit', dropBuildLock);

/** Waits until no other command builds in this folder: two builds at once would spoil each other. */
async function takeBuildLock() {
  for (;;) {
    try {
      mkdirSync(buildLock);
      writeFileSync(join(buildLock, 'pid'), String(process.pid));
      holdsBuildLock = true;
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      if (isAbandoned()) rmSync(buildLock, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function isAbandoned() {
  try {
    const pid = Number(readFileSync(join(buildLock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return false;
  } catch {
    try {
      return Date.now() - statSync(buildLock).mtimeMs > 5000;
    } catch {
      return false;
    }
  }
}

function dropBuildLock() {
  if (holdsBuildLock) rmSync(buildLock, { recursive: true, force: true });
  holdsBuildLock = false;
}

/**
 * Builds the app. What the tools say goes to standard error, so that a command's own output stays clean.
 * @param {{ quiet?: boolean }} [options] quiet: they are heard only if the build fails
 */
export async function build({ quiet = false } = {}) {
  await takeBuildLock();
  try {
    console.error('Building …');
    const log = join(modules, '.alidade-build.log');
    const to = quiet ? openSync(log, 'w') : 2;
    const code = await run('vite/bin/vite.js', ['build', '--logLevel', 'warn'], {
      stdio: ['ignore', to, to],
    });
    if (code !== 0)
      fail(`${quiet ? readFileSync(log, 'utf8') : ''}\nThe build failed; what the tools say is above.`);
  } finally {
    dropBuildLock();
  }
}

/** Builds unless the build at hand was made from these very sources; commands that this one starts take it as it is. */
export async function buildIfStale() {
  if (!process.env.ALIDADE_BUILT && isStale()) {
    await takeBuildLock(); // another command may be building just now
    dropBuildLock();
    if (isStale()) await build({ quiet: true });
  }
  process.env.ALIDADE_BUILT = '1';
}
