/** The line of an artifact: what it is, which task reads it, and the job that made it. */
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { Line } from './line.ts';
import { sayOwner } from './owner.ts';

/** What a line says of the job that made an artifact. */
export type Maker = Pick<JobRecord, 'number' | 'names' | 'experiment' | 'entrypoint'>;

/** Fields as in `LINE_FIELDS.artifact`; `job` is the number of the job, null where it is not here. Links are job, experiment and entrypoint. */
export function lineOfArtifact(artifact: ArtifactRecord, maker: Maker | null): Line {
  const { handler, files } = artifact;
  return {
    id: artifact.id,
    cells: {
      name: artifact.name,
      type: handler.outputs.map(({ type }) => type).join(', ') || null,
      description: artifact.description || null,
      task: handler.task,
      plugin: handler.plugin,
      job: maker?.number ?? null,
      entrypoint: maker?.names.entrypoint ?? null,
      experiment: maker?.names.experiment ?? null,
      files: files.length,
      bytes: artifact.bytes,
      hash: artifact.hash,
      by: sayOwner(artifact.owner),
      created: artifact.created,
    },
    texts: { filename: files.map(({ path }) => path) },
    tags: artifact.tags,
    links: {
      job: artifact.job,
      ...(maker && { experiment: maker.experiment.resource, entrypoint: maker.entrypoint.resource }),
    },
    deleted: artifact.deleted !== null,
  };
}
