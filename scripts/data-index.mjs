// static/data/index.json: what data the app carries, one entry a file, sorted by name.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'static', 'data', 'index.json');

/** @typedef {{ name: string, file: string, bytes: number, sha256: string, title: string, licence: string, source: string }} Entry */

/** @returns {Entry[]} */
export function readIndex() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Puts an entry in the place of the one of its name. @param {Entry & Record<string, unknown>} entry */
export function writeEntry(entry) {
  const others = readIndex().filter((known) => known.name !== entry.name);
  const entries = [...others, entry].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(entries, null, 2)}\n`);
}
