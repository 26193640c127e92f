/** The client that the page itself uses, also there as `alidade` in the browser's console. */
import { version } from '$app/environment';
import type { ArtifactClient, Client, FamilyClient, JobClient, PinnerClient } from '#core/client.ts';
import { EMPTY_VIEW, foldEvents } from '#core/job/fold.ts';
import type { JobRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import type { Pinner } from '#core/resources/sync.ts';
import { importArtifact } from './artifact-import.ts';
import { askAuthor } from './author.ts';
import { nounClients } from './client/nouns.ts';
import { gatherSource } from './entrypoint-source.ts';
import { exportSelection } from './export.ts';
import { openGiven } from './open-import.ts';
import { opened } from './opening.ts';
import { cancelFamily, runFamilyAgain, waitForFamily } from './family-run.ts';
import { requestJob } from './request.ts';
import { requestFamily } from './request-family.ts';
import { findEither } from './request-choice.ts';
import { cancelJob } from './scheduler.ts';
import { store } from './store.ts';
import { syncPins } from './sync.ts';

const nouns = nounClients({ store, ready: opened });

async function compile(entrypoint: string | EntrypointContent) {
  await opened();
  const content =
    typeof entrypoint === 'string' ? (await findEither('entrypoint', entrypoint))?.content : entrypoint;
  if (!content) throw new Error(`There is no entrypoint “${String(entrypoint)}”.`);
  const { source, issues } = await gatherSource(content);
  const compilation = await askAuthor('compileEntrypoint', source);
  return { ...compilation, issues: [...issues, ...compilation.issues] };
}

const sync =
  <K extends Pinner>(kind: K): PinnerClient<K>['sync'] =>
  (id, options) =>
    opened().then(() => syncPins(kind, id, options));

function waitFor(id: string): Promise<JobRecord> {
  return new Promise((resolve, reject) => {
    const stop = store
      .observe(() => store.jobs.get(id))
      .subscribe((job) => {
        if (job && !hasEnded(job.status)) return;
        queueMicrotask(() => stop());
        if (job) resolve(job);
        else reject(new Error(`There is no job ${id}.`));
      }, reject);
  });
}

const jobs: JobClient = {
  ...nouns.jobs,
  run: requestJob,
  get: (id) => store.jobs.get(id),
  list: (options) => store.jobs.list(options),
  wait: waitFor,
  cancel: async (id) => cancelJob(id),
  describe: (id, description) => store.jobs.describe(id, description),
  view: async (id) => foldEvents(EMPTY_VIEW, (await store.jobs.readEvents(id)).items),
  metrics: (id) => store.jobs.readMetrics(id),
  logs: async (id) => (await store.jobs.readLogs(id)).items,
  artifacts: (id) => store.artifacts.listOfJob(id),
};

const families: FamilyClient = {
  ...nouns.families,
  run: requestFamily,
  wait: waitForFamily,
  cancel: cancelFamily,
  again: runFamilyAgain,
};

const artifacts: ArtifactClient = {
  ...nouns.artifacts,
  list: (options) => store.artifacts.list(options),
  describe: (id, description) => store.artifacts.describe(id, description),
  get: (id) => store.artifacts.get(id),
  read: readArtifact,
  import: importArtifact,
};

/** The bytes of one file of an artifact; throws with a sentence where there is none. */
export async function readArtifact(id: string, path: string): Promise<Uint8Array> {
  const record = await store.artifacts.get(id);
  const blob = record && (await store.artifacts.readFile(record, path));
  if (!blob) throw new Error(`There is no file “${path}” in the artifact ${id}.`);
  return new Uint8Array(await blob.arrayBuffer());
}

export const alidade: Client = {
  version,
  ...nouns,
  entrypoints: { ...nouns.entrypoints, compile, sync: sync('entrypoint') },
  experiments: { ...nouns.experiments, sync: sync('experiment') },
  jobs,
  families,
  artifacts,
  import: async (files, options) => (await openGiven(files)).import(options),
  previewImport: async (files, { config } = {}) => (await openGiven(files)).preview(config),
  export: exportSelection,
};
