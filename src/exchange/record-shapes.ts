/** The shapes of the records of a bundle, checked before anything else looks at them. */
import type { BundledJob, BundledResource, StoryEvent } from '#core/bundle/records.ts';
import type { BackendFacts, Fault, LogRecord, MetricPoint, Place, Preview } from '#core/job/events.ts';
import type {
  ArtifactFile,
  ArtifactHandler,
  ArtifactRecord,
  FamilyPlace,
  JobRecord,
  Manifest,
} from '#core/job/record.ts';
import type { Group, User } from '#core/resources/people.ts';
import type { Resource, Snapshot } from '#core/resources/snapshot.ts';
import { TAG_COLOURS, type Tag } from '#core/resources/tag.ts';
import { backendChoice, innerPath, output, pin, resourceKind } from './content-shapes.ts';
import {
  also,
  anything,
  flag,
  hash,
  id,
  kinds,
  listOf,
  mapOf,
  may,
  number,
  oneOf,
  orNull,
  table,
  text,
  time,
  whole,
  type Shape,
} from './json-shape.ts';

const ids = listOf(id);
const owned = { group: id, owner: id } as const;

const resource = table<Resource>({
  id,
  kind: resourceKind,
  name: text,
  description: text,
  ...owned,
  created: time,
  modified: time,
  latest: pin,
  deleted: orNull(time),
  tags: ids,
  topic: may(text),
});

const snapshot = table<Snapshot>({
  resource: id,
  number: whole,
  content: hash,
  previous: orNull(whole),
  author: id,
  time,
  message: text,
});

export const bundledResource: Shape<BundledResource> = table<BundledResource>({
  resource,
  snapshots: listOf(snapshot),
});

const place = table<Place>({ plugin: text, file: text, line: number, column: number });
const fault = table<Fault>({
  message: text,
  step: orNull(text),
  task: orNull(text),
  stack: text,
  place: orNull(place),
});

const backend = table<BackendFacts>({
  backend: oneOf('webgpu', 'wasm', 'cpu'),
  reason: text,
  simd: flag,
  adapter: orNull(
    table<NonNullable<BackendFacts['adapter']>>({
      vendor: text,
      architecture: text,
      description: text,
      fallback: flag,
    }),
  ),
  versions: mapOf(text),
});

const bytes: Shape<Uint8Array> = (value, at) => (value instanceof Uint8Array ? null : `${at} is not bytes`);

type PreviewOf<K extends Preview['kind']> = Extract<Preview, { readonly kind: K }>;

const preview: Shape<Preview> = kinds<Preview, 'kind'>('kind', {
  text: table<PreviewOf<'text'>>({ kind: oneOf('text'), text }),
  written: table<PreviewOf<'written'>>({ kind: oneOf('written'), text }),
  number: table<PreviewOf<'number'>>({ kind: oneOf('number'), value: number }),
  tensor: table<PreviewOf<'tensor'>>({ kind: oneOf('tensor'), shape: listOf(whole), dtype: text }),
  images: also(
    table<PreviewOf<'images'>>({
      kind: oneOf('images'),
      shape: listOf(whole) as Shape<PreviewOf<'images'>['shape']>,
      data: bytes,
    }),
    ({ shape, data }) => shape.length === 4 && shape.reduce((a, b) => a * b, 1) === data.length,
    'images of n·h·w·c bytes',
  ),
  table: table<PreviewOf<'table'>>({ kind: oneOf('table'), columns: listOf(text), rows: whole }),
});

export const ENDED = oneOf('finished', 'failed', 'cancelled', 'interrupted');
const status = oneOf('queued', 'started', 'finished', 'failed', 'cancelled', 'interrupted');

type EventOf<K extends StoryEvent['kind']> = Extract<StoryEvent, { readonly kind: K }>;

const event: Shape<StoryEvent> = kinds<StoryEvent, 'kind'>('kind', {
  status: table<EventOf<'status'>>({ time, kind: oneOf('status'), status, reason: orNull(text) }),
  backend: table<EventOf<'backend'>>({ time, kind: oneOf('backend'), facts: backend }),
  step: table<EventOf<'step'>>({
    time,
    kind: oneOf('step'),
    step: text,
    status: oneOf('waiting', 'running', 'done', 'failed', 'cancelled', 'skipped'),
    milliseconds: orNull(number),
  }),
  progress: table<EventOf<'progress'>>({
    time,
    kind: oneOf('progress'),
    step: text,
    done: number,
    total: number,
    note: text,
  }),
  preview: table<EventOf<'preview'>>({ time, kind: oneOf('preview'), step: text, output: text, preview }),
  fault: table<EventOf<'fault'>>({ time, kind: oneOf('fault'), fault }),
});

const log = table<LogRecord>({
  time,
  step: orNull(text),
  severity: oneOf('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'),
  logger: text,
  message: text,
});

const point = table<MetricPoint>({ time, step: orNull(text), name: text, value: number, at: number });

const manifest = table<Manifest>({
  format: oneOf(1),
  pins: listOf(table<Manifest['pins'][number]>({ role: text, name: text, pin })),
  parameters: mapOf(anything),
  inputs: mapOf(hash),
  data: mapOf(hash),
  seed: number,
  backend: orNull(backend),
  alidade: text,
  userAgent: text,
  created: time,
  started: orNull(time),
  ended: orNull(time),
});

/** The numbers of jobs go on from the highest; one near the end of what a number holds would be the last. */
const MOST_JOBS = 1e9;

const job = table<JobRecord>({
  id,
  number: also(whole, (count) => count >= 1 && count <= MOST_JOBS, `a number from 1 to ${MOST_JOBS}`),
  ...owned,
  description: text,
  status: ENDED,
  reason: orNull(text),
  created: time,
  started: orNull(time),
  ended: orNull(time),
  experiment: pin,
  entrypoint: pin,
  queue: pin,
  names: table<JobRecord['names']>({ experiment: text, entrypoint: text, queue: text }),
  values: mapOf(orNull(text)),
  artifactValues: mapOf(id),
  backend: backendChoice,
  seed: number,
  timeout: orNull(number),
  fault: orNull(fault),
  manifest: orNull(manifest),
  family: orNull(table<FamilyPlace>({ id, place: whole })),
  deleted: orNull(time),
  tags: ids,
});

export const bundledJob: Shape<BundledJob> = table<BundledJob>({
  job,
  events: listOf(event),
  logs: listOf(log),
  metrics: listOf(point),
});

const artifactFile = table<ArtifactFile>({ path: innerPath, bytes: whole, hash });

const handler = table<ArtifactHandler>({
  plugin: text,
  pin,
  task: text,
  args: mapOf(anything),
  outputs: listOf(output),
});

export const artifact: Shape<ArtifactRecord> = table<ArtifactRecord>({
  id,
  // Without a job where it came as files.
  job: (value, at) => (value === '' ? null : id(value, at)),
  name: text,
  handler,
  folder: flag,
  files: listOf(artifactFile),
  hash,
  bytes: whole,
  created: time,
  description: text,
  ...owned,
  deleted: orNull(time),
  tags: ids,
});

export const tag: Shape<Tag> = table<Tag>({
  id,
  name: also(text, (name) => name.trim() !== '' && name === name.trim(), 'a name'),
  colour: oneOf(...TAG_COLOURS),
  group: id,
});

export const user: Shape<User> = table<User>({ id, name: text, colour: oneOf(...TAG_COLOURS) });
export const group: Shape<Group> = table<Group>({ id, name: text });
