// The fingerprint of everything that a build is made from, and whether the build at hand was made from it.
// The fingerprint is the build's version name, so a build carries its own stamp in _app/version.json.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the built app lies. */
export const buildFolder = join(root, 'build');

const folders = ['src', 'plugins', 'static'];
const files = [
  'package.json',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
  'scripts/stale.mjs',
  'scripts/precache.mjs',
  'scripts/vite-sandbox-assets.mjs',
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
];

/** @param {string} folder @returns {string[]} paths relative to the repository, in a fixed order */
function walk(folder) {
  const at = join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((e) => (e.isDirectory() ? walk(`${folder}/${e.name}`) : [`${folder}/${e.name}`]));
}

/** One hash over the path and the bytes of every source file. */
export function sourceHash() {
  const hash = createHash('sha256');
  for (const file of [...files, ...folders.flatMap(walk)]) {
    const at = join(root, file);
    if (!existsSync(at)) continue;
    const bytes = readFileSync(at);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The version that the build was stamped with, or '' where there is no whole build. */
export function builtVersion() {
  try {
    return /** @type {string} */ (
      JSON.parse(readFileSync(join(buildFolder, '_app/version.json'), 'utf8')).version
    );
  } catch {
    return '';
  }
}

/** Whether the build is missing or was made from other sources. */
export function isStale() {
  return builtVersion() !== sourceHash();
}
