/**
 * The folder that a run leaves behind, on disk: artifacts are written there, and found there again by a later run. Names and paths come from
 * plugins, so none may lead outside.
 */
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import {
  formatIndex,
  indexJob,
  JOB_INDEX,
  parseIndex,
  placesOf,
  type JobEntry,
  type JobIndex,
} from '#exchange/job-folder.ts';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { WrongWords } from './words.ts';

/** Writes every artifact, then the index. `read` gives the bytes of one file of one artifact. */
export async function writeArtifacts(
  folder: string,
  job: JobRecord,
  artifacts: readonly ArtifactRecord[],
  read: (artifact: ArtifactRecord, path: string) => Promise<Uint8Array>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const index = indexJob(job, artifacts);
  for (const artifact of artifacts) {
    const entry = index.artifacts[artifact.name]!;
    const top = join(folder, entry.entry);
    rmSync(top, { recursive: true, force: true });
    for (const { at, path } of placesOf(entry)) {
      const file = entry.folder ? inside(top, join(folder, at), path) : top;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await read(artifact, path));
    }
  }
  writeFileSync(join(folder, JOB_INDEX), formatIndex(index));
}

function inside(top: string, at: string, path: string): string {
  const file = resolve(at);
  if (!file.startsWith(resolve(top) + sep))
    throw new Error(`An artifact names the file “${path}”, which would lie outside its folder.`);
  return file;
}

/** An artifact that an earlier run left in its folder. */
export interface KeptArtifact {
  readonly name: string;
  readonly entry: JobEntry;
  /** The file or folder. */
  readonly at: string;
  /** All that the `job.json` beside it says. */
  readonly index: JobIndex;
}

/** The artifact whose entry this is; throws WrongWords. */
export function findArtifact(path: string): KeptArtifact {
  const at = resolve(path);
  if (!statSync(at, { throwIfNoEntry: false }))
    throw new WrongWords(`There is no ${path}. --artifact takes what an earlier run left in its --out.`);
  const index = readIndex(join(dirname(at), JOB_INDEX), path);
  for (const [name, entry] of Object.entries(index.artifacts)) {
    if (entry.entry === basename(at)) return { name, entry, at, index };
  }
  const known = Object.values(index.artifacts).map((entry) => entry.entry);
  throw new WrongWords(
    `${JOB_INDEX} beside ${path} does not list it. It lists ${known.join(', ') || 'nothing'}.`,
  );
}

function readIndex(file: string, path: string): JobIndex {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new WrongWords(
      `There is no readable ${JOB_INDEX} beside ${path}. Name an entry of a folder that --out wrote.`,
    );
  }
  const parsed = parseIndex(text);
  if ('fault' in parsed) throw new WrongWords(`Beside ${path}: ${parsed.fault}`);
  return parsed.index;
}
