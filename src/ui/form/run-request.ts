/** What a person asks of a run, as it stands in the form: to a request, and back. */
import type { JobRequest } from '#core/client.ts';
import { formatTimeLimit, parseTimeLimit } from '#core/job/time-limit.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { BackendChoice, EntrypointContent } from '#core/resources/content.ts';
import type { ChosenFile } from './chosen-files.ts';
import { axisAt, NO_SWEEP, type SweepWishes } from './sweep-wishes.ts';

export interface RunWishes {
  /** Parameter → text; those at their default are absent. */
  readonly values: Readonly<Record<string, string>>;
  /** Artifact parameter → id of an artifact. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly backend: BackendChoice;
  /** As typed; empty for a seed drawn anew. */
  readonly seed: string;
  /** As typed, such as `15m`, or minutes; empty for the limit of a day. */
  readonly timeout: string;
}

/** What a person asks of a job: a run, and what is said of it. */
export interface JobWishes extends RunWishes {
  readonly description: string;
  /** Ids of tags. */
  readonly tags: readonly string[];
  /** What varies; nothing for a single job. */
  readonly sweep: SweepWishes;
}

export const NO_WISHES: RunWishes = { values: {}, artifacts: {}, backend: 'auto', seed: '', timeout: '' };
export const NO_JOB_WISHES: JobWishes = { ...NO_WISHES, description: '', tags: [], sweep: NO_SWEEP };

const DAY = 24 * 60 * 60;

/** The form's part of a job request. */
export function requestOf({ values, artifacts, backend, seed, timeout }: RunWishes) {
  return {
    values,
    artifacts,
    ...(backend !== 'auto' && { backend }),
    ...(seed.trim() !== '' && { seed: Number(seed) }),
    // What cannot be read must not pass as left out: it is refused.
    ...(timeout.trim() !== '' && { timeout: parseTimeLimit(timeout) ?? NaN }),
  };
}

/** A request as it stands in the form. `usual` is the backend that its queue chooses by itself. */
export function wishesOf(request: JobRequest, usual: BackendChoice = 'auto'): JobWishes {
  const {
    values = {},
    artifacts = {},
    backend = 'auto',
    seed,
    timeout,
    description = '',
    tags = [],
  } = request;
  return {
    values,
    artifacts,
    backend: backend === usual ? 'auto' : backend,
    seed: seed === undefined ? '' : String(seed),
    timeout: timeout === undefined || timeout === DAY ? '' : formatTimeLimit(timeout),
    description,
    tags,
    sweep: NO_SWEEP,
  };
}

/** The wishes that an entrypoint can take, and the names of what it asks for no longer, be it one value or several. */
export function fitWishes<W extends RunWishes & Partial<Pick<JobWishes, 'sweep'>>>(
  wishes: W,
  { parameters, artifactParameters }: EntrypointContent,
): { readonly wishes: W; readonly left: readonly string[] } {
  const keep = <T>(given: Readonly<Record<string, T>>, asked: readonly { readonly name: string }[]) => {
    const names = new Set(asked.map(({ name }) => name));
    return Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)));
  };
  const values = keep(wishes.values, parameters);
  const artifacts = keep(wishes.artifacts, artifactParameters);
  const axes = wishes.sweep?.axes ?? {};
  const varied = Object.keys(axes).filter((name) => axisAt(axes, name));
  const known = new Set([...parameters, ...artifactParameters].map(({ name }) => name));
  const asked = new Set([...Object.keys(wishes.values), ...Object.keys(wishes.artifacts), ...varied]);
  return { wishes: { ...wishes, values, artifacts }, left: [...asked].filter((name) => !known.has(name)) };
}

/** Takes in what an earlier run left as files: the artifacts that are now here, and a sentence for each that is not. */
export type TakeFolder = (
  files: readonly ChosenFile[],
) => Promise<{ readonly artifacts: readonly ArtifactRecord[]; readonly faults: readonly string[] }>;
