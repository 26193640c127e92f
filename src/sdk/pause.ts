/** Lets the worker hear and tell: a task that computes for long gives way about ten times a second. */

/**
 * A function to await in a loop: it gives way where the last time is 100 ms ago, so that progress is seen and `signal()`
 * is heard. A message channel is not slowed down in a hidden tab as timers and frames are.
 *
 * @example
 * const pause = createPause();
 * for (let i = 0; i < steps; i++) {
 *   improve(i);
 *   progress(i + 1, steps);
 *   await pause();
 * }
 */
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
