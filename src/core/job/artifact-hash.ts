/** The name of an artifact's bytes. */
import { hashContent } from '#core/hash/content-hash.ts';
import { invariant } from '#core/invariant.ts';
import type { ArtifactFile } from './record.ts';

/** SHA-256 of the one file; that of a folder is of its list of files in the order of their paths. */
export function hashFiles(folder: boolean, files: readonly ArtifactFile[]): string {
  if (folder) return hashContent(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  const [file] = files;
  invariant(file && files.length === 1, 'an artifact that is no folder has one file');
  return file.hash;
}
