/** What a record needs that it may be understood: the resources that it pins, and the jobs and artifacts that it names. */
import type { FamilyRecord } from '#core/family/record.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';

export type RecordTable = 'resources' | 'jobs' | 'families' | 'artifacts';

/** A record by its id. */
export interface RecordRef {
  readonly table: RecordTable;
  readonly id: string;
}

export interface Needs {
  readonly refs: readonly RecordRef[];
  /** Content is found by a pin's hash, whatever became of the resource. */
  readonly pins: readonly Pin[];
}

/** One text for one record. */
export function textOfRef({ table, id }: RecordRef): string {
  return `${table} ${id}`;
}

/** Of a content of any kind: its pins, and a model's artifacts. */
export function needsOfContent(content: ContentOf[ResourceKind]): Needs {
  if ('files' in content) return needsOf(content.types);
  if ('taskGraph' in content)
    return needsOf([
      ...content.plugins,
      ...content.artifactPlugins,
      ...content.queues,
      ...(content.types ?? []),
    ]);
  if ('entrypoints' in content) return needsOf(content.entrypoints);
  if ('versions' in content)
    return needsOf(
      [],
      content.versions.map(({ artifact }) => ({ table: 'artifacts', id: artifact })),
    );
  return needsOf([]);
}

/** Of a job: what it ran and where, and what it was fed. Its own artifacts name it, not the other way round. */
export function needsOfJob({ experiment, entrypoint, queue, manifest, artifactValues }: JobRecord): Needs {
  const pinned = (manifest?.pins ?? []).map(({ pin }) => pin);
  return needsOf(
    [experiment, entrypoint, queue, ...pinned],
    Object.values(artifactValues).map((id) => ({ table: 'artifacts', id })),
  );
}

/** Of a family: what it ran and where, and what its jobs were fed; which jobs these are, they say themselves. */
export function needsOfFamily({ experiment, entrypoint, queue, artifactValues }: FamilyRecord): Needs {
  return needsOf(
    [experiment, entrypoint, queue],
    Object.values(artifactValues).map((id) => ({ table: 'artifacts', id })),
  );
}

/** Of an artifact: the plugin that reads it, and the job that made it, where there is one. */
export function needsOfArtifact({ handler, job }: ArtifactRecord): Needs {
  return needsOf([handler.pin], job === '' ? [] : [{ table: 'jobs', id: job }]);
}

function needsOf(pins: readonly Pin[], others: readonly RecordRef[] = []): Needs {
  return {
    pins,
    refs: [...pins.map(({ resource }) => ({ table: 'resources', id: resource }) as const), ...others],
  };
}
