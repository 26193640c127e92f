/** An outdated pin brought to the latest: what changed in what is pinned, and what is wrong with the graphs then. */
import type { Issue } from '#core/issues.ts';
import type { ContentOf, EntrypointContent, Pin } from '#core/resources/content.ts';
import { PIN_LISTS, type Pinner, type SyncChange, type SyncPreview } from '#core/resources/sync.ts';
import { drawEntrypoint } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { store } from './store.ts';

/** Null where what is pinned, or its latest, is not here any more. */
export async function previewSync<K extends Pinner>(
  kind: K,
  of: ContentOf[K],
  from: Pin,
  to: Pin,
): Promise<SyncPreview<K> | null> {
  const lists = PIN_LISTS[kind].filter(({ list }) =>
    pinsOf(of, list).some(({ resource }) => resource === from.resource),
  );
  const change = lists[0] && (await readChange(lists[0].kind, from, to));
  if (!change) return null;
  const synced = lists.map(({ list }) => [
    list,
    pinsOf(of, list).map((pin) => (pin.resource === from.resource ? to : pin)),
  ]);
  const part = Object.fromEntries(synced) as Partial<ContentOf[K]>;
  const [before, after] =
    change.kind === 'entrypoint'
      ? [change.before.content, change.after.content]
      : [of as EntrypointContent, { ...of, ...part } as EntrypointContent];
  return { change, of, part, ...(await compareIssues(before, after)) };
}

function pinsOf(content: object, list: string): readonly Pin[] {
  return (content as Record<string, readonly Pin[]>)[list] ?? [];
}

async function readChange(kind: SyncChange['kind'], from: Pin, to: Pin): Promise<SyncChange | null> {
  const before = await store.resources.getByPin(kind, from);
  const after = await store.resources.getByPin(kind, to);
  return before && after && ({ kind, before, after } as SyncChange);
}

/** What is wrong with the graphs of the one and not of the other. */
async function compareIssues(
  before: EntrypointContent,
  after: EntrypointContent,
): Promise<Pick<SyncPreview<Pinner>, 'worse' | 'mended'>> {
  const [now, then] = [await issuesOf(before), await issuesOf(after)];
  const [known, left] = [new Set(now.map(keyOf)), new Set(then.map(keyOf))];
  return {
    worse: then.filter((issue) => !known.has(keyOf(issue))),
    mended: now.filter((issue) => !left.has(keyOf(issue))).length,
  };
}

async function issuesOf(content: EntrypointContent): Promise<readonly Issue[]> {
  const { source, issues } = await gatherSource(content);
  return [...issues, ...(await drawEntrypoint(source)).issues];
}

function keyOf({ code, message, document = '' }: Issue): string {
  return `${code} ${document} ${message}`;
}
