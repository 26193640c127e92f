/** What plugin code does not get, beyond what the policy of the frame refuses. The wall is the frame; this is tidiness and timing. */

/** `requestAnimationFrame` goes so that training cannot stall in a hidden tab: TensorFlow.js then yields by `setImmediate`. */
const REMOVED = [
  'Worker',
  'SharedWorker',
  'importScripts',
  'close',
  'requestAnimationFrame',
  'cancelAnimationFrame',
];

export function hardenWorker(scope: object): void {
  for (const name of REMOVED) remove(scope, name);
  Object.defineProperty(scope, 'setImmediate', { value: immediately(), configurable: true, writable: true });
}

function remove(scope: object, name: string): void {
  for (let at: object | null = scope; at; at = Object.getPrototypeOf(at)) Reflect.deleteProperty(at, name);
}

/** A turn of the event loop without the clamping of timers. */
function immediately(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(null);
  };
}
