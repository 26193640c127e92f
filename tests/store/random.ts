// Random stores: every noun in every relation, made through the store's own doors.
import fc from 'fast-check';
import type { StoryEvent } from '#core/bundle/records.ts';
import type { JobEvent } from '#core/job/events.ts';
import type { Manifest } from '#core/job/record.ts';
import type { Pin } from '#core/resources/content.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import type { Store } from '#store/store.ts';
import { anyPlan } from '../exchange/plans.ts';
import { draft, plugin } from './open.ts';

const time = fc.integer({ min: 0, max: 1000 });
const step = fc.constantFrom('load', 'train');
const note = fc.string({ maxLength: 6 });
/** Canonical JSON says 0 for −0 (RFC 8785), and so a bundle brings no −0. */
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, NaN, Infinity, 1e21)).map((value) => value + 0);

const story: fc.Arbitrary<StoryEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('step' as const),
    time,
    step,
    status: fc.constantFrom('waiting' as const, 'running' as const, 'done' as const),
    milliseconds: fc.option(fc.nat()),
  }),
  fc.record({ kind: fc.constant('progress' as const), time, step, done: fc.nat(9), total: fc.nat(9), note }),
  fc.record({
    kind: fc.constant('preview' as const),
    time,
    step,
    output: fc.constantFrom('a', 'b'),
    preview: fc.oneof(
      fc.record({ kind: fc.constant('number' as const), value: anyNumber }),
      fc.record({ kind: fc.constant('table' as const), columns: fc.array(note), rows: fc.nat() }),
      fc
        .uint8Array({ minLength: 4, maxLength: 4 })
        .map((data) => ({ kind: 'images' as const, shape: [1, 2, 2, 1] as const, data })),
    ),
  }),
  fc.record({
    kind: fc.constant('fault' as const),
    time,
    fault: fc.record({
      message: note,
      step: fc.option(step),
      task: fc.constant(null),
      stack: note,
      place: fc.constant(null),
    }),
  }),
);

const said: fc.Arbitrary<JobEvent> = fc.oneof(
  story,
  fc.record({
    kind: fc.constant('log' as const),
    time,
    step: fc.option(step),
    severity: fc.constantFrom('INFO' as const, 'ERROR' as const),
    logger: note,
    message: note,
  }),
  fc.record({
    kind: fc.constant('metric' as const),
    time,
    step: fc.option(step),
    name: fc.constantFrom('loss', 'accuracy'),
    value: anyNumber,
    at: fc.integer({ min: -2, max: 4 }),
  }),
);

/** What a graph's values may be, beyond what JSON can say. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    12345678901234567890n,
    new Date(5),
    Uint8Array.of(1, 2),
    new Map<unknown, unknown>([
      [1, { $int: 'x' }],
      ['a', NaN],
    ]),
    new Set(['x']),
    { $float: 'nan' },
    { $bytes: 'no base64' },
    -Infinity,
  ),
);

const job = fc.record({
  said: fc.array(said, { maxLength: 12 }),
  end: fc.constantFrom('finished' as const, 'failed' as const, 'interrupted' as const),
  description: note,
  parameters: fc.dictionary(fc.constantFrom('a', 'b', '$int'), odd),
  manifest: fc.boolean(),
  tagged: fc.boolean(),
  binned: fc.boolean(),
});

const artifact = fc.record({
  job: fc.nat(3),
  name: fc.constantFrom('model', 'out put'),
  folder: fc.boolean(),
  files: fc.uniqueArray(
    fc.record({ path: fc.constantFrom('a.txt', 'b/c.bin', 'd é'), bytes: fc.uint8Array({ maxLength: 5 }) }),
    {
      selector: ({ path }) => path,
      minLength: 1,
      maxLength: 3,
    },
  ),
  args: fc.dictionary(fc.constantFrom('x', 'y'), odd),
  tagged: fc.boolean(),
});

export const anyStore = fc.record({
  plan: anyPlan,
  later: fc.array(fc.constantFrom('one', 'two', 'three'), { maxLength: 3 }),
  jobs: fc.array(job, { maxLength: 3 }),
  artifacts: fc.array(artifact, { maxLength: 3 }),
  gone: fc.boolean(),
});

export type Spec = typeof anyStore extends fc.Arbitrary<infer T> ? T : never;

/** Fills an empty store. */
export async function fill(store: Store, spec: Spec): Promise<void> {
  const { resources, tags, bin, jobs, artifacts } = store;
  const tag = await tags.create({ name: 'Keep', colour: 'teal' });
  await store.import(complete(spec.plan));
  const noise = await resources.create('plugin', plugin('reader', 'zero'));
  for (const text of spec.later)
    await resources.save('plugin', noise.resource.id, plugin('reader', text), { message: text });
  await tags.set('resources', [noise.resource.id], tag.id, true);
  const queue = await resources.create('queue', {
    name: 'slow',
    description: '',
    backend: 'cpu',
    concurrency: 1,
  });
  const entrypoints = await resources.list('entrypoint');
  const experiment = await resources.create('experiment', {
    name: 'Study',
    description: '',
    entrypoints: entrypoints.map(({ latest }) => latest),
  });
  const pins = {
    experiment: experiment.resource.latest,
    entrypoint: entrypoints[0]?.latest ?? noise.resource.latest,
    queue: queue.resource.latest,
  };
  const made: string[] = [];
  for (const one of spec.jobs) {
    const manifest = one.manifest ? manifestOf(one.parameters, noise.resource.latest) : null;
    const { id } = await jobs.create({ ...draft, ...pins, manifest, description: one.description });
    await jobs.setStatus(id, 'started');
    await jobs.record(id, one.said);
    await jobs.setStatus(id, one.end);
    if (one.tagged) await tags.set('jobs', [id], tag.id, true);
    if (one.binned) await bin.remove([{ table: 'jobs', id }]);
    made.push(id);
  }
  let version = 0;
  const versions = [];
  for (const { job: at, name, folder, files, args, tagged } of spec.artifacts) {
    const handler = {
      plugin: 'reader',
      pin: noise.resource.latest,
      task: 'T',
      args,
      outputs: [{ name: 'x', type: 'any' }],
    };
    const blobs = files
      .slice(0, folder ? 3 : 1)
      .map(({ path, bytes }) => ({ path, bytes: new Blob([new Uint8Array(bytes)]) }));
    const saved = await artifacts.save({ job: made[at] ?? '', name, folder, handler, files: blobs });
    if (tagged) await tags.set('artifacts', [saved.id], tag.id, true);
    versions.push({ number: ++version, description: '', artifact: saved.id, hash: saved.hash });
  }
  await resources.create('model', { name: 'Net', description: '', versions });
  if (spec.gone) await bin.remove([{ table: 'resources', id: noise.resource.id }]);
}

function manifestOf(parameters: Record<string, unknown>, pin: Pin): Manifest {
  return {
    format: 1,
    pins: [{ role: 'plugin', name: 'reader', pin }],
    parameters,
    inputs: {},
    data: {},
    seed: 7,
    backend: null,
    alidade: '0.1.0',
    userAgent: 'test',
    created: 1,
    started: null,
    ended: null,
  };
}

/** Names that a plan uses and does not define, defined, so that the store takes it. */
export function complete(plan: ImportPlan): ImportPlan {
  const names = new Set(plan.plugins.map(({ name }) => name));
  const pick = (list: readonly string[]) => list.filter((name) => names.has(name));
  const types = ['image', 'np.ndarray', 'a type', 'ß'].map(
    (name) => plan.types.find((type) => type.name === name) ?? { name, description: '', structure: null },
  );
  const entrypoints = plan.entrypoints.map(({ queues: _queues, ...one }) => ({
    ...one,
    plugins: pick(one.plugins),
    artifactPlugins: pick(one.artifactPlugins),
  }));
  return { types, plugins: plan.plugins, entrypoints };
}

/** Every record that there is. */
export async function everything(store: Store) {
  const kinds = ['plugin', 'type', 'entrypoint', 'experiment', 'queue', 'model'] as const;
  const rows = (await Promise.all(kinds.map((kind) => store.resources.list(kind)))).flat();
  const binned = await store.bin.list();
  return [
    ...rows.map(({ id }) => ({ table: 'resources' as const, id })),
    ...(await store.jobs.list()).map(({ id }) => ({ table: 'jobs' as const, id })),
    ...(await store.artifacts.list()).map(({ id }) => ({ table: 'artifacts' as const, id })),
    ...binned.map(({ table, id }) => ({ table, id })),
  ];
}
