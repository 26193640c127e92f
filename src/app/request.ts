/** From a request to a queued job: every fault of it found first, and nothing kept if there is one. */
import type { JobReply, JobRequest } from '#core/client.ts';
import { checkArtifacts, checkNumbers, fillValues } from '#core/job/check-request.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { EntrypointContent, ExperimentContent } from '#core/resources/content.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import type { Issue } from '#core/issues.ts';
import type { JobDraft } from '#store/jobs.ts';
import { opened } from './opening.ts';
import { gatherData, prepareEntrypoint, Unready } from './order.ts';
import { findChoice } from './request-choice.ts';
import { scheduleJob } from './scheduler.ts';
import { store } from './store.ts';

/** The reference's own limit of a day. */
export const DEFAULT_TIMEOUT = 24 * 60 * 60;

/** What a request amounts to once everything that it names is there and nothing of it is wrong. */
export interface ReadyRequest {
  readonly draft: JobDraft & { readonly seed: number };
  readonly tags: readonly string[];
  readonly entrypoint: EntrypointContent;
  /** Warnings only. */
  readonly issues: readonly Issue[];
}

export type Readiness =
  { readonly ready: ReadyRequest } | { readonly ready: null; readonly issues: readonly Issue[] };

/** Checks, keeps and queues a job. */
export async function requestJob(request: JobRequest): Promise<JobReply> {
  const { ready, ...refused } = await readyRequest(request);
  if (!ready) return { job: null, issues: [], ...refused };
  const job = await store.jobs.create({ ...ready.draft, tags: ready.tags });
  scheduleJob(job);
  return { job, issues: ready.issues };
}

/**
 * Everything that a job of this request would need: its faults if there are any, else its draft, with the experiment made and the
 * entrypoint attached to it. Of a sweep, the parameters that `vary` are left to `check`, which adds faults of its own.
 */
export async function readyRequest(
  request: JobRequest,
  vary: Readonly<Record<string, unknown>> = {},
  check: (entrypoint: EntrypointContent) => readonly Issue[] = () => [],
): Promise<Readiness> {
  await opened();
  const { entrypoint, queue, experiment, tags, issues: unknown } = await findChoice(request);
  if (!entrypoint) return { ready: null, issues: [...unknown, ...checkNumbers(request)] };

  const given = request.artifacts ?? {};
  const parameters = entrypoint.content.parameters.filter(({ name }) => !Object.hasOwn(vary, name));
  const filled = fillValues({ ...entrypoint.content, parameters }, request.values ?? {});
  const artifacts = await readArtifacts(given);
  const faults = [
    ...unknown,
    ...filled.issues,
    ...check(entrypoint.content),
    ...checkArtifacts(entrypoint.content, given, artifacts),
    ...checkNumbers(request),
  ];
  if (faults.length > 0 || !queue || !experiment) return { ready: null, issues: faults };
  try {
    const handlers = [...artifacts.values()].map(({ handler }) => handler.pin);
    const { issues, gathered, plan } = await prepareEntrypoint(entrypoint.content, handlers);
    // On their way while the job is kept; what cannot be had is told when it starts.
    gatherData(gathered.plugins, plan, filled.values).catch(() => undefined);
    const attached = await attach(experiment, entrypoint);
    await store.settings.set('last-experiment', attached.resource.id);
    const draft = {
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
      seed: request.seed ?? newSeed(),
      timeout: request.timeout ?? DEFAULT_TIMEOUT,
      description: request.description ?? '',
    };
    return { ready: { draft, tags, entrypoint: entrypoint.content, issues } };
  } catch (error) {
    if (error instanceof Unready) return { ready: null, issues: error.issues };
    throw error;
  }
}

/** Drawn anew: a whole number, 0 to 2^32 − 1. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
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
