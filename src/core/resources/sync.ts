/** What bringing an outdated pin to the latest would do, worked out before it is kept. */
import type { Issue } from '../issues.ts';
import type { ContentOf } from './content.ts';
import type { Versioned } from './snapshot.ts';

/** Kinds whose pins a person syncs. */
export type Pinner = 'entrypoint' | 'experiment';

/** Where each of them pins, and what. */
export const PIN_LISTS = {
  entrypoint: [
    { list: 'plugins', kind: 'plugin' },
    { list: 'artifactPlugins', kind: 'plugin' },
    { list: 'queues', kind: 'queue' },
  ],
  experiment: [{ list: 'entrypoints', kind: 'entrypoint' }],
} as const;

interface ChangeOf<K extends 'plugin' | 'queue' | 'entrypoint'> {
  readonly kind: K;
  readonly before: Versioned<K>;
  readonly after: Versioned<K>;
}

/** What is pinned, before and after. */
export type SyncChange = ChangeOf<'plugin'> | ChangeOf<'queue'> | ChangeOf<'entrypoint'>;

export interface SyncPreview<K extends Pinner> {
  readonly change: SyncChange;
  /** The content that it was worked out for; it fits nothing else. */
  readonly of: ContentOf[K];
  /** What of it changes: every list that holds the pin. */
  readonly part: Partial<ContentOf[K]>;
  /** What would be wrong with the graphs then that is not wrong now. */
  readonly worse: readonly Issue[];
  /** How much that is wrong now would be mended. */
  readonly mended: number;
}
