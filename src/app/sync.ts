/** An outdated pin of an entrypoint brought to the latest: what changed in what is pinned, and what is wrong with the graphs then. */
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent, Pin } from '#core/resources/content.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { drawEntrypoint } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { store } from './store.ts';

/** What syncing would do. */
export interface SyncPreview {
  readonly change:
    | { readonly kind: 'plugin'; readonly before: Versioned<'plugin'>; readonly after: Versioned<'plugin'> }
    | { readonly kind: 'queue'; readonly before: Versioned<'queue'>; readonly after: Versioned<'queue'> };
  /** The content that it was worked out for; it fits nothing else. */
  readonly of: EntrypointContent;
  /** What of the entrypoint changes: every list that pins it. */
  readonly part: Partial<EntrypointContent>;
  /** What would be wrong then that is not wrong now. */
  readonly worse: readonly Issue[];
  /** How much that is wrong now would be mended. */
  readonly mended: number;
}

/** Null where what is pinned, or its latest, is not here any more. */
export async function previewSync(of: EntrypointContent, from: Pin, to: Pin): Promise<SyncPreview | null> {
  const change = await readChange(of, from, to);
  if (!change) return null;
  const part = partOf(of, from, to);
  const [now, then] = [await issuesOf(of), await issuesOf({ ...of, ...part })];
  const [known, left] = [new Set(now.map(keyOf)), new Set(then.map(keyOf))];
  return {
    change,
    of,
    part,
    worse: then.filter((issue) => !known.has(keyOf(issue))),
    mended: now.filter((issue) => !left.has(keyOf(issue))).length,
  };
}

async function readChange(
  { queues }: EntrypointContent,
  from: Pin,
  to: Pin,
): Promise<SyncPreview['change'] | null> {
  const read = async <K extends 'plugin' | 'queue'>(kind: K) => {
    const before = await store.resources.getByPin(kind, from);
    const after = await store.resources.getByPin(kind, to);
    return before && after && { kind, before, after };
  };
  const isQueue = queues.some(({ resource }) => resource === from.resource);
  return (await read(isQueue ? 'queue' : 'plugin')) as SyncPreview['change'] | null;
}

function partOf(content: EntrypointContent, { resource }: Pin, to: Pin): Partial<EntrypointContent> {
  const lists = (['plugins', 'artifactPlugins', 'queues'] as const).filter((list) =>
    content[list].some((pin) => pin.resource === resource),
  );
  return Object.fromEntries(
    lists.map((list) => [list, content[list].map((pin) => (pin.resource === resource ? to : pin))]),
  );
}

async function issuesOf(content: EntrypointContent): Promise<readonly Issue[]> {
  const { source, issues } = await gatherSource(content);
  return [...issues, ...(await drawEntrypoint(source)).issues];
}

function keyOf({ code, message, document = '' }: Issue): string {
  return `${code} ${document} ${message}`;
}
