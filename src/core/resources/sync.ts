/** What bringing an outdated pin to the latest would do, worked out before it is kept. */
import type { Issue } from '#core/issues.ts';
import type { ContentOf, Pin } from './content.ts';
import { outdatedPins, type OutdatedPin } from './pins.ts';
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

/** What syncing one pin would do. */
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

/** What a sync of several pins kept. */
export interface Synced<K extends Pinner> {
  /** The next snapshot, or the present one where no pin was behind; null where the graphs would have got worse, and nothing was kept. */
  readonly saved: Versioned<K> | null;
  /** What is wrong with the graphs then that was not wrong before. */
  readonly worse: readonly Issue[];
}

/** The pins of a content that are behind, each once, be it in several lists. */
export function outdatedOf<K extends Pinner>(
  kind: K,
  content: ContentOf[K],
  latest: (resource: string) => Pin | null,
): readonly OutdatedPin[] {
  const pins = PIN_LISTS[kind].flatMap(({ list }) => pinsOf(content, list));
  const once = new Map(pins.map((pin) => [`${pin.resource} ${pin.number}`, pin]));
  return outdatedPins([...once.values()], latest);
}

/** The content with the pins of one resource brought to another of its snapshots, as the part that changes. */
export function syncedPart<K extends Pinner>(kind: K, content: ContentOf[K], to: Pin): Partial<ContentOf[K]> {
  const lists = PIN_LISTS[kind]
    .map(({ list }) => [list, pinsOf(content, list)] as const)
    .filter(([, pins]) => pins.some(({ resource }) => resource === to.resource))
    .map(([list, pins]) => [list, pins.map((pin) => (pin.resource === to.resource ? to : pin))]);
  return Object.fromEntries(lists) as Partial<ContentOf[K]>;
}

/** The pins of one of its lists. */
export function pinsOf(content: object, list: string): readonly Pin[] {
  return (content as Record<string, readonly Pin[]>)[list] ?? [];
}
