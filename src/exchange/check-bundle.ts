/** Whether the records of a bundle fit together, when each fits its shape: lines without gaps, hashes true, nothing that belongs to nothing. */
import type { BundledResource, BundleRecords } from '#core/bundle/records.ts';
import { countSweep } from '#core/family/count.ts';
import type { FamilyRecord } from '#core/family/record.ts';
import { hashFiles } from '#core/job/artifact-hash.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import { pinOf, samePin } from '#core/resources/pins.ts';
import { pathOf } from './bundle-format.ts';
import { CONTENT_SHAPES } from './content-shapes.ts';
import { checkAlike } from './intake.ts';

export interface RecordFault {
  readonly path: string;
  readonly fault: string;
}

/** The first fault, or null. `blobs` are sizes by hash. */
export function checkBundle(records: BundleRecords, blobs: ReadonlyMap<string, number>): RecordFault | null {
  const contents = new Map(records.contents.map(({ hash, content }) => [hash, content]));
  const tags = new Set(records.tags.map(({ id }) => id));
  for (const one of records.resources) {
    const fault = checkLine(one, contents) ?? checkTags(one.resource.tags, tags);
    if (fault) return { path: pathOf('resources', one.resource.id), fault };
  }
  for (const { job } of records.jobs) {
    const fault = checkTags(job.tags, tags);
    if (fault) return { path: pathOf('jobs', job.id), fault };
  }
  for (const family of records.families) {
    const fault = checkFamily(family, records, contents) ?? checkTags(family.tags, tags);
    if (fault) return { path: pathOf('families', family.id), fault };
  }
  for (const artifact of records.artifacts) {
    const fault = checkFiles(artifact, blobs) ?? checkTags(artifact.tags, tags);
    if (fault) return { path: pathOf('artifacts', artifact.id), fault };
  }
  const named = new Set(records.artifacts.flatMap(({ files }) => files.map(({ hash }) => hash)));
  const stray = [...blobs.keys()].find((hash) => !named.has(hash));
  return stray === undefined ? null : { path: pathOf('blobs', stray), fault: 'no artifact names it' };
}

/** It is as large as its sweep says, where its entrypoint is here, and its jobs stand at places that it has. */
function checkFamily(
  { id, size, sweep, entrypoint }: FamilyRecord,
  { jobs }: BundleRecords,
  contents: ReadonlyMap<string, ContentOf[ResourceKind]>,
): string | null {
  const content = contents.get(entrypoint.hash);
  // Without the types of its parameters one only knows that there are no more: equal whole numbers count once.
  const isEntrypoint = content !== undefined && 'parameters' in content;
  const most = countSweep(sweep, isEntrypoint ? content.parameters : []).jobs;
  if (isEntrypoint ? size !== most : size > most) return 'its size is not that of its sweep';
  const stray = jobs.find(({ job }) => job.family?.id === id && job.family.place >= size);
  return stray ? `its job ${stray.job.number} stands at no place of it` : null;
}

function checkLine(
  { resource, snapshots }: BundledResource,
  contents: ReadonlyMap<string, ContentOf[ResourceKind]>,
): string | null {
  for (const [i, snapshot] of snapshots.entries()) {
    if (snapshot.resource !== resource.id) return `snapshot ${i + 1} is of another resource`;
    if (snapshot.number !== i + 1 || snapshot.previous !== (i === 0 ? null : i))
      return 'its snapshots do not count from 1';
    const content = contents.get(snapshot.content);
    if (!content) return `the content of snapshot ${i + 1} is missing`;
    const fault = CONTENT_SHAPES[resource.kind](content, 'its content');
    if (fault) return `snapshot ${i + 1} is of another noun: ${fault}`;
  }
  const last = snapshots.at(-1);
  if (!last || !samePin(pinOf(last), resource.latest)) return 'its latest snapshot is not the last';
  const { name, description } = contents.get(last.content)!;
  return name === resource.name && description === resource.description
    ? null
    : 'its name is not that of its content';
}

function checkFiles(
  { files, folder, bytes, hash }: ArtifactRecord,
  blobs: ReadonlyMap<string, number>,
): string | null {
  if (!folder && files.length !== 1) return 'it is one file, yet lists another number of them';
  const [alike] = checkAlike(files.map(({ path }) => path));
  if (alike) return `“${alike.path}” is listed twice`;
  for (const file of files)
    if (blobs.get(file.hash) !== file.bytes)
      return `the bytes of “${file.path}” are missing, or of another size`;
  if (files.reduce((sum, file) => sum + file.bytes, 0) !== bytes) return 'its size is not that of its files';
  return hashFiles(folder, files) === hash ? null : 'its hash is not that of its files';
}

function checkTags(carried: readonly string[], known: ReadonlySet<string>): string | null {
  if (new Set(carried).size !== carried.length) return 'it carries a tag twice';
  const stranger = carried.find((id) => !known.has(id));
  return stranger === undefined ? null : `its tag ${stranger} is missing`;
}
