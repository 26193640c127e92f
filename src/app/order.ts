/** Turns a job's record into what the engine runs: plan, prepared plugins, data and artifacts, all from its pins. */
import { coerceParameter } from '#core/graph/coerce.ts';
import { runWhere } from '#core/plugin/run-where.ts';
import { chooseData, readDataNames, type DataNames } from '#core/plugin/data-names.ts';
import type { Runs } from '#core/plugin/study.ts';
import type { Plan } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import type { JobRecord, Manifest } from '#core/job/record.ts';
import type { EntrypointContent, Pin } from '#core/resources/content.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import type { ArtifactInput, JobOrder, LoadedPlugin } from '#engine/contract.ts';
import { version } from '$app/environment';
import { askAuthor } from './author.ts';
import { loadData } from './data.ts';
import { gatherSource, type Gathered } from './entrypoint-source.ts';
import { store } from './store.ts';

/** A fault that an author can mend, found before anything runs. */
export class Unready extends Error {
  override readonly name = 'Unready';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.message} ${issue.remedy}`).join('\n'));
    this.issues = issues;
  }
}

export interface Prepared {
  readonly plan: Plan;
  readonly plugins: readonly LoadedPlugin[];
  readonly gathered: Gathered;
  /** Warnings only. */
  readonly issues: readonly Issue[];
}

const isError = (issue: Issue) => issue.severity === 'ERROR';

/** Plans the graph and prepares its plugins; throws Unready with every fault. */
export async function prepareEntrypoint(
  content: EntrypointContent,
  handlers: readonly Pin[] = [],
): Promise<Prepared> {
  const gathered = await gatherSource(content);
  const compilation = await askAuthor('compileEntrypoint', gathered.source);
  const extra = await Promise.all(handlers.map((pin) => pluginOf(pin)));
  const all = new Map([...gathered.plugins, ...extra].map((plugin) => [plugin.snapshot.content, plugin]));
  const prepared = await Promise.all([...all.values()].map(preparePlugin));
  const issues = [...gathered.issues, ...compilation.issues, ...prepared.flatMap((one) => one.issues)];
  if (!compilation.plan || issues.some(isError)) throw new Unready(issues.filter(isError));
  const runs = new Map(prepared.map(({ plugin, runs }) => [plugin.name, runs] as const).toReversed());
  const placed = runWhere(compilation.plan, runs);
  if (placed.issues.length > 0) throw new Unready(placed.issues);
  return { plan: placed.plan, plugins: prepared.map((one) => one.plugin), gathered, issues };
}

interface PreparedPlugin {
  readonly plugin: LoadedPlugin;
  readonly issues: readonly Issue[];
  readonly runs: Runs;
}
const preparedPlugins = new Map<string, Promise<PreparedPlugin>>();

/** Once for each content: a plugin's modules follow from its hash. */
function preparePlugin({ content, snapshot }: Versioned<'plugin'>): Promise<PreparedPlugin> {
  const known = preparedPlugins.get(snapshot.content);
  if (known) return known;
  const made = askAuthor('preparePlugin', content.name, snapshot.content, content.files);
  preparedPlugins.set(snapshot.content, made);
  made.catch(() => preparedPlugins.delete(snapshot.content));
  return made;
}

async function pluginOf(pin: Pin): Promise<Versioned<'plugin'>> {
  const found = await store.resources.getByPin('plugin', pin);
  if (!found)
    throw new Error(
      `The plugin that reads an artifact (${pin.resource}, snapshot ${pin.number}) is not on this device.`,
    );
  return found;
}

/** Coerced values of an entrypoint's parameters. The texts were checked when the job was made. */
export function coerceValues(
  content: EntrypointContent,
  texts: JobRecord['values'],
): Record<string, unknown> {
  return Object.fromEntries(
    content.parameters.map(({ name, type }) => {
      const text = texts[name] ?? null;
      const reply = text === null ? { value: null } : coerceParameter(type, text);
      return [name, 'value' in reply ? reply.value : text];
    }),
  );
}

/** All that a job needs to run, and the evidence of it. */
export async function makeOrder(
  job: JobRecord,
): Promise<{ readonly order: JobOrder; readonly manifest: Manifest }> {
  const entrypoint = await store.resources.getByPin('entrypoint', job.entrypoint);
  if (!entrypoint) throw new Error(`The entrypoint that this job pins is not on this device.`);
  const artifacts = await gatherArtifacts(job);
  const handlers = Object.values(artifacts).map(({ input }) => input.handler.pin);
  const { plan, plugins, gathered } = await prepareEntrypoint(entrypoint.content, handlers);
  const values = coerceValues(entrypoint.content, job.values);
  const all = [...gathered.plugins, ...(await Promise.all(handlers.map(pluginOf)))];
  const data = await gatherData(all, plan, values);
  const order: JobOrder = {
    job: job.id,
    plan,
    values,
    plugins,
    artifacts: mapValues(artifacts, ({ input }) => input),
    data: mapValues(data, ({ bytes }) => bytes),
    backend: job.backend,
    seed: job.seed,
    timeout: job.timeout,
  };
  const manifest: Manifest = {
    format: 1,
    pins: pinsOf(job, gathered),
    parameters: mapValues(values, sayWhole),
    inputs: mapValues(artifacts, ({ hash }) => hash),
    data: mapValues(data, ({ entry }) => entry.sha256),
    seed: job.seed,
    backend: null,
    alidade: version,
    userAgent: navigator.userAgent,
    created: job.created,
    started: null,
    ended: null,
  };
  return { order, manifest };
}

function pinsOf(job: JobRecord, { plugins, types }: Gathered): Manifest['pins'] {
  const named = (role: string, { content, snapshot }: Versioned<'plugin' | 'type'>) => ({
    role,
    name: content.name,
    pin: pinOf(snapshot),
  });
  return [
    { role: 'experiment', name: job.names.experiment, pin: job.experiment },
    { role: 'entrypoint', name: job.names.entrypoint, pin: job.entrypoint },
    { role: 'queue', name: job.names.queue, pin: job.queue },
    ...plugins.map((plugin) => named('plugin', plugin)),
    ...types.map((type) => named('type', type)),
  ];
}

async function gatherArtifacts(
  job: JobRecord,
): Promise<Record<string, { input: ArtifactInput; hash: string }>> {
  const entries = Object.entries(job.artifactValues).map(async ([parameter, id]) => {
    const record = await store.artifacts.get(id);
    if (!record) throw new Error(`The artifact that feeds ${parameter} is not on this device.`);
    const files = record.files.map(async ({ path, hash }) => {
      const bytes = await store.artifacts.readBlob(hash);
      if (!bytes)
        throw new Error(`The file ${path} of the artifact that feeds ${parameter} is not on this device.`);
      return { path, bytes };
    });
    return [
      parameter,
      { input: { handler: record.handler, files: await Promise.all(files) }, hash: record.hash },
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The data sets that a job of this plan needs, of those that the plugins name in their `datasets.json`. */
export async function gatherData(
  plugins: readonly Pick<Versioned<'plugin'>, 'content'>[],
  plan: Plan,
  values: Readonly<Record<string, unknown>>,
) {
  const names = chooseData(
    plugins.map(({ content }) => namesOfData(content)),
    plan,
    values,
  );
  const entries = [...names].map(async (name) => [name, await loadData(name)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function namesOfData(content: Versioned<'plugin'>['content']): DataNames {
  const names = readDataNames(content);
  if (names) return names;
  throw new Error(
    `datasets.json of the plugin ${content.name} must be a JSON array of names of data sets, such as ["mnist"], ` +
      'or {"always": […], "when_named": […]} of such arrays.',
  );
}

/** JSON has no whole numbers beyond 2^53: the manifest says them in digits. */
function sayWhole(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
