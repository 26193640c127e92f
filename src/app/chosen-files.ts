/** Files that a person chose on this device: known by path and size, and read no sooner and no further than they are needed. */
import type { ImportFile, ImportReport } from '#core/client.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import { checkSizes, isResourceFile } from '#exchange/intake.ts';
import { alidade } from './alidade.ts';

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

/** Imports a resource file, at the path `config`, with those of the files that it can have a use for. */
export async function importChosen(
  files: readonly ChosenFile[],
  options: { readonly config: string; readonly conflicts: ConflictRule },
): Promise<ImportReport> {
  const useful = files.filter(({ path }) => isResourceFile(path));
  const issues = checkSizes(useful.map(({ path, blob }) => ({ path, size: blob.size })));
  if (issues.length > 0)
    return { issues, resources: { plugins: {}, types: {}, entrypoints: {} }, records: [] };
  return alidade.import(await Promise.all(useful.map(readChosen)), options);
}
