/** From records to lines: how the records of each noun are read, all in chunks or some by their ids. */
import Dexie, { type Table } from 'dexie';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { FamilyRecord } from '#core/family/record.ts';
import { lineOfArtifact, type Maker } from '#core/search/artifact-line.ts';
import { lineOfFamily } from '#core/search/family-line.ts';
import { lineOfJob } from '#core/search/job-line.ts';
import type { Line, LineNoun } from '#core/search/line.ts';
import { lineOfResource } from '#core/search/resource-line.ts';
import { recordOf } from './snapshots.ts';
import type { JobRow, ResourceRow, Tables } from './tables.ts';
import type { Tagged } from './tags.ts';

export interface LineReader {
  /** The table whose changes change lines. */
  readonly table: Tagged;
  /** How many records `readAll` will read, roughly. */
  count(): Promise<number>;
  /** Every line there is, in chunks; what a list shows first comes first where that costs nothing. */
  readAll(): AsyncGenerator<readonly Line[]>;
  /** The lines of these ids; what is not there, or of another noun, is left out. */
  read(ids: readonly string[]): Promise<readonly Line[]>;
}

/** So many records are read at once: few enough to show something soon, enough that the way to the database costs little. */
const CHUNK = 1000;

export function readerOf(db: Tables, noun: LineNoun): LineReader {
  if (noun === 'job') return withNames(db, jobReader(db));
  if (noun === 'family') return withNames(db, familyReader(db));
  return withNames(db, noun === 'artifact' ? artifactReader(db) : resourceReader(db, noun));
}

/** Whose a record is by name, as far as the user is here. */
function withNames({ users }: Tables, reader: LineReader): LineReader {
  const named = async (lines: readonly Line[]) => {
    const names = new Map((await users.toArray()).map(({ id, name }) => [id, name]));
    return lines.map((line) => {
      const name = names.get(String(line.cells.by));
      return name === undefined ? line : { ...line, cells: { ...line.cells, by: name } };
    });
  };
  return {
    ...reader,
    async *readAll() {
      for await (const lines of reader.readAll()) yield await named(lines);
    },
    read: async (ids) => named(await reader.read(ids)),
  };
}

function jobReader({ jobs, families }: Tables): LineReader {
  /** The number of a family never changes. */
  const numbers = new Map<string, number>();
  const toLines = async (rows: readonly JobRow[]) => {
    const unknown = new Set(
      rows.flatMap(({ family }) => (family && !numbers.has(family.id) ? [family.id] : [])),
    );
    for (const { id, number } of await getSome<FamilyRecord>(families, [...unknown])) numbers.set(id, number);
    return rows.map((row) => lineOfJob(row, row.family && (numbers.get(row.family.id) ?? null)));
  };
  return {
    table: 'jobs',
    count: () => jobs.count(),
    async *readAll() {
      let above = ((await jobs.orderBy('number').last())?.number ?? 0) + 1;
      while (above > 0) {
        const from = Math.max(0, above - CHUNK);
        const rows = await jobs.where('number').between(from, above, true, false).toArray();
        yield await toLines(rows);
        // Numbers have gaps, be it of a thousand million.
        above = rows.length > 0 ? from : ((await jobs.where('number').below(from).last())?.number ?? -1) + 1;
      }
    },
    read: async (ids) => toLines(await getSome<JobRow>(jobs, ids)),
  };
}

function familyReader({ families }: Tables): LineReader {
  return {
    table: 'families',
    count: () => families.count(),
    async *readAll() {
      for await (const rows of inChunks<FamilyRecord>(families)) yield rows.map(lineOfFamily);
    },
    read: async (ids) => (await getSome<FamilyRecord>(families, ids)).map(lineOfFamily),
  };
}

function artifactReader({ artifacts, jobs }: Tables): LineReader {
  /** Number and names of a job never change. */
  const makers = new Map<string, Maker>();
  const toLines = async (rows: readonly ArtifactRecord[]) => {
    const unknown = new Set(rows.map(({ job }) => job).filter((id) => !makers.has(id)));
    for (const { id, number, names, experiment, entrypoint } of await getSome<JobRow>(jobs, [...unknown]))
      makers.set(id, { number, names, experiment, entrypoint });
    return rows.map((row) => lineOfArtifact(row, makers.get(row.job) ?? null));
  };
  return {
    table: 'artifacts',
    count: () => artifacts.count(),
    async *readAll() {
      for await (const rows of inChunks<ArtifactRecord>(artifacts)) yield await toLines(rows);
    },
    read: async (ids) => toLines(await getSome<ArtifactRecord>(artifacts, ids)),
  };
}

function resourceReader({ resources, contents }: Tables, kind: ResourceKind): LineReader {
  const toLines = async (all: readonly ResourceRow[]) => {
    const rows = all.filter((row) => row.kind === kind);
    const found = await contents.bulkGet(rows.map(({ latest }) => latest.hash));
    const told = rows.flatMap((row, place) => {
      const content = found[place]?.content as ContentOf[ResourceKind] | undefined;
      return content ? [{ row: recordOf(row), content }] : [];
    });
    const bare = told.map(({ row, content }) => lineOfResource(row, content, () => undefined));
    const used = new Set(bare.flatMap(({ uses = [] }) => uses));
    if (used.size === 0) return bare;
    const known = new Map((await getSome<ResourceRow>(resources, [...used])).map((row) => [row.id, row]));
    return told.map(({ row, content }) => lineOfResource(row, content, (id) => known.get(id)));
  };
  return {
    table: 'resources',
    count: () =>
      resources.where('[live+kind+modified+id]').between([1, kind], [1, kind, Dexie.maxKey]).count(),
    async *readAll() {
      for await (const rows of inChunks<ResourceRow>(resources)) yield await toLines(rows);
    },
    read: async (ids) => toLines(await getSome<ResourceRow>(resources, ids)),
  };
}

async function* inChunks<Row extends { readonly id: string }>(table: Table): AsyncGenerator<readonly Row[]> {
  for (let after = ''; ;) {
    const rows = (await table.where(':id').above(after).limit(CHUNK).toArray()) as Row[];
    yield rows;
    if (rows.length < CHUNK) return;
    after = rows.at(-1)!.id;
  }
}

async function getSome<Row>(table: Table, ids: readonly string[]): Promise<Row[]> {
  return (await table.bulkGet([...ids])).filter((row) => row !== undefined) as Row[];
}
