/** Files that a person chose on this device: known by path and size, and read no sooner and no further than they are needed. */
import type { ImportFile } from '#core/client.ts';
import { checkSizes, isResourceFile } from '#exchange/intake.ts';
import { findArchive, openArchive, openFiles, refusedImport, type OpenedImport } from './open-import.ts';

export interface ChosenFile {
  /** From the chosen folder. */
  readonly path: string;
  readonly blob: Blob;
}

/** Throws with a sentence: a browser reads a file only as it was when it was chosen. */
export async function readChosen({ path, blob }: ChosenFile): Promise<ImportFile> {
  try {
    return { path, bytes: new Uint8Array(await blob.arrayBuffer()) };
  } catch (cause) {
    throw new Error(`“${path}” cannot be read, or has changed since it was chosen. Choose it again.`, {
      cause,
    });
  }
}

/** Opens the one archive or bundle among the files, or those of them that an import can have a use for. */
export async function openChosen(files: readonly ChosenFile[]): Promise<OpenedImport> {
  const archive = findArchive(files);
  if (archive) return openArchive(archive.path, archive.blob);
  const useful = files.filter(({ path }) => isResourceFile(path));
  const issues = checkSizes(useful.map(({ path, blob }) => ({ path, size: blob.size })));
  if (issues.length > 0) return refusedImport(issues);
  return openFiles(await Promise.all(useful.map(readChosen)));
}
