/** Who holds which tensor: what a step's outputs reach lives on, the rest goes when the step ends. */
import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { Tf } from './libraries.ts';

/** More objects than this in one value, and nothing that it may reach is released: forgetting is worse than keeping. */
const LIMIT = 300_000;

/** All tensors that the roots reach through their own properties, maps and sets; null where there is too much to look at. */
export function reachTensors(tf: Tf, roots: Iterable<unknown>): Set<Tensor> | null {
  const found = new Set<Tensor>();
  const seen = new Set<unknown>();
  const waiting = [...roots];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value) || isOpaque(value)) continue;
    if (seen.size > LIMIT) return null;
    seen.add(value);
    if (value instanceof tf.Tensor) found.add(value);
    else pushParts(value, waiting);
  }
  return found;
}

/**
 * Whether any record that the roots reach holds a function, as a defended classifier does: what a function holds cannot be seen,
 * so whatever it was made from has to live as long. True where there is too much to look at.
 */
export function holdsFunctions(roots: Iterable<unknown>): boolean {
  const seen = new Set<unknown>();
  const waiting = [...roots];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value) || isOpaque(value)) continue;
    if (seen.size > LIMIT) return true;
    seen.add(value);
    if (isRecord(value) && Object.values(value).some((part) => typeof part === 'function')) return true;
    pushParts(value, waiting);
  }
  return false;
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Values that hold no tensors, or the whole world. */
function isOpaque(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer ||
    value instanceof Blob ||
    value === globalThis ||
    Object.prototype.toString.call(value) === '[object Module]'
  );
}

function pushParts(value: object, waiting: unknown[]): void {
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') waiting.push(item);
    return;
  }
  if (value instanceof Map || value instanceof Set) waiting.push(...value.keys(), ...value.values());
  for (const key of Reflect.ownKeys(value)) {
    const part = Object.getOwnPropertyDescriptor(value, key);
    if (part && typeof part.value === 'object') waiting.push(part.value);
  }
}

/** Opens a step's scope over the engine; `end` keeps what the survivors reach, and disposes of the rest. */
export function openScope(tf: Tf, name: string): { end(survivors: () => readonly unknown[]): void } {
  const engine = tf.engine();
  const before = new Set(Object.values(engine.state.registeredVariables));
  engine.startScope(name);
  const scope = engine.state.activeScope;
  return {
    end(survivors) {
      const made = Object.values(engine.state.registeredVariables).filter(
        (variable) => !before.has(variable),
      );
      const kept = scope.track.length + made.length > 0 ? reachTensors(tf, survivors()) : new Set<Tensor>();
      if (kept === null) return engine.endScope(scope.track);
      engine.endScope([...kept].filter((tensor) => !tensor.isDisposed));
      for (const variable of made) if (!kept.has(variable)) disposeOnce(variable);
    },
  };
}

/** Disposes of what only `dropped` reaches, and nothing that is still `held`. */
export function releaseTensors(tf: Tf, dropped: readonly unknown[], held: readonly unknown[]): void {
  const going = reachTensors(tf, dropped);
  if (!going || going.size === 0) return;
  const staying = reachTensors(tf, held);
  if (!staying) return;
  for (const tensor of going) if (!staying.has(tensor)) disposeOnce(tensor);
}

function disposeOnce(tensor: Tensor | Variable): void {
  if (!tensor.isDisposed) tensor.dispose();
}
