/** A value written out for whoever tries a task: as JSON where it is data, tensors with their numbers, all else by its name; never too long. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Tf } from './libraries.ts';
import { showValue } from './show-value.ts';

/** Lists longer than this are shown from their beginning. */
const MOST_ITEMS = 200;
const MOST_DEPTH = 6;
/** A line that holds a whole list or record. */
const WIDE = 80;

/** At most `room` characters. Never walks far, never fails on a cycle. */
export async function writeValue(value: unknown, tf: Tf | null, room: number): Promise<string> {
  const text = await new Writer(tf, room).write(value, '', 0);
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

class Writer {
  readonly #tf: Tf | null;
  #left: number;

  constructor(tf: Tf | null, room: number) {
    this.#tf = tf;
    this.#left = room;
  }

  async write(value: unknown, indent: string, depth: number): Promise<string> {
    const text = await this.#text(value, indent, depth);
    this.#left -= text.length;
    return text;
  }

  #text(value: unknown, indent: string, depth: number): Promise<string> | string {
    if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value);
    if (typeof value !== 'object' || value === null) return String(value);
    if (this.#tf && value instanceof this.#tf.Tensor) return this.#tensor(value);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView))
      return `${showValue(value, 60)} ${numbers(value as unknown as ArrayLike<number>)}`;
    if (depth >= MOST_DEPTH) return showValue(value, 60);
    if (Array.isArray(value))
      return this.#parts(
        value.map((item) => ['', item]),
        '[]',
        indent,
        depth,
      );
    if (value instanceof Map)
      return this.#parts(
        [...value].map(([key, item]) => [`${String(key)}: `, item]),
        '{}',
        indent,
        depth,
      );
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return showValue(value, 200);
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
      `${JSON.stringify(key)}: `,
      item,
    ]);
    return this.#parts(entries, '{}', indent, depth);
  }

  async #parts(
    entries: readonly (readonly [string, unknown])[],
    [open = '', close = '']: string,
    indent: string,
    depth: number,
  ): Promise<string> {
    const lines: string[] = [];
    for (const [key, item] of entries.slice(0, MOST_ITEMS)) {
      if (this.#left <= 0) break;
      lines.push(key + (await this.write(item, `${indent}  `, depth + 1)));
    }
    const rest = entries.length - lines.length;
    if (rest > 0) lines.push(`… ${rest} more`);
    const line = `${open}${lines.join(', ')}${close}`;
    if (line.length + indent.length <= WIDE && !line.includes('\n')) return line;
    return `${open}\n${lines.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
  }

  async #tensor(tensor: Tensor): Promise<string> {
    const head = `tensor ${tensor.shape.join(' × ') || 'scalar'} ${tensor.dtype}`;
    return tensor.isDisposed ? `${head}, disposed of` : `${head} ${numbers(await tensor.data())}`;
  }
}

function numbers(values: ArrayLike<unknown>): string {
  const shown = Array.from({ length: Math.min(values.length, MOST_ITEMS) }, (_, i) => short(values[i]));
  return `[${shown.join(', ')}${values.length > shown.length ? `, … ${values.length - shown.length} more` : ''}]`;
}

/** Seven digits are what a 32-bit number has. */
function short(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value);
}
