/**
 * The wall between the app and plugin code: a frame of opaque origin under a strict policy, a worker inside it, and ports
 * straight from the page to the worker. Only plain data goes in, and all that comes out is taken for hostile.
 */
import { frame as boot } from 'virtual:sandbox-assets';
import * as Comlink from 'comlink';
import * as v from 'valibot';
import type { SandboxAssets } from './contract.ts';
import { plainEndpoint } from './endpoint.ts';
import type { RawFault, Reply, WorkerApi } from './protocol.ts';
import { REPLIES } from './replies.ts';

/** How the worker comes to be: from a `data:` URL, or, where that is refused, from a blob (and then without WebGPU). */
export type WorkerKind = 'module' | 'classic';

type Value<K extends keyof WorkerApi> = Awaited<ReturnType<WorkerApi[K]>> extends Reply<infer T> ? T : never;

/** Milliseconds that a frame and its worker may take to start, and between two signs of life of the frame. */
const START = 30_000;
const PULSE = 2000;
const MOST_MISSED = 4;

/** The worker is gone, never came, or spoke nonsense: nothing that it was asked will be answered. */
export class SandboxDeath extends Error {}

/** The worker answered with a fault. */
export class SandboxFault extends Error {
  readonly fault: RawFault;
  constructor(fault: RawFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export class Sandbox {
  /** Events of the worker, one way. Whoever reads it checks every message. */
  readonly events: MessagePort;
  /** Rejects with a SandboxDeath when the worker is gone, and never resolves. */
  readonly died: Promise<never>;
  readonly #frame: HTMLIFrameElement;
  readonly #calls: MessagePort;
  /** The worker's ends of both channels, until they are handed in. */
  readonly #handed: MessagePort[];
  readonly #api: Comlink.Remote<WorkerApi>;
  readonly #onMessage: (event: MessageEvent) => void;
  #die: (death: SandboxDeath) => void = () => {};
  #ready: () => void = () => {};
  #pulse: ReturnType<typeof setInterval> | undefined;
  #missed = 0;

  private constructor(kind: WorkerKind) {
    const [calls, events] = [new MessageChannel(), new MessageChannel()];
    this.#calls = calls.port1;
    this.events = events.port1;
    this.died = new Promise<never>((_, reject) => (this.#die = reject));
    this.died.catch(() => {}); // a sandbox nobody waits for may die in peace
    this.#api = Comlink.wrap<WorkerApi>(plainEndpoint(calls.port1));
    this.#frame = makeFrame(kind);
    this.#onMessage = (event) => this.#hear(event);
    window.addEventListener('message', this.#onMessage);
    this.#handed = [calls.port2, events.port2];
  }

  /** A sandbox whose worker answers. Rejects with a SandboxDeath where none can be had. */
  static async create(assets: SandboxAssets, kind?: WorkerKind): Promise<Sandbox> {
    const script = await assets.text('boot');
    if (kind) return Sandbox.#start(script, kind);
    return Sandbox.#start(script, 'module').catch(() => Sandbox.#start(script, 'classic'));
  }

  static async #start(script: string, kind: WorkerKind): Promise<Sandbox> {
    const sandbox = new Sandbox(kind);
    const late = setTimeout(() => sandbox.#end('The sandbox did not start in time.'), START);
    try {
      const ready = new Promise<void>((resolve) => (sandbox.#ready = resolve));
      document.body.append(sandbox.#frame);
      await Promise.race([ready, sandbox.died]);
      sandbox.#post({ kind: 'start', script: named(script), classic: kind === 'classic' }, sandbox.#handed);
      await sandbox.call('abort'); // there is nothing to abort: any answer shows that the worker lives
      sandbox.#pulse = setInterval(() => sandbox.#beat(), PULSE);
      return sandbox;
    } catch (error) {
      sandbox.destroy();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Asks the worker. Rejects with a SandboxFault if it says so, with a SandboxDeath if it cannot answer. */
  async call<K extends keyof WorkerApi>(name: K, ...args: Parameters<WorkerApi[K]>): Promise<Value<K>> {
    const ask = this.#api[name] as unknown as (...args: unknown[]) => Promise<unknown>;
    const answer = await Promise.race([ask(...args), this.died]);
    const reply = v.safeParse(REPLIES[name], answer);
    if (!reply.success) throw new SandboxDeath('The worker answered with something that does not fit.');
    const output = reply.output as Reply<Value<K>>;
    if (!output.ok) throw new SandboxFault(output.fault);
    return output.value;
  }

  /** Removes the frame and with it the worker, whatever it is doing; open calls reject. */
  destroy(reason = 'The sandbox was closed.'): void {
    this.#end(reason);
  }

  #end(reason: string): void {
    this.#die(new SandboxDeath(reason));
    clearInterval(this.#pulse);
    window.removeEventListener('message', this.#onMessage);
    this.#calls.close();
    this.events.close();
    this.#frame.remove();
  }

  /** The frame's own script says little; plugin code cannot reach it. */
  #hear({ source, data }: MessageEvent): void {
    if (source !== this.#frame.contentWindow || typeof data !== 'object' || data === null) return;
    if (data.kind === 'ready') this.#ready();
    if (data.kind === 'pulse') this.#missed = 0;
    if (data.kind === 'death') this.#end(`The worker failed: ${String(data.message).slice(0, 1000)}`);
  }

  /** Counts beats rather than time, so that a page that was asleep itself does not take its frame for dead. */
  #beat(): void {
    if (++this.#missed > MOST_MISSED) return this.#end('The sandbox no longer answers.');
    this.#post({ kind: 'pulse' });
  }

  #post(message: unknown, ports: MessagePort[] = []): void {
    this.#frame.contentWindow?.postMessage(message, '*', ports);
  }
}

/** A name of its own keeps the whole script out of every stack: a `data:` URL is its script. */
function named(script: string): string {
  return `${script}\n//# sourceURL=alidade:///engine/boot.js`;
}

function makeFrame(kind: WorkerKind): HTMLIFrameElement {
  const worker = kind === 'classic' ? 'blob:' : 'data:';
  const policy = [
    "default-src 'none'",
    `script-src '${boot.hash}' blob: 'wasm-unsafe-eval'`,
    `worker-src ${worker}`,
    "connect-src 'none'",
  ].join('; ');
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.title = 'Sandbox';
  frame.hidden = true;
  frame.srcdoc =
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<script>${boot.script}</script>`;
  return frame;
}
