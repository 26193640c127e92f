/** The page's end of the call port: passes plain replies to Comlink and refuses all that would become alive in the page. */
import type { Endpoint } from 'comlink';

/** What a refused reply becomes. */
export const REFUSED = {
  ok: false,
  fault: {
    message: 'The worker answered with something that is not data.',
    stack: '',
    step: null,
    task: null,
  },
} as const;

type Listener = (event: MessageEvent) => void;

/**
 * Comlink would turn a reply marked as a handler's into a proxy or a throw of the worker's choosing, so only raw ones pass,
 * and none that brings a port.
 */
export function plainEndpoint(port: MessagePort): Endpoint {
  const wrapped = new Map<unknown, Listener>();
  return {
    postMessage: (message, transfer) => port.postMessage(message, transfer ?? []),
    addEventListener: (type, listener) => {
      const filtered: Listener = (event) => {
        const clean = cleanReply(event);
        if (clean) (listener as unknown as (event: { data: unknown }) => void)({ data: clean });
      };
      wrapped.set(listener, filtered);
      port.addEventListener(type as 'message', filtered);
    },
    removeEventListener: (type, listener) => {
      port.removeEventListener(type as 'message', wrapped.get(listener) ?? (() => {}));
      wrapped.delete(listener);
    },
    start: () => port.start(),
  };
}

function cleanReply({ data, ports }: MessageEvent): unknown {
  if (typeof data !== 'object' || data === null || typeof data.id !== 'string') return null;
  const raw = data.type === 'RAW' && ports.length === 0;
  return { id: data.id, type: 'RAW', value: raw ? data.value : REFUSED };
}
