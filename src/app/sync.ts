/** An outdated pin brought to the latest: what changed in what is pinned, and what is wrong with the graphs then. */
import type { Issue } from '#core/issues.ts';
import type { ContentOf, EntrypointContent, Pin } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import {
  outdatedOf,
  PIN_LISTS,
  pinsOf,
  syncedPart,
  type Pinner,
  type SyncChange,
  type SyncPreview,
  type Synced,
} from '#core/resources/sync.ts';
import { ALIDADE_USER } from '#core/resources/snapshot.ts';
import { notFound, readOnly, Refusal } from '#store/refusal.ts';
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
  const list = PIN_LISTS[kind].find((one) =>
    pinsOf(of, one.list).some(({ resource }) => resource === from.resource),
  );
  const change = list && (await readChange(list.kind, from, to));
  if (!change) return null;
  const part = syncedPart(kind, of, to);
  const [before, after] =
    change.kind === 'entrypoint'
      ? [change.before.content, change.after.content]
      : [of as EntrypointContent, { ...of, ...part } as EntrypointContent];
  return { change, of, part, ...(await compareIssues(before, after)) };
}

/** Brings every outdated pin of a record to its latest, or that of one resource, as one snapshot. */
export async function syncPins<K extends Pinner>(
  kind: K,
  id: string,
  options: { readonly resource?: string; readonly anyway?: boolean } = {},
): Promise<Synced<K>> {
  const { resource, anyway = false } = options;
  const found = await store.resources.get(kind, id);
  if (!found || found.resource.deleted !== null) throw notFound(KINDS[kind].noun, id);
  if (found.resource.owner === ALIDADE_USER) throw readOnly(found.content.name);
  const latest = await latestPins(kind, found.content);
  const behind = outdatedOf(kind, found.content, (pinned) => latest.get(pinned) ?? null).filter(
    ({ pin }) => resource === undefined || pin.resource === resource,
  );
  if (behind.length === 0) return { saved: found, worse: [] };
  const content = behind.reduce(
    (before, { latest: to }) => ({ ...before, ...syncedPart(kind, before, to) }),
    found.content,
  );
  const worse =
    kind === 'entrypoint'
      ? (await compareIssues(found.content as EntrypointContent, content as EntrypointContent)).worse
      : (
          await Promise.all(behind.map(({ pin, latest: to }) => previewSync(kind, found.content, pin, to)))
        ).flatMap((preview) => preview?.worse ?? []);
  if (worse.some(({ severity }) => severity === 'ERROR') && !anyway) return { saved: null, worse };
  const message = behind.length === 1 ? 'Synced a pin' : `Synced ${behind.length} pins`;
  try {
    const by = { message, base: found.resource.latest };
    return { saved: await store.resources.save(kind, id, content, by), worse };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'moved-on') throw error;
    // What was saved while the graphs were checked must not be undone by it.
    return syncPins(kind, id, options);
  }
}

/** What is latest of each resource that it pins and that is not deleted. */
async function latestPins<K extends Pinner>(kind: K, content: ContentOf[K]): Promise<Map<string, Pin>> {
  const found = await Promise.all(
    PIN_LISTS[kind].flatMap(({ list, kind: pinned }) =>
      pinsOf(content, list).map(({ resource }) => store.resources.get(pinned, resource)),
    ),
  );
  return new Map(
    found.flatMap((one) =>
      one && one.resource.deleted === null ? [[one.resource.id, one.resource.latest]] : [],
    ),
  );
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
