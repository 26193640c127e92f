/** Who runs what, across tabs: the tab that holds the Web Lock `job:<id>` answers for that job until it ends. */

const held = new Set<string>();
const lockName = (job: string) => `job:${job}`;

/** Does `work` while this tab answers for the job; resolves with false, having done nothing, if another tab does. */
export async function withJobLock(job: string, work: () => Promise<void>): Promise<boolean> {
  if (held.has(job)) return false;
  held.add(job);
  try {
    if (!navigator.locks) return await work().then(() => true);
    return await navigator.locks.request(lockName(job), { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
  } finally {
    held.delete(job);
  }
}

/** Whether any tab answers for the job now. */
export async function isJobHeld(job: string): Promise<boolean> {
  if (held.has(job) || !navigator.locks) return held.has(job);
  const state = await navigator.locks.query();
  return (state.held ?? []).some((lock) => lock.name === lockName(job));
}

/** Waits for one of a queue's slots, in order of asking within a slot, over all tabs. */
export async function withSlot(
  queue: string,
  slot: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  if (!navigator.locks) return inThisTab(`${queue}:${slot}`, signal, work);
  await navigator.locks.request(`queue:${queue}:${slot}`, { signal }, work);
}

const tails = new Map<string, Promise<void>>();

/** Plain http has no Web Locks: a chain of promises keeps the order within this tab. */
async function inThisTab(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const before = tails.get(name) ?? Promise.resolve();
  const mine = before.then(() => (signal.aborted ? undefined : work()));
  tails.set(
    name,
    mine.catch(() => undefined),
  );
  await mine;
}
