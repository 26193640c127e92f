/** Runs the bundled entrypoints in plain Node: the files of `plugins/` read by the app's own import, compiled by its own graph. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileEntrypoint } from '#core/graph/compile.ts';
import { coerceParameter } from '#core/graph/coerce.ts';
import type { Compilation, EntrypointSource, Plan } from '#core/graph/plan-types.ts';
import { bindOutputs, resolveExpression, type Outputs, type Scope } from '#core/graph/run.ts';
import type { EntrypointDraft, ImportPlan } from '#core/resources/import-plan.ts';
import { placeArguments } from '#engine/worker/arguments.ts';
import { readImport } from '#exchange/read-import.ts';
import type { ArtifactTask } from 'alidade/sdk';
import { enterStep, leaveStep, type StepContext } from '#sdk/context.ts';
import type { Random } from '#sdk/random.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** The suites in the order in which the app imports them: Dioptra's first. */
const order = (suite: string) => (suite.startsWith('dioptra') ? 0 : 1);
export const SUITES = readdirSync(path.join(root, 'plugins'))
  .filter((file) => file.endsWith('.toml'))
  .toSorted((a, b) => order(a) - order(b) || a.localeCompare(b));

/** All suites, as the import reads them. Throws where one has any issue. */
export function readSuites(): ImportPlan {
  const folder = path.join(root, 'plugins');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.\w+$/.test(file),
  );
  const files = paths.map((file) => ({
    path: file,
    bytes: new Uint8Array(readFileSync(path.join(folder, file))),
  }));
  const plans = SUITES.map((config) => {
    const { plan, issues } = readImport(files, config);
    if (issues.length > 0) throw new Error(`${config}: ${JSON.stringify(issues)}`);
    return plan;
  });
  return {
    types: plans.flatMap((plan) => plan.types),
    plugins: plans.flatMap((plan) => plan.plugins),
    entrypoints: plans.flatMap((plan) => plan.entrypoints),
  };
}

export function findEntrypoint(suites: ImportPlan, name: string): EntrypointDraft {
  const found = suites.entrypoints.find((entrypoint) => entrypoint.name === name);
  if (!found) throw new Error(`There is no entrypoint ${name}.`);
  return found;
}

export function compileBundled(suites: ImportPlan, entrypoint: EntrypointDraft): Compilation {
  const tasksOf = <T>(
    names: readonly string[],
    pick: (file: ImportPlan['plugins'][number]['files'][number]) => readonly T[],
  ) =>
    suites.plugins
      .filter(
        (plugin, i, all) => names.includes(plugin.name) && all.findIndex((p) => p.name === plugin.name) === i,
      )
      .flatMap((plugin) =>
        plugin.files.flatMap((file) =>
          pick(file).map((task) => ({ ...task, plugin: plugin.name, file: file.filename })),
        ),
      );
  const types = new Map(suites.types.map((type) => [type.name, type]));
  const source: EntrypointSource = {
    ...entrypoint,
    functions: tasksOf(entrypoint.plugins, (file) => file.functions),
    artifacts: tasksOf(entrypoint.artifactPlugins, (file) => file.artifacts),
    types: [...types.values()],
  };
  return compileEntrypoint(source);
}

export type Files = ReadonlyMap<string, Uint8Array>;

export interface Said {
  readonly metrics: { step: string; name: string; value: number; at: number }[];
  readonly logs: { step: string; severity: string; message: string }[];
  readonly milliseconds: Record<string, number>;
  readonly outputs: Map<string, Outputs>;
  readonly artifacts: Map<string, Files>;
}

export interface RunOptions {
  readonly seed?: number;
  /** Parameter values as texts. */
  readonly values?: Readonly<Record<string, string>>;
  /** Artifact parameter → its value. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Instead of the file in `static/data`. */
  readonly data?: Readonly<Record<string, Uint8Array>>;
}

/** Runs an entrypoint by its name and gives all that it said and made. */
export async function runBundled(name: string, options: RunOptions = {}): Promise<Said> {
  const suites = readSuites();
  const entrypoint = findEntrypoint(suites, name);
  const { plan, issues } = compileBundled(suites, entrypoint);
  if (!plan) throw new Error(JSON.stringify(issues));
  const said: Said = { metrics: [], logs: [], milliseconds: {}, outputs: new Map(), artifacts: new Map() };
  await runSteps(plan, { ...options, values: fillValues(entrypoint, options.values ?? {}) }, said);
  return said;
}

async function runSteps(
  plan: Plan,
  options: Omit<RunOptions, 'values'> & { readonly values: Readonly<Record<string, unknown>> },
  said: Said,
): Promise<void> {
  const artifacts = new Map(
    Object.entries(options.inputs ?? {}).map(([name, value]) => {
      const outputs = plan.artifactParameters.find((parameter) => parameter.name === name)!.outputs;
      return [name, new Map([[outputs[0]!.name, value]])];
    }),
  );
  const scope: Scope = { parameters: { ...options.values }, artifacts, steps: said.outputs };
  for (const step of plan.steps) {
    const task = await loadTask(step.task.plugin, step.task.file, step.task.name);
    const args = placeArguments(step, scope);
    enterStep(contextOf(step.name, options, said));
    const started = performance.now();
    const value = await (task as (...args: unknown[]) => unknown)(...args);
    said.milliseconds[step.name] = performance.now() - started;
    leaveStep();
    const bound = bindOutputs(step, value);
    if ('fault' in bound || bound.warning) throw new Error(JSON.stringify(bound));
    said.outputs.set(step.name, bound.outputs);
  }
  for (const { name, contents, task, args } of plan.artifacts) {
    const handler = (await loadTask(task.plugin, task.file, task.name)) as ArtifactTask;
    const resolved = resolveExpression(contents, scope);
    if ('fault' in resolved) throw new Error(resolved.fault.message);
    enterStep(contextOf(name, options, said));
    said.artifacts.set(name, (await handler.serialize(resolved.value, { name, args })) as Files);
    leaveStep();
  }
}

async function loadTask(plugin: string, file: string, name: string): Promise<unknown> {
  const module = await import(path.join(root, 'plugins', plugin, file));
  if (!(name in module)) throw new Error(`${plugin}/${file} exports no ${name}.`);
  return module[name];
}

/** What a step may ask and where its words go. */
export function contextOf(
  step: string,
  { seed = 0, data = {} }: Pick<RunOptions, 'seed' | 'data'>,
  said: Said,
): StepContext {
  return {
    step,
    seed,
    signal: new AbortController().signal,
    streams: new Map<string, Random>(),
    log: (severity, message) => void said.logs.push({ step, severity, message }),
    metric: (name, value, at) => void said.metrics.push({ step, name, value, at }),
    progress: () => undefined,
    data: (name) => data[name] ?? bundledData(name),
  };
}

const inflated = new Map<string, Uint8Array>();

/** A file of `static/data`, inflated as the page does. */
export function bundledData(name: string): Uint8Array | undefined {
  const index: { name: string; file: string }[] = JSON.parse(
    readFileSync(path.join(root, 'static/data/index.json'), 'utf8'),
  );
  const entry = index.find((known) => known.name === name);
  if (!entry) return undefined;
  const known = inflated.get(name);
  if (known) return known;
  const bytes = readFileSync(path.join(root, 'static/data', entry.file));
  const plain = new Uint8Array(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
  inflated.set(name, plain);
  return plain;
}

function fillValues(
  entrypoint: EntrypointDraft,
  values: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    entrypoint.parameters.map(({ name, type, defaultValue }) => {
      const coerced = coerceParameter(type, values[name] ?? defaultValue);
      if ('fault' in coerced) throw new Error(coerced.fault.message);
      return [name, coerced.value];
    }),
  );
}
