/** Takes in an artifact that an earlier run left as files: its hash is checked before anything is kept. */
import type { ArtifactImport } from '#core/client.ts';
import { opened } from './opening.ts';
import { store } from './store.ts';

/** Artifacts from outside belong to no job of this device. */
const NO_JOB = '';

/** Resolves with the new artifact's id; throws with a sentence where bytes or handler are not what the record says. */
export async function importArtifact(given: ArtifactImport): Promise<string> {
  await opened();
  const { name, handler, folder, files, sha256 } = given;
  const plugin = await store.resources.find('plugin', handler.plugin);
  if (!plugin)
    throw new Error(
      `The artifact ${name} is read by the plugin ${handler.plugin}, which is not here. Import it first.`,
    );
  const task = plugin.content.files
    .flatMap((file) => file.artifacts)
    .find((other) => other.name === handler.task);
  if (!task)
    throw new Error(
      `The plugin ${handler.plugin} has no artifact task ${handler.task}, which reads the artifact ${name}.`,
    );
  const { number, content: hash } = plugin.snapshot;
  const pin = { resource: plugin.resource.id, number, hash };
  const record = await store.artifacts.save(
    {
      ...{ job: NO_JOB, name, folder },
      handler: { plugin: handler.plugin, pin, task: handler.task, args: {}, outputs: task.outputs },
      files: files.map(({ path, bytes }) => ({ path, bytes: new Blob([bytes.slice()]) })),
    },
    { expect: sha256 },
  );
  return record.id;
}
