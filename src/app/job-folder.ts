/** The folder that a run leaves behind, from the page's side: laid out to be saved, and taken in again. */
import type { ArtifactImport } from '#core/client.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { findIndex, formatIndex, indexJob, JOB_INDEX, parseIndex, placesOf } from '#exchange/job-folder.ts';
import type { JobEntry } from '#exchange/job-folder.ts';
import { Refusal } from '#store/refusal.ts';
import { importArtifact } from './artifact-import.ts';
import { readChosen, type ChosenFile } from './chosen-files.ts';
import { store } from './store.ts';

/** Where each file goes. */
export interface LaidFolder {
  readonly places: readonly { readonly at: string; readonly artifact: string; readonly path: string }[];
  /** The text that stands beside them. */
  readonly index: { readonly at: string; readonly text: string };
}

export function layJobFolder(job: JobRecord, artifacts: readonly ArtifactRecord[]): LaidFolder {
  const index = indexJob(job, artifacts);
  const places = artifacts.flatMap(({ id, name }) =>
    placesOf(index.artifacts[name]!).map((place) => ({ ...place, artifact: id })),
  );
  return { places, index: { at: JOB_INDEX, text: formatIndex(index) } };
}

/** What came of a chosen folder: the artifacts that are now here, and a sentence for each that is not. */
export interface TakenFolder {
  readonly artifacts: readonly ArtifactRecord[];
  readonly faults: readonly string[];
}

const MOST_INDEX = 16 << 20;

/** Takes in every artifact that the folder's `job.json` names, each checked by its hash. */
export async function takeJobFolder(chosen: readonly ChosenFile[]): Promise<TakenFolder> {
  const files = new Map(chosen.map((file) => [file.path, file]));
  const found = findIndex([...files.keys()]);
  if ('fault' in found) return { artifacts: [], faults: [found.fault] };
  const file = files.get(found.path)!;
  if (file.blob.size > MOST_INDEX) return { artifacts: [], faults: [`${JOB_INDEX} is too large to be one.`] };
  const parsed = parseIndex(new TextDecoder().decode((await readChosen(file)).bytes));
  if ('fault' in parsed) return { artifacts: [], faults: [parsed.fault] };
  const root = found.path.slice(0, -JOB_INDEX.length);
  const artifacts: ArtifactRecord[] = [];
  const faults: string[] = [];
  for (const [name, entry] of Object.entries(parsed.index.artifacts)) {
    try {
      const id = await importArtifact(await gather(name, entry, (at) => files.get(root + at)));
      artifacts.push((await store.artifacts.get(id))!);
    } catch (error) {
      faults.push(sentenceOf(error));
    }
  }
  if (artifacts.length + faults.length === 0) faults.push(`${JOB_INDEX} names no artifact.`);
  return { artifacts, faults };
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

async function gather(
  name: string,
  entry: JobEntry,
  find: (at: string) => ChosenFile | undefined,
): Promise<ArtifactImport> {
  const { type, handler, sha256, folder } = entry;
  const files = placesOf(entry).map(async ({ at, path }) => {
    const file = find(at);
    if (!file) throw new Error(`The file “${at}” of the artifact ${name} is not in the folder.`);
    return { path, bytes: (await readChosen(file)).bytes };
  });
  return { name, type, handler, sha256, folder, files: await Promise.all(files) };
}
