/** What a person asks of a run, as it stands in the form. */
import type { ArtifactRecord } from '#core/job/record.ts';
import type { BackendChoice } from '#core/resources/content.ts';
import type { ChosenFile } from './chosen-files.ts';

export interface RunWishes {
  /** Parameter → text; those at their default are absent. */
  readonly values: Readonly<Record<string, string>>;
  /** Artifact parameter → id of an artifact. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly backend: BackendChoice;
  /** As typed; empty for a seed drawn anew. */
  readonly seed: string;
  /** Minutes, as typed; empty for the limit of a day. */
  readonly timeout: string;
}

export const NO_WISHES: RunWishes = { values: {}, artifacts: {}, backend: 'auto', seed: '', timeout: '' };

/** The form's part of a job request. */
export function requestOf({ values, artifacts, backend, seed, timeout }: RunWishes) {
  return {
    values,
    artifacts,
    ...(backend !== 'auto' && { backend }),
    ...(seed.trim() !== '' && { seed: Number(seed) }),
    ...(timeout.trim() !== '' && { timeout: Number(timeout) * 60 }),
  };
}

/** Takes in what an earlier run left as files: the artifacts that are now here, and a sentence for each that is not. */
export type TakeFolder = (
  files: readonly ChosenFile[],
) => Promise<{ readonly artifacts: readonly ArtifactRecord[]; readonly faults: readonly string[] }>;
