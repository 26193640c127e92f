/** How files go into the page and come out of it. The only place that knows, so that it can change without the command. */
import type { ArtifactImport, Client, ImportFile, ImportReport } from '#core/client.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** What a plugin or a graph may be written in. */
const KINDS = /\.(toml|ya?ml|json|ts|js|mjs|py|csv|md|txt)$/;
const MOST = 2000;

/** Imports a resource file with all that lies in its folder. */
export function carryResources(alidade: Client, toml: string): Promise<ImportReport> {
  return alidade.import(gatherFiles(resolve(toml)), { config: basename(toml), conflicts: 'update' });
}

/** Takes an artifact in; resolves with its id. */
export function carryArtifact(alidade: Client, artifact: ArtifactImport): Promise<string> {
  return alidade.artifacts.import(artifact);
}

/** The bytes of one file of an artifact. */
export function carryOut(alidade: Client, artifact: ArtifactRecord, path: string): Promise<Uint8Array> {
  return alidade.artifacts.read(artifact.id, path);
}

function gatherFiles(toml: string): ImportFile[] {
  const root = dirname(toml);
  const files: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory()) walk(join(folder, entry.name));
      else if (entry.isFile() && KINDS.test(entry.name)) files.push(join(folder, entry.name));
      if (files.length > MOST)
        throw new Error(
          `The folder of ${basename(toml)} holds more than ${MOST} files. Give it one of its own.`,
        );
    }
  };
  walk(root);
  return files.map((file) => ({
    path: relative(root, file).replaceAll(sep, '/'),
    bytes: new Uint8Array(readFileSync(file)),
  }));
}
