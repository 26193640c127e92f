/** What a request names, found in the store: its entrypoint, experiment, queue and tags; what is not there is a fault at its field. */
import type { JobRequest } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import { checkQueue, requestIssue } from '#core/job/check-request.ts';
import { checkContent } from '#core/resources/check-content.ts';
import type { ExperimentContent, ResourceKind } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { SCRATCH } from './opening.ts';
import { store } from './store.ts';

type Found<T> = { readonly found: T } | { readonly issue: Issue };

/** Each in its place; `issues` is empty if and only if none is null. */
export interface RequestChoice {
  readonly entrypoint: Versioned<'entrypoint'> | null;
  readonly queue: Versioned<'queue'> | null;
  /** Content alone where it is still to be made. */
  readonly experiment: Versioned<'experiment'> | ExperimentContent | null;
  readonly tags: readonly string[];
  readonly issues: readonly Issue[];
}

export async function findChoice(request: JobRequest): Promise<RequestChoice> {
  const entrypoint = await findEntrypoint(request);
  const there = 'found' in entrypoint ? entrypoint.found : null;
  const queue = await findQueue(request.queue, there);
  const experiment = await findExperiment(request);
  const tags = await findTags(request.tags ?? []);
  const wrong = [entrypoint, experiment, queue].flatMap((one) => ('issue' in one ? [one.issue] : []));
  return {
    entrypoint: there,
    queue: 'found' in queue ? queue.found : null,
    experiment: 'found' in experiment ? experiment.found : null,
    tags: tags.ids,
    issues: [...wrong, ...tags.issues],
  };
}

/** By id, else by name. */
export async function findEither<K extends ResourceKind>(
  kind: K,
  idOrName: string,
): Promise<Versioned<K> | null> {
  const byId = await store.resources.get(kind, idOrName);
  return byId && byId.resource.deleted === null ? byId : store.resources.find(kind, idOrName);
}

/** The queues that an entrypoint names and that are still there, in its order. */
export async function readOwnQueues({
  content,
}: Versioned<'entrypoint'>): Promise<readonly Versioned<'queue'>[]> {
  const all = await Promise.all(content.queues.map((pin) => store.resources.get('queue', pin.resource)));
  return all.filter((one) => one !== null && one.resource.deleted === null) as Versioned<'queue'>[];
}

async function found<K extends ResourceKind>(kind: K, idOrName: string): Promise<Found<Versioned<K>>> {
  const either = await findEither(kind, idOrName);
  return either ? { found: either } : { issue: await missing(kind, idOrName) };
}

async function missing(kind: ResourceKind, idOrName: string): Promise<Issue> {
  const { noun } = KINDS[kind];
  const gone = await store.resources.get(kind, idOrName);
  const message =
    idOrName.trim() === ''
      ? `No ${noun} is chosen.`
      : gone
        ? `The ${noun} “${gone.content.name}” was deleted.`
        : `There is no ${noun} “${idOrName}”.`;
  const remedy = gone ? 'Restore it, or choose another.' : 'Choose one of the list.';
  return requestIssue(`unknown-${kind}`, message, remedy, [kind]);
}

async function findEntrypoint(request: JobRequest): Promise<Found<Versioned<'entrypoint'>>> {
  const latest = await found('entrypoint', request.entrypoint);
  const number = request.entrypointSnapshot;
  if ('issue' in latest || number === undefined) return latest;
  const { resource, content } = latest.found;
  const earlier = await store.resources.get('entrypoint', resource.id, number);
  if (earlier) return { found: earlier };
  const message = `“${content.name}” has no snapshot ${number}.`;
  const remedy = `Give a number from 1 to ${resource.latest.number}.`;
  return { issue: requestIssue('unknown-snapshot', message, remedy, ['entrypointSnapshot']) };
}

async function findQueue(
  named: string | undefined,
  entrypoint: Versioned<'entrypoint'> | null,
): Promise<Found<Versioned<'queue'>>> {
  const own = entrypoint ? await readOwnQueues(entrypoint) : [];
  const queue = await found('queue', named ?? own[0]?.resource.id ?? 'auto');
  if ('issue' in queue || !entrypoint) return queue;
  const names = own.map(({ resource }) => resource);
  const issue = checkQueue(entrypoint.content, queue.found.resource, names);
  return issue ? { issue } : queue;
}

async function findExperiment({
  experiment: named,
  newExperiment,
}: JobRequest): Promise<Found<Versioned<'experiment'> | ExperimentContent>> {
  if (named === undefined) return { found: await lastExperiment() };
  const there = await findEither('experiment', named);
  if (there) return { found: there };
  if (named === SCRATCH.name) return { found: SCRATCH };
  const content = { ...KINDS.experiment.empty, name: named };
  const wrong = checkContent('experiment', content).length > 0;
  const gone = (await store.resources.get('experiment', named)) !== null;
  if (!newExperiment || wrong || gone) return { issue: await missing('experiment', named) };
  return { found: content };
}

/** The one used last, else *Scratch*, where a job goes that belongs nowhere yet. */
export async function lastExperiment(): Promise<Versioned<'experiment'> | ExperimentContent> {
  const last = await store.settings.get<string>('last-experiment');
  const used = last ? await findEither('experiment', last) : null;
  const scratch = used ?? (await store.resources.find('experiment', SCRATCH.name));
  return scratch ?? SCRATCH;
}

async function findTags(named: readonly string[]) {
  const all = named.length > 0 ? await store.tags.list() : [];
  const idOf = (word: string) =>
    all.find(({ id, name }) => id === word || name.toLowerCase() === word.trim().toLowerCase())?.id;
  const issues = named
    .filter((word) => idOf(word) === undefined)
    .map((word) => requestIssue('unknown-tag', `There is no tag “${word}”.`, 'Make it first.', ['tags']));
  return { ids: [...new Set(named.flatMap((word) => idOf(word) ?? []))], issues };
}
