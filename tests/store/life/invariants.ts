// What must hold after every step of any life, whatever the step was.
import { expect } from 'vitest';
import { needsOfArtifact, needsOfContent, needsOfJob } from '#core/bundle/needs.ts';
import { hashContent } from '#core/hash/content-hash.ts';
import type { Pin } from '#core/resources/content.ts';
import type { Resource } from '#core/resources/snapshot.ts';
import type { Store } from '#store/store.ts';
import { readDrafts, readLine, readRows, type Line, type World } from './world.ts';

/** Reads everything, holds it against what was seen before, and believes the rest from now on. */
export async function holds(store: Store, world: World): Promise<void> {
  const rows = await readRows(store);
  const lines = new Map<string, Line>();
  for (const row of rows.values()) lines.set(row.id, await readLine(store, row));
  for (const id of world.rows.keys()) expect(rows.has(id), 'only a purge takes a resource away').toBe(true);
  for (const [id, line] of lines) checkLine(rows.get(id)!, line, world.lines.get(id));
  checkNames([...rows.values()]);
  world.rows = rows;
  world.lines = lines;
  await checkDrafts(store, world);
  await checkTags(store, rows);
  await checkPins(store, world);
}

/** No resource changed, and so none of their lines, which `holds` then reads. */
export async function unchanged(store: Store, world: World): Promise<void> {
  expect(await readRows(store)).toEqual(world.rows);
}

function checkLine({ id, name, latest }: Resource, { snapshots, contents }: Line, before?: Line): void {
  expect(snapshots.slice(0, before?.snapshots.length ?? 0), 'snapshots are immutable').toEqual(
    before?.snapshots ?? [],
  );
  expect(snapshots.map(({ number }) => number)).toEqual(snapshots.map((_, place) => place + 1));
  expect(snapshots.map(({ previous }) => previous)).toEqual(snapshots.map((_, place) => place || null));
  expect(contents.map(hashContent), 'hashes are true').toEqual(snapshots.map(({ content }) => content));
  const last = snapshots.at(-1)!;
  expect(latest).toEqual({ resource: id, number: last.number, hash: last.content });
  expect(contents.at(-1)!.name).toBe(name);
}

function checkNames(rows: readonly Resource[]): void {
  const names = rows
    .filter((row) => row.deleted === null)
    .map(({ kind, group, name }) => JSON.stringify([kind, group, name]));
  expect(names.toSorted(), 'names are unique among the living').toEqual([...new Set(names)].toSorted());
}

/** What a command did to drafts it has told the world itself. */
async function checkDrafts(store: Store, { drafts }: World): Promise<void> {
  expect(await readDrafts(store), 'drafts are lost by nothing but discard and save').toEqual(drafts);
}

async function checkTags(store: Store, rows: ReadonlyMap<string, Resource>): Promise<void> {
  const known = new Set((await store.tags.list()).map(({ id }) => id));
  const carried = [...rows.values(), ...(await store.jobs.list()), ...(await store.artifacts.list())];
  for (const { tags } of carried) {
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) expect(known.has(tag), 'a tag that is carried is there').toBe(true);
  }
}

async function checkPins(store: Store, { rows, lines, drafts, purged }: World): Promise<void> {
  const jobs = await store.jobs.list();
  const artifacts = await store.artifacts.list();
  const contents = [
    ...[...lines.values()].flatMap((line) => line.contents),
    ...[...drafts.values()].map(({ content }) => content),
  ];
  const needs = [...contents.map(needsOfContent), ...jobs.map(needsOfJob), ...artifacts.map(needsOfArtifact)];
  for (const pin of onlyOnce(needs.flatMap(({ pins }) => pins)))
    if (!(await resolves(store, rows, pin)))
      expect(purged, 'a pin resolves, or what it names was purged').toContain(pin.resource);
  for (const { table, id } of needs.flatMap(({ refs }) => refs)) {
    if (table === 'artifacts' && !(await store.artifacts.get(id))) expect(purged).toContain(id);
  }
  for (const { files } of artifacts)
    for (const { hash } of files) expect(await store.artifacts.readBlob(hash)).not.toBeNull();
}

async function resolves(store: Store, rows: World['rows'], pin: Pin): Promise<boolean> {
  const row = rows.get(pin.resource);
  const found = row && (await store.resources.getByPin(row.kind, pin));
  return found ? hashContent(found.content) === pin.hash : false;
}

function onlyOnce(pins: readonly Pin[]): Pin[] {
  return [...new Map(pins.map((pin) => [JSON.stringify(pin), pin])).values()];
}
