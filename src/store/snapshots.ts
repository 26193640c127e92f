/** Writing snapshots, inside a transaction that the caller has opened over resources, snapshots and contents. */
import { hashContent } from '#core/hash/content-hash.ts';
import { invariant } from '#core/invariant.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import { lostVersions } from '#core/resources/model-versions.ts';
import { pinOf } from '#core/resources/pins.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';
import { withArticle } from '#core/text/article.ts';
import { newId } from './ids.ts';
import { Refusal } from './refusal.ts';
import type { ResourceRow, Tables } from './tables.ts';

interface Signature {
  readonly author: string;
  readonly message: string;
}

export async function firstSnapshot<K extends ResourceKind>(
  db: Tables,
  kind: K,
  content: ContentOf[K],
  { author, message, group, id = newId() }: Signature & { readonly group: string; readonly id?: string },
): Promise<Versioned<K>> {
  await refuseTakenName(db, kind, group, content.name, null);
  const time = Date.now();
  const hash = hashContent(content);
  const snapshot: Snapshot = {
    resource: id,
    number: 1,
    content: hash,
    previous: null,
    author,
    time,
    message,
  };
  const { name, description } = content;
  const row: ResourceRow = {
    id,
    kind,
    name,
    description,
    group,
    owner: author,
    created: time,
    modified: time,
    latest: pinOf(snapshot),
    deleted: null,
    tags: [],
    live: 1,
  };
  return keep(db, row, snapshot, content);
}

/** The next snapshot of this row; where the content is the latest already, what is there. */
export async function addSnapshot<K extends ResourceKind>(
  db: Tables,
  row: ResourceRow,
  content: ContentOf[K],
  { author, message }: Signature,
): Promise<Versioned<K>> {
  const hash = hashContent(content);
  const { number } = row.latest;
  if (hash === row.latest.hash) {
    const latest = (await db.snapshots.get([row.id, number]))!;
    return { resource: recordOf(row), snapshot: latest, content };
  }
  await refuseTakenName(db, row.kind, row.group, content.name, row.id);
  if (row.kind === 'model') await refuseLostVersions(db, row, content as ContentOf['model']);
  const time = Date.now();
  const next: Snapshot = {
    resource: row.id,
    number: number + 1,
    content: hash,
    previous: number,
    author,
    time,
    message,
  };
  const { name, description } = content;
  return keep(db, { ...row, name, description, modified: time, latest: pinOf(next) }, next, content);
}

/** The latest content of a row. */
export async function readContent<K extends ResourceKind>(
  db: Tables,
  row: ResourceRow,
): Promise<ContentOf[K]> {
  const found = await db.contents.get(row.latest.hash);
  invariant(found, `the content ${row.latest.hash} of ${row.kind} ${row.id} is missing`);
  return found.content as ContentOf[K];
}

/** The record without what only the indexes need. */
export function recordOf(row: ResourceRow): Resource {
  const { live: _live, ...resource } = row;
  return resource;
}

async function keep<K extends ResourceKind>(
  db: Tables,
  row: ResourceRow,
  snapshot: Snapshot,
  content: ContentOf[K],
): Promise<Versioned<K>> {
  await db.contents.put({ hash: snapshot.content, content });
  await db.snapshots.add(snapshot);
  await db.resources.put(row);
  return { resource: recordOf(row), snapshot, content };
}

/** Refuses to take out a model's version that was saved, or to give its number to another artifact. */
async function refuseLostVersions(db: Tables, row: ResourceRow, { versions }: ContentOf['model']) {
  const before = await readContent<'model'>(db, row);
  const [lost] = lostVersions(before.versions, versions);
  if (lost === undefined) return;
  throw new Refusal(
    'version-lost',
    `Version ${lost} of “${row.name}” was saved, and would be lost.`,
    'Keep it, and say in its description that it is not to be used.',
  );
}

/** Refuses a name that another resource of this kind and group has. */
export async function refuseTakenName(
  db: Tables,
  kind: ResourceKind,
  group: string,
  name: string,
  own: string | null,
) {
  const other = await db.resources.get({ live: 1, kind, group, name });
  if (other && other.id !== own) {
    throw new Refusal(
      'name-taken',
      `There is already ${withArticle(kind)} named “${name}”.`,
      'Choose another name.',
    );
  }
}
