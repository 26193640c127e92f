/** A part of a bundle: the chosen records with all that they need. */
import {
  needsOfArtifact,
  needsOfContent,
  needsOfFamily,
  needsOfJob,
  textOfRef,
  type RecordRef,
} from './needs.ts';
import type { BundledContent, BundleRecords } from './records.ts';

/** Every record that can be chosen: resources, jobs, families, artifacts. */
export function refsOfBundle({ resources, jobs, families, artifacts }: BundleRecords): readonly RecordRef[] {
  return [
    ...resources.map(({ resource }) => ({ table: 'resources', id: resource.id }) as const),
    ...jobs.map(({ job }) => ({ table: 'jobs', id: job.id }) as const),
    ...families.map(({ id }) => ({ table: 'families', id }) as const),
    ...artifacts.map(({ id }) => ({ table: 'artifacts', id }) as const),
  ];
}

/** What each record needs of the same bundle, by the text of its ref. */
export function needsInBundle(records: BundleRecords): ReadonlyMap<string, readonly RecordRef[]> {
  const there = new Set(refsOfBundle(records).map(textOfRef));
  const contents = new Map(records.contents.map(({ hash, content }) => [hash, content]));
  const known = (ref: RecordRef, refs: readonly RecordRef[]): [string, RecordRef[]] => {
    const others = new Map(refs.map((other) => [textOfRef(other), other]));
    others.delete(textOfRef(ref));
    return [textOfRef(ref), [...others.values()].filter((other) => there.has(textOfRef(other)))];
  };
  return new Map([
    ...records.resources.map(({ resource, snapshots }) => {
      const inside = snapshots.flatMap(({ content }) => {
        const found = contents.get(content);
        return found ? needsOfContent(found).refs : [];
      });
      return known({ table: 'resources', id: resource.id }, inside);
    }),
    ...records.jobs.map(({ job }) => known({ table: 'jobs', id: job.id }, needsOfJob(job).refs)),
    ...records.families.map((one) =>
      known({ table: 'families', id: one.id }, [...needsOfFamily(one).refs, ...jobsOf(records, one.id)]),
    ),
    ...records.artifacts.map((one) => known({ table: 'artifacts', id: one.id }, needsOfArtifact(one).refs)),
  ]);
}

function jobsOf({ jobs }: BundleRecords, family: string): RecordRef[] {
  return jobs.flatMap(({ job }) =>
    job.family?.id === family ? [{ table: 'jobs', id: job.id } as const] : [],
  );
}

/** The bundle without what is neither chosen (by the text of its ref) nor needed by what is; people and tags stay. */
export function pickFromBundle(records: BundleRecords, chosen: readonly string[]): BundleRecords {
  const needs = needsInBundle(records);
  const stays = new Set(chosen);
  // A set that grows while it is walked hands out what was added.
  for (const text of stays) for (const ref of needs.get(text) ?? []) stays.add(textOfRef(ref));
  const has = (table: RecordRef['table'], id: string) => stays.has(textOfRef({ table, id }));
  const picked = {
    ...records,
    resources: records.resources.filter(({ resource }) => has('resources', resource.id)),
    jobs: records.jobs.filter(({ job }) => has('jobs', job.id)),
    families: records.families.filter(({ id }) => has('families', id)),
    artifacts: records.artifacts.filter(({ id }) => has('artifacts', id)),
  };
  return { ...picked, contents: contentsOf(picked) };
}

/** Those of snapshots, those that anything pins, and those that these pin in turn. */
function contentsOf({
  resources,
  jobs,
  families,
  artifacts,
  contents,
}: BundleRecords): readonly BundledContent[] {
  const there = new Map(contents.map((one) => [one.hash, one]));
  const needs = [
    ...jobs.map(({ job }) => needsOfJob(job)),
    ...families.map(needsOfFamily),
    ...artifacts.map(needsOfArtifact),
  ];
  const pins = needs.flatMap((one) => one.pins);
  const snapshots = resources.flatMap((one) => one.snapshots.map(({ content }) => content));
  const stays = new Set([...snapshots, ...pins.map(({ hash }) => hash)]);
  for (const hash of stays) {
    const found = there.get(hash);
    if (found) for (const pin of needsOfContent(found.content).pins) stays.add(pin.hash);
  }
  return contents.filter(({ hash }) => stays.has(hash));
}
