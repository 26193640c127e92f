/** One task of a plugin tried on literal arguments: run in a sandbox of its own, with nothing of it kept. */
import type { NamedStructure } from '#core/graph/check-type.ts';
import type { Plan } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import type { Fault, JobEvent, LogRecord, MetricPoint, Preview } from '#core/job/events.ts';
import { runKey } from '#core/plugin/study.ts';
import { outputsOf, trialInputs, type TriedTask } from '#core/plugin/trial.ts';
import type { PluginContent } from '#core/resources/content.ts';
import type { ArtifactOutput, JobOrder, JobRun } from '#engine/contract.ts';
import { askAuthor } from './author.ts';
import { forcedBackend } from './device.svelte.ts';
import { gatherData } from './order.ts';

export interface TrialRequest {
  readonly plugin: PluginContent;
  readonly tried: TriedTask;
  /** As typed, by input. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  /** Seconds. */
  readonly limit: number;
}

/** A file that an artifact task wrote; `text` is null where it is none, or long. */
interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly text: string | null;
}

/** Longer files are told by their size alone. */
const MOST_TEXT = 20_000;
/** A task that talks on is shown by its last lines. */
const MOST_LINES = 500;

/** Made while a component is set up, and ends with it. */
export class Trial {
  state = $state<'idle' | 'running' | 'finished' | 'failed' | 'cancelled'>('idle');
  /** What is wrong with an argument, by input. */
  faults = $state.raw<Readonly<Record<string, string>>>({});
  /** Why the plugin cannot be loaded. */
  issues = $state.raw<readonly Issue[]>([]);
  outputs = $state.raw<readonly { readonly name: string; readonly preview: Preview }[]>([]);
  files = $state.raw<readonly WrittenFile[]>([]);
  logs = $state.raw<readonly LogRecord[]>([]);
  metrics = $state.raw<readonly MetricPoint[]>([]);
  progress = $state.raw<{
    readonly done: number;
    readonly total: number;
    readonly note: string;
  } | null>(null);
  fault = $state.raw<Fault | null>(null);
  milliseconds = $state<number | null>(null);
  readonly #types: () => readonly NamedStructure[];
  #run: JobRun | null = null;
  #turn = 0;

  /** `types` are all that there are. */
  constructor(types: () => readonly NamedStructure[]) {
    this.#types = types;
    $effect(() => () => this.stop());
  }

  /** Starts it; what a trial before it is still doing ends. */
  async start(request: TrialRequest): Promise<void> {
    this.stop();
    const turn = ++this.#turn;
    this.#clear();
    this.state = 'running';
    try {
      const order = await this.#order(request);
      if (turn !== this.#turn) return;
      if (order) await this.#work(order, turn);
      else this.state = 'idle';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.state = 'failed';
      this.fault = faultOf(error);
    }
  }

  stop(): void {
    this.#run?.cancel();
    this.#run = null;
    this.#turn += 1;
    if (this.state === 'running') this.state = 'cancelled';
  }

  /** Forgets what the last one gave, as when another task is chosen. */
  reset(): void {
    this.stop();
    this.#clear();
    this.state = 'idle';
  }

  /** Null where something has to be mended first. */
  async #order({ plugin, tried, texts, limit }: TrialRequest): Promise<JobOrder | null> {
    const { values, faults } = await askAuthor('readArguments', trialInputs(tried), texts, [
      ...this.#types(),
    ]);
    this.faults = faults;
    const name = /^\w+$/.test(plugin.name) ? plugin.name : 'draft';
    const prepared = await askAuthor('preparePlugin', name, 'draft', plugin.files);
    const run = prepared.runs.get(runKey(tried.file, tried.task.name));
    const errors = prepared.issues.filter(({ severity }) => severity === 'ERROR');
    this.issues = errors.length > 0 ? errors : (run?.issues ?? []);
    if (Object.keys(faults).length > 0 || this.issues.length > 0) return null;
    const plan = planOf(name, { ...tried, file: run?.file ?? tried.file }, values);
    const data = await gatherData([{ content: plugin }], plan, {});
    return {
      job: 'trial',
      plan,
      values: {},
      plugins: [prepared.plugin],
      artifacts: {},
      data: Object.fromEntries(Object.entries(data).map(([set, { bytes }]) => [set, bytes])),
      backend: forcedBackend(),
      seed: 0,
      timeout: limit,
      written: true,
    };
  }

  async #work(order: JobOrder, turn: number): Promise<void> {
    const mine = () => turn === this.#turn;
    const sink = {
      record: async (events: readonly JobEvent[]) => void (mine() && this.#take(events)),
      artifact: async (output: ArtifactOutput) => {
        const files = await Promise.all(output.files.map(readWritten));
        if (mine()) this.files = files;
      },
    };
    // The engine is heavy, and few who look at a plugin try it.
    const { runAside } = await import('./run-aside.ts');
    if (!mine()) return;
    this.#run = runAside(order, sink);
    const outcome = await this.#run.done;
    if (!mine()) return;
    this.#run = null;
    this.progress = null;
    this.state = outcome;
  }

  #take(events: readonly JobEvent[]): void {
    for (const event of events) {
      if (event.kind === 'preview')
        this.outputs = [...this.outputs, { name: event.output, preview: event.preview }];
      else if (event.kind === 'metric') this.metrics = [...this.metrics, event].slice(-MOST_LINES);
      else if (event.kind === 'progress') this.progress = event;
      else if (event.kind === 'fault') this.fault = event.fault;
      else if (event.kind === 'step') this.milliseconds = event.milliseconds ?? this.milliseconds;
    }
    const logs = events.filter((event) => event.kind === 'log');
    if (logs.length > 0) this.logs = [...this.logs, ...logs].slice(-MOST_LINES);
  }

  #clear(): void {
    this.faults = {};
    this.issues = [];
    this.outputs = [];
    this.files = [];
    this.logs = [];
    this.metrics = [];
    this.progress = null;
    this.fault = null;
    this.milliseconds = null;
  }
}

/** One step, or one artifact of a value that is written out. */
function planOf(
  plugin: string,
  { kind, task, file }: TriedTask,
  values: Readonly<Record<string, unknown>>,
): Plan {
  const literal = (value: unknown) => ({ kind: 'literal', value }) as const;
  const none = { steps: [], artifacts: [], artifactParameters: [] };
  if (kind === 'artifact') {
    const artifact = { name: 'value', contents: literal(values.value), args: {} };
    return { ...none, artifacts: [{ ...artifact, task: { ...task, plugin, file } }] };
  }
  const step = {
    name: task.name,
    task: { ...task, plugin, file },
    args: [],
    kwargs: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)])),
    outputs: outputsOf(task),
    after: [],
    releases: [],
  } as const;
  return { ...none, steps: [step] };
}

async function readWritten({ path, bytes }: ArtifactOutput['files'][number]): Promise<WrittenFile> {
  const known = { path, bytes: bytes.size, text: null };
  if (bytes.size > MOST_TEXT) return known;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await bytes.arrayBuffer());
    return text.includes('\0') ? known : { ...known, text };
  } catch {
    return known; // It is no text.
  }
}

function faultOf(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  return { message, step: null, task: null, stack: '', place: null };
}
