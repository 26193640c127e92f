/**
 * What the command hands to the page, as a folder of its own that a person could have chosen: nothing else of this machine is in it, however
 * much lies beside the files that were named.
 */
import { isHidden, isResourceFile, LIMITS } from '#exchange/intake.ts';
import { formatIndex, JOB_INDEX } from '#exchange/job-folder.ts';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { KeptArtifact } from './out-folder.ts';
import { WrongWords } from './words.ts';

/** Resource files with all of their folder that an import can have a use for. */
export function withResources<T>(toml: string, use: (folder: string) => Promise<T>): Promise<T> {
  const root = dirname(resolve(toml));
  const files = gather(root, basename(toml));
  return staged(basename(root) || 'files', use, (folder) => {
    for (const file of files) copy(file, join(folder, relative(root, file)));
  });
}

/** One artifact that an earlier run kept, with a `job.json` of its own. */
export function withArtifact<T>(
  { name, entry, at, index }: KeptArtifact,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return staged('run', use, (folder) => {
    copy(at, join(folder, entry.entry));
    writeFileSync(join(folder, JOB_INDEX), formatIndex({ ...index, artifacts: { [name]: entry } }));
  });
}

async function staged<T>(
  name: string,
  use: (folder: string) => Promise<T>,
  fill: (folder: string) => void,
): Promise<T> {
  const top = mkdtempSync(join(tmpdir(), 'alidade-'));
  try {
    const folder = join(top, name);
    mkdirSync(folder);
    fill(folder);
    return await use(folder);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
}

function gather(root: string, toml: string): string[] {
  const files: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const at = join(folder, entry.name);
      if (isHidden(entry.name)) continue;
      if (entry.isDirectory()) walk(at);
      else if (entry.isFile() && isResourceFile(relative(root, at))) files.push(at);
      if (files.length > LIMITS.files)
        throw new WrongWords(
          `The folder of ${toml} holds more than ${LIMITS.files} files. Give it one of its own.`,
        );
    }
  };
  walk(root);
  return files;
}
