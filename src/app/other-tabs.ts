/** Hears when another tab of the app is gone, since each tab answers for its own jobs and somebody has to take them over. */

const PREFIX = 'tab:';

/** Calls `take` after each tab that ends while this one lives. Where there are no Web Locks, what is left waits for the next opening. */
export async function whenTabGoes(take: () => void): Promise<void> {
  if (!navigator.locks) return;
  const own = `${PREFIX}${crypto.randomUUID()}`;
  const known = new Set([own]);
  const watch = (name: string) => {
    if (!name.startsWith(PREFIX) || known.has(name)) return;
    known.add(name);
    // Its tab holds it as long as it lives.
    void navigator.locks.request(name, take);
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
  const { held = [] } = await navigator.locks.query();
  held.forEach(({ name }) => watch(name ?? ''));
}
