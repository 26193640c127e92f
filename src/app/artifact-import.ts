/** Takes in an artifact that an earlier run left as files: its hash is checked before anything is kept. */
import type { ArtifactImport } from '#core/client.ts';
import type { ArtifactHandler } from '#core/job/record.ts';
import { pinOf } from '#core/resources/pins.ts';
import { opened } from './opening.ts';
import { store } from './store.ts';

/** Artifacts from outside belong to no job of this device. */
const NO_JOB = '';

/** Resolves with the new artifact's id; throws with a sentence where bytes or handler are not what the record says. */
export async function importArtifact(given: ArtifactImport): Promise<string> {
  await opened();
  const { name, folder, files, sha256 } = given;
  const draft = {
    job: NO_JOB,
    name,
    folder,
    handler: await findHandler(given),
    files: files.map(({ path, bytes }) => ({ path, bytes: new Blob([bytes.slice()]) })),
  };
  return (await store.artifacts.save(draft, { expect: sha256, once: true })).id;
}

/** The very snapshot of the plugin that wrote it, found by its hash. */
async function findHandler({ name, handler }: ArtifactImport): Promise<ArtifactHandler> {
  const { plugin: plugins, task: wanted, hash } = handler;
  const latest = await store.resources.find('plugin', plugins);
  if (!latest)
    throw new Error(
      `The artifact ${name} is read by the plugin ${plugins}, which is not here. Import it first.`,
    );
  const history = await store.resources.history(latest.resource.id);
  const snapshot = history.find((other) => other.content === hash);
  const plugin = snapshot && (await store.resources.get('plugin', latest.resource.id, snapshot.number));
  if (!plugin) {
    throw new Error(
      `The artifact ${name} was written by another version of the plugin ${plugins} (${hash.slice(0, 12)}…) than any that is here. Import that version first.`,
    );
  }
  const task = plugin.content.files.flatMap((file) => file.artifacts).find((other) => other.name === wanted);
  if (!task)
    throw new Error(
      `The plugin ${plugins} has no artifact task ${wanted}, which reads the artifact ${name}.`,
    );
  return { plugin: plugins, pin: pinOf(plugin.snapshot), task: wanted, args: {}, outputs: task.outputs };
}
