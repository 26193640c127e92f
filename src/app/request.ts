/** From a request to a queued job: every fault of it found first, and nothing kept if there is one. */
import { coerceParameter } from '#core/graph/coerce.ts';
import type { JobReply, JobRequest } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import type { ExperimentContent, Pin, ResourceKind } from '#core/resources/content.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { opened, SCRATCH } from './opening.ts';
import { gatherData, prepareEntrypoint, Unready } from './order.ts';
import { scheduleJob } from './scheduler.ts';
import { store } from './store.ts';

/** The reference's own limit of a day. */
export const DEFAULT_TIMEOUT = 24 * 60 * 60;

/** Checks, keeps and queues a job. */
export async function requestJob(request: JobRequest): Promise<JobReply> {
  await opened();
  const entrypoint = await findEither('entrypoint', request.entrypoint);
  if (!entrypoint)
    return refuse(
      'unknown-entrypoint',
      `There is no entrypoint “${request.entrypoint}”.`,
      'Name one of the list.',
    );
  const queue = await findEither('queue', request.queue ?? 'auto');
  if (!queue)
    return refuse('unknown-queue', `There is no queue “${request.queue}”.`, 'Name one of the list, or none.');
  const experiment = await findExperiment(request.experiment);
  if (!experiment)
    return refuse(
      'unknown-experiment',
      `There is no experiment “${request.experiment}”.`,
      'Name one of the list.',
    );

  const filled = fillValues(entrypoint, request.values ?? {});
  const artifacts = await checkArtifacts(entrypoint, request.artifacts ?? {});
  const faults = [...filled.issues, ...artifacts.issues, ...checkNumbers(request)];
  if (faults.length > 0) return { job: null, issues: faults };
  try {
    const { issues, gathered } = await prepareEntrypoint(entrypoint.content, artifacts.handlers);
    // On their way while the job is kept; what cannot be had is told when it starts.
    gatherData(gathered.plugins).catch(() => undefined);
    const job = await store.jobs.create({
      experiment: pinOf((await attach(experiment, entrypoint)).snapshot),
      entrypoint: pinOf(entrypoint.snapshot),
      queue: pinOf(queue.snapshot),
      names: {
        experiment: experiment.content.name,
        entrypoint: entrypoint.content.name,
        queue: queue.content.name,
      },
      values: filled.values,
      artifactValues: request.artifacts ?? {},
      backend: request.backend ?? queue.content.backend,
      seed: request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
      timeout: request.timeout ?? DEFAULT_TIMEOUT,
      description: request.description ?? '',
    });
    await store.settings.set('last-experiment', experiment.resource.id);
    scheduleJob(job);
    return { job, issues };
  } catch (error) {
    if (error instanceof Unready) return { job: null, issues: error.issues };
    throw error;
  }
}

function issueOf(
  code: string,
  message: string,
  remedy: string,
  path: Issue['path'] = [],
  document?: string,
): Issue {
  return { code, type: 'SEMANTIC', severity: 'ERROR', message, remedy, path, ...(document && { document }) };
}

function refuse(code: string, message: string, remedy: string): JobReply {
  return { job: null, issues: [issueOf(code, message, remedy)] };
}

/** By id, else by name. */
export async function findEither<K extends ResourceKind>(
  kind: K,
  idOrName: string,
): Promise<Versioned<K> | null> {
  const byId = await store.resources.get(kind, idOrName);
  return byId && byId.resource.deleted === null ? byId : store.resources.find(kind, idOrName);
}

async function findExperiment(named: string | undefined): Promise<Versioned<'experiment'> | null> {
  if (named !== undefined) return findEither('experiment', named);
  const last = await store.settings.get<string>('last-experiment');
  const used = last ? await findEither('experiment', last) : null;
  return used ?? store.resources.find('experiment', SCRATCH);
}

/** An experiment lists the entrypoints that ran in it, each at the snapshot at which it was attached. */
async function attach(experiment: Versioned<'experiment'>, entrypoint: Versioned<'entrypoint'>) {
  const { content, resource } = experiment;
  if (content.entrypoints.some((pin) => pin.resource === entrypoint.resource.id)) return experiment;
  const next: ExperimentContent = {
    ...content,
    entrypoints: [...content.entrypoints, pinOf(entrypoint.snapshot)],
  };
  return store.resources.save('experiment', resource.id, next, {
    message: `Attach ${entrypoint.content.name}`,
  });
}

function fillValues({ content }: Versioned<'entrypoint'>, given: Readonly<Record<string, string>>) {
  const issues: Issue[] = [];
  const known = new Set(content.parameters.map((parameter) => parameter.name));
  for (const name of Object.keys(given).filter((other) => !known.has(other))) {
    const remedy = known.size > 0 ? `It takes ${[...known].join(', ')}.` : 'It takes none.';
    issues.push(
      issueOf(
        'unknown-parameter',
        `${content.name} has no parameter “${name}”.`,
        remedy,
        [name],
        'parameters',
      ),
    );
  }
  const values: Record<string, string | null> = {};
  for (const { name, type, defaultValue } of content.parameters) {
    const text = Object.hasOwn(given, name) ? given[name]! : defaultValue;
    values[name] = text;
    if (text === null) {
      issues.push(
        issueOf(
          'missing-value',
          `The parameter “${name}” has no default and no value.`,
          `Give a ${type}.`,
          [name],
          'parameters',
        ),
      );
      continue;
    }
    const reply = coerceParameter(type, text);
    if ('fault' in reply)
      issues.push(
        issueOf('bad-value', `“${name}”: ${reply.fault.message}`, `Give a ${type}.`, [name], 'parameters'),
      );
  }
  return { values, issues };
}

async function checkArtifacts({ content }: Versioned<'entrypoint'>, given: Readonly<Record<string, string>>) {
  const issues: Issue[] = [];
  const handlers: Pin[] = [];
  const say = (code: string, name: string, message: string, remedy: string) =>
    issues.push(issueOf(code, message, remedy, [name], 'artifact parameters'));
  for (const { name, outputs } of content.artifactParameters) {
    const id = given[name];
    const record = id === undefined ? null : await store.artifacts.get(id);
    const wanted = outputs.map((output) => output.type).join(', ');
    if (!record) {
      say(
        'missing-artifact',
        name,
        `The artifact parameter “${name}” is not fed.`,
        `Choose an artifact of type ${wanted}.`,
      );
      continue;
    }
    const has = record.handler.outputs.map((output) => output.type).join(', ');
    if (has === wanted) handlers.push(record.handler.pin);
    else
      say('artifact-type', name, `The artifact “${record.name}” gives ${has}.`, `“${name}” needs ${wanted}.`);
  }
  for (const name of Object.keys(given)) {
    if (content.artifactParameters.some((parameter) => parameter.name === name)) continue;
    say(
      'unknown-artifact-parameter',
      name,
      `${content.name} has no artifact parameter “${name}”.`,
      'Leave it out.',
    );
  }
  return { issues, handlers };
}

function checkNumbers({ seed, timeout }: JobRequest): Issue[] {
  const issues: Issue[] = [];
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    issues.push(
      issueOf('bad-seed', `${seed} is no seed.`, 'Give a whole number from 0 to 4294967295.', ['seed']),
    );
  }
  if (timeout !== undefined && !(timeout > 0)) {
    issues.push(
      issueOf('bad-timeout', `${timeout} is no time limit.`, 'Give a number of seconds above 0.', [
        'timeout',
      ]),
    );
  }
  return issues;
}
