/** A value in few characters, whatever it is: never walks far, never fails on a cycle. */

/** At most `room` characters, about: numbers and texts as they are, lists and records from their beginning. */
export function showValue(value: unknown, room: number): string {
  if (typeof value === 'string') return cut(value, room);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return showList(value, room);
  if (ArrayBuffer.isView(value)) return `${nameOf(value)} of ${value.byteLength} bytes`;
  if (value instanceof Map || value instanceof Set) return `${nameOf(value)} of ${value.size}`;
  return isModel(value) ? showModel(value) : isPlain(value) ? showRecord(value, room) : nameOf(value);
}

/** What every layers model of TensorFlow.js has; the name of its class is lost when the library is minified. */
interface Model {
  readonly layers: readonly unknown[];
  countParams(): number;
}

function isModel(value: object): value is Model {
  const { countParams, layers } = value as Partial<Model>;
  return typeof countParams === 'function' && Array.isArray(layers);
}

function showModel(model: Model): string {
  return `${model.layers.length} layers, ${model.countParams().toLocaleString('en')} weights`;
}

export function nameOf(value: object): string {
  return value.constructor?.name || 'object';
}

export function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function showList(items: readonly unknown[], room: number): string {
  const [shown, all] = gather(items, room, (item, left) => showValue(item, left));
  return all ? `[${shown}]` : `[${shown}, …] (${items.length} items)`;
}

/** What a record can do is no part of what it holds. */
function showRecord(value: object, room: number): string {
  const [shown, all] = gather(
    Object.entries(value).filter(([, part]) => typeof part !== 'function'),
    room,
    ([key, part], left) => `${key}: ${showValue(part, left)}`,
  );
  return all ? `{${shown}}` : `{${shown}, …}`;
}

/** As many as there is room for; each gets less room than its whole. */
function gather<T>(
  items: readonly T[],
  room: number,
  show: (item: T, left: number) => string,
): [string, boolean] {
  const shown: string[] = [];
  let left = room - 20;
  for (const item of items) {
    if (left <= 0) return [shown.join(', '), false];
    const text = show(item, left / 2);
    shown.push(text);
    left -= text.length + 2;
  }
  return [shown.join(', '), true];
}
