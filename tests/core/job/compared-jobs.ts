// Jobs for tests of comparisons: whole records, made of the little that a test says of each.
import type { ComparedJob } from '#core/job/compare/compare.ts';
import type { MetricPoint } from '#core/job/events.ts';
import type { ArtifactRecord, JobRecord, Manifest } from '#core/job/record.ts';

export const pin = (resource: string, number = 1) => ({ resource, number, hash: `${resource}${number}` });

const MANIFEST: Manifest = {
  format: 1,
  pins: [
    { role: 'entrypoint', name: 'Demo', pin: pin('demo') },
    { role: 'plugin', name: 'robustness', pin: pin('robustness') },
  ],
  parameters: {},
  inputs: {},
  data: { mnist: 'd'.repeat(64) },
  seed: 7,
  backend: { backend: 'wasm', reason: 'raced', simd: true, adapter: null, versions: { tfjs: '4.22.0' } },
  alidade: '0.1.0',
  userAgent: 'A browser',
  created: 1000,
  started: 2000,
  ended: 5000,
};

/** Ended well, of Demo; its manifest follows its values, as that of a run does. */
export function jobRecord(
  number: number,
  {
    manifest = {},
    ...said
  }: Partial<Omit<JobRecord, 'manifest'>> & { readonly manifest?: Partial<Manifest> | null } = {},
): JobRecord {
  const values = said.values ?? {};
  const parameters = Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, Number.isNaN(Number(text)) ? text : Number(text)]),
  );
  return {
    id: `job-${number}`,
    number,
    group: 'public',
    owner: 'you',
    description: '',
    status: 'finished',
    reason: null,
    family: null,
    created: 1000,
    started: 2000,
    ended: 5000,
    experiment: pin('scratch'),
    entrypoint: pin('demo'),
    queue: pin('auto'),
    names: { experiment: 'Scratch', entrypoint: 'Demo', queue: 'auto' },
    values,
    artifactValues: {},
    backend: 'auto',
    seed: 7,
    timeout: null,
    fault: null,
    deleted: null,
    tags: [],
    ...said,
    manifest: manifest === null ? null : { ...MANIFEST, parameters, ...manifest },
  };
}

export const point = (step: string | null, name: string, at: number, value: number): MetricPoint => ({
  time: 0,
  step,
  name,
  at,
  value,
});

export function artifact(job: string, name: string, hash: string): ArtifactRecord {
  return {
    id: `${job}-${name}`,
    job,
    name,
    handler: { plugin: 'p', pin: pin('p'), task: 'T', args: {}, outputs: [] },
    folder: false,
    files: [],
    hash,
    bytes: 1,
    created: 0,
    description: '',
    group: 'public',
    owner: 'you',
    deleted: null,
    tags: [],
  };
}

export function compared(
  record: JobRecord,
  metrics: readonly MetricPoint[] = [],
  artifacts: readonly ArtifactRecord[] = [],
): ComparedJob {
  return { record, metrics, artifacts };
}

/** Accuracies under an attack at several ε, with what a job records beside them: a band of 0.02 to either side, of 1,000 images. */
export function attacked(step: string, accuracies: Readonly<Record<number, number>>): MetricPoint[] {
  return Object.entries(accuracies).flatMap(([epsilon, accuracy], at) => [
    point(step, 'epsilon', at, Number(epsilon)),
    point(step, 'pgd_accuracy', at, accuracy),
    point(step, 'pgd_accuracy_low', at, accuracy - 0.02),
    point(step, 'pgd_accuracy_high', at, accuracy + 0.02),
    point(step, 'pgd_correct', at, Math.round(1000 * accuracy)),
    point(step, 'pgd_count', at, 1000),
  ]);
}
