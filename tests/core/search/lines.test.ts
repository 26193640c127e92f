// What a line keeps of each kind of record, and that every field that a search may name is there to be searched.
import { expect, test } from 'vitest';
import { NO_COUNTS, type FamilyRecord } from '#core/family/record.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { Resource } from '#core/resources/snapshot.ts';
import { lineOfArtifact } from '#core/search/artifact-line.ts';
import { lineOfFamily } from '#core/search/family-line.ts';
import { lineOfJob } from '#core/search/job-line.ts';
import { findField, LINE_FIELDS, USUAL_ORDER } from '#core/search/line-fields.ts';
import { testFilter } from '#core/search/line-question.ts';
import { sameLine, type Line, type LineNoun } from '#core/search/line.ts';
import { lineOfResource } from '#core/search/resource-line.ts';

const pin = (resource: string, number = 1) => ({ resource, number, hash: `${resource}${number}` });

const job: JobRecord = {
  id: 'j',
  number: 12,
  group: 'public',
  owner: 'you',
  description: 'first try',
  status: 'finished',
  reason: null,
  created: 1000,
  started: 2000,
  ended: 5500,
  experiment: pin('x'),
  entrypoint: pin('e'),
  queue: pin('q'),
  names: { experiment: 'Scratch', entrypoint: 'Demo', queue: 'auto' },
  values: { eps: '0.1' },
  artifactValues: {},
  family: null,
  backend: 'auto',
  seed: 7,
  timeout: 60,
  fault: null,
  manifest: null,
  deleted: null,
  tags: ['t'],
};

const artifact: ArtifactRecord = {
  id: 'a',
  job: 'j',
  name: 'model',
  handler: {
    plugin: 'artifacts',
    pin: pin('p'),
    task: 'KerasModel',
    args: {},
    outputs: [
      { name: 'a', type: 'network' },
      { name: 'b', type: 'string' },
    ],
  },
  folder: true,
  files: [
    { path: 'model.json', bytes: 3, hash: '1' },
    { path: 'weights.bin', bytes: 5, hash: '2' },
  ],
  hash: 'h',
  bytes: 8,
  created: 3000,
  description: '',
  group: 'public',
  owner: 'you',
  deleted: null,
  tags: [],
};

const named = { name: 'one', description: 'what it is' };
const contents: ContentOf = {
  plugin: {
    ...named,
    files: [
      {
        filename: 'tasks.ts',
        contents: 'export const a = 1;',
        description: '',
        functions: [{ name: 'load', inputs: [], outputs: [] }],
        artifacts: [{ name: 'Keeper', outputs: [] }],
      },
    ],
    types: [],
  },
  type: { ...named, structure: { list: 'number' } },
  entrypoint: {
    ...named,
    taskGraph: 's: {load: []}',
    artifactGraph: 'm: {contents: $s}',
    parameters: [{ name: 'eps', type: 'float', defaultValue: null }],
    artifactParameters: [],
    plugins: [pin('p1'), pin('p2')],
    artifactPlugins: [pin('p2')],
    queues: [pin('q1')],
  },
  experiment: { ...named, entrypoints: [pin('p1')] },
  queue: { ...named, backend: 'cpu', concurrency: 2 },
  model: { ...named, versions: [{ number: 1, description: '', artifact: 'a', hash: 'h' }] },
};
const others: Readonly<Record<string, Pick<Resource, 'name' | 'latest' | 'deleted'>>> = {
  p1: { name: 'first', latest: pin('p1'), deleted: null },
  p2: { name: 'second', latest: pin('p2', 2), deleted: null },
  q1: { name: 'slow', latest: pin('q1', 2), deleted: null },
};

function resourceLine(kind: ResourceKind): Line {
  const resource: Resource = {
    id: kind,
    kind,
    ...named,
    group: 'public',
    owner: 'alidade',
    created: 1,
    modified: 2,
    latest: pin(kind, 3),
    deleted: null,
    tags: [],
  };
  return lineOfResource(resource, contents[kind], (id) => others[id]);
}

const family: FamilyRecord = {
  ...job,
  name: 'Levels',
  sweep: {
    vary: [{ parameter: 'eps', axis: { kind: 'list', values: ['0.1', '0.2'] } }],
    draws: 0,
    drawSeed: 0,
    seeds: [1],
  },
  size: 2,
  varied: '2 eps',
  stop: null,
  stopped: null,
  counts: { ...NO_COUNTS, finished: 1, failed: 1 },
};

const lines: Readonly<Record<LineNoun, Line>> = {
  job: lineOfJob({ ...job, backend: 'wasm' }),
  family: lineOfFamily(family),
  artifact: lineOfArtifact(artifact, job),
  plugin: resourceLine('plugin'),
  type: resourceLine('type'),
  entrypoint: resourceLine('entrypoint'),
  experiment: resourceLine('experiment'),
  queue: resourceLine('queue'),
  model: resourceLine('model'),
};

test.each(Object.keys(lines) as LineNoun[])(
  'every field of a line of %s is there, and no other cell',
  (noun) => {
    const { cells, texts = {} } = lines[noun];
    const named = LINE_FIELDS[noun].map(({ name }) => name).filter((name) => name !== 'tag');
    expect([...Object.keys(cells), ...Object.keys(texts)].toSorted()).toEqual(named.toSorted());
    expect(Object.keys(cells)).toContain(USUAL_ORDER[noun].field);
  },
);

test('a line of a job is small, and says how long it took', () => {
  const { cells, links, tags } = lines.job;
  expect(cells).toMatchObject({ number: 12, status: 'finished', took: 3500, backend: 'wasm', by: 'you' });
  expect(links).toEqual({ experiment: 'x', entrypoint: 'e', queue: 'q' });
  expect(tags).toEqual(['t']);
  expect(JSON.stringify(lines.job).length).toBeLessThan(500);
});

test('an artifact is told with its types, its files and its job', () => {
  expect(lines.artifact.cells).toMatchObject({ type: 'network, string', job: 12, files: 2, bytes: 8 });
  expect(lines.artifact.texts).toEqual({ filename: ['model.json', 'weights.bin'] });
  expect(lineOfArtifact(artifact, null)).toMatchObject({ cells: { job: null }, links: { job: 'j' } });
});

test('an entrypoint tells what it pins by present names, and what has moved on', () => {
  const { cells, uses } = lines.entrypoint;
  expect(cells).toMatchObject({ plugins: 'first, second', outdated: 'second', queue: 'slow', parameters: 1 });
  expect(uses).toEqual(['p1', 'p2', 'q1']);
  expect(lines.experiment.cells).toMatchObject({ entrypoints: 'first', outdated: null, by: 'built in' });
  expect(lines.plugin.cells).toMatchObject({ files: 1, tasks: 2, snapshot: 3 });
  expect(lines.type.cells.structure).toBe('list');
});

test('a field is found by its own name, or the reference’s', () => {
  const called = (noun: LineNoun, name: string) => findField(LINE_FIELDS[noun], name)?.name;
  expect(called('job', 'id')).toBe('number');
  expect(called('plugin', 'lastModifiedOn')).toBe('modified');
  for (const name of ['name', 'description', 'task_graph', 'artifact_graph', 'tag'])
    expect(called('entrypoint', name)).toBe(name);
  for (const name of [
    'description',
    'status',
    'timeout',
    'tag',
    'createdOn',
    'experiment',
    'entrypoint',
    'queue',
  ])
    expect(called('job', name)).toBeDefined();
  expect(called('job', 'name')).toBeUndefined();
});

test('a filter lets through what belongs there and is not deleted', () => {
  const lets = (filter: Parameters<typeof testFilter>[0], line = lines.job) => testFilter(filter)(line);
  expect(lets({})).toBe(true);
  expect(lets({ experiment: 'x', queue: 'q' })).toBe(true);
  expect(lets({ experiment: 'e' })).toBe(false);
  expect(lets({}, { ...lines.job, deleted: true })).toBe(false);
  expect(lets({ deleted: true }, { ...lines.job, deleted: true })).toBe(true);
  expect(lets({ types: ['network, string'], job: 'j' }, lines.artifact)).toBe(true);
  expect(lets({ types: ['network'] }, lines.artifact)).toBe(false);
});

test('two lines are the same where all that is shown and found is', () => {
  const line = lines.artifact;
  expect(sameLine(line, structuredClone(line))).toBe(true);
  const others: Partial<Line>[] = [
    { deleted: true },
    { tags: ['t'] },
    { cells: { ...line.cells, job: 13 } },
    { cells: {} },
    { texts: { filename: ['model.json'] } },
    { links: {} },
    { uses: ['p'] },
  ];
  for (const other of others) expect(sameLine(line, { ...line, ...other })).toBe(false);
});
