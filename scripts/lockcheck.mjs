// Checks the lock file: every optional platform package is listed (npm leaves some out silently, and then `npm ci` fails), and
// nothing names the registry that it was made with, so that it installs from any.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './stale.mjs';

/**
 * @typedef {{ version?: string, resolved?: string, optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/** The package whose node_modules holds this one. @param {string} path */
const holder = (path) => path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1));

/** Whether a package would find another, as Node looks. @param {Lock['packages']} packages @param {string} from @param {string} name @returns {boolean} */
function finds(packages, from, name) {
  if (`${from ? `${from}/` : ''}node_modules/${name}` in packages) return true;
  return from !== '' && finds(packages, holder(from), name);
}

/** What is wrong with a lock file, a sentence each. @param {Lock} lock @returns {string[]} */
export function lockFaults({ packages }) {
  const faults = [];
  for (const [path, entry] of Object.entries(packages)) {
    const name = path.replace(/^.*node_modules\//, '') || 'the project';
    for (const wanted of Object.keys(entry.optionalDependencies ?? {})) {
      if (!finds(packages, path, wanted)) {
        faults.push(`${name} ${entry.version ?? ''} lacks its optional package ${wanted}: npm ci would fail`);
      }
    }
    if (/^https?:/.test(entry.resolved ?? '')) faults.push(`${name} names a registry: run npm install again`);
  }
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = lockFaults(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  for (const fault of faults) console.error(fault);
  console.log(faults.length ? `lock file: ${faults.length} faults` : 'lock file: complete');
  process.exitCode = faults.length ? 1 : 0;
}
