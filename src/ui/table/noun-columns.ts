/** What the lists of each noun show, and where their rows lead. */
import type { Line, LineNoun } from '#core/search/line.ts';
import type { Column } from './column.ts';

/** The page of one record of each noun. */
export const NOUN_PATHS: Readonly<Record<LineNoun, string>> = {
  job: 'jobs/view/',
  family: 'families/view/',
  artifact: 'artifacts/view/',
  plugin: 'plugins/view/',
  type: 'types/view/',
  entrypoint: 'entrypoints/view/',
  experiment: 'experiments/view/',
  queue: 'queues/view/',
  model: 'models/view/',
};

const sayFamily = ({ cells }: Line) => (cells.family === null ? '' : `Family ${cells.family}`);
const sayJob = ({ cells }: Line) => (cells.job === null ? '' : `Job ${cells.job}`);

const NUMBER = { width: 6.5, end: true, falling: true } as const;
const TIME = { show: 'time', width: 8.5, end: true, falling: true } as const;
const TAGS: Column = { id: 'tag', name: 'Tags', show: 'tags', width: 12 };
const BY: Column = { id: 'by', name: 'By', width: 6 };
const DESCRIPTION: Column = { id: 'description', name: 'Description', show: 'words', long: true };

const SNAPSHOTS: Column = { id: 'snapshot', name: 'Snapshots', ...NUMBER, wide: true };

const resource = (...own: readonly Column[]): readonly Column[] => [
  { id: 'name', name: 'Name', width: 16 },
  DESCRIPTION,
  ...own,
  TAGS,
  BY,
  ...(own.some(({ id }) => id === SNAPSHOTS.id) ? [] : [SNAPSHOTS]),
  { id: 'created', name: 'Created', ...TIME, spare: true },
  { id: 'modified', name: 'Changed', ...TIME },
];

export const NOUN_COLUMNS: Readonly<Record<LineNoun, readonly Column[]>> = {
  job: [
    { id: 'number', name: 'Job', text: ({ cells }) => `Job ${cells.number}`, width: 6.5, falling: true },
    { id: 'entrypoint', name: 'Entrypoint' },
    { id: 'status', name: 'State', show: 'state', width: 8 },
    { ...DESCRIPTION, spare: true },
    { ...TAGS, width: 11 },
    { id: 'took', name: 'Took', show: 'duration', width: 6, end: true, falling: true },
    { id: 'backend', name: 'Backend', show: 'mono', width: 6.5, wide: true },
    { id: 'experiment', name: 'Experiment', wide: true, width: 10 },
    { id: 'queue', name: 'Queue', wide: true, width: 6 },
    { id: 'seed', name: 'Seed', ...NUMBER, spare: true },
    { id: 'family', name: 'Family', text: sayFamily, width: 6.5, falling: true, spare: true },
    { ...BY, spare: true },
    { id: 'started', name: 'Started', ...TIME, spare: true },
    { id: 'ended', name: 'Ended', ...TIME, spare: true },
    { id: 'created', name: 'Asked for', ...TIME },
  ],
  family: [
    { id: 'name', name: 'Family', width: 14 },
    { id: 'entrypoint', name: 'Entrypoint' },
    { id: 'varied', name: 'Varies', width: 16 },
    { id: 'status', name: 'State', show: 'state', width: 8 },
    { id: 'done', name: 'Done', text: ({ cells }) => `${cells.done} of ${cells.jobs}`, ...NUMBER },
    { id: 'failed', name: 'Failed', ...NUMBER, width: 5, wide: true },
    { ...DESCRIPTION, spare: true },
    { ...TAGS, width: 11 },
    { id: 'experiment', name: 'Experiment', wide: true, width: 10 },
    { id: 'queue', name: 'Queue', spare: true, width: 6 },
    { ...BY, spare: true },
    { id: 'number', name: 'Number', ...NUMBER, spare: true },
    { id: 'created', name: 'Asked for', ...TIME },
  ],
  artifact: [
    { id: 'name', name: 'Name', width: 14 },
    { id: 'type', name: 'Type', show: 'mono', width: 10 },
    DESCRIPTION,
    TAGS,
    { id: 'job', name: 'Job', text: sayJob, width: 6, falling: true },
    { id: 'entrypoint', name: 'Entrypoint', width: 10, wide: true },
    { id: 'experiment', name: 'Experiment', width: 10, spare: true },
    { id: 'task', name: 'Task', show: 'mono', width: 10, wide: true },
    { id: 'plugin', name: 'Plugin', show: 'mono', width: 10, spare: true },
    { id: 'files', name: 'Files', ...NUMBER, width: 5, spare: true },
    { id: 'bytes', name: 'Size', show: 'bytes', width: 6, end: true, falling: true },
    { ...BY, spare: true },
    { id: 'created', name: 'Made', ...TIME },
  ],
  plugin: resource(
    { id: 'files', name: 'Files', ...NUMBER, width: 5, wide: true },
    { id: 'tasks', name: 'Tasks', ...NUMBER, width: 5, wide: true },
  ),
  type: resource({ id: 'structure', name: 'Structure', width: 7, wide: true }),
  entrypoint: resource(
    { id: 'topic', name: 'Topic', width: 9 },
    { id: 'plugins', name: 'Plugins', show: 'pins', width: 9, wide: true },
    { ...SNAPSHOTS, spare: true },
    { id: 'queue', name: 'Queues', width: 8, spare: true },
    { id: 'parameters', name: 'Parameters', ...NUMBER, spare: true },
  ),
  experiment: resource({ id: 'entrypoints', name: 'Entrypoints', show: 'pins', width: 14, wide: true }),
  queue: resource(
    { id: 'backend', name: 'Backend', show: 'mono', width: 6.5 },
    { id: 'concurrency', name: 'At once', ...NUMBER, width: 6, wide: true },
  ),
  model: resource({ id: 'versions', name: 'Versions', ...NUMBER }),
};
