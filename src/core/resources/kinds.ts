/** The nouns that have snapshots: what each is called, and how a new one begins. */
import type { ContentOf, ResourceKind } from './content.ts';

export interface Kind<K extends ResourceKind> {
  /** What one is called, and several. */
  readonly noun: string;
  readonly nouns: string;
  /** The folder of its pages. */
  readonly place: string;
  /** The page on which one is made and changed: its own, or where there is nothing to see without changing it, the same. */
  readonly editor: string;
  /** The content of a new one, before anything is typed. */
  readonly empty: ContentOf[K];
}

const NAMED = { name: '', description: '' } as const;

export const KINDS: { readonly [K in ResourceKind]: Kind<K> } = {
  plugin: {
    noun: 'plugin',
    nouns: 'plugins',
    place: 'plugins/',
    editor: 'plugins/edit/',
    empty: { ...NAMED, files: [], types: [] },
  },
  type: {
    noun: 'type',
    nouns: 'types',
    place: 'types/',
    editor: 'types/edit/',
    empty: { ...NAMED, structure: null },
  },
  entrypoint: {
    noun: 'entrypoint',
    nouns: 'entrypoints',
    place: 'entrypoints/',
    editor: 'entrypoints/view/',
    empty: {
      ...NAMED,
      taskGraph: '',
      artifactGraph: '',
      parameters: [],
      artifactParameters: [],
      plugins: [],
      artifactPlugins: [],
      queues: [],
    },
  },
  experiment: {
    noun: 'experiment',
    nouns: 'experiments',
    place: 'experiments/',
    editor: 'experiments/edit/',
    empty: { ...NAMED, entrypoints: [] },
  },
  queue: {
    noun: 'queue',
    nouns: 'queues',
    place: 'queues/',
    editor: 'queues/edit/',
    empty: { ...NAMED, backend: 'auto', concurrency: 1 },
  },
  model: {
    noun: 'model',
    nouns: 'models',
    place: 'models/',
    editor: 'models/edit/',
    empty: { ...NAMED, versions: [] },
  },
};

/** All kinds, in the order in which a person meets them. */
export const RESOURCE_KINDS = Object.keys(KINDS) as readonly ResourceKind[];
