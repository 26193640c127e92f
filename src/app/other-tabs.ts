/** Hears when another tab of the app is gone, since each tab answers for its own jobs and somebody has to take them over. */

const PREFIX = 'tab:';
/** The locks of a tab that ends are let go one after another. */
const [TRIES, PAUSE] = [50, 100];

/** Calls `take` after each tab that ends while this one lives. Where there are no Web Locks, what is left waits for the next opening. */
export async function whenTabGoes(take: () => void): Promise<void> {
  if (!navigator.locks) return;
  const own = `${PREFIX}${crypto.randomUUID()}`;
  const known = new Set([own]);
  const watch = (name: string) => {
    if (!name.startsWith(PREFIX) || known.has(name)) return;
    known.add(name);
    void outlive(name).then(take);
  };
  const channel = new BroadcastChannel('alidade-tabs');
  channel.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') watch(data);
  });
  await new Promise<void>((resolve) => {
    void navigator.locks.request(own, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  // Those that open later say so; those that are there are asked for.
  channel.postMessage(own);
  (await heldLocks()).forEach(({ name }) => watch(name ?? ''));
}

/** Resolves when the tab that holds this lock as long as it lives holds none any more. */
async function outlive(name: string): Promise<void> {
  const tab = (await heldLocks()).find((lock) => lock.name === name)?.clientId;
  await navigator.locks.request(name, () => undefined);
  for (let tries = 0; tries < TRIES; tries++) {
    if (!(await heldLocks()).some(({ clientId }) => clientId === tab)) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function heldLocks(): Promise<readonly LockInfo[]> {
  return (await navigator.locks.query()).held ?? [];
}
