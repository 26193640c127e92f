/** From a request to a queued job: every fault of it found first, and nothing kept if there is one. */
import type { JobReply, JobRequest } from '#core/client.ts';
import { checkArtifacts, checkNumbers, fillValues } from '#core/job/check-request.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { ExperimentContent } from '#core/resources/content.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { opened } from './opening.ts';
import { gatherData, prepareEntrypoint, Unready } from './order.ts';
import { findChoice } from './request-choice.ts';
import { scheduleJob } from './scheduler.ts';
import { store } from './store.ts';

/** The reference's own limit of a day. */
export const DEFAULT_TIMEOUT = 24 * 60 * 60;

/** Checks, keeps and queues a job. */
export async function requestJob(request: JobRequest): Promise<JobReply> {
  await opened();
  const { entrypoint, queue, experiment, tags, issues: unknown } = await findChoice(request);
  if (!entrypoint) return { job: null, issues: [...unknown, ...checkNumbers(request)] };

  const given = request.artifacts ?? {};
  const filled = fillValues(entrypoint.content, request.values ?? {});
  const artifacts = await readArtifacts(given);
  const faults = [
    ...unknown,
    ...filled.issues,
    ...checkArtifacts(entrypoint.content, given, artifacts),
    ...checkNumbers(request),
  ];
  if (faults.length > 0 || !queue || !experiment) return { job: null, issues: faults };
  try {
    const handlers = [...artifacts.values()].map(({ handler }) => handler.pin);
    const { issues, gathered } = await prepareEntrypoint(entrypoint.content, handlers);
    // On their way while the job is kept; what cannot be had is told when it starts.
    gatherData(gathered.plugins).catch(() => undefined);
    const attached = await attach(experiment, entrypoint);
    const job = await store.jobs.create({
      experiment: pinOf(attached.snapshot),
      entrypoint: pinOf(entrypoint.snapshot),
      queue: pinOf(queue.snapshot),
      names: {
        experiment: attached.content.name,
        entrypoint: entrypoint.content.name,
        queue: queue.content.name,
      },
      values: filled.values,
      artifactValues: given,
      backend: request.backend ?? queue.content.backend,
      seed: request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
      timeout: request.timeout ?? DEFAULT_TIMEOUT,
      description: request.description ?? '',
      tags,
    });
    await store.settings.set('last-experiment', attached.resource.id);
    scheduleJob(job);
    return { job, issues };
  } catch (error) {
    if (error instanceof Unready) return { job: null, issues: error.issues };
    throw error;
  }
}

/** An experiment lists the entrypoints that ran in it, each at the snapshot at which it was attached; a new one is made with its first. */
async function attach(
  experiment: Versioned<'experiment'> | ExperimentContent,
  entrypoint: Versioned<'entrypoint'>,
): Promise<Versioned<'experiment'>> {
  const pin = pinOf(entrypoint.snapshot);
  if (!('resource' in experiment))
    return store.resources.create('experiment', { ...experiment, entrypoints: [pin] });
  const { content, resource } = experiment;
  if (content.entrypoints.some((other) => other.resource === pin.resource)) return experiment;
  const next: ExperimentContent = { ...content, entrypoints: [...content.entrypoints, pin] };
  return store.resources.save('experiment', resource.id, next, {
    message: `Attach ${entrypoint.content.name}`,
  });
}

/** By artifact parameter, as far as they are there. */
async function readArtifacts(
  given: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, ArtifactRecord>> {
  const read = Object.entries(given).map(
    async ([name, id]) => [name, await store.artifacts.get(id)] as const,
  );
  const there = (await Promise.all(read)).filter(
    (entry): entry is [string, ArtifactRecord] => entry[1] !== null,
  );
  return new Map(there);
}
