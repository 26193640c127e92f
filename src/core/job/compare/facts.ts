/** What jobs were given, what they ran on and how they went, fact by fact and job by job: which facts differ, and between whom. */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { BackendFacts } from '#core/job/events.ts';
import type { JobRecord, Manifest } from '#core/job/record.ts';
import type { Pin } from '#core/resources/content.ts';

/** In the order in which they are told. `course` is what became of a job; all others are what it was given. */
export const FACT_GROUPS = [
  'parameters',
  'inputs',
  'graph',
  'code',
  'data',
  'seed',
  'machine',
  'place',
  'course',
] as const;
export type FactGroup = (typeof FACT_GROUPS)[number];

/** How the texts of a fact are read: times are milliseconds since 1970, durations milliseconds, hashes SHA-256. */
export type FactForm = 'text' | 'hash' | 'pin' | 'time' | 'duration' | 'status';

/** One fact of all jobs; its lists have one entry a job, in their order. */
export interface FactRow {
  /** Unique in a comparison. */
  readonly id: string;
  readonly group: FactGroup;
  readonly name: string;
  readonly form: FactForm;
  /** Null where a job has none, or where it is not known. */
  readonly texts: readonly (string | null)[];
  /** Equal numbers are equal values, counted from 0 as they come; −1 where it is not known, yet or at all. */
  readonly kinds: readonly number[];
  /** Whether those that are known differ. */
  readonly differs: boolean;
  /** The snapshots behind a fact of graph or code; none elsewhere. */
  readonly pins: readonly (readonly Pin[])[];
}

interface Fact {
  readonly group: FactGroup;
  readonly name: string;
  readonly text: string;
  /** What decides whether two are equal, where texts alone would not: a value, a hash. */
  readonly exact?: string | undefined;
  readonly form?: FactForm;
  readonly pins?: readonly Pin[];
}

/** Every fact that any of the jobs has, group by group. The rows follow the order of the first job that has them. */
export function compareFacts(jobs: readonly JobRecord[]): readonly FactRow[] {
  const told = jobs.map((job) => new Map(factsOf(job).map((fact) => [idOf(fact), fact])));
  const ids = [...new Set(told.flatMap((facts) => [...facts.keys()]))];
  const rows = ids.map((id) =>
    makeRow(
      id,
      told.map((facts) => facts.get(id)),
      jobs,
    ),
  );
  return FACT_GROUPS.flatMap((group) => rows.filter((row) => row.group === group));
}

function idOf({ group, name }: Fact): string {
  return `${group}/${name}`;
}

function makeRow(id: string, facts: readonly (Fact | undefined)[], jobs: readonly JobRecord[]): FactRow {
  const { group, name, form = 'text' } = facts.find((fact) => fact !== undefined)!;
  const isExact = facts.every((fact) => fact === undefined || fact.exact !== undefined);
  const keys = facts.map((fact, place) => {
    if (fact) return `= ${isExact ? fact.exact! : fact.text}`;
    return isOpen(group, jobs[place]!) ? null : 'none';
  });
  const seen = [...new Set(keys.filter((key) => key !== null))];
  return {
    id,
    group,
    name,
    form,
    texts: facts.map((fact) => fact?.text ?? null),
    kinds: keys.map((key) => (key === null ? -1 : seen.indexOf(key))),
    differs: seen.length > 1,
    pins: facts.map((fact) => fact?.pins ?? []),
  };
}

/** Whether a fact of this group that the job lacks is only not known: not yet, or never recorded. */
function isOpen(group: FactGroup, { manifest, status }: JobRecord): boolean {
  if (group === 'code' || group === 'data') return manifest === null;
  if (group === 'machine') return !usedLibrary(manifest);
  return group === 'course' && (status === 'queued' || status === 'started');
}

function factsOf(job: JobRecord): Fact[] {
  return [
    ...parametersOf(job),
    ...inputsOf(job),
    pinFact('graph', 'entrypoint', [{ name: job.names.entrypoint, pin: job.entrypoint }]),
    ...(job.manifest ? [...codeOf(job.manifest), ...dataOf(job.manifest)] : []),
    { group: 'seed', name: 'seed', text: String(job.seed) },
    ...machineOf(job.manifest),
    ...placeOf(job),
    ...courseOf(job),
  ];
}

/** As they were typed; equal where they mean the same value, as 0.1 and 0.10 do. */
function parametersOf({ values, manifest }: JobRecord): Fact[] {
  const coerced = manifest?.parameters ?? {};
  return Object.entries(values).flatMap(([name, text]) => {
    if (text === null) return [];
    const exact = Object.hasOwn(coerced, name) ? canonicalJson(coerced[name]) : undefined;
    return { group: 'parameters', name, text, exact };
  });
}

/** By the hash of the artifact; by its id as long as the job has not started. */
function inputsOf({ artifactValues, manifest }: JobRecord): Fact[] {
  return Object.entries(artifactValues).map(([name, id]) => {
    const hash = manifest && Object.hasOwn(manifest.inputs, name) ? manifest.inputs[name] : undefined;
    return { group: 'inputs', name, text: hash ?? id, exact: hash, form: 'hash' };
  });
}

/** A job may pin two snapshots of one plugin: one for its tasks, one for its artifacts. */
function codeOf({ pins }: Manifest): Fact[] {
  const roles = ['plugin', 'type'];
  const named = pins.filter(({ role }) => roles.includes(role));
  const names = [...new Set(named.map(({ role, name }) => `${role} ${name}`))];
  return names.map((name) =>
    pinFact(
      'code',
      name,
      named.filter((pinned) => `${pinned.role} ${pinned.name}` === name),
    ),
  );
}

function pinFact(
  group: FactGroup,
  name: string,
  pinned: readonly { readonly name: string; readonly pin: Pin }[],
): Fact {
  const numbers = pinned.map(({ pin }) => pin.number).join(' and ');
  const own = group === 'graph' ? `${pinned[0]!.name}, ` : '';
  const hashes = pinned.map(({ pin }) => pin.hash).toSorted();
  return {
    group,
    name,
    text: `${own}snapshot ${numbers}`,
    exact: hashes.join(' '),
    form: 'pin',
    pins: pinned.map(({ pin }) => pin),
  };
}

function dataOf({ data }: Manifest): Fact[] {
  return Object.entries(data).map(([name, text]) => ({ group: 'data', name, text, form: 'hash' }));
}

/** A job whose tasks do no arithmetic may run where the numeric library stands ready, or where it does not: its backend says nothing. */
function usedLibrary(manifest: Manifest | null): boolean {
  return Object.keys(manifest?.backend?.versions ?? {}).length > 0;
}

function machineOf(manifest: Manifest | null): Fact[] {
  if (!manifest) return [];
  const named = (name: string, text: string): Fact => ({ group: 'machine', name, text });
  return [
    ...(manifest.backend && usedLibrary(manifest) ? backendOf(manifest.backend, named) : []),
    named('Alidade', manifest.alidade),
    named('browser', manifest.userAgent),
  ];
}

function backendOf(
  { backend, simd, adapter, versions }: BackendFacts,
  named: (name: string, text: string) => Fact,
): Fact[] {
  const { vendor, architecture, description } = adapter ?? { vendor: '', architecture: '', description: '' };
  const card = [vendor, architecture, description].filter(Boolean).join(' ');
  return [
    named('backend', backend),
    ...(backend === 'wasm' ? [named('SIMD', simd ? 'yes' : 'no')] : []),
    ...(card ? [named('adapter', card)] : []),
    ...Object.entries(versions).map(([name, text]) => named(name, text)),
  ];
}

function placeOf({ names, experiment, queue, backend, timeout, description }: JobRecord): Fact[] {
  return [
    { group: 'place', name: 'experiment', text: names.experiment, exact: experiment.resource },
    { group: 'place', name: 'queue', text: names.queue, exact: queue.hash },
    { group: 'place', name: 'backend asked for', text: backend },
    ...(timeout === null
      ? []
      : [{ group: 'place', name: 'time limit', text: String(1000 * timeout), form: 'duration' } as const]),
    ...(description === '' ? [] : [{ group: 'place', name: 'description', text: description } as const]),
  ];
}

function courseOf({ status, reason, fault, created, started, ended }: JobRecord): Fact[] {
  const time = (name: string, at: number | null): Fact[] =>
    at === null ? [] : [{ group: 'course', name, text: String(at), form: 'time' }];
  const why = fault?.message ?? reason;
  return [
    { group: 'course', name: 'state', text: status, form: 'status' },
    ...(why ? [{ group: 'course', name: 'reason', text: why } as const] : []),
    ...time('asked for', created),
    ...time('started', started),
    ...time('ended', ended),
    ...(started === null || ended === null
      ? []
      : [{ group: 'course', name: 'took', text: String(ended - started), form: 'duration' } as const]),
  ];
}
