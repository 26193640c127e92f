/** The fields of each noun: the reference's searchable and sortable ones, and ours. */
import type { LineOrder } from './find-lines.ts';
import type { LineField, LineNoun } from './line.ts';

type Rest = Partial<Pick<LineField, 'type' | 'also'>>;

const free = (name: string, rest: Rest = {}): LineField => ({
  name,
  type: 'text',
  free: true,
  also: [],
  ...rest,
});
const only = (name: string, rest: Rest = {}): LineField => ({ ...free(name, rest), free: false });

const TAG = free('tag', { type: 'tag' });
const CREATED = only('created', { type: 'time', also: ['createdOn'] });
const MODIFIED = only('modified', { type: 'time', also: ['lastModifiedOn'] });

const resource = (...own: readonly LineField[]): readonly LineField[] => [
  free('name'),
  free('description'),
  ...own,
  TAG,
  free('by'),
  only('snapshot', { type: 'number' }),
  CREATED,
  MODIFIED,
];
const count = (name: string) => only(name, { type: 'number' });

/** What a search of each noun may name, in the order in which it is offered. */
export const LINE_FIELDS: Readonly<Record<LineNoun, readonly LineField[]>> = {
  job: [
    free('number', { type: 'number', also: ['id'] }),
    free('entrypoint'),
    free('experiment'),
    free('queue'),
    free('status', { also: ['state'] }),
    free('description'),
    TAG,
    free('backend'),
    only('timeout', { type: 'number' }),
    only('seed', { type: 'number' }),
    only('family', { type: 'number' }),
    free('by'),
    CREATED,
    only('started', { type: 'time' }),
    only('ended', { type: 'time' }),
    only('took', { type: 'amount' }),
  ],
  family: [
    free('number', { type: 'number', also: ['id'] }),
    free('name'),
    free('entrypoint'),
    free('experiment'),
    free('queue'),
    free('status', { also: ['state'] }),
    free('varied'),
    only('parameter'),
    free('description'),
    TAG,
    count('jobs'),
    count('done'),
    count('failed'),
    free('by'),
    CREATED,
  ],
  artifact: [
    free('name'),
    free('type'),
    free('description'),
    TAG,
    free('task'),
    free('plugin'),
    only('job', { type: 'number' }),
    free('entrypoint'),
    free('experiment'),
    count('files'),
    only('filename'),
    only('bytes', { type: 'amount' }),
    only('hash'),
    free('by'),
    CREATED,
  ],
  plugin: resource(count('files'), count('tasks'), free('filename'), free('task'), only('contents')),
  type: resource(free('structure')),
  entrypoint: resource(
    free('topic'),
    free('plugins', { also: ['plugin'] }),
    only('queue'),
    only('outdated'),
    free('task_graph'),
    free('artifact_graph'),
    only('parameter'),
    count('parameters'),
    only('own', { type: 'amount' }),
  ),
  experiment: resource(free('entrypoints', { also: ['entrypoint'] }), only('outdated')),
  queue: resource(free('backend'), count('concurrency')),
  model: resource(count('versions')),
};

/** The order in which a list of the noun stands until a person chooses another, and in which what is equal by that one stands. */
export const USUAL_ORDER: Readonly<Record<LineNoun, LineOrder>> = {
  job: { field: 'number', falling: true },
  family: { field: 'number', falling: true },
  artifact: { field: 'created', falling: true },
  plugin: { field: 'modified', falling: true },
  type: { field: 'modified', falling: true },
  entrypoint: {
    field: 'own',
    falling: true,
    ties: [
      { field: 'topic', falling: false },
      { field: 'name', falling: false },
    ],
  },
  experiment: { field: 'modified', falling: true },
  queue: { field: 'modified', falling: true },
  model: { field: 'modified', falling: true },
};

/** The field that a search calls so, by its own or another name, in whatever case. */
export function findField(fields: readonly LineField[], called: string): LineField | undefined {
  const word = called.toLowerCase();
  return (
    fields.find(({ name }) => name === word) ??
    fields.find(({ also }) => also.some((other) => other.toLowerCase() === word))
  );
}
