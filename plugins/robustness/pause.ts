/** Lets the worker hear and tell: a task that computes for long gives way about ten times a second. */

// What every worker and Node have, and the types of a plugin do not.
declare const MessageChannel: new () => Record<'port1' | 'port2', Port>;
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** A function to await in a loop; it gives way where the last time is 100 ms ago. A message channel is not slowed down as timers are. */
export function createPause(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 100) return;
    const { port1, port2 } = new MessageChannel();
    await new Promise<void>((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
    port1.close();
    last = performance.now();
  };
}
