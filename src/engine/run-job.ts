/** Runs one job in one sandbox: every state that it goes through, and every way in which it can end, is recorded. */
import type { Fault, JobEvent } from '#core/job/events.ts';
import { Claims } from './claims.ts';
import type { ArtifactOutput, JobOrder, JobOutcome, JobRun, JobSink, SandboxAssets } from './contract.ts';
import { handIn, needsOf } from './hand-in.ts';
import type { SerializedArtifact, WorkerOrder } from './protocol.ts';
import { Recorder } from './recorder.ts';
import { listen } from './said.ts';
import { Sandbox, SandboxFault } from './sandbox.ts';
import type { Spares } from './spares.ts';
import { placeFault } from './stack.ts';

interface End {
  readonly status: JobOutcome;
  readonly reason: string | null;
  readonly fault: Fault | null;
}

const FINISHED: End = { status: 'finished', reason: null, fault: null };
const CANCELLED: End = { status: 'cancelled', reason: 'cancelled', fault: null };

/** The longest time that a timer can be set to. */
const LONGEST = 2 ** 31 - 1;

/** Milliseconds that the last events of a run may come after its reply: they travel on another port. */
const STRAGGLERS = 1000;

/** Starts a job at once. With `spares`, in the warm sandbox. */
export function runJob(order: JobOrder, sink: JobSink, assets: SandboxAssets, spares?: Spares): JobRun {
  const run = new Run(order, sink, assets, spares);
  return { done: run.start(), cancel: () => run.cancel() };
}

class Run {
  readonly #order: JobOrder;
  readonly #assets: SandboxAssets;
  readonly #spares: Spares | undefined;
  readonly #recorder: Recorder;
  readonly #claims: Claims;
  readonly #stopped: Promise<End>;
  #stop: (end: End) => void = () => {};
  #sandbox: Sandbox | null = null;
  #ended = false;
  #quiet: () => void = () => {};

  constructor(order: JobOrder, sink: JobSink, assets: SandboxAssets, spares: Spares | undefined) {
    this.#order = order;
    this.#assets = assets;
    this.#spares = spares;
    this.#stopped = new Promise((resolve) => (this.#stop = resolve));
    this.#recorder = new Recorder(sink, (error) =>
      this.#stop(failed(`The record could not be written: ${textOf(error)}`)),
    );
    this.#claims = new Claims(order.plan);
  }

  cancel(): void {
    this.#stop(CANCELLED);
  }

  async start(): Promise<JobOutcome> {
    const timer = this.#startTimer();
    this.#say({ kind: 'status', status: 'started', reason: null });
    this.#recorder.say(this.#claims.begin());
    const end = await Promise.race([this.#work().catch(endOf), this.#stopped]);
    clearTimeout(timer);
    this.#ended = true;
    this.#close(end);
    this.#recorder.say(this.#claims.close(end.status));
    if (end.fault) this.#say({ kind: 'fault', fault: end.fault });
    this.#say({ kind: 'status', status: end.status, reason: end.reason });
    await this.#recorder.idle();
    return this.#recorder.failed ? 'failed' : end.status;
  }

  #startTimer() {
    const { timeout } = this.#order;
    if (timeout === null) return undefined;
    const end = failed(`The job did not end within ${timeout} ${timeout === 1 ? 'second' : 'seconds'}.`);
    return setTimeout(() => this.#stop(end), Math.min(timeout * 1000, LONGEST));
  }

  async #work(): Promise<End> {
    const { order } = this;
    const needs = needsOf(this.#order);
    const sandbox = await this.#enter();
    await handIn(sandbox, this.#assets, await needs);
    const facts = await sandbox.call('open', order);
    this.#say({ kind: 'backend', facts });
    const quiet = new Promise<void>((resolve) => (this.#quiet = resolve));
    const artifacts = await sandbox.call('run', this.#order.values);
    await Promise.race([quiet, new Promise((resolve) => setTimeout(resolve, STRAGGLERS))]);
    for (const artifact of artifacts) await this.#recorder.artifact(this.#artifact(artifact));
    return FINISHED;
  }

  /** A sandbox that is listened to; removed at once if the job was stopped meanwhile. */
  async #enter(): Promise<Sandbox> {
    const sandbox = await (this.#spares?.take() ?? Sandbox.create(this.#assets));
    this.#sandbox = sandbox;
    if (this.#ended) sandbox.destroy();
    const onEvents = (events: JobEvent[]): void => {
      if (events.length === 0) return this.#quiet();
      if (!this.#ended) this.#recorder.say(this.#claims.admit(events));
    };
    listen(sandbox.events, onEvents, (why) => this.#stop(failed(why)));
    return sandbox;
  }

  /** A runaway loop ends at once only if no other sandbox shares its process. */
  #close(end: End): void {
    if (end.status !== 'finished') this.#spares?.drop();
    this.#sandbox?.destroy();
  }

  get order(): WorkerOrder {
    const { plan, plugins, artifacts, data, backend, raced = null, seed, written = false } = this.#order;
    return { plan, plugins, artifacts, data, backend, raced, seed, written };
  }

  #artifact({ name, folder, files }: SerializedArtifact): ArtifactOutput {
    const planned = this.#order.plan.artifacts.find((artifact) => artifact.name === name);
    const plugin = this.#order.plugins.find((p) => p.name === planned?.task.plugin);
    if (!planned || !plugin) throw new Error('The worker gave back an artifact that nobody asked for.');
    const { task, args } = planned;
    return {
      name,
      plugin: plugin.name,
      pluginHash: plugin.hash,
      task: task.name,
      args,
      folder,
      files: files.map(({ path, bytes }) => ({ path, bytes: new Blob([bytes]) })),
    };
  }

  #say(event: { readonly kind: 'status' | 'backend' | 'fault' } & Record<string, unknown>): void {
    this.#recorder.say([{ time: Date.now(), ...event } as unknown as JobEvent]);
  }
}

function failed(message: string): End {
  return {
    status: 'failed',
    reason: message,
    fault: { message, step: null, task: null, stack: '', place: null },
  };
}

function endOf(error: unknown): End {
  if (!(error instanceof SandboxFault)) return failed(textOf(error));
  const fault = placeFault(error.fault);
  return { status: 'failed', reason: fault.message, fault };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
