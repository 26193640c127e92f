/** The engine alone in a page, under the app's own policy, for tests of what the app gives no handle to. */
import type { Expression, PlanStep } from '#core/graph/plan-types.ts';
import type { JobEvent } from '#core/job/events.ts';
import type { BackendChoice } from '#core/resources/content.ts';
import { assets } from '#engine/assets.ts';
import type { ArtifactOutput, JobOrder, LoadedPlugin } from '#engine/contract.ts';
import { describeDevice } from '#engine/device.ts';
import { handIn } from '#engine/hand-in.ts';
import { runJob } from '#engine/run-job.ts';
import { Sandbox } from '#engine/sandbox.ts';
import { openSession } from '#engine/session.ts';
import { Spares } from '#engine/spares.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';

export interface StepSpec {
  readonly name: string;
  readonly task?: string;
  readonly file?: string;
  readonly args?: readonly Expression[];
  readonly outputs?: readonly string[];
  readonly after?: readonly string[];
  readonly releases?: readonly string[];
}

export interface JobSpec {
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly StepSpec[];
  readonly values?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly artifacts?: readonly {
    readonly name: string;
    readonly contents: Expression;
    readonly task: string;
  }[];
  readonly backend?: BackendChoice;
  readonly timeout?: number;
  readonly seed?: number;
  /** Modules as they are, unchecked: what a plugin could do if the check were blind. */
  readonly raw?: boolean;
}

export interface Ran {
  readonly outcome: string;
  readonly events: readonly JobEvent[];
  readonly artifacts: readonly {
    readonly name: string;
    readonly folder: boolean;
    readonly files: Record<string, string>;
  }[];
  readonly milliseconds: number;
}

function planStep({
  name,
  task = name,
  file = 'tasks.ts',
  args = [],
  outputs = ['out'],
  after = [],
  releases = [],
}: StepSpec): PlanStep {
  return {
    name,
    task: {
      plugin: 'demo',
      file,
      name: task,
      inputs: args.map((_, i) => ({ name: `x${i}`, type: 'any', required: true })),
      outputs: outputs.map((output) => ({ name: output, type: 'any' })),
    },
    args,
    kwargs: {},
    outputs: outputs.length === 0 ? 'none' : outputs.length === 1 ? 'whole' : 'tuple',
    after,
    releases,
  };
}

function plugin(spec: JobSpec): LoadedPlugin {
  const files = Object.entries(spec.files);
  if (spec.raw) {
    const modules = files.map(([file, code]) => {
      const imports = [...code.matchAll(/^import .* from '([^']+)'/gm)].map((found) => {
        const name = found[1] ?? '';
        const start = found.index + found[0].length - 1 - name.length;
        const target =
          name === 'alidade/sdk' ? 'sdk' : name.includes('tfjs') ? 'tfjs' : `demo@0/${name.slice(2)}`;
        return { start, end: start + name.length, target, dynamic: false };
      });
      return { id: `demo@0/${file}`, plugin: 'demo', file, code, imports };
    });
    return { name: 'demo', hash: '0', modules };
  }
  const prepared = preparePlugin(
    'demo',
    '0',
    files.map(([filename, contents]) => ({
      filename,
      contents,
      description: '',
      functions: [],
      artifacts: [],
    })),
  );
  if (prepared.issues.length > 0) throw new Error(JSON.stringify(prepared.issues));
  return prepared.plugin;
}

export function makeOrder(spec: JobSpec): JobOrder {
  const artifacts = (spec.artifacts ?? []).map(({ name, contents, task }) => ({
    name,
    contents,
    task: { plugin: 'demo', file: 'tasks.ts', name: task, outputs: [] },
    args: {},
  }));
  return {
    job: 'job',
    plan: { steps: spec.steps.map(planStep), artifacts, artifactParameters: [] },
    values: spec.values ?? {},
    plugins: [plugin(spec)],
    artifacts: {},
    data: Object.fromEntries(Object.entries(spec.data ?? {}).map(([name, text]) => [name, new Blob([text])])),
    backend: spec.backend ?? 'wasm',
    seed: spec.seed ?? 1,
    timeout: spec.timeout ?? 30,
  };
}

/** Runs a job; `during` may cancel it. */
export async function run(
  spec: JobSpec,
  during?: (cancel: () => void, events: readonly JobEvent[]) => void,
  spares?: Spares,
): Promise<Ran> {
  return runOrder(makeOrder(spec), during, spares);
}

async function runOrder(
  order: JobOrder,
  during?: (cancel: () => void, events: readonly JobEvent[]) => void,
  spares?: Spares,
): Promise<Ran> {
  const events: JobEvent[] = [];
  const outputs: ArtifactOutput[] = [];
  const started = performance.now();
  const job = runJob(
    order,
    {
      record: async (batch) => void events.push(...batch),
      artifact: async (output) => void outputs.push(output),
    },
    assets,
    spares,
  );
  during?.(job.cancel, events);
  const outcome = await job.done;
  const milliseconds = performance.now() - started;
  const artifacts = outputs.map(async ({ name, folder, files }) => ({
    name,
    folder,
    files: Object.fromEntries(
      await Promise.all(files.map(async ({ path, bytes }) => [path, await bytes.text()] as const)),
    ),
  }));
  return { outcome, events, artifacts: await Promise.all(artifacts), milliseconds };
}

/** A plugin as its files say it. */
export interface PluginText {
  readonly name: string;
  readonly files: readonly { readonly filename: string; readonly contents: string }[];
}

export interface PlanSpec extends Pick<JobOrder, 'plan' | 'backend' | 'seed' | 'timeout'> {
  readonly plugins: readonly PluginText[];
  /** Data sets as base64. */
  readonly data: Readonly<Record<string, string>>;
}

/** Runs a whole plan with whole plugins, as the app would. */
export async function runPlan({ plugins, data, ...rest }: PlanSpec): Promise<Ran> {
  const loaded = plugins.map(({ name, files }) => {
    const texts = files.map((file) => ({ ...file, description: '', functions: [], artifacts: [] }));
    const prepared = preparePlugin(name, '0', texts);
    if (prepared.issues.length > 0) throw new Error(JSON.stringify(prepared.issues));
    return prepared.plugin;
  });
  const bytes = (text: string): Blob => new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
  const blobs = Object.fromEntries(Object.entries(data).map(([name, text]) => [name, bytes(text)]));
  return runOrder({ job: 'job', values: {}, artifacts: {}, ...rest, plugins: loaded, data: blobs });
}

export const harness = {
  assets,
  describeDevice,
  openSession,
  run,
  runPlan,
  runJob,
  makeOrder,
  Sandbox,
  Spares,
  handIn,
};

declare global {
  interface Window {
    harness: typeof harness;
  }
}

window.harness = harness;
