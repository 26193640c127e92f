/** Hands an artifact over as a file: its one file by itself, a folder as ZIP. */
import type { ArtifactRecord } from '#core/job/record.ts';
import { safeName, saveFile } from '#ui/chart/save-file.ts';
import { extensionOf } from './preview-kinds.ts';
import { packZip } from './zip.ts';

export async function saveArtifact(
  artifact: ArtifactRecord,
  read: (artifact: string, path: string) => Promise<Uint8Array>,
): Promise<void> {
  const entries = await Promise.all(
    artifact.files.map(async ({ path }) => ({ path, bytes: await read(artifact.id, path) })),
  );
  const [only] = entries;
  if (artifact.folder || !only || entries.length > 1)
    saveFile(`${safeName(artifact.name)}.zip`, packZip(entries));
  else saveFile(nameOf(artifact, only.path), only.bytes);
}

/** The artifact's own name with its file's extension. */
function nameOf({ name }: ArtifactRecord, path: string): string {
  const extension = extensionOf(path);
  const has = extension === '' || name.endsWith(`.${extension}`);
  return `${safeName(name)}${has ? '' : `.${extension}`}`;
}
