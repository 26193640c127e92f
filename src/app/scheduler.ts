/** Runs queued jobs: each waits for a slot of its queue over all tabs, and the tab that made it answers for it. */
import type { JobEvent } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';
import type { ArtifactOutput, JobRun, JobSink } from '#engine/contract.ts';
import { assets } from '#engine/assets.ts';
import { runJob } from '#engine/run-job.ts';
import { judgeFamily, reasonNotToStart } from './family-stop.ts';
import { spares } from './spares.ts';
import { isJobHeld, withJobLock, withSlot } from './locks.ts';
import { makeOrder } from './order.ts';
import { store } from './store.ts';

interface Charge {
  readonly abort: AbortController;
  run: JobRun | null;
  /** Why it was cancelled, where that was said. */
  reason: string | null;
}

/** The jobs that this tab answers for. */
const charges = new Map<string, Charge>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('alidade-jobs');
channel?.addEventListener('message', ({ data }: MessageEvent<{ cancel?: string; reason?: string }>) => {
  if (typeof data?.cancel === 'string') cancelHere(data.cancel, data.reason);
});

/** Takes charge of a queued job; returns at once. */
export function scheduleJob(job: JobRecord): void {
  void withJobLock(job.id, () => attend(job));
}

/** Takes charge of queued jobs that a dead tab left. */
export async function scheduleLeftovers(): Promise<void> {
  for (const job of await store.jobs.listByStatus('queued')) {
    if (!(await isJobHeld(job.id))) scheduleJob(job);
  }
}

/** Cancels a job wherever it runs; one that never began says the reason. */
export function cancelJob(id: string, reason?: string): void {
  if (!cancelHere(id, reason)) channel?.postMessage({ cancel: id, reason });
}

function cancelHere(id: string, reason?: string): boolean {
  const charge = charges.get(id);
  if (charge) charge.reason ??= reason ?? null;
  charge?.abort.abort();
  charge?.run?.cancel();
  return charge !== undefined;
}

async function attend(job: JobRecord): Promise<void> {
  const charge: Charge = { abort: new AbortController(), run: null, reason: null };
  charges.set(job.id, charge);
  try {
    const slot = await slotOf(job);
    await withSlot(job.queue.resource, slot, charge.abort.signal, () => start(job, charge));
  } catch (error) {
    await end(job.id, charge, error);
  } finally {
    charges.delete(job.id);
  }
}

/** Jobs of one queue take its slots in turn. */
async function slotOf(job: JobRecord): Promise<number> {
  const queue = await store.resources.getByPin('queue', job.queue);
  return job.number % Math.max(1, queue?.content.concurrency ?? 1);
}

async function start(job: JobRecord, charge: Charge): Promise<void> {
  const stopped = await reasonNotToStart(job);
  if (charge.abort.signal.aborted) throw charge.abort.signal.reason;
  if (stopped !== null) return store.jobs.setStatus(job.id, 'cancelled', stopped);
  const { order, manifest } = await makeOrder(job);
  await store.jobs.saveManifest(job.id, manifest);
  if (charge.abort.signal.aborted) throw charge.abort.signal.reason;
  charge.run = runJob(order, sinkOf(job.id, order.plugins), assets, spares);
  await charge.run.done;
  // While its slot is held, so that the next one does not begin before it is left out.
  const end = job.family && (await judgeFamily(job.family.id));
  end?.jobs.forEach((id) => cancelJob(id, end.reason));
}

/** The end of a job that never reached the engine. */
async function end(id: string, charge: Charge, error: unknown): Promise<void> {
  const now = await store.jobs.get(id);
  if (now?.status !== 'queued') {
    if (now?.status === 'started') await store.jobs.setStatus(id, 'failed', sentenceOf(error));
    return;
  }
  if (charge.abort.signal.aborted) return store.jobs.setStatus(id, 'cancelled', charge.reason);
  const time = Date.now();
  const fault = { message: sentenceOf(error), step: null, task: null, stack: '', place: null };
  const said: JobEvent[] = [
    { time, kind: 'status', status: 'started', reason: null },
    { time, kind: 'fault', fault },
    { time, kind: 'status', status: 'failed', reason: fault.message },
  ];
  await store.jobs.record(id, said);
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function sinkOf(job: string, plugins: readonly { readonly name: string; readonly hash: string }[]): JobSink {
  return {
    record: (events) => store.jobs.record(job, events),
    artifact: (output) => saveArtifact(job, output, plugins),
  };
}

async function saveArtifact(
  job: string,
  output: ArtifactOutput,
  plugins: readonly { readonly hash: string }[],
): Promise<void> {
  if (!plugins.some((plugin) => plugin.hash === output.pluginHash)) {
    throw new Error(`The artifact ${output.name} names a plugin that the job did not load.`);
  }
  const record = await store.jobs.get(job);
  const named = record?.manifest?.pins.find(
    ({ role, pin }) => role === 'plugin' && pin.hash === output.pluginHash,
  );
  const plugin = named && (await store.resources.getByPin('plugin', named.pin));
  if (!named || !plugin)
    throw new Error(`The artifact ${output.name} names a plugin that the job does not pin.`);
  const task = plugin.content.files
    .flatMap((file) => file.artifacts)
    .find((other) => other.name === output.task);
  const { name, folder, files, args } = output;
  const handler = {
    plugin: named.name,
    pin: named.pin,
    task: output.task,
    args,
    outputs: task?.outputs ?? [],
  };
  await store.artifacts.save({ job, name, handler, folder, files });
}
